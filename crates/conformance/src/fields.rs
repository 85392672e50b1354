//! Typed access to the fields of a JSON object: it remembers which names were asked for, so that a misspelt field is
//! reported with those that exist. It does not know what the fields mean.

use serde_json::{Map, Value as Json};

use crate::error::RecordingError;

/// The fields of one object, read one by one.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Json>,
    /// Put before every field's name in errors, such as `properties.`.
    prefix: &'static str,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(map: &'a Map<String, Json>, prefix: &'static str) -> Self {
        Self { map, prefix, known: Vec::new() }
    }

    /// The field as it stands, if it is there.
    pub(crate) fn raw(&mut self, name: &'static str) -> Option<&'a Json> {
        self.known.push(name);
        self.map.get(name)
    }

    /// A string, if it is there.
    pub(crate) fn string(&mut self, name: &'static str) -> Result<Option<&'a str>, RecordingError> {
        match self.raw(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, "a string", other)),
        }
    }

    /// A string that has to be there.
    pub(crate) fn required(&mut self, name: &'static str) -> Result<&'a str, RecordingError> {
        self.string(name)?.ok_or_else(|| self.missing(name, "a string"))
    }

    /// A flag, with its default.
    pub(crate) fn flag(&mut self, name: &'static str, default: bool) -> Result<bool, RecordingError> {
        match self.raw(name) {
            None => Ok(default),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(other) => Err(self.wrong(name, "true or false", other)),
        }
    }

    /// An integer of the width of `N`, if it is there.
    pub(crate) fn integer<N: TryFrom<u64>>(&mut self, name: &'static str) -> Result<Option<N>, RecordingError> {
        let Some(json) = self.raw(name) else { return Ok(None) };
        let bits = 8 * size_of::<N>();
        match json.as_u64().and_then(|number| N::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(name, &format!("an integer from 0 that fits in {bits} bits"), json)),
        }
    }

    /// An object, if it is there.
    pub(crate) fn object(&mut self, name: &'static str) -> Result<Option<&'a Map<String, Json>>, RecordingError> {
        match self.raw(name) {
            None => Ok(None),
            Some(Json::Object(map)) => Ok(Some(map)),
            Some(other) => Err(self.wrong(name, "an object", other)),
        }
    }

    /// An array that has to be there.
    pub(crate) fn array(&mut self, name: &'static str) -> Result<&'a [Json], RecordingError> {
        match self.raw(name) {
            None => Err(self.missing(name, "an array")),
            Some(Json::Array(items)) => Ok(items),
            Some(other) => Err(self.wrong(name, "an array", other)),
        }
    }

    /// That a field is missing which has to be there.
    pub(crate) fn missing(&self, name: &str, right: &str) -> RecordingError {
        RecordingError::at_field(self.path(name), format!("is missing; {right} is needed"))
    }

    /// Fails if there is a field that nobody asked for.
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

/// That a field holds something of the wrong type.
pub(crate) fn wrong(path: &str, right: &str, got: &Json) -> RecordingError {
    RecordingError::at_field(path, format!("should be {right}, but is {got}"))
}
