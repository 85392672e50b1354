//! A folder of text files in memory, from a disk, from the program itself or from a test.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::Problem;

/// A folder and all text files in it and below, by their path inside it, with `/` on every system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Its name for messages.
    pub path: String,
    /// Path inside the folder to contents.
    pub files: BTreeMap<String, String>,
}

impl Folder {
    /// Reads a folder from the disk. Hidden files (editors leave them) are skipped.
    ///
    /// # Errors
    ///
    /// The first file or folder that cannot be read or is not UTF-8.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let mut folder = Self { path: slashed(path), files: BTreeMap::new() };
        folder.take_in(path, "")?;
        Ok(folder)
    }

    /// Returns a file's name for messages.
    #[must_use]
    pub fn name(&self, file: &str) -> String {
        if self.path.is_empty() { file.to_owned() } else { format!("{}/{file}", self.path) }
    }

    /// Returns the contents of a file.
    #[must_use]
    pub fn get(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(String::as_str)
    }

    /// Returns the folders directly in this one that have files, each as a folder of its own.
    #[must_use]
    pub fn folders(&self) -> BTreeMap<String, Self> {
        let mut folders: BTreeMap<String, Self> = BTreeMap::new();
        for (path, text) in &self.files {
            if let Some((first, rest)) = path.split_once('/') {
                let inner = folders.entry(first.to_owned()).or_default();
                inner.path = self.name(first);
                inner.files.insert(rest.to_owned(), text.clone());
            }
        }
        folders
    }

    /// Returns the files directly in this folder named `<stem>.<extension>`, by stem.
    #[must_use]
    pub fn with_extension(&self, extension: &str) -> BTreeMap<&str, &str> {
        self.files
            .iter()
            .filter(|(path, _)| !path.contains('/'))
            .filter_map(|(path, text)| Some((path.strip_suffix(extension)?.strip_suffix('.')?, text.as_str())))
            .collect()
    }

    fn take_in(&mut self, path: &Path, prefix: &str) -> Result<(), Problem> {
        let failed = |path: &Path, error: &io::Error| {
            Problem::of(
                slashed(path),
                error.to_string(),
                "this must be a readable file of UTF-8 text, or a folder of such",
            )
        };
        for entry in fs::read_dir(path).map_err(|error| failed(path, &error))? {
            let path = entry.map_err(|error| failed(path, &error))?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                self.take_in(&path, &format!("{prefix}{name}/"))?;
            } else {
                let text = fs::read_to_string(&path).map_err(|error| failed(&path, &error))?;
                self.files.insert(format!("{prefix}{name}"), text.replace("\r\n", "\n"));
            }
        }
        Ok(())
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> Folder {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Folder { path: "lessons".into(), files }
    }

    #[test]
    fn inner_folders_keep_their_names() {
        let all = folder(&[("a/en.md", "A"), ("a/code/send.py", "S"), ("b/en.md", "B"), ("top.toml", "T")]);
        let inner = all.folders();
        assert_eq!(inner.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(inner["a"].get("code/send.py"), Some("S"));
        assert_eq!(inner["a"].name("en.md"), "lessons/a/en.md");
    }

    #[test]
    fn files_are_found_by_extension_only_at_the_top() {
        let all = folder(&[("en.md", "E"), ("zh-Hans.md", "Z"), ("code/notes.md", "N"), ("en.toml", "T")]);
        assert_eq!(all.with_extension("md").keys().copied().collect::<Vec<_>>(), ["en", "zh-Hans"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let problem = Folder::read(Path::new("no/such/place")).expect_err("it is not there");
        assert_eq!(problem.file, "no/such/place");
    }
}
