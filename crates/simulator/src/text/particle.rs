//! Korean particles: the choice between two forms by the sound in which the word before ends. A text gives both forms
//! as writers of Korean do where the word is not known, `{client}이(가)`; a reader sees one.

/// A particle with two forms.
struct Particle {
    /// Both forms, as a text gives them.
    both: &'static str,
    /// After a consonant.
    closed: &'static str,
    /// After a vowel.
    open: &'static str,
    /// Whether a final ㄹ counts as a vowel: `서울로`.
    open_after_l: bool,
}

const PARTICLES: [Particle; 6] = [
    Particle { both: "이(가)", closed: "이", open: "가", open_after_l: false },
    Particle { both: "을(를)", closed: "을", open: "를", open_after_l: false },
    Particle { both: "은(는)", closed: "은", open: "는", open_after_l: false },
    Particle { both: "와(과)", closed: "과", open: "와", open_after_l: false },
    Particle { both: "(으)로", closed: "으로", open: "로", open_after_l: true },
    Particle { both: "(이)라", closed: "이라", open: "라", open_after_l: false },
];

/// The final sound of a word read aloud in Korean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// A vowel.
    Open,
    /// The consonant ㄹ.
    L,
    /// Another consonant.
    Closed,
}

/// Appends a piece of a text. Each particle takes the form required by the text before it.
pub fn push(text: &mut String, piece: &str) {
    let mut rest = piece;
    while let Some((at, particle)) = next(rest) {
        text.push_str(&rest[..at]);
        text.push_str(match ending(text) {
            Ending::Open => particle.open,
            Ending::L if particle.open_after_l => particle.open,
            Ending::L | Ending::Closed => particle.closed,
        });
        rest = &rest[at + particle.both.len()..];
    }
    text.push_str(rest);
}

fn next(text: &str) -> Option<(usize, &'static Particle)> {
    // Every particle is written with a bracket, and most texts have none, so one check is enough for them.
    text.contains('(').then_some(())?;
    PARTICLES.iter().filter_map(|particle| Some((text.find(particle.both)?, particle))).min_by_key(|(at, _)| *at)
}

/// Returns the final sound of the last word. Quotes, brackets and other signs are not read aloud.
fn ending(text: &str) -> Ending {
    let word = text.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let Some(last) = word.chars().next_back() else { return Ending::Open };
    match last {
        '\u{ac00}'..='\u{d7a3}' => of_syllable(last),
        '0'..='9' => of_number(word),
        'a'..='z' | 'A'..='Z' => of_latin(word),
        _ => Ending::Open,
    }
}

/// Returns the final sound of a syllable: its place in the block of 28.
fn of_syllable(syllable: char) -> Ending {
    const L: u32 = 8;
    match (u32::from(syllable) - 0xac00) % 28 {
        0 => Ending::Open,
        L => Ending::L,
        _ => Ending::Closed,
    }
}

/// Returns the final sound of a number. It is read in Sino-Korean (십, 백, 천, 만 after zeros), but a digit after a Latin
/// letter as in English: `Q1` is 큐원.
fn of_number(word: &str) -> Ending {
    let digits = word.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let number = digits.rsplit(|letter: char| !letter.is_ascii_digit()).next().unwrap_or(digits);
    let before = word[..word.len() - number.len()].chars().next_back();
    let last = number.as_bytes()[number.len() - 1];
    if number.len() == 1 && before.is_some_and(|letter| letter.is_ascii_alphabetic()) {
        // 제로, 원, 투, 쓰리, 포, 파이브, 식스, 세븐, 에이트, 나인.
        return if b"179".contains(&last) { Ending::Closed } else { Ending::Open };
    }
    match last {
        // 일, 칠, 팔.
        b'1' | b'7' | b'8' => Ending::L,
        // 영, 십, 백, 천, 만; 삼, 육.
        b'0' | b'3' | b'6' => Ending::Closed,
        // 이, 사, 오, 구.
        _ => Ending::Open,
    }
}

/// Words whose pronunciation the rules for Latin letters would miss: 애크, 내크.
const OPEN_WORDS: [&str; 2] = ["ack", "nack"];

/// Returns the final sound of a Latin word as Hangul writes it; a single letter, or letters without a vowel, are read
/// by the letters' names.
fn of_latin(word: &str) -> Ending {
    let word = word.rsplit(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or(word).to_ascii_lowercase();
    let bytes = word.as_bytes();
    let at = |back: usize| bytes.len().checked_sub(back).map_or(b' ', |at| bytes[at]);
    let vowel = |letter: u8| b"aeiouy".contains(&letter);
    let last = at(1);
    if OPEN_WORDS.contains(&&*word) {
        return Ending::Open;
    }
    if !bytes.iter().any(|letter| vowel(*letter)) || bytes.len() == 1 {
        // 엘, 알; 엠, 엔. The names of all other letters end in a vowel.
        return match last {
            b'l' | b'r' => Ending::L,
            b'm' | b'n' => Ending::Closed,
            _ => Ending::Open,
        };
    }
    match last {
        b'l' => Ending::L,
        b'm' | b'n' => Ending::Closed,
        b'g' if at(2) == b'n' => Ending::Closed,
        // 토픽, 리밋, 팬아웃; but 디스크, 셀렉트.
        b'c' | b'k' | b'p' | b't' if short(bytes) || word.ends_with("out") => Ending::Closed,
        // 싱글, 파일; 컨슘, 원.
        b'e' if at(2) == b'l' => Ending::L,
        b'e' if b"mn".contains(&at(2)) && vowel(at(3)) => Ending::Closed,
        _ => Ending::Open,
    }
}

/// Returns whether a word ends in one vowel, or in `ck`, and a stop that Hangul writes as a final consonant.
fn short(word: &[u8]) -> bool {
    let vowel = |back: usize| word.len().checked_sub(back).is_some_and(|at| b"aeiou".contains(&word[at]));
    let stop = if word.ends_with(b"ck") { 2 } else { 1 };
    vowel(stop + 1) && !vowel(stop + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(word: &str, both: &str) -> String {
        let mut text = word.to_owned();
        push(&mut text, both);
        text
    }

    fn all(words: &[&str], both: &str) -> Vec<String> {
        words.iter().map(|word| with(word, both)).collect()
    }

    #[test]
    fn hangul_goes_by_the_final_consonant() {
        assert_eq!(all(&["큐", "연결", "큐들"], "이(가)"), ["큐가", "연결이", "큐들이"]);
        assert_eq!(all(&["큐", "연결", "브로커들과 값"], "(으)로"), ["큐로", "연결로", "브로커들과 값으로"]);
        assert_eq!(all(&["채널", "브로커"], "와(과)"), ["채널과", "브로커와"]);
        assert_eq!(all(&["동작", "프리페치"], "(이)라는"), ["동작이라는", "프리페치라는"]);
    }

    #[test]
    fn numbers_are_read_in_korean() {
        let read = ["0을", "1을", "2를", "3을", "4를", "5를", "6을", "7을", "8을", "9를", "10을", "12를", "100을"];
        let numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "100"];
        assert_eq!(all(&numbers, "을(를)"), read);
        assert_eq!(all(&["1", "3", "7", "10", "메시지 8"], "(으)로"), ["1로", "3으로", "7로", "10으로", "메시지 8로"]);
    }

    #[test]
    fn a_digit_after_a_latin_letter_is_read_in_english() {
        let names = ["worker1", "worker2", "c3", "Q7", "server9", "client10", "amq.gen-2"];
        let read = ["worker1이", "worker2가", "c3가", "Q7이", "server9이", "client10이", "amq.gen-2가"];
        assert_eq!(all(&names, "이(가)"), read);
    }

    #[test]
    fn latin_words_go_by_their_english_sound() {
        let open =
            ["receive", "hello", "archive", "worker", "to_disk", "logs", "task_queue", "rpc_queue", "error", "c"];
        assert!(all(&open, "은(는)").iter().all(|text| text.ends_with("는")), "{:?}", all(&open, "은(는)"));
        let closed = [
            "to_screen",
            "basic.consume",
            "confirm",
            "single",
            "warning",
            "exchange one",
            "all",
            "n",
            "topic",
            "fanout",
        ];
        assert!(all(&closed, "은(는)").iter().all(|text| text.ends_with("은")), "{:?}", all(&closed, "은(는)"));
        assert_eq!(
            all(&["single", "one", "x-delivery-limit"], "(으)로"),
            ["single로", "one으로", "x-delivery-limit으로"]
        );
        assert_eq!(
            all(&["basic.ack", "queue.declare", "x-max-length"], "을(를)"),
            ["basic.ack를", "queue.declare를", "x-max-length를"]
        );
    }

    #[test]
    fn signs_around_a_word_are_skipped() {
        assert_eq!(
            all(&["`worker1`", "“*.orange.*”", "(durable)", "{name}"], "이(가)"),
            ["`worker1`이", "“*.orange.*”가", "(durable)이", "{name}이"]
        );
        assert_eq!(all(&["키 “c”", "키 “kern”", "키 “7”"], "(으)로"), ["키 “c”로", "키 “kern”으로", "키 “7”로"]);
        assert_eq!(with("", "이(가)"), "가", "nothing ends in no consonant");
    }
}
