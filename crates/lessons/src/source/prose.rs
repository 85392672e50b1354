//! `<lang>.md`: a lesson's title, summary and sections, from Markdown.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset, html};

use super::reasons::{self, Reason};
use super::{At, CHALLENGE, MATRIX, Problem, line_of};

/// A lesson's prose in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The `#` heading, plain.
    pub title: String,
    /// The paragraph under it, plain.
    pub summary: String,
    /// The `##` sections, in order.
    pub sections: Vec<Section>,
}

/// One section: the text of one beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The `{#...}` after the heading.
    pub name: At<String>,
    /// The heading, plain.
    pub heading: String,
    /// The text after the heading, without its quotation.
    pub html: String,
    /// The quotation (`> ...`) at its end: a beat's question, a challenge's hint, the names of a matrix's choices.
    pub aside: Option<Aside>,
    /// `html` without its tags, as a reader sees it: for the command line, and for counting.
    pub plain: String,
    /// Its blocks of code, each with its first line: for the compiler, which runs the commands in them.
    pub listings: Vec<At<String>>,
}

/// The quotation at a section's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its HTML, without the quotation element.
    pub html: String,
    /// The text without tags, with each block on a line of its own.
    pub plain: String,
    /// The list under a beat's question: what its wrong answers overlook.
    pub reasons: Vec<Reason>,
}

impl Section {
    /// Returns the words alone: the text without its tags and its listings.
    #[must_use]
    pub fn spoken(&self) -> String {
        let is_listed = |line: &str| self.listings.iter().any(|listing| listing.value.lines().any(|one| one == line));
        self.plain.lines().filter(|line| !line.is_empty() && !is_listed(line)).collect::<Vec<_>>().join("\n")
    }
}

impl Prose {
    /// Reads a file. `file` is its name for messages.
    ///
    /// # Errors
    ///
    /// The first error with its line.
    pub fn read(text: &str, file: &str) -> Result<Self, Problem> {
        let options = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_STRIKETHROUGH;
        let mut blocks: Vec<Block<'_>> = Vec::new();
        let mut in_code = false;
        let mut in_quotation = false;
        for (event, range) in TextMergeWithOffset::new(Parser::new_ext(text, options).into_offset_iter()) {
            let line = line_of(text, range.start);
            refuse(&event, line, file)?;
            match (&event, blocks.last_mut()) {
                (Event::Start(Tag::CodeBlock(_)), _) => in_code = true,
                (Event::End(TagEnd::CodeBlock), _) => in_code = false,
                (Event::Start(Tag::BlockQuote(_)), _) => in_quotation = true,
                (Event::End(TagEnd::BlockQuote(_)), _) => in_quotation = false,
                (Event::Start(Tag::Item), Some(block)) if in_quotation => block.quoted_items.push(line),
                (Event::Text(code), Some(block)) if in_code => {
                    block.listings.push(At { line, value: code.trim_end().to_owned() });
                }
                (_, _) => {}
            }
            if let Event::Start(Tag::Heading { level, id, .. }) = event {
                blocks.push(Block::heading(level, id, line));
            } else if let Event::End(TagEnd::Heading(_)) = event {
                blocks.push(Block::body(line));
            } else if let Some(block) = blocks.last_mut() {
                block.events.push(event);
            } else {
                return Err(Problem::on(line, file, "text before the title", "begin with a line `# Title`"));
            }
        }
        Self::assemble(blocks, file)
    }

    /// Returns the section of this name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name.value == name)
    }

    fn assemble(blocks: Vec<Block<'_>>, file: &str) -> Result<Self, Problem> {
        let mut pairs = Vec::new();
        let mut blocks = blocks.into_iter();
        while let (Some(heading), Some(body)) = (blocks.next(), blocks.next()) {
            pairs.push((heading, body));
        }
        let mut pairs = pairs.into_iter();
        let Some((title, summary)) = pairs.next().filter(|(heading, _)| heading.level == Some(HeadingLevel::H1)) else {
            return Err(Problem::on(1, file, "the title is missing", "begin with a line `# Title`"));
        };
        if summary.events.iter().filter(|event| matches!(event, Event::End(TagEnd::Paragraph))).count() != 1 {
            let help =
                "one paragraph under the title says what the lesson is about; the rest goes under `## Heading {#mark}`";
            return Err(Problem::on(title.line, file, "the title needs exactly one paragraph of summary", help));
        }
        let sections = pairs.map(|(heading, body)| section(heading, body, file)).collect::<Result<_, _>>()?;
        Ok(Self { title: plain(&title.events), summary: plain(&summary.events), sections })
    }
}

/// A heading, or everything between two headings.
struct Block<'a> {
    level: Option<HeadingLevel>,
    name: Option<CowStr<'a>>,
    line: usize,
    events: Vec<Event<'a>>,
    listings: Vec<At<String>>,
    /// The lines of the items in its quotation.
    quoted_items: Vec<usize>,
}

impl<'a> Block<'a> {
    const fn heading(level: HeadingLevel, name: Option<CowStr<'a>>, line: usize) -> Self {
        Self { level: Some(level), name, line, events: Vec::new(), listings: Vec::new(), quoted_items: Vec::new() }
    }

    const fn body(line: usize) -> Self {
        Self { level: None, name: None, line, events: Vec::new(), listings: Vec::new(), quoted_items: Vec::new() }
    }
}

/// Refuses Markdown that the page would show wrongly.
fn refuse(event: &Event<'_>, line: usize, file: &str) -> Result<(), Problem> {
    let wrong = |message: &str, help: &str| Err(Problem::on(line, file, message, help));
    match event {
        Event::Html(_) | Event::InlineHtml(_) => {
            wrong("HTML in the prose", "use Markdown; write &lt; for the sign itself")
        }
        Event::Start(Tag::Image { .. }) => wrong("an image in the prose", "the stage draws; the prose only speaks"),
        Event::Text(text) if text.contains("**") => {
            let help = "beside Japanese or Chinese punctuation ** does not open or close: move it inside the marks";
            wrong("** that does not make anything bold", help)
        }
        Event::Start(_)
        | Event::End(_)
        | Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::Rule
        | Event::TaskListMarker(_) => Ok(()),
    }
}

fn section(heading: Block<'_>, body: Block<'_>, file: &str) -> Result<Section, Problem> {
    let shown = plain(&heading.events);
    let wrong = |message: String, help: &str| Err(Problem::on(heading.line, file, message, help));
    if heading.level != Some(HeadingLevel::H2) {
        return wrong(format!("\"{shown}\" is not on the second level"), "a section begins with `## Heading {#mark}`");
    }
    let Some(name) = heading.name else {
        return wrong(format!("\"{shown}\" does not say which beat it is"), "write `## Heading {#mark}`");
    };
    if body.events.is_empty() {
        return wrong(format!("nothing stands under \"{shown}\""), "two to five short sentences");
    }
    let mut events = join_lines(body.events);
    let quotation = events.iter().position(|event| matches!(event, Event::Start(Tag::BlockQuote(_))));
    let aside = quotation.map(|start| events.split_off(start));
    if aside.as_ref().is_some_and(|aside| !matches!(aside.last(), Some(Event::End(TagEnd::BlockQuote(_))))) {
        return wrong(
            format!("text follows the quotation under \"{shown}\""),
            "the question or hint (`> ...`) stands last",
        );
    }
    let bare = plain(&events);
    let name = At { line: heading.line, value: name.into_string() };
    let asks = name.value != CHALLENGE && name.value != MATRIX;
    let aside = aside.map(|mut aside| {
        aside.retain(|event| !is_quotation(event));
        let reasons = if asks { reasons::split_off(&mut aside, &body.quoted_items, file)? } else { Vec::new() };
        Ok(Aside { plain: plain(&aside), html: written(aside), reasons })
    });
    let aside = aside.transpose()?;
    Ok(Section { name, heading: shown, html: written(events), aside, plain: bare, listings: body.listings })
}

fn written<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut text = String::new();
    html::push_html(&mut text, events.into_iter());
    text.trim_end().to_owned()
}

fn is_quotation(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::BlockQuote(_)) | Event::End(TagEnd::BlockQuote(_)))
}

/// Removes the line breaks of the file. Between two letters of a script written without spaces, and beside its marks,
/// nothing replaces them, elsewhere a space.
fn join_lines(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let ends: Vec<_> = events.iter().map(|event| literal(event).map(|text| (first(text), last(text)))).collect();
    let joined = events.into_iter().enumerate().map(|(index, event)| {
        if event != Event::SoftBreak {
            return event;
        }
        let before = ends[..index].iter().rev().find_map(|ends| ends.map(|(_, last)| last));
        let after = ends[index..].iter().find_map(|ends| ends.map(|(first, _)| first));
        let tight = before.zip(after).is_some_and(|(before, after)| {
            unspaced(before) && unspaced(after) || full_width_mark(before) || full_width_mark(after)
        });
        Event::Text(CowStr::Borrowed(if tight { "" } else { " " }))
    });
    joined.collect()
}

fn literal<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::Start(_)
        | Event::End(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::Rule
        | Event::TaskListMarker(_) => None,
    }
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

fn last(text: &str) -> char {
    text.chars().next_back().unwrap_or(' ')
}

/// Returns whether a letter belongs to a script written without spaces: kana, han, and their full-width marks. (Hangul
/// has spaces.)
const fn unspaced(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// Returns whether a mark brings its own space: `。`, `（`, `：` and the like.
const fn full_width_mark(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff65}')
}

/// Returns the text without tags, with each block on a line of its own.
pub(super) fn plain(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(piece),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => text.push('\n'),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(_)
            | Event::End(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        Prose::read(text, "en.md").expect_err("the test's prose is wrong").to_string()
    }

    #[test]
    fn title_summary_and_sections_are_told_apart() {
        let text = "# Hello `World`\n\nOne sentence.\n\n## It *starts* {#start}\n\nText with `code`.\n\n## Then {#then}\n\nA\nB.\n";
        let prose = Prose::read(text, "en.md").expect("it is right");
        assert_eq!((prose.title.as_str(), prose.summary.as_str()), ("Hello World", "One sentence."));
        assert_eq!(prose.sections[0].name, At { line: 5, value: "start".into() });
        assert_eq!(prose.sections[0].heading, "It starts");
        assert_eq!(prose.sections[0].html, "<p>Text with <code>code</code>.</p>");
        assert_eq!(prose.sections[1].html, "<p>A B.</p>");
        assert_eq!(prose.sections[1].plain, "A B.");
    }

    #[test]
    fn a_quotation_at_the_end_is_kept_apart() {
        let text = "# T\n\nS.\n\n## A {#a}\n\nText.\n\n> Who gets\n> `m`?\n";
        let prose = Prose::read(text, "en.md").expect("it is right");
        let section = &prose.sections[0];
        assert_eq!((section.html.as_str(), section.plain.as_str()), ("<p>Text.</p>", "Text."));
        let aside = section.aside.as_ref().expect("it is there");
        assert_eq!((aside.html.as_str(), aside.plain.as_str()), ("<p>Who gets <code>m</code>?</p>", "Who gets m?"));
        assert!(problem(&format!("{text}\nMore.\n")).starts_with("en.md:5: text follows the quotation"));
    }

    #[test]
    fn the_list_under_a_question_says_what_answers_overlook() {
        let list = "> - 0, 3-5: Nobody takes\n>   it.\n> - `b c`: Not `b`.\n> - ~~Q1, Q2~~：キューは\n>   残る。\n";
        let text = format!("# T\n\nS.\n\n## A {{#a}}\n\nText.\n\n> How many?\n>\n{list}");
        let prose = Prose::read(&text, "en.md").expect("it is right");
        let aside = prose.sections[0].aside.as_ref().expect("it is there");
        assert_eq!((aside.html.as_str(), aside.plain.as_str()), ("<p>How many?</p>", "How many?"));
        let told: Vec<_> = aside
            .reasons
            .iter()
            .map(|reason| {
                let choices: Vec<&str> = reason.choices.iter().map(|choice| choice.value.as_str()).collect();
                (choices.join("|"), reason.choices[0].line, reason.left_out, reason.html.as_str())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("0|3|4|5".to_owned(), 11, false, "Nobody takes it."),
                ("b c".to_owned(), 13, false, "Not <code>b</code>."),
                ("Q1|Q2".to_owned(), 14, true, "キューは残る。"),
            ]
        );
        let wrong = |line: &str| problem(&text.replace("> - `b c`: Not `b`.", line));
        assert!(wrong("> - b").starts_with("en.md:13: no answer stands before a colon"));
        assert!(wrong("> - b:").starts_with("en.md:13: an answer or its sentence is missing"));
        assert!(wrong("> - b, ~~c~~: No.").starts_with("en.md:13: one line has answers"));
        let hint = text.replace("{#a}", "{#challenge}");
        let hint = Prose::read(&hint, "en.md").expect("a hint may have a list");
        assert!(hint.sections[0].aside.as_ref().is_some_and(|aside| aside.reasons.is_empty()));
    }

    #[test]
    fn blocks_of_code_keep_their_line_and_their_tabs() {
        let text = "# T\n\nS.\n\n## A {#a}\n\nText:\n\n    list_queues\n    a\t1\n\n```\nb\n```\n\n`c` is none.\n";
        let prose = Prose::read(text, "en.md").expect("it is right");
        let expected = [(9, "list_queues\na\t1"), (13, "b")];
        let listings = prose.sections[0].listings.iter().map(|listing| (listing.line, listing.value.as_str()));
        assert!(listings.eq(expected), "{:?}", prose.sections[0].listings);
        assert_eq!(prose.sections[0].spoken(), "Text:\nc is none.");
    }

    #[test]
    fn japanese_lines_are_joined_without_a_space() {
        let text = "# 題\n\n要約。\n\n## 節 {#start}\n\nキューに入り、\n届きます。\nRabbitMQ\nは\n`hello`\nを。\n";
        let prose = Prose::read(text, "ja.md").expect("it is right");
        assert_eq!(prose.sections[0].plain, "キューに入り、届きます。RabbitMQ は hello を。");
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        assert!(problem("Text.\n").starts_with("en.md:1: text before the title"));
        assert!(problem("").starts_with("en.md:1: the title is missing"));
        assert!(problem("## A {#a}\n\nText.\n").starts_with("en.md:1: the title is missing"));
        assert!(problem("# T\n\n## A {#a}\n\nText.\n").starts_with("en.md:1: the title needs exactly one paragraph"));
        assert!(problem("# T\n\nS.\n\n## A\n\nText.\n").starts_with("en.md:5: \"A\" does not say which beat"));
        assert!(problem("# T\n\nS.\n\n### A {#a}\n\nText.\n").starts_with("en.md:5: \"A\" is not on the second level"));
        assert!(problem("# T\n\nS.\n\n## A {#a}\n\n## B {#b}\n\nText.\n").starts_with("en.md:5: nothing stands under"));
        assert!(problem("# T\n\nS.\n\n## A {#a}\n\n<b>Text</b>\n").starts_with("en.md:7: HTML in the prose"));
        assert!(problem("# T\n\nS.\n\n## A {#a}\n\nこれは**「例」**です\n").starts_with("en.md:7: ** that does not"));
    }
}
