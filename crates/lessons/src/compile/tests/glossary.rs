//! Errors for words that are not the field's.

use super::*;

const TERMS: &str = "[[terms]]\nwords = { en = \"broker\", zh-Hans = \"broker\" }\nforbidden = { zh-Hans = [\"代理\"] }\n\
                     except = { zh-Hans = [\"消息代理（broker\"] }\n\n[[terms]]\nwords = { en = \"queue\", zh-Hans = \"队列\" }\n\
                     forbidden = { en = [\"line up\"] }\n\n[[terms]]\nwords = { en = \"response\", zh-Hans = \"响应\" }\n\
                     forbidden = { zh-Hans = [\"答案\"] }\nin = \"01-one\"\n";

/// Returns the errors of a course in English and Chinese, with this prose under its second heading.
fn in_chinese(prose: &str) -> Vec<String> {
    let chinese = format!("# 一\n\n一课。\n\n## 前 {{#start}}\n\n无。\n\n## 走 {{#go}}\n\n{prose}\n");
    let files =
        [("glossary.toml", TERMS), ("guides.zh-Hans.toml", "queues = \"答案\"\n"), ("01-one/zh-Hans.md", &chinese)];
    with(&files).err().unwrap_or_default()
}

#[test]
fn a_forbidden_word_is_told_with_its_line_and_the_right_word() {
    assert_eq!(in_chinese("消息代理（broker）把消息交给 broker。"), [""; 0]);
    let help = "help: write \"broker\" (glossary.toml, broker)";
    assert_eq!(
        in_chinese("消息代理（broker）走了。\n代理走了。"),
        [format!("lessons/01-one/zh-Hans.md:12: \"代理\" is not the word here\n  {help}")]
    );
    // Across the end of a line, in a quotation.
    let broken = in_chinese("> 走了，代\n> 理");
    assert!(broken.iter().any(|told| told.starts_with("lessons/01-one/zh-Hans.md:11: \"代理\"")), "{broken:?}");
}

#[test]
fn links_and_catalogs_are_read_as_well() {
    let words = "[[terms]]\nwords = { en = \"queue\" }\nforbidden = { en = [\"Line\"] }\n";
    let problems = told(&[("glossary.toml", words), ("guides.en.toml", "queues = \"Lines\"\n")]);
    assert!(problems[0].starts_with("lessons/guides.en.toml:1: \"Line\" is not the word here"), "{problems:?}");
    let folder = |path: &str, files: &[(&str, &str)]| Folder {
        path: path.into(),
        files: files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
    };
    let mut lessons = folder("lessons", &RIGHT);
    lessons.files.insert("glossary.toml".into(), words.into());
    let catalogs = vec![folder("web", &[("en.json", "{\n\"a\": \"Lines\"\n}")])];
    let problems = compile(&Sources { lessons, catalogs, ..Sources::default() }).expect_err("it says Line");
    assert!(problems[0].to_string().starts_with("web/en.json:2: \"Line\" is not the word here"), "{problems:?}");
}

#[test]
fn a_word_may_hold_in_one_lesson_only() {
    let problems = in_chinese("答案。");
    assert_eq!(problems.len(), 1, "not in the label of the guide: {problems:?}");
    assert!(problems[0].starts_with("lessons/01-one/zh-Hans.md:11: \"答案\""), "{problems:?}");
    let gone = told(&[("glossary.toml", "[[terms]]\nwords = { en = \"queue\" }\nin = \"03-three\"\n")]);
    assert!(gone[0].starts_with("lessons/glossary.toml:2: the term \"queue\" holds in \"03-three\""), "{gone:?}");
}

#[test]
fn a_glossary_must_be_there_and_be_right() {
    assert!(told(&[("glossary.toml", "")])[0].starts_with("lessons/glossary.toml: is missing"));
    let slip = told(&[("glossary.toml", "terms = []\nwrods = 1\n")]);
    assert!(slip[0].starts_with("lessons/glossary.toml:2: unknown field `wrods`"), "{slip:?}");
    let lacking = told(&[("glossary.toml", "\n[[terms]]\nwords = { ja = \"キュー\" }\n")]);
    assert_eq!(
        lacking,
        [
            "lessons/glossary.toml:3: the term \"キュー\" has no word in en\n  help: en = \"...\" in its words",
            "lessons/glossary.toml:3: the term \"キュー\" has words in \"ja\", in which nothing is written\n  help: the \
             languages are en",
        ]
    );
    let own = told(&[("glossary.toml", "[[terms]]\nwords = { en = \"queue\" }\nforbidden = { en = [\"queue\"] }\n")]);
    assert!(own[0].starts_with("lessons/glossary.toml:2: the term \"queue\" forbids its own word"), "{own:?}");
}
