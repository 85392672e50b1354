//! Typed access to the fields of a JSON object. It remembers which names were requested, so that a misspelt field is
//! reported with the existing names.

use serde_json::{Map, Value as Json};

use crate::error::RecordingError;

/// The fields of one object, read one by one.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Json>,
    /// A prefix for field names in errors, such as `properties.`.
    prefix: &'static str,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(map: &'a Map<String, Json>, prefix: &'static str) -> Self {
        Self { map, prefix, known: Vec::new() }
    }

    /// Returns a field unchanged, if present.
    pub(crate) fn raw(&mut self, name: &'static str) -> Option<&'a Json> {
        self.known.push(name);
        self.map.get(name)
    }

    /// Returns a string, if present.
    pub(crate) fn string(&mut self, name: &'static str) -> Result<Option<&'a str>, RecordingError> {
        match self.raw(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, "a string", other)),
        }
    }

    /// Returns a required string.
    pub(crate) fn required(&mut self, name: &'static str) -> Result<&'a str, RecordingError> {
        self.string(name)?.ok_or_else(|| self.missing(name, "a string"))
    }

    /// Returns a flag, with its default.
    pub(crate) fn flag(&mut self, name: &'static str, default: bool) -> Result<bool, RecordingError> {
        match self.raw(name) {
            None => Ok(default),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(other) => Err(self.wrong(name, "true or false", other)),
        }
    }

    /// Returns an integer of the width of `N`, if present.
    pub(crate) fn integer<N: TryFrom<u64>>(&mut self, name: &'static str) -> Result<Option<N>, RecordingError> {
        let Some(json) = self.raw(name) else { return Ok(None) };
        let bits = 8 * size_of::<N>();
        match json.as_u64().and_then(|number| N::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(name, &format!("an integer from 0 that fits in {bits} bits"), json)),
        }
    }

    /// Returns an object, if present.
    pub(crate) fn object(&mut self, name: &'static str) -> Result<Option<&'a Map<String, Json>>, RecordingError> {
        match self.raw(name) {
            None => Ok(None),
            Some(Json::Object(map)) => Ok(Some(map)),
            Some(other) => Err(self.wrong(name, "an object", other)),
        }
    }

    /// Returns a required array.
    pub(crate) fn array(&mut self, name: &'static str) -> Result<&'a [Json], RecordingError> {
        match self.raw(name) {
            None => Err(self.missing(name, "an array")),
            Some(Json::Array(items)) => Ok(items),
            Some(other) => Err(self.wrong(name, "an array", other)),
        }
    }

    /// Makes the error that a required field is missing.
    pub(crate) fn missing(&self, name: &str, right: &str) -> RecordingError {
        RecordingError::at_field(self.path(name), format!("is missing; {right} is needed"))
    }

    /// Checks that every field was requested.
    pub(crate) fn finish(self) -> Result<(), RecordingError> {
        match self.map.keys().find(|key| !self.known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(RecordingError::at_field(
                self.path(key),
                format!("is not known here; known are {}", self.known.join(", ")),
            )),
        }
    }

    fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn wrong(&self, name: &str, right: &str, got: &Json) -> RecordingError {
        wrong(&self.path(name), right, got)
    }
}

/// Makes the error that a field has the wrong type.
pub(crate) fn wrong(path: &str, right: &str, got: &Json) -> RecordingError {
    RecordingError::at_field(path, format!("should be {right}, but is {got}"))
}
