//! Removes from wasm-bindgen's JavaScript the parts that only readers need. It works line by line, as that script is
//! written, without parsing the language.

/// Removes comments on lines of their own, indentation and empty lines.
///
/// Lines inside a text over several lines (between backticks) would lose their indentation too; wasm-bindgen writes
/// none, and a script with such lines is returned unchanged.
pub fn compact(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut compact = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            compact.push_str(line);
            compact.push('\n');
        }
    }
    compact
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let script = "/**\n * @param {number} a\n */\nfunction f(a) {\n    // Twice.\n    /* one line */\n\n    return 2 * a; // why\n}\n";
        assert_eq!(compact(script), "function f(a) {\nreturn 2 * a; // why\n}\n");
    }

    #[test]
    fn a_text_over_several_lines_is_left_alone() {
        let script = "const text = `\n    two\n`;\n";
        assert_eq!(compact(script), script);
    }
}
