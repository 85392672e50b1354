//! Errors in recordings, with all that their author needs to correct them: the step, the field, and what would be
//! right. The caller adds the file.

use std::error::Error;
use std::fmt;

use serde_path_to_error::Segment;

/// A recording that cannot be read or replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingError {
    /// The step's number and operation, if the error concerns one.
    pub step: Option<(usize, String)>,
    /// The field, as a path such as `arguments.x-max-length`, if the error concerns one.
    pub field: Option<String>,
    /// The error, and what would be right instead.
    pub message: String,
}

impl RecordingError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { step: None, field: None, message: message.into() }
    }

    pub(crate) fn at_field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { step: None, field: Some(field.into()), message: message.into() }
    }

    /// The error of a field that serde cannot read, with the field's path.
    pub(crate) fn of_fields(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        // The tag of an enum is no field of the recording.
        let path = error.path().iter().filter(|segment| !matches!(segment, Segment::Enum { .. }));
        let mut field = String::new();
        for segment in path {
            if !field.is_empty() && !matches!(segment, Segment::Seq { .. }) {
                field.push('.');
            }
            field.push_str(&segment.to_string());
        }
        Self { step: None, field: Some(field).filter(|field| !field.is_empty()), message: error.inner().to_string() }
    }

    /// Adds the step to the error.
    pub(crate) fn in_step(mut self, number: usize, op: &str) -> Self {
        self.step = Some((number, op.to_owned()));
        self
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.step {
            Some((number, op)) if op.is_empty() => write!(f, "step {number}: ")?,
            Some((number, op)) => write!(f, "step {number} ({op}): ")?,
            None => {}
        }
        if let Some(field) = &self.field {
            write!(f, "field `{field}`: ")?;
        }
        f.write_str(&self.message)
    }
}

impl Error for RecordingError {}
