//! The list under a question: for each wrong answer, a sentence that says what it overlooks.

use pulldown_cmark::{Event, Tag, TagEnd, html};

use super::{At, Problem};

/// One sentence, and the answers that get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The choices: names, or numbers.
    pub choices: Vec<At<String>>,
    /// Whether it is for leaving these names out: they are right, and written `~~name~~`.
    pub left_out: bool,
    /// The sentence as HTML, without an element round it.
    pub html: String,
    /// The sentence without tags.
    pub plain: String,
}

/// Takes the list off the end of a question. `lines` are those of its items.
///
/// # Errors
///
/// An item that is no sentence for an answer.
pub fn split_off(question: &mut Vec<Event<'_>>, lines: &[usize], file: &str) -> Result<Vec<Reason>, Problem> {
    let Some(begin) = question.iter().position(|event| matches!(event, Event::Start(Tag::List(_)))) else {
        return Ok(Vec::new());
    };
    let list = question.split_off(begin);
    let items = list.split(|event| matches!(event, Event::Start(Tag::Item))).skip(1);
    items.zip(lines).map(|(item, line)| reason(item, *line, file)).collect()
}

/// Reads one item: the choices, a colon, and the sentence.
fn reason(item: &[Event<'_>], line: usize, file: &str) -> Result<Reason, Problem> {
    let help = "a line of the list is a wrong answer and what it overlooks: `> - 0: The queue keeps it.`; \
                several answers may share a line: `> - 0, 3-9: ...`; a right name that is left out is `~~name~~`";
    let wrong = |message: &str| Problem::on(line, file, message, help);
    let (mut named, mut struck, mut open) = (String::new(), String::new(), false);
    let mut inline = item.iter().filter(|event| !is_block(event));
    let begins = loop {
        let into = if open { &mut struck } else { &mut named };
        match inline.next() {
            Some(Event::Start(Tag::Strikethrough)) => open = true,
            Some(Event::End(TagEnd::Strikethrough)) => open = false,
            Some(Event::Code(code)) => into.push_str(code),
            Some(Event::Text(text)) => match text.split_once([':', '：']) {
                Some((before, after)) if !open => {
                    into.push_str(before);
                    break after.trim_start().to_owned();
                }
                Some(_) | None => into.push_str(text),
            },
            Some(_) | None => return Err(wrong("no answer stands before a colon")),
        }
    };
    let left_out = !struck.is_empty();
    let of = if left_out { &struck } else { &named };
    if left_out && !named.trim().is_empty() {
        return Err(wrong("one line has answers that are chosen and answers that are left out"));
    }
    let choices: Vec<At<String>> =
        of.split(',').map(str::trim).flat_map(numbers).map(|value| At { line, value }).collect();
    let sentence: Vec<Event<'_>> = core::iter::once(Event::Text(begins.into())).chain(inline.cloned()).collect();
    let mut text = String::new();
    html::push_html(&mut text, sentence.iter().cloned());
    let plain = super::prose::plain(&sentence);
    if plain.is_empty() || choices.iter().any(|choice| choice.value.is_empty()) {
        return Err(wrong("an answer or its sentence is missing"));
    }
    Ok(Reason { choices, left_out, html: text.trim_end().to_owned(), plain })
}

const fn is_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Paragraph)
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_))
    )
}

/// Returns the numbers of a range, `3-9`; anything else as it is.
fn numbers(choice: &str) -> Vec<String> {
    let range = choice.split_once('-').and_then(|(from, to)| Some(from.parse::<u64>().ok()?..=to.parse().ok()?));
    range.map_or_else(|| vec![choice.to_owned()], |range| range.take(100).map(|number| number.to_string()).collect())
}
