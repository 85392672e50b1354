//! The lessons, embedded in the program, from the authors' sources instead of the page's packs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::source::{Folder, Manifest, Prose};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lessons");

static LESSONS: LazyLock<Vec<Lesson>> = LazyLock::new(|| {
    let mut lessons: Vec<Lesson> = FILES.dirs().map(read).collect();
    lessons.sort_by_key(|lesson| lesson.order);
    lessons
});

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// `hello-world`
    pub id: String,
    /// Its number in the course, from 1.
    pub order: u32,
    /// For `Scenario::parse`.
    pub scenario: String,
    /// Title, summary and beats in each language, by the language's code.
    pub prose: BTreeMap<String, Prose>,
}

impl Lesson {
    /// Returns the prose in a language, or in English if there is none.
    #[must_use]
    pub fn prose(&self, language: &str) -> &Prose {
        let prose = self.prose.get(language).or_else(|| self.prose.get("en"));
        prose.expect("the tests read every embedded lesson and see that it is there in English")
    }
}

/// Returns all lessons, in the order of the course.
#[must_use]
pub fn lessons() -> &'static [Lesson] {
    &LESSONS
}

/// Returns the lesson of an id or a number: `hello-world` or `1`.
#[must_use]
pub fn lesson(id: &str) -> Option<&'static Lesson> {
    lessons().iter().find(|lesson| lesson.id == id || lesson.order.to_string() == id)
}

fn read(dir: &Dir<'_>) -> Lesson {
    let mut folder = Folder { path: dir.path().to_string_lossy().into_owned(), files: BTreeMap::new() };
    for file in dir.files() {
        let name = file.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        folder.files.insert(name, file.contents_utf8().unwrap_or_default().to_owned());
    }
    let sound = "the tests read every embedded lesson";
    let manifest = Manifest::read(&folder).expect(sound);
    let prose = folder
        .with_extension("md")
        .into_iter()
        .map(|(language, text)| (language.to_owned(), Prose::read(text, &folder.name(language)).expect(sound)));
    Lesson {
        id: manifest.id.value,
        order: manifest.order.value,
        scenario: folder.get("scenario.warren").expect(sound).to_owned(),
        prose: prose.collect(),
    }
}
