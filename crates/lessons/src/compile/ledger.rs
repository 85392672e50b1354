//! The fidelity ledger as a page of its own, so that every cause can link to its rule.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

/// The file's name among the packs.
pub const FILE: &str = "fidelity.html";

/// The address of RabbitMQ's guides.
const GUIDES: &str = "https://www.rabbitmq.com/docs/";

const PAGE: &str = include_str!("ledger.html");

/// Renders `docs/fidelity.md`. A rule's heading is its anchor, and links to itself.
pub fn page(markdown: &str) -> String {
    let mut body = String::new();
    html::push_html(&mut body, anchored(Parser::new(markdown).collect()).into_iter());
    PAGE.replace("{body}\n", &body)
}

/// Returns the address of RabbitMQ's guide that each rule names, by rule.
pub fn guides(markdown: &str) -> Vec<(String, String)> {
    let mut guides: Vec<(String, String)> = Vec::new();
    let mut rule = None;
    let mut events = Parser::new(markdown).peekable();
    while let Some(event) = events.next() {
        if let (Event::Start(Tag::Heading { level, .. }), Some(Event::Text(name))) = (&event, events.peek()) {
            rule = (*level == HeadingLevel::H3).then(|| name.to_string());
        } else if let Event::Start(Tag::Link { dest_url, .. }) = event
            && dest_url.starts_with(GUIDES)
        {
            guides.extend(rule.take().map(|rule| (rule, dest_url.to_string())));
        }
    }
    guides
}

/// Gives headings of the third level their text as `id`.
fn anchored(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut written = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        match (event, events.peek()) {
            (Event::Start(Tag::Heading { level: HeadingLevel::H3, .. }), Some(Event::Text(name))) => {
                let opening = format!("<h3 id=\"{name}\"><a href=\"#{name}\">");
                written.push(Event::Html(CowStr::from(opening)));
            }
            (Event::End(TagEnd::Heading(HeadingLevel::H3)), _) => {
                written.push(Event::Html(CowStr::Borrowed("</a></h3>\n")));
            }
            (other, _) => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_names_its_guide() {
        let markdown = "## Routing\n\n### a\n\nWords.\n\nGuide: <https://www.rabbitmq.com/docs/ae>\n\n### b\n\nNo guide.\n\n## More\n\n\
                        <https://www.rabbitmq.com/docs/queues>\n";
        assert_eq!(guides(markdown), [("a".to_owned(), "https://www.rabbitmq.com/docs/ae".to_owned())]);
    }

    #[test]
    fn rules_can_be_linked_to() {
        let page = page("# Fidelity\n\nA & B.\n\n## Routing\n\n### topic-match\n\nWords.\n");
        assert!(page.contains("<h3 id=\"topic-match\"><a href=\"#topic-match\">topic-match</a></h3>"), "{page}");
        assert!(page.contains("<p>A &amp; B.</p>") && page.contains("<h2>Routing</h2>"), "{page}");
        assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    }
}
