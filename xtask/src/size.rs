//! Measures the visitor's downloads, chunk by chunk, against the limits.

use crate::wasm_split::CHUNKS;
use anyhow::{Context, bail};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A limit of gzipped bytes, as a server sends them (at gzip's usual level 6), on everything loaded by a point in time.
struct Limit {
    /// The chunks loaded by then.
    chunks: &'static [&'static str],
    /// The point in time.
    until: &'static str,
    bytes: usize,
}

/// The limits. That of the first chunk may only be lowered.
const LIMITS: [Limit; 4] = [
    Limit { chunks: &["first"], until: "until there is something to read", bytes: 152_000 },
    Limit { chunks: &["first", "simulation"], until: "until a lesson runs, and all that it needs", bytes: 520_000 },
    Limit { chunks: &["evidence"], until: "for sequence, plots, matrix, inspector, forms and console", bytes: 45_000 },
    Limit { chunks: &[PLAYER], until: "for a page that embeds players, beside the rest", bytes: 2_000 },
];
/// The script that embeds players, which the page itself does not load.
const PLAYER: &str = "player";

/// A file of the page's code.
struct File {
    path: PathBuf,
    chunk: &'static str,
    bytes: usize,
    gzip: usize,
}

/// Prints the size of every wasm and JavaScript file of the built page, and the sums by point in time. A sum over its
/// limit is an error.
pub fn report(dist: &Path) -> anyhow::Result<()> {
    let mut paths = Vec::new();
    collect(dist, &mut paths).with_context(|| format!("reading {}", dist.display()))?;
    let mut files = paths.into_iter().map(File::of).collect::<anyhow::Result<Vec<_>>>()?;
    files.sort_by_key(|file| {
        let place = CHUNKS.iter().position(|chunk| chunk.name == file.chunk).unwrap_or(CHUNKS.len());
        (place, file.path.clone())
    });
    println!("{:<12} {:>10} {:>10}", "chunk", "bytes", "gzip");
    for File { path, chunk, bytes, gzip } in &files {
        println!("{chunk:<12} {bytes:>10} {gzip:>10}  {}", path.strip_prefix(dist).unwrap_or(path).display());
    }
    println!("{:<23} {:>10} {:>8} {:>6}", "", "gzip", "limit", "left");
    let mut over = Vec::new();
    for Limit { chunks, until, bytes } in &LIMITS {
        let size: usize = files.iter().filter(|file| chunks.contains(&file.chunk)).map(|file| file.gzip).sum();
        let name = chunks.join(" + ");
        match bytes.checked_sub(size) {
            Some(left) => println!("{name:<23} {size:>10} {bytes:>8} {left:>6}  {until}"),
            None => over.push(format!("{name}: {size} bytes, {} over the limit of {bytes} {until}", size - bytes)),
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    bail!("the page's code is too large:\n  {}", over.join("\n  "))
}

impl File {
    fn of(path: PathBuf) -> anyhow::Result<Self> {
        let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let gzip = gzip(&content)?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        Ok(Self { chunk: chunk_of(name), bytes: content.len(), gzip, path })
    }
}

/// Returns the chunk of a file: the first, unless it belongs to another.
fn chunk_of(file: &str) -> &'static str {
    if file == "player.js" {
        return PLAYER;
    }
    let mut later = CHUNKS.iter().filter(|chunk| chunk.needs.is_some()).map(|chunk| chunk.name);
    later.find(|name| file.contains(&format!("_{name}-"))).unwrap_or(CHUNKS[0].name)
}

fn gzip(content: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chunk_has_a_limit_and_every_file_a_chunk() {
        for chunk in &CHUNKS {
            assert!(LIMITS.iter().any(|limit| limit.chunks.contains(&chunk.name)), "{} has no limit", chunk.name);
            assert_eq!(chunk_of(&format!("warren-web_{}-0123456789abcdef.wasm", chunk.name)), chunk.name);
        }
        assert!(
            LIMITS
                .iter()
                .flat_map(|limit| limit.chunks)
                .all(|name| { *name == PLAYER || CHUNKS.iter().any(|chunk| chunk.name == *name) })
        );
        assert_eq!(chunk_of("player.js"), PLAYER);
        assert_eq!(chunk_of("warren-web-0123456789abcdef.js"), "first");
        assert_eq!(chunk_of("warren-web_bg-0123456789abcdef.wasm"), "first");
    }

    #[test]
    fn a_page_over_a_limit_is_an_error_that_says_by_how_much() {
        let dist = std::env::temp_dir().join(format!("warren-size-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("a folder for this test can be made");
        // Numbers that gzip cannot shrink by much.
        let mut number = 1_u32;
        let noise: Vec<u8> = (0..70_000)
            .map(|_| {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                number.to_be_bytes()[0]
            })
            .collect();
        fs::write(dist.join("warren-web-1.js"), &noise).expect("the folder takes files");
        let within = report(&dist);
        fs::write(dist.join("warren-web_evidence-1.wasm"), &noise).expect("the folder takes files");
        let over = report(&dist);
        fs::remove_dir_all(&dist).expect("the folder is this test's");
        within.expect("70 KB are within the first chunk's limit");
        let told = over.expect_err("the evidence is over its limit").to_string();
        assert!(told.contains("evidence: 7") && told.contains("over the limit of 45000"), "{told}");
    }
}
