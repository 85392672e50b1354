//! Names: shared texts of which the empty one takes no memory.

use core::borrow::Borrow;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use std::borrow::Cow;
use std::sync::Arc;

/// A shared name: of a queue, an exchange, a routing key or a consumer tag.
///
/// The empty name, which is the default exchange's and means "none" in many methods, is not allocated, and cloning or
/// dropping it counts no references.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(from = "String"))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct Name(Option<Arc<str>>);

impl Deref for Name {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        self
    }
}

/// Hashes like the text, so that a map can be searched by the text.
impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        str::hash(self, state);
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self((!text.is_empty()).then(|| text.into()))
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Cow<'_, str>> for Name {
    fn from(text: Cow<'_, str>) -> Self {
        (&*text).into()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::Name;

    #[test]
    fn a_name_is_ordered_found_and_written_as_its_text() {
        let mut names: Vec<Name> = ["b", "", "ab", "a"].map(Name::from).into();
        names.sort();
        assert_eq!(format!("{names:?}"), r#"["", "a", "ab", "b"]"#);
        let places: HashMap<Name, usize> = names.into_iter().enumerate().map(|(place, name)| (name, place)).collect();
        assert_eq!((places.get(""), places.get("ab"), places.get("c")), (Some(&0), Some(&2), None));
    }

    #[test]
    fn an_empty_name_is_the_same_however_it_was_made() {
        for empty in [Name::from(""), String::new().into(), Name::default()] {
            assert_eq!((&empty, &*empty), (&Name::default(), ""));
        }
    }
}
