//! Colours programs line by line, as HTML with a handful of classes whose colours are the page's
//! (`web/style/code.css`).

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// The possible classes of a `<span>`, which the style sheet must have.
pub const CLASSES: [&str; 8] =
    ["c-comment", "c-constant", "c-escape", "c-function", "c-keyword", "c-number", "c-string", "c-type"];

/// The class of a piece of syntax: that of the first row whose scope is a prefix of the innermost scope known to any
/// row.
const RULES: &[(&str, Option<&str>)] = &[
    ("comment", Some("c-comment")),
    ("meta.interpolation", None),
    ("constant.character.escape", Some("c-escape")),
    ("constant.other.placeholder", Some("c-escape")),
    ("string", Some("c-string")),
    ("constant.numeric", Some("c-number")),
    ("constant.language", Some("c-constant")),
    ("variable.language", Some("c-constant")),
    ("keyword.operator.word", Some("c-keyword")),
    ("keyword.operator.logical.python", Some("c-keyword")),
    ("keyword.operator.logical.js", None),
    ("keyword.operator", None),
    ("keyword", Some("c-keyword")),
    ("storage.type.numeric", Some("c-type")),
    ("storage", Some("c-keyword")),
    ("entity.name.function", Some("c-function")),
    ("entity.name.macro", Some("c-function")),
    ("support.function", Some("c-function")),
    ("support.macro", Some("c-function")),
    ("variable.function", Some("c-function")),
    ("variable.annotation", Some("c-function")),
    ("entity.name", Some("c-type")),
    ("support.type", Some("c-type")),
    ("support.class", Some("c-type")),
    ("entity.other.inherited-class", Some("c-type")),
];

/// The grammars, loaded once.
pub struct Highlighter {
    grammars: SyntaxSet,
    rules: Vec<(Scope, Option<&'static str>)>,
}

impl Highlighter {
    /// Loads the library's grammars.
    pub fn new() -> Self {
        let rule = |(scope, class): &(&str, Option<&'static str>)| {
            (Scope::new(scope).expect("the scopes of the table have fewer parts than a scope may"), *class)
        };
        Self { grammars: SyntaxSet::load_defaults_newlines(), rules: RULES.iter().map(rule).collect() }
    }

    /// Returns the HTML of each line of a program. `extension` chooses the grammar; without one the text stays plain.
    pub fn lines(&self, lines: &[&str], extension: &str) -> Vec<String> {
        let plain = || self.grammars.find_syntax_plain_text();
        let grammar = self.grammars.find_syntax_by_extension(extension).unwrap_or_else(plain);
        self.coloured(lines, grammar)
    }

    fn coloured(&self, lines: &[&str], grammar: &SyntaxReference) -> Vec<String> {
        let mut state = ParseState::new(grammar);
        let mut stack = ScopeStack::new();
        lines
            .iter()
            .map(|line| {
                let with_end = format!("{line}\n");
                let changes = state.parse_line(&with_end, &self.grammars).unwrap_or_default();
                let mut html = Spans::default();
                let mut from = 0;
                for (at, change) in changes {
                    let to = at.min(line.len());
                    html.push(&line[from..to], self.class(&stack));
                    from = to;
                    // A grammar that pops more than it pushed only costs colour.
                    let _ = stack.apply(&change);
                }
                html.push(&line[from..], self.class(&stack));
                html.finish()
            })
            .collect()
    }

    /// Returns the class of the innermost scope that a rule knows.
    fn class(&self, stack: &ScopeStack) -> Option<&'static str> {
        let known = |scope: &Scope| self.rules.iter().find(|(rule, _)| rule.is_prefix_of(*scope));
        stack.scopes.iter().rev().find_map(known).and_then(|(_, class)| *class)
    }
}

/// Text and spans, with neighbours of one class joined. Blanks have no colour: they neither begin nor end a span.
#[derive(Default)]
struct Spans {
    html: String,
    open: Option<&'static str>,
    blanks: String,
}

impl Spans {
    fn push(&mut self, text: &str, class: Option<&'static str>) {
        if text.trim().is_empty() {
            self.blanks.push_str(text);
            return;
        }
        if class != self.open {
            self.close();
        }
        self.html.push_str(&std::mem::take(&mut self.blanks));
        if let (None, Some(class)) = (self.open, class) {
            self.html.push_str(&format!("<span class=\"{class}\">"));
            self.open = Some(class);
        }
        for character in text.chars() {
            match character {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                other => self.html.push(other),
            }
        }
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html + &self.blanks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(extension: &str, line: &str) -> String {
        Highlighter::new().lines(&[line], extension).join("\n")
    }

    #[test]
    fn every_class_is_listed() {
        let given: std::collections::BTreeSet<&str> = RULES.iter().filter_map(|(_, class)| *class).collect();
        assert_eq!(given.into_iter().collect::<Vec<_>>(), CLASSES);
    }

    #[test]
    fn syntax_becomes_classes() {
        assert_eq!(
            html("py", "def work(n):  # Slow."),
            "<span class=\"c-keyword\">def</span> <span class=\"c-function\">work</span>(n):  \
             <span class=\"c-comment\"># Slow.</span>"
        );
        let go = html("go", "if err != nil { return \"a<b\" }");
        assert!(go.contains("<span class=\"c-constant\">nil</span>"), "{go}");
        assert!(go.contains("<span class=\"c-string\">\"a&lt;b\"</span>"), "{go}");
    }

    #[test]
    fn a_string_over_two_lines_is_closed_and_opened_again() {
        let lines = Highlighter::new().lines(&["a = \"\"\"one", "two\"\"\" + b"], "py");
        assert_eq!(lines[0], "a = <span class=\"c-string\">\"\"\"one</span>");
        assert!(lines[1].starts_with("<span class=\"c-string\">two\"\"\"</span>"), "{}", lines[1]);
    }

    #[test]
    fn an_unknown_language_stays_plain() {
        assert_eq!(html("nothing", "a < b"), "a &lt; b");
    }
}
