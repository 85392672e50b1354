//! The laws hold for any program of proptest; a program that breaks one is shrunk and printed.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::test_runner::TestCaseError;
use warren_broker::Event;
use warren_laws::{Op, Program, play};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_law_holds_after_every_input(salt in any::<u64>(), numbers in vec(any::<u128>(), 0..300)) {
        play(&Program { salt, numbers }).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    }
}

/// Every kind of event occurs in random programs, else a law about it would be useless.
#[test]
fn random_programs_meet_every_kind_of_event() {
    let mut kinds = HashSet::new();
    for seed in 0..100 {
        let tally = play(&Program::from_seed(seed, 300));
        kinds.extend(tally.unwrap_or_else(|broken| panic!("{broken}")).kinds);
    }
    assert_eq!(kinds.len(), kinds_of_events());
}

/// Returns how many kinds of events there are: serde lists them when it meets one that does not exist.
fn kinds_of_events() -> usize {
    let error = serde_json::from_str::<Event>(r#"{"Unheard": 0}"#).expect_err("there is no such event").to_string();
    let (_, listed) = error.split_once("expected one of ").unwrap_or_else(|| panic!("{error}"));
    assert!(listed.contains("`ArgumentIgnored`, "), "{error}");
    listed.matches(", ").count() + 1
}

#[test]
fn any_bytes_are_a_program() {
    let bytes: Vec<u8> = (1..=26).collect();
    let program = Program::from_bytes(&bytes);
    assert_eq!(program.salt, 0x0807_0605_0403_0201);
    assert_eq!(program.numbers, [0x1817_1615_1413_1211_100f_0e0d_0c0b_0a09, 0x1a19]);
    assert_eq!(Program::from_bytes(&[7]), Program { salt: 7, numbers: vec![] });
}

/// Shrinking makes numbers small, and the smallest are the simplest actions.
#[test]
fn small_numbers_are_plain_publishes() {
    assert!(format!("{:?}", Op::decode(0)).contains("method: Publish(0)"), "{:?}", Op::decode(0));
}
