//! The `data-trunk` links of `index.html`, read and replaced through the HTML library that Trunk itself uses. It owns
//! the kinds of links.

use anyhow::{Context, bail};
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

/// One `<link data-trunk ...>`.
#[derive(Debug, PartialEq, Eq)]
pub enum Link {
    Css { href: String },
    Icon { href: String },
    CopyFile { href: String },
    CopyDir { href: String, target: Option<String> },
    Rust { manifest: String, optimise: Option<Optimise> },
}

/// The options of wasm-opt for the page's wasm.
#[derive(Debug, PartialEq, Eq)]
pub struct Optimise {
    pub level: String,
    pub flags: String,
}

/// Replaces every `data-trunk` link in `html` by the result of `build`.
pub fn replace(html: &str, mut build: impl FnMut(Link) -> anyhow::Result<String>) -> anyhow::Result<String> {
    // The rewriter's errors cannot carry ours, so the first one waits here.
    let mut failed = None;
    let settings = RewriteStrSettings::new().append_element_content_handler(element!("link[data-trunk]", |link| {
        match read(link).and_then(&mut build) {
            Ok(markup) => link.replace(&markup, ContentType::Html),
            Err(error) => {
                failed = Some(error);
                return Err("stopped".into());
            }
        }
        Ok(())
    }));
    let rewritten = rewrite_str(html, settings);
    match failed {
        Some(error) => Err(error.context("index.html")),
        None => rewritten.context("index.html cannot be read as HTML"),
    }
}

fn read(link: &Element<'_, '_>) -> anyhow::Result<Link> {
    let rel = link.get_attribute("rel").context("a data-trunk link has no `rel`")?;
    let href =
        link.get_attribute("href").with_context(|| format!("the data-trunk link rel=\"{rel}\" has no `href`"))?;
    let known: &[&str] = match rel.as_str() {
        // `data-integrity` is for Trunk alone: here nothing is signed.
        "rust" => &["data-trunk", "rel", "href", "data-integrity", "data-wasm-opt", "data-wasm-opt-params"],
        "copy-dir" => &["data-trunk", "rel", "href", "data-target-path"],
        "css" | "icon" | "copy-file" => &["data-trunk", "rel", "href"],
        _ => bail!(
            "the data-trunk link to {href} has rel=\"{rel}\"; known here are css, icon, copy-file, copy-dir and rust"
        ),
    };
    if let Some(other) =
        link.attributes().iter().map(|attribute| attribute.name()).find(|name| !known.contains(&name.as_str()))
    {
        bail!(
            "the data-trunk link to {href} has the attribute {other}, which `cargo xtask` does not follow; known for rel=\"{rel}\" are {}",
            known.join(", ")
        );
    }
    Ok(match rel.as_str() {
        "css" => Link::Css { href },
        "icon" => Link::Icon { href },
        "copy-file" => Link::CopyFile { href },
        "copy-dir" => Link::CopyDir { href, target: link.get_attribute("data-target-path") },
        _ => Link::Rust {
            manifest: href,
            optimise: link
                .get_attribute("data-wasm-opt")
                .map(|level| Optimise { level, flags: link.get_attribute("data-wasm-opt-params").unwrap_or_default() }),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(html: &str) -> anyhow::Result<Vec<Link>> {
        let mut found = Vec::new();
        replace(html, |link| {
            found.push(link);
            Ok(String::new())
        })?;
        Ok(found)
    }

    #[test]
    fn every_kind_of_link_is_read_in_order() {
        let found = links(
            r#"<link data-trunk rel="css" href="a.css"><link rel="help" href="kept">
               <link data-trunk rel="copy-dir" href="d" data-target-path="e"/>
               <link data-trunk rel="rust" href="web/Cargo.toml" data-wasm-opt="z" data-wasm-opt-params="--x --y">"#,
        )
        .unwrap();
        let optimise = Some(Optimise { level: "z".into(), flags: "--x --y".into() });
        assert_eq!(
            found,
            [
                Link::Css { href: "a.css".into() },
                Link::CopyDir { href: "d".into(), target: Some("e".into()) },
                Link::Rust { manifest: "web/Cargo.toml".into(), optimise },
            ]
        );
    }

    #[test]
    fn links_are_replaced_and_the_rest_is_kept() {
        let html = r#"<head><link data-trunk rel="css" href="a.css"><link rel="help" href="kept"></head>"#;
        let replaced = replace(html, |_| Ok("<b>".into())).unwrap();
        assert_eq!(replaced, r#"<head><b><link rel="help" href="kept"></head>"#);
    }

    #[test]
    fn what_is_not_followed_is_said() {
        let unknown_kind = links(r#"<link data-trunk rel="sass" href="a.scss">"#).unwrap_err();
        assert!(format!("{unknown_kind:#}").contains("rel=\"sass\""), "{unknown_kind:#}");
        let unknown_attribute = links(r#"<link data-trunk rel="css" href="a.css" data-no-minify>"#).unwrap_err();
        assert!(format!("{unknown_attribute:#}").contains("data-no-minify"), "{unknown_attribute:#}");
        let no_href = links(r#"<link data-trunk rel="css">"#).unwrap_err();
        assert!(format!("{no_href:#}").contains("no `href`"), "{no_href:#}");
    }
}
