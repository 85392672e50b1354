//! Finds the text literals in Rust sources, for tests that compare catalogs of texts with the code that names their
//! keys. Comments, attributes and code compiled only for tests (`#[cfg(test)]`) do not count.
//!
//! Rust's own tokens are read (by `proc-macro2`), so that escapes, raw strings and macros mean the same as for the
//! compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Literal, TokenStream, TokenTree};
use syn::Lit;
use walkdir::WalkDir;

/// The sources of one or more folders.
#[derive(Debug)]
pub struct Sources(Vec<Source>);

#[derive(Debug)]
struct Source {
    path: PathBuf,
    tokens: TokenStream,
}

impl Source {
    fn literals(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        each(&self.tokens, &mut |tokens| found.extend(tokens.iter().filter_map(text)));
        found
    }
}

impl Sources {
    /// Reads all sources below these folders, without those compiled only for tests.
    ///
    /// # Panics
    ///
    /// A folder cannot be listed, or a file is not Rust; the message names it.
    #[must_use]
    pub fn below(folders: &[&Path]) -> Self {
        let mut sources = Vec::new();
        let mut of_tests = Vec::new();
        for path in folders.iter().flat_map(|folder| files(folder)) {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let (tokens, modules) = without_tests(tokens);
            of_tests.extend(modules.iter().map(|module| folder_of_modules(&path).join(module)));
            sources.push(Source { path, tokens });
        }
        sources.retain(|source| {
            let module = source.path.with_extension("");
            !of_tests.iter().any(|tests| module.starts_with(tests))
        });
        Self(sources)
    }

    /// Returns every text literal.
    #[must_use]
    pub fn literals(&self) -> BTreeSet<String> {
        self.0.iter().flat_map(Source::literals).collect()
    }

    /// Returns the files that have one of these text literals, each with those that it has.
    #[must_use]
    pub fn with_literals(&self, wanted: &[&str]) -> Vec<(&Path, Vec<String>)> {
        let found = self.0.iter().map(|source| {
            let literals = source.literals().into_iter().filter(|literal| wanted.contains(&literal.as_str()));
            (source.path.as_path(), literals.collect::<Vec<_>>())
        });
        found.filter(|(_, literals)| !literals.is_empty()).collect()
    }

    /// Returns the files that use this identifier.
    #[must_use]
    pub fn with_name(&self, name: &str) -> Vec<&Path> {
        let uses = |source: &&Source| {
            let mut found = false;
            each(&source.tokens, &mut |tokens| {
                found |= tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == name));
            });
            found
        };
        self.0.iter().filter(uses).map(|source| source.path.as_path()).collect()
    }

    /// Returns the text literal behind every `name(`.
    ///
    /// # Panics
    ///
    /// Anything else than a text literal is behind one, except in the definition of `name` itself; the message says
    /// where.
    #[must_use]
    pub fn literals_given_to(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for source in &self.0 {
            each(&source.tokens, &mut |tokens| {
                for (at, pair) in tokens.windows(2).enumerate() {
                    let [TokenTree::Ident(called), TokenTree::Group(given)] = pair else { continue };
                    let defined = at > 0 && matches!(&tokens[at - 1], TokenTree::Ident(word) if word == "struct");
                    if called != name || defined {
                        continue;
                    }
                    let first = given.stream().into_iter().next();
                    let line = called.span().start().line;
                    let literal = first.as_ref().and_then(text);
                    found.insert(literal.unwrap_or_else(|| {
                        panic!("{}:{line}: {name} is given {first:?}, not a text literal", source.path.display())
                    }));
                }
            });
        }
        found
    }
}

/// Lists all Rust files below a folder.
///
/// # Panics
///
/// The folder cannot be listed.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.unwrap_or_else(|error| panic!("{error}")).into_path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Returns the folder of a file's modules.
fn folder_of_modules(path: &Path) -> PathBuf {
    let is_root = ["lib", "main", "mod"].iter().any(|name| path.file_stem().is_some_and(|stem| stem == *name));
    if is_root { path.parent().map(Path::to_owned).unwrap_or_default() } else { path.with_extension("") }
}

/// Removes attributes, and the items under `#[cfg(test)]`. Also returns the names of the modules among these that are
/// files of their own.
fn without_tests(tokens: TokenStream) -> (TokenStream, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut tokens = tokens.into_iter().peekable();
    let mut of_test = false;
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#') {
            // `#![..]` is an attribute of its surroundings.
            let inner =
                tokens.next_if(|next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '!')).is_some();
            if let Some(TokenTree::Group(attribute)) = tokens.next_if(|next| matches!(next, TokenTree::Group(_))) {
                of_test |= !inner && attribute.stream().to_string().replace(' ', "") == "cfg(test)";
            }
            continue;
        }
        if of_test {
            let mut item = vec![token];
            while !ends(&item)
                && let Some(next) = tokens.next()
            {
                item.push(next);
            }
            if let [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(_)] = &item[..]
                && word == "mod"
            {
                modules.push(name.to_string());
            }
            of_test = false;
            continue;
        }
        kept.push(match token {
            TokenTree::Group(group) => {
                let (inner, more) = without_tests(group.stream());
                modules.extend(more);
                proc_macro2::Group::new(group.delimiter(), inner).into()
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => token,
        });
    }
    (kept.into_iter().collect(), modules)
}

/// Returns whether an item is complete: an item of a module ends with its body or a semicolon, a field with a comma.
fn ends(item: &[TokenTree]) -> bool {
    const FIRST: [&str; 13] = [
        "async",
        "const",
        "enum",
        "extern",
        "fn",
        "impl",
        "macro_rules",
        "mod",
        "pub",
        "static",
        "struct",
        "trait",
        "use",
    ];
    let in_module = matches!(item.first(), Some(TokenTree::Ident(word)) if FIRST.iter().any(|first| word == first));
    match item.last() {
        Some(TokenTree::Group(group)) => group.delimiter() == proc_macro2::Delimiter::Brace,
        Some(TokenTree::Punct(sign)) => sign.as_char() == ';' || sign.as_char() == ',' && !in_module,
        Some(TokenTree::Ident(_) | TokenTree::Literal(_)) | None => false,
    }
}

/// Visits the tokens, and those of every group in them.
fn each(tokens: &TokenStream, visit: &mut dyn FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    visit(&tokens);
    for token in &tokens {
        if let TokenTree::Group(group) = token {
            each(&group.stream(), visit);
        }
    }
}

fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    text_of(literal.clone())
}

fn text_of(literal: Literal) -> Option<String> {
    if let Lit::Str(text) = Lit::new(literal) { Some(text.value()) } else { None }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Sources, files};

    const LIB: &str = r##"
//! Says "nothing".
/// A "comment".
#[doc = "attribute"]
pub struct Said(&'static str);

const RAW: &str = r#"a "raw" one"#;

#[cfg(test)]
mod tests;

fn say() -> [Said; 2] {
    // Not "this".
    println!("in a macro {RAW}", b"no text", 'c');
    [Said("two \
           lines"), Said("\"quoted\"")]
}

#[cfg(test)]
fn only_for_tests<A, B>(_: (A, B)) -> &'static str {
    "not counted"
}

struct With {
    #[cfg(test)]
    args: &'static str,
    rest: u8,
}

fn after() -> With {
    With {
        #[cfg(test)]
        args: "nor this",
        rest: "this".len(),
    };
    With {
        rest: 1,
        #[cfg(test)]
        args: "nor that"
    }
}
"##;

    #[test]
    fn finds_text_literals_as_the_compiler_reads_them() {
        let folder = std::env::temp_dir().join(format!("warren-sources-{}", std::process::id()));
        fs::create_dir_all(folder.join("tests")).expect("the folder for temporary files takes them");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("it can be written");
        write("lib.rs", LIB);
        write("other.rs", "fn f() -> &'static str { \"other\" }");
        write("tests.rs", "fn f() { \"a test\" }");
        write("tests/more.rs", "fn f() { \"a test\" }");
        write("notes.txt", "no \"Rust");
        let sources = Sources::below(&[&folder]);
        let (found, said, all) = (sources.literals(), sources.literals_given_to("Said"), files(&folder).len());
        assert_eq!(
            sources.with_literals(&["other", "a test"]),
            [(&*folder.join("other.rs"), vec!["other".to_owned()])]
        );
        assert_eq!(sources.with_name("after"), [&*folder.join("lib.rs")]);
        assert_eq!(sources.with_name("only_for_tests"), [""; 0].map(Path::new), "it is only for tests");
        fs::remove_dir_all(&folder).expect("it was just made");
        let expected = ["\"quoted\"", "a \"raw\" one", "in a macro {RAW}", "other", "this", "two lines"];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(said.into_iter().collect::<Vec<_>>(), ["\"quoted\"", "two lines"]);
        assert_eq!(all, 4);
    }
}
