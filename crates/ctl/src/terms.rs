//! Prints field tables as `rabbitmqctl` does: Erlang terms, a list of pairs.

use std::fmt::Write;

use warren_broker::{Table, Term, Value};

/// Formats `[{"x-max-length",10},{"x-overflow","drop-head"}]`.
pub(crate) fn table(table: &Table) -> String {
    let fields: Vec<String> =
        table.iter().map(|(name, field)| format!("{{{},{}}}", quoted(name), value(field))).collect();
    format!("[{}]", fields.join(","))
}

fn value(of: &Value) -> String {
    match of.term() {
        Term::Scalar(term) => term,
        Term::Text(text) => quoted(text),
        Term::Bytes(bytes) => quoted(&String::from_utf8_lossy(bytes)),
        Term::List(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(",")),
        Term::Table(fields) => table(fields),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => write!(quoted, "\\x{{{:X}}}", u32::from(c)).expect("a String takes everything"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use warren_broker::{Table, Value};

    use super::table;

    /// Erlang has only doubles: a `float` is printed as the double that it becomes.
    #[test]
    fn prints_a_float_as_the_double_that_it_becomes() {
        let fields = Table(vec![("f".into(), Value::Float(1.1_f32.to_bits()))]);
        assert_eq!(table(&fields), r#"[{"f",1.100000023841858}]"#);
    }

    #[test]
    fn prints_every_type_as_an_erlang_term() {
        let fields = Table(vec![
            ("n".into(), Value::Int(10)),
            ("f".into(), Value::from(1.0)),
            ("s".into(), Value::from("a \"b\"\n")),
            ("v".into(), Value::Void),
            (
                "l".into(),
                Value::Array(vec![Value::from(true), Value::Table(Table(vec![("k".into(), Value::Long(1))]))]),
            ),
        ]);
        assert_eq!(table(&fields), r#"[{"n",10},{"f",1.0},{"s","a \"b\"\n"},{"v",undefined},{"l",[true,[{"k",1}]]}]"#);
        assert_eq!(table(&Table::default()), "[]");
    }
}
