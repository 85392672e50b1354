//! Fuzzes the scenario language with any text: see [`warren_tests::fuzzed::scenario`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| warren_tests::fuzzed::scenario(bytes));
