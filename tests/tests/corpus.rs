//! Runs the fuzz targets over the corpus that fuzzing has kept, compiled without a fuzzer.

use std::fs;
use std::path::Path;

use warren_tests::fuzzed;

fn run_over(target: &str, body: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus is part of the repository")
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    for file in files {
        println!("{}", file.display());
        body(&fs::read(&file).expect("it can be read"));
    }
}

#[test]
fn the_broker_keeps_its_laws_over_the_corpus() {
    run_over("commands", fuzzed::commands);
}

#[test]
fn scenarios_of_the_corpus_parse_or_say_why_not_and_can_be_played() {
    run_over("scenario", fuzzed::scenario);
}
