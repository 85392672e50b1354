//! A link to a step: lesson, position, language and the learner's own actions, as a URL fragment and back.
//!
//! `v=1&lesson=work-queues&at=41&run=0b5ec2d7&lang=en&do=12+kill+worker1`: form-encoded fields; `do` occurs once for
//! each action, its position before its statement. `run` is the fingerprint of the run up to the position when the link
//! was made; older links have none. A broken link is read as far as possible, and each fault is reported. The run
//! checks its positions, their order, and the fingerprint.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod frozen;

use form_urlencoded::{Serializer, parse};

/// The version that this page writes.
pub const VERSION: &str = "1";
/// The largest fragment that is read, in bytes: the page writes one for each character.
pub const LONGEST: usize = 100_000;
/// Some programs cut links that are longer than this, in bytes.
pub const SAFE: usize = 2_000;

/// The content of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The lesson's id.
    pub lesson: Option<String>,
    /// The position.
    pub at: usize,
    /// The fingerprint of the run up to the position, if the link has one.
    pub run: Option<u32>,
    /// The language's code.
    pub lang: Option<String>,
    /// Positions and statements, in the order of the actions.
    pub actions: Vec<(usize, String)>,
}

/// A fault of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This many bytes; none were read.
    TooLong(usize),
    /// The version is missing.
    NoVersion,
    /// A version that this page does not know.
    OtherVersion(String),
    /// There is no such field.
    UnknownField(String),
    /// The position is not a number.
    BadPosition(String),
    /// The fingerprint is not eight hexadecimal digits.
    BadFingerprint(String),
    /// An action that is not a position and a statement.
    BadAction(String),
    /// Some of it is not text.
    NotText,
    /// A position or actions, but no lesson that they belong to.
    NoLesson,
    /// There are no texts in this language.
    NoSuchLanguage(String),
}

impl Fault {
    /// Returns the key of its sentence, and the part of the link that the sentence shows.
    pub fn told(&self) -> (&'static str, String) {
        match self {
            Self::TooLong(length) => ("link.fault.too-long", length.to_string()),
            Self::NoVersion => ("link.fault.no-version", String::new()),
            Self::OtherVersion(version) => ("link.fault.other-version", version.clone()),
            Self::UnknownField(name) => ("link.fault.unknown-field", name.clone()),
            Self::BadPosition(value) => ("link.fault.bad-position", value.clone()),
            Self::BadFingerprint(value) => ("link.fault.bad-fingerprint", value.clone()),
            Self::BadAction(value) => ("link.fault.bad-action", value.clone()),
            Self::NotText => ("link.fault.not-text", String::new()),
            Self::NoLesson => ("link.fault.no-lesson", String::new()),
            Self::NoSuchLanguage(code) => ("link.fault.no-such-language", code.clone()),
        }
    }
}

impl Link {
    /// Writes the fragment of a lesson's beginning.
    pub fn to(lesson: &str) -> String {
        Self { lesson: Some(lesson.to_owned()), ..Self::default() }.encode()
    }

    /// Writes the fragment, without `#`.
    pub fn encode(&self) -> String {
        let mut fields = Serializer::new(String::new());
        fields.append_pair("v", VERSION);
        if let Some(lesson) = &self.lesson {
            fields.append_pair("lesson", lesson);
        }
        fields.append_pair("at", &self.at.to_string());
        if let Some(run) = self.run {
            fields.append_pair("run", &format!("{run:08x}"));
        }
        if let Some(lang) = &self.lang {
            fields.append_pair("lang", lang);
        }
        for (position, statement) in &self.actions {
            fields.append_pair("do", &format!("{position} {statement}"));
        }
        fields.finish()
    }

    /// Reads a fragment, with or without `#`, as far as it can be read.
    pub fn decode(fragment: &str) -> (Self, Vec<Fault>) {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let mut link = Self::default();
        if fragment.is_empty() {
            return (link, Vec::new());
        }
        if fragment.len() > LONGEST {
            return (link, vec![Fault::TooLong(fragment.len())]);
        }
        let mut faults = Vec::new();
        let mut version = None;
        for (name, value) in parse(fragment.as_bytes()) {
            if value.contains(char::REPLACEMENT_CHARACTER) || name.contains(char::REPLACEMENT_CHARACTER) {
                faults.push(Fault::NotText);
                continue;
            }
            match &*name {
                "v" => version = Some(value.into_owned()),
                "lesson" => link.lesson = Some(value.into_owned()),
                "at" => match value.parse() {
                    Ok(at) => link.at = at,
                    Err(_) => faults.push(Fault::BadPosition(value.into_owned())),
                },
                "run" => match fingerprint(&value) {
                    Some(run) => link.run = Some(run),
                    None => faults.push(Fault::BadFingerprint(value.into_owned())),
                },
                "lang" => link.lang = Some(value.into_owned()),
                "do" => match action(&value) {
                    Some(action) => link.actions.push(action),
                    None => faults.push(Fault::BadAction(value.into_owned())),
                },
                _ => faults.push(Fault::UnknownField(name.into_owned())),
            }
        }
        if link.lesson.is_none() {
            if link.at > 0 || !link.actions.is_empty() {
                faults.push(Fault::NoLesson);
            }
            (link.at, link.run, link.actions) = (0, None, Vec::new());
        }
        match version.as_deref() {
            Some(VERSION) => {}
            Some(other) => faults.insert(0, Fault::OtherVersion(other.to_owned())),
            None => faults.insert(0, Fault::NoVersion),
        }
        (link, faults)
    }
}

fn fingerprint(text: &str) -> Option<u32> {
    let digits = text.len() == 8 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    if digits { u32::from_str_radix(text, 16).ok() } else { None }
}

fn action(text: &str) -> Option<(usize, String)> {
    let (position, statement) = text.split_once(' ')?;
    let statement = statement.trim();
    if statement.is_empty() { None } else { Some((position.parse().ok()?, statement.to_owned())) }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn link() -> Link {
        Link {
            lesson: Some("work-queues".into()),
            at: 41,
            run: Some(0x000b_5ec2),
            lang: Some("ja".into()),
            actions: vec![
                (12, "kill worker1".into()),
                (13, "new_task: basic.publish \"\" q \"a & b=c #%+ 日本\"".into()),
            ],
        }
    }

    #[test]
    fn a_link_reads_as_a_person_would_expect() {
        let plain = Link { actions: vec![(12, "kill worker1".into())], ..link() };
        assert_eq!(plain.encode(), "v=1&lesson=work-queues&at=41&run=000b5ec2&lang=ja&do=12+kill+worker1");
    }

    #[test]
    fn a_link_of_before_there_were_fingerprints_is_whole() {
        let (read, faults) = Link::decode("v=1&lesson=work-queues&at=41&lang=ja&do=12+kill+worker1");
        assert_eq!(
            (read, faults),
            (Link { run: None, actions: vec![(12, "kill worker1".into())], ..link() }, Vec::new())
        );
    }

    #[test]
    fn a_fingerprint_is_eight_digits_or_told_and_left_out() {
        for bad in ["", "5", "+00b5ec2", "000b5ec2f", "000b5ecg", "日本日"] {
            let (read, faults) = Link::decode(&format!("v=1&lesson=a&run={bad}"));
            assert_eq!((read.run, faults), (None, vec![Fault::BadFingerprint(bad.replace('+', " "))]), "{bad}");
        }
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(Link::decode(&format!("#{}", link().encode())), (link(), Vec::new()));
    }

    #[test]
    fn no_fragment_is_no_fault() {
        assert_eq!(Link::decode(""), (Link::default(), Vec::new()));
        assert_eq!(Link::decode("#"), (Link::default(), Vec::new()));
    }

    #[test]
    fn a_broken_link_is_read_as_far_as_it_can_be() {
        let (link, faults) =
            Link::decode("v=7&lesson=hello-world&at=x&do=kill&speed=2&do=3+kill+a&do=2+kill+b&lang=%ff");
        assert_eq!(
            link,
            Link {
                lesson: Some("hello-world".into()),
                actions: vec![(3, "kill a".into()), (2, "kill b".into())],
                ..Link::default()
            }
        );
        assert_eq!(
            faults,
            [
                Fault::OtherVersion("7".into()),
                Fault::BadPosition("x".into()),
                Fault::BadAction("kill".into()),
                Fault::UnknownField("speed".into()),
                Fault::NotText,
            ]
        );
    }

    #[test]
    fn a_position_and_actions_without_a_lesson_are_a_fault() {
        for fragment in ["v=1&at=5", "v=1&do=3+kill+a", "v=1&lang=ja&at=5&do=3+kill+a"] {
            let (link, faults) = Link::decode(fragment);
            assert_eq!((link.at, link.actions, faults), (0, Vec::new(), vec![Fault::NoLesson]), "{fragment}");
        }
        assert_eq!(Link::decode("v=1&at=0&lang=ja").1, []);
    }

    #[test]
    fn a_link_that_is_too_long_is_not_read() {
        let long = format!("v=1&lesson=a&do=1+{}", "x".repeat(LONGEST));
        assert_eq!(Link::decode(&long), (Link::default(), vec![Fault::TooLong(long.len())]));
    }

    #[test]
    fn a_link_without_a_version_says_so() {
        assert_eq!(Link::decode("lesson=hello-world").1, [Fault::NoVersion]);
    }

    proptest! {
        #[test]
        fn every_link_survives_the_round_trip(
            lesson in proptest::option::of(".*"),
            at: usize,
            run: Option<u32>,
            lang in proptest::option::of("[a-z]{2}(-[A-Z][a-z]{3})?"),
            statements in proptest::collection::vec((0usize..1000, "\\S(.*\\S)?"), 0..5),
        ) {
            let (at, run, actions) = if lesson.is_some() { (at, run, statements) } else { (0, None, Vec::new()) };
            prop_assume!(!lesson.as_ref().is_some_and(|text| text.contains('\u{fffd}')));
            prop_assume!(!actions.iter().any(|(_, text)| text.contains('\u{fffd}')));
            let link = Link { lesson, at, run, lang, actions };
            prop_assert_eq!(Link::decode(&link.encode()), (link, Vec::new()));
        }

        #[test]
        fn no_fragment_at_all_breaks_it(fragment in ".*") {
            let (link, _) = Link::decode(&fragment);
            let again = Link::decode(&link.encode());
            prop_assert_eq!(again, (link, Vec::new()));
        }
    }
}
