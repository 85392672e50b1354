//! Fuzzes the broker with any bytes as inputs: see [`warren_tests::fuzzed::commands`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| warren_tests::fuzzed::commands(bytes));
