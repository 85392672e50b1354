//! The recordings' variables: names that the broker makes up, known in a recording as `$something`. They are put into
//! steps and taken out of traces here, and nobody else knows them.

use serde_json::{Map, Value as Json};

const REPLY_TO: &str = "amq.rabbitmq.reply-to.";

/// The variables bound so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Variable and real name, longest real name first, so that one which contains another is found first.
    bound: Vec<(String, String)>,
    reply_tos: usize,
}

impl Names {
    /// Binds a variable; a second binding replaces the first.
    pub(crate) fn bind(&mut self, variable: &str, real: &str) {
        self.bound.retain(|(known, _)| known != variable);
        let at = self.bound.partition_point(|(_, known)| known.len() >= real.len());
        self.bound.insert(at, (variable.to_owned(), real.to_owned()));
    }

    /// The name that a string of a step stands for.
    pub(crate) fn real<'a>(&'a self, text: &'a str) -> &'a str {
        self.bound.iter().find(|(variable, _)| variable == text).map_or(text, |(_, real)| real)
    }

    /// A step with the real names in place of the variables. What binds variables is left alone.
    pub(crate) fn put_into(&self, step: &Map<String, Json>) -> Map<String, Json> {
        step.iter()
            .map(|(field, json)| {
                let binds = matches!(field.as_str(), "op" | "bind_name" | "bind_tag");
                (field.clone(), if binds { json.clone() } else { self.put(json) })
            })
            .collect()
    }

    fn put(&self, json: &Json) -> Json {
        match json {
            Json::String(text) => Json::String(self.real(text).to_owned()),
            Json::Array(items) => items.iter().map(|item| self.put(item)).collect(),
            Json::Object(map) => map.iter().map(|(field, json)| (field.clone(), self.put(json))).collect(),
            Json::Null | Json::Bool(_) | Json::Number(_) => json.clone(),
        }
    }

    /// Puts the variables back in place of the real names, everywhere in a trace's strings; a string that is a direct reply-to
    /// name seen for the first time becomes the next `$reply-to-N`.
    pub(crate) fn take_out(&mut self, json: &mut Json) {
        match json {
            Json::String(text) => {
                self.meet_reply_to(text);
                for (variable, real) in &self.bound {
                    if text.contains(real.as_str()) {
                        *text = text.replace(real.as_str(), variable);
                    }
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| self.take_out(item)),
            Json::Object(map) => map.values_mut().for_each(|item| self.take_out(item)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn meet_reply_to(&mut self, text: &str) {
        let is_name = text.starts_with(REPLY_TO) && text.len() > REPLY_TO.len();
        if is_name && !self.bound.iter().any(|(_, real)| real == text) {
            self.reply_tos += 1;
            self.bind(&format!("$reply-to-{}", self.reply_tos), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Names;

    #[test]
    fn puts_names_in_where_a_whole_string_is_a_variable() {
        let mut names = Names::default();
        names.bind("$q", "amq.gen-1");
        let step = json!({"op": "$q", "queue": "$q", "body": "about $q", "properties": {"headers": {"CC": ["$q"]}}});
        assert_eq!(
            json!(names.put_into(step.as_object().expect("written as an object above"))),
            json!({"op": "$q", "queue": "amq.gen-1", "body": "about $q", "properties": {"headers": {"CC": ["amq.gen-1"]}}})
        );
    }

    #[test]
    fn takes_names_out_inside_longer_texts_too() {
        let mut names = Names::default();
        names.bind("$a", "amq.gen-1");
        names.bind("$b", "amq.gen-12");
        let mut trace = json!(["no queue 'amq.gen-1'", "amq.gen-12", 3]);
        names.take_out(&mut trace);
        assert_eq!(trace, json!(["no queue '$a'", "$b", 3]));
    }

    #[test]
    fn numbers_reply_to_names_as_they_appear() {
        let mut names = Names::default();
        let mut trace =
            json!(["no queue 'amq.rabbitmq.reply-to.x' in", "amq.rabbitmq.reply-to.x", "at 'amq.rabbitmq.reply-to.x'"]);
        names.take_out(&mut trace);
        assert_eq!(trace, json!(["no queue 'amq.rabbitmq.reply-to.x' in", "$reply-to-1", "at '$reply-to-1'"]));
        let mut plain = json!(["amq.rabbitmq.reply-to"]);
        names.take_out(&mut plain);
        assert_eq!(plain, json!(["amq.rabbitmq.reply-to"]));
    }
}
