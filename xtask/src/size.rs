//! What a visitor downloads: before there is something to read, and before the simulation runs. It owns the limits; it deliberately does not
//! say how to get smaller.

use anyhow::{Context, bail};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::Path;

/// The JavaScript and the wasm's first part, as a server sends them (gzip at its usual level 6), in bytes: with it there are the lessons and
/// their first texts. It may only be lowered.
const FIRST: usize = 152_000;
/// The same with the wasm's second part: with it a lesson runs. It may only be lowered.
const ALL: usize = 460_000;

/// Prints the size of every wasm and JavaScript file of the built page; an error if they are over a limit.
pub fn report(dist: &Path) -> anyhow::Result<()> {
    let mut files = Vec::new();
    collect(dist, &mut files).with_context(|| format!("reading {}", dist.display()))?;
    // What comes later is told later.
    files.sort_by_key(|file| (is_rest(file), file.clone()));
    println!("{:>10} {:>10}", "bytes", "gzip");
    let (mut first, mut all) = (0, 0);
    for file in &files {
        let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let small = gzip(&content)?;
        all += small;
        first += if is_rest(file) { 0 } else { small };
        println!("{:>10} {:>10}  {}", content.len(), small, file.strip_prefix(dist).unwrap_or(file).display());
    }
    println!("{:>10} {first:>10}  until there is something to read; the limit is {FIRST}", "");
    println!("{:>10} {all:>10}  until the simulation runs; the limit is {ALL}", "");
    for (size, limit) in [(first, FIRST), (all, ALL)] {
        if size > limit {
            bail!("the page's wasm and JavaScript are {} bytes over the limit of {limit}", size - limit);
        }
    }
    Ok(())
}

/// Whether the page does without this file at first.
fn is_rest(file: &Path) -> bool {
    file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.contains("_rest-"))
}

fn gzip(content: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "wasm" || extension == "js") {
            files.push(path);
        }
    }
    Ok(())
}
