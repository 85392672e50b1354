//! The page's WebAssembly in two parts, so that a reader has something to read before all of it is here. The first part draws the page, its
//! lists and its texts; the rest, the broker and all that shows it at work, is fetched at the same time and joins it later. Code of the rest
//! that is called sooner than that is fetched there and then, so what is in which part is a question of time alone, never of what works. It
//! owns what the two are called and how the page's script joins them; it deliberately does not know the page.

mod choice;
mod cut;

use anyhow::{Context, ensure};
use std::fs;
use std::path::Path;

/// What the cut depends on, for whoever keeps its outcome.
pub const MADE_BY: [&str; 2] = [include_str!("parts/choice.rs"), include_str!("parts/cut.rs")];

/// Cuts the page's WebAssembly, which must have its functions' names, into `first` (which may be the same file) and `rest`.
pub fn part(whole: &Path, first: &Path, rest: &Path) -> anyhow::Result<()> {
    let content = fs::read(whole).with_context(|| format!("reading {}", whole.display()))?;
    let parts = cut::cut(&content, choice::waits).with_context(|| format!("cutting {} in two", whole.display()))?;
    fs::write(first, parts.first).with_context(|| format!("writing {}", first.display()))?;
    fs::write(rest, parts.rest).with_context(|| format!("writing {}", rest.display()))
}

/// `script`, as wasm-bindgen wrote it, with what fetches and joins the rest from `address`, seen from the script.
pub fn joining(script: &str, address: &str) -> anyhow::Result<String> {
    const IMPORTS: &str = "const imports = __wbg_get_imports();";
    ensure!(
        script.contains(IMPORTS),
        "wasm-bindgen's script has no `{IMPORTS}` any more, which the page's second part hangs on"
    );
    let script = script.replace(IMPORTS, "const imports = importsOfFirst();");
    Ok(script + &include_str!("parts/joining.js").replace("ADDRESS", address))
}
