//! Recordings on disk: listing and reading files.

use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// A file or folder that cannot be read.
#[derive(Debug)]
pub struct FilesError {
    /// The file or folder.
    pub path: PathBuf,
    /// The reason.
    pub message: String,
}

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl Error for FilesError {}

/// Returns the file itself, or all `.json` files under a folder, sorted by path.
///
/// # Errors
///
/// The path does not exist or cannot be listed, or the folder has no `.json` file at all.
pub fn recordings_under(path: &Path) -> Result<Vec<PathBuf>, FilesError> {
    let failed = |message: String| FilesError { path: path.to_owned(), message };
    let mut found = Vec::new();
    for entry in WalkDir::new(path) {
        let entry = entry.map_err(|error| failed(error.to_string()))?;
        let named = entry.depth() == 0 || entry.path().extension().is_some_and(|extension| extension == "json");
        if entry.file_type().is_file() && named {
            found.push(entry.into_path());
        }
    }
    if found.is_empty() {
        return Err(failed("there are no recordings here; they are files that end in .json".to_owned()));
    }
    found.sort();
    Ok(found)
}

/// Returns the text of a file.
///
/// # Errors
///
/// It cannot be read or is not UTF-8.
pub fn read(path: &Path) -> Result<String, FilesError> {
    fs::read_to_string(path).map_err(|error| FilesError { path: path.to_owned(), message: error.to_string() })
}
