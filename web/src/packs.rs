//! Loads what the build wrote for the page: texts, the list of lessons, a lesson's prose and code, each only in the
//! reader's language. It deliberately does not know what is in them.

use std::rc::Rc;

use gloo::utils::window;
use js_sys::Promise;
use serde::de::DeserializeOwned;
use warren_lessons::Catalog;
use warren_lessons::pack::{Code, Index, Language, Lesson};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Where they are, from the page.
const FOLDER: &str = "generated";

/// The address of a rule in the fidelity ledger.
#[must_use]
pub fn rule(name: &str) -> String {
    format!("{FOLDER}/fidelity.html#{name}")
}

/// Everything that depends on the language alone.
#[derive(Clone, Debug)]
pub struct Tongue {
    /// The language's code.
    pub lang: String,
    /// All texts.
    pub catalog: Rc<Catalog>,
    /// The list of lessons.
    pub index: Rc<Index>,
}

/// A file that could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub file: String,
    /// What the browser says about it.
    pub cause: String,
}

/// The languages there are.
pub async fn languages() -> Result<Vec<Language>, Missing> {
    ask("languages.json".to_owned()).answer().await
}

/// Texts and list in a language.
pub async fn tongue(lang: String) -> Result<Tongue, Missing> {
    let (catalog, index) = (ask(format!("text.{lang}.json")), ask(format!("lessons.{lang}.json")));
    Ok(Tongue { lang, catalog: Rc::new(catalog.answer().await?), index: Rc::new(index.answer().await?) })
}

/// What a lesson says, and its scenario and code unless they are here already.
pub async fn lesson(id: &str, lang: &str, code: Option<Rc<Code>>) -> Result<(Rc<Lesson>, Rc<Code>), Missing> {
    let prose = ask(format!("{id}.{lang}.json"));
    let code = match code {
        Some(code) => code,
        None => Rc::new(ask(format!("{id}.code.json")).answer().await?),
    };
    Ok((Rc::new(prose.answer().await?), code))
}

/// A file that is on its way.
struct Asked {
    file: String,
    response: Promise,
}

fn ask(name: String) -> Asked {
    let file = format!("{FOLDER}/{name}");
    Asked { response: window().fetch_with_str(&file), file }
}

impl Asked {
    async fn answer<T: DeserializeOwned>(self) -> Result<T, Missing> {
        let told = |cause: String| Missing { file: self.file.clone(), cause };
        let thrown =
            |value: JsValue| told(value.as_string().unwrap_or_else(|| js_sys::Object::from(value).to_string().into()));
        let response: Response = JsFuture::from(self.response).await.map_err(thrown)?.unchecked_into();
        if !response.ok() {
            return Err(told(format!("{} {}", response.status(), response.status_text())));
        }
        let json = JsFuture::from(response.json().map_err(thrown)?).await.map_err(thrown)?;
        serde_wasm_bindgen::from_value(json).map_err(|error| told(error.to_string()))
    }
}
