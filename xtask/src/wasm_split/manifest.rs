//! The chunks of the page's WebAssembly, and the code of each.

use anyhow::bail;

/// A separately fetched part of the page's WebAssembly.
pub struct Chunk {
    /// The name in file names, in `web/src/lazy_chunk.rs` and in the table of sizes.
    pub name: &'static str,
    /// The chunk that must have arrived before this one, by its index in [`CHUNKS`]; `None` for the first, which comes
    /// with the page.
    pub needs: Option<usize>,
    /// The paths whose code must not come sooner than with this chunk. The longest path that fits a function decides.
    pub code: &'static [&'static str],
}

/// The chunks, each after the one it needs.
///
/// All code of the workspace is listed, crate by crate, modules and functions where they differ from their crate.
/// Libraries go with their callers, and so does listed code that only later chunks call, so for those it is enough to
/// list the code called first.
pub const CHUNKS: [Chunk; 3] = [
    // The page with its lists and a lesson's first text.
    Chunk {
        name: "first",
        needs: None,
        code: &[
            // Its comparison is the same code as that of the page's own texts, and wasm-opt makes one function of both.
            "warren_broker::name",
            "warren_dict",
            "warren_simulator::plurals",
            "warren_simulator::text",
            "warren_lessons",
            "warren_web::address",
            "warren_web::app",
            "warren_web::command",
            "warren_web::console::history",
            "warren_web::dom",
            "warren_web::element",
            "warren_web::host",
            "warren_web::i18n",
            "warren_web::icons",
            "warren_web::lazy_chunk",
            "warren_web::link",
            "warren_web::main",
            "warren_web::memo",
            "warren_web::packs",
            "warren_web::panels::buttons",
            "warren_web::panels::header",
            "warren_web::panels::lessons",
            "warren_web::panels::opening",
            "warren_web::player",
            "warren_web::plurals",
            "warren_web::storage",
            "warren_web::theme",
        ],
    },
    // The simulation and everything that a lesson shows as it opens.
    Chunk {
        name: "simulation",
        needs: Some(0),
        code: &[
            // Code needed only by numbers and by the text of a panic.
            "char>::escape_debug_ext",
            "core::fmt::float",
            "core::str::slice_error_fail_rt",
            "core::time::Duration",
            "core::unicode::printable",
            "warren_broker",
            "warren_ctl",
            "warren_drawing",
            "warren_simulator",
            "warren_spelling",
            "warren_view",
            "warren_web",
            "warren_web::app::App>::act",
            "warren_web::app::App>::carry_out_in_lesson",
            "warren_web::app::App>::lesson",
            "warren_web::app::App>::open",
            "warren_web::app::App>::settle",
            "warren_web::host::reopen",
        ],
    },
    // Views of a run that are opened later, or never.
    Chunk {
        name: "evidence",
        needs: Some(1),
        code: &[
            "warren_web::app::App>::typed",
            "warren_web::panels::act",
            "warren_web::panels::console",
            "warren_web::panels::inspector",
            "warren_web::panels::matrix",
            "warren_web::panels::plots",
            "warren_web::panels::sequence",
        ],
    },
];

/// The way in which a function is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// By its name.
    Called,
    /// By its address: from anywhere, at an unknown time.
    Pointed,
}

/// The assignment of functions to chunks.
pub struct Manifest<'a> {
    chunks: &'a [Chunk],
    /// Paths with their chunks.
    paths: Vec<(&'a str, usize)>,
}

impl<'a> Manifest<'a> {
    pub fn of(chunks: &'a [Chunk]) -> Self {
        let paths =
            chunks.iter().enumerate().flat_map(|(chunk, listed)| listed.code.iter().map(move |path| (*path, chunk)));
        Self { chunks, paths: paths.collect() }
    }

    /// Returns the chunk of the function of this name, as the compiler demangles it.
    ///
    /// A function of a library goes with its callers. One that is reached by address, such as those behind a `dyn`,
    /// goes with the types in its name; so does one that drops a value, because without those types' chunk there is no
    /// value.
    pub fn chunk(&self, name: &str, reached: Reached) -> usize {
        let name = without_hashes(name);
        match reached {
            Reached::Called if !drops(&name) => self.chunk_of_path(name.trim_start_matches(['<', '&'])),
            Reached::Called | Reached::Pointed => mentions(&name)
                .map(|path| self.chunk_of_path(path))
                .reduce(|one, other| self.later_or_common(one, other))
                .unwrap_or_default(),
        }
    }

    /// Returns whether `chunk` is `later` or must have arrived before it.
    pub fn precedes(&self, chunk: usize, later: usize) -> bool {
        chunk == later || self.chunks[later].needs.is_some_and(|needs| self.precedes(chunk, needs))
    }

    /// Returns the last chunk that has arrived whenever either of two has.
    pub fn common(&self, one: usize, other: usize) -> usize {
        match self.chunks[one].needs {
            _ if self.precedes(one, other) => one,
            Some(needs) => self.common(needs, other),
            None => one,
        }
    }

    /// Checks that every listed path is of one chunk and fits a function, and that every function of this workspace is
    /// listed. Otherwise a renamed module would silently move its code to another chunk.
    pub fn check<'n>(&self, names: impl Iterator<Item = &'n str>) -> anyhow::Result<()> {
        let names: Vec<String> = names.map(without_hashes).collect();
        let mut wrong = Vec::new();
        for (index, (path, chunk)) in self.paths.iter().enumerate() {
            let chunk = self.chunks[*chunk].name;
            if self.paths[..index].iter().any(|(other, _)| other == path) {
                wrong.push(format!("`{path}` is listed twice (the second time in chunk {chunk}): leave one of them"));
            }
            if !names.iter().any(|name| starts(name, path).next().is_some()) {
                wrong.push(format!("`{path}` (chunk {chunk}) is in no function's name: name the module as it is named now, or drop it if it is gone"));
            }
        }
        let mut unlisted: Vec<&str> = names
            .iter()
            .flat_map(|name| mentions(name))
            .filter(|path| self.listed(path).is_none())
            .map(|path| path.split("::").next().unwrap_or(path))
            .collect();
        unlisted.sort_unstable();
        unlisted.dedup();
        wrong.extend(unlisted.iter().map(|name| {
            format!("`{name}` is in no chunk's list: add it to the one that it must not come sooner than")
        }));
        if wrong.is_empty() {
            return Ok(());
        }
        bail!("the chunks of xtask/src/wasm_split/manifest.rs do not fit the page's code:\n  {}", wrong.join("\n  "))
    }

    fn chunk_of_path(&self, path: &str) -> usize {
        self.listed(path).unwrap_or_default()
    }

    /// Returns the chunk of the longest listed path that fits.
    fn listed(&self, path: &str) -> Option<usize> {
        let fits = self.paths.iter().filter(|(listed, _)| path.strip_prefix(listed).is_some_and(ends_a_word));
        fits.max_by_key(|(listed, _)| listed.len()).map(|(_, chunk)| *chunk)
    }

    fn later_or_common(&self, one: usize, other: usize) -> usize {
        match (self.precedes(one, other), self.precedes(other, one)) {
            (true, _) => other,
            (_, true) => one,
            (false, false) => self.common(one, other),
        }
    }
}

/// Returns whether a function of this name is called only with a value to be dropped. (One for an `Option` may be
/// called with none.)
fn drops(name: &str) -> bool {
    // wasm-opt numbers functions of one name: `drop_slow[1]`.
    let name = name
        .split_once(['['])
        .map_or(name, |(before, after)| if after.ends_with(']') && after.len() < 5 { before } else { name });
    name.starts_with("core::ptr::drop_in_place::<warren_")
        // The memory of all vectors whose elements are of one size is freed by the same code, of which wasm-opt keeps one under any of
        // their names.
        || name.ends_with(" as core::ops::drop::Drop>::drop") && !name.starts_with("<alloc::raw_vec::RawVec<")
        // All functions that drop the content of a `dyn` are the same code, of which wasm-opt keeps one under any of
        // their names.
        || name.ends_with(">>::drop_slow") && !name.contains("<dyn ")
}

/// Returns the rest of `name` after each whole occurrence of `path`.
fn starts<'n>(name: &'n str, path: &'n str) -> impl Iterator<Item = &'n str> {
    name.match_indices(path).filter_map(move |(at, _)| {
        let (before, after) = (&name[..at], &name[at + path.len()..]);
        (!before.ends_with(goes_on) && ends_a_word(after)).then_some(after)
    })
}

/// Returns the paths of this workspace's code in a name.
fn mentions(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices("warren_").filter(|(at, _)| !name[..*at].ends_with(goes_on)).map(|(at, _)| {
        let path = &name[at..];
        // As far as the path goes, with the function of an inherent implementation.
        &path[..path.find(|sign: char| !(goes_on(sign) || ":>".contains(sign))).unwrap_or(path.len())]
    })
}

fn ends_a_word(after: &str) -> bool {
    !after.starts_with(goes_on)
}

fn goes_on(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// Removes the hashes that distinguish crates of one name: `warren_web[34269ff91d24e092]::app` is `warren_web::app`.
fn without_hashes(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut clean = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((hash, after)) if hash.len() > 8 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                clean += after;
            }
            _ => {
                clean.push('[');
                clean += piece;
            }
        }
    }
    clean
}
