//! Any bytes as inputs of the broker: see [`warren_tests::fuzzed::commands`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| warren_tests::fuzzed::commands(bytes));
