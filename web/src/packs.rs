//! Loads the build's packs for the page: texts, the list of lessons, a lesson's prose and code, each only in the
//! reader's language.

use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use warren_lessons::Catalog;
use warren_lessons::pack::{Code, Index, Language, Lesson};
use warren_lessons::read::{self, Json, Read};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::host::{Host, browser};
use crate::plurals;

/// Their folder, beside the page.
const FOLDER: &str = "generated";

/// Returns the address of a rule in the fidelity ledger.
#[must_use]
pub fn rule(host: &Host, name: &str) -> String {
    host.file(&format!("{FOLDER}/fidelity.html#{name}"))
}

/// Everything that depends on the language alone.
#[derive(Clone, Debug)]
pub struct LanguagePack {
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
    /// The file.
    pub file: String,
    /// The message of the browser.
    pub cause: String,
}

/// Loads the list of languages.
pub async fn languages(host: Host) -> Result<Vec<Language>, Missing> {
    Asked::file(&host, "languages.json").answer(read::languages).await
}

/// Loads texts and list in a language.
pub async fn language_pack(host: Host, lang: String) -> Result<LanguagePack, Missing> {
    let catalog = Asked::file(&host, &format!("text.{lang}.json"));
    let index = Asked::file(&host, &format!("lessons.{lang}.json"));
    let catalog = Rc::new(catalog.answer(read::catalog).await?.with_plurals(plurals::of_language(&lang)));
    Ok(LanguagePack { lang, catalog, index: Rc::new(index.answer(read::index).await?) })
}

/// Loads a lesson's prose, and its scenario and code unless they are here already.
pub async fn lesson(
    host: Host,
    id: &str,
    lang: &str,
    code: Option<Rc<Code>>,
) -> Result<(Rc<Lesson>, Rc<Code>), Missing> {
    let prose = Asked::file(&host, &format!("{id}.{lang}.json"));
    let code = match code {
        Some(code) => code,
        None => Rc::new(Asked::file(&host, &format!("{id}.code.json")).answer(read::code).await?),
    };
    Ok((Rc::new(prose.answer(read::lesson).await?), code))
}

/// A requested file.
struct Asked {
    file: String,
    content: Pin<Box<dyn Future<Output = Result<JsValue, String>>>>,
}

impl Asked {
    fn file(host: &Host, name: &str) -> Self {
        let file = format!("{FOLDER}/{name}");
        let response = browser::fetch(&host.file(&file));
        Self { file, content: Box::pin(content(response)) }
    }

    async fn answer<T>(self, read: fn(&Parsed) -> Read<T>) -> Result<T, Missing> {
        let told = self.content.await.and_then(|json| read(&Parsed(json)));
        told.map_err(|cause| Missing { file: self.file, cause })
    }
}

/// Waits for the content of an answer, as the browser parses it, or for the browser's error.
async fn content(response: Promise) -> Result<JsValue, String> {
    let response: Response = JsFuture::from(response).await.map_err(thrown)?.unchecked_into();
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()));
    }
    JsFuture::from(response.json().map_err(thrown)?).await.map_err(thrown)
}

/// Returns the message of something that JavaScript has thrown.
pub fn thrown(value: JsValue) -> String {
    value.as_string().unwrap_or_else(|| js_sys::Object::from(value).to_string().into())
}

/// JSON as the browser parses it.
struct Parsed(JsValue);

impl Json for Parsed {
    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // It is compared with the original.
    fn count(&self) -> Option<u32> {
        let number = self.0.as_f64()?;
        (f64::from(number as u32) == number).then_some(number as u32)
    }

    fn items(&self) -> Option<Vec<Self>> {
        let list: &Array = self.0.dyn_ref()?;
        Some(list.iter().map(Self).collect())
    }

    fn fields(&self) -> Option<Vec<(String, Self)>> {
        let object: &Object = self.0.dyn_ref()?;
        let fields = Object::entries(object);
        let fields = fields.iter().map(|field| {
            let (name, value) = (Reflect::get_u32(&field, 0).ok()?, Reflect::get_u32(&field, 1).ok()?);
            Some((name.as_string()?, Self(value)))
        });
        fields.collect()
    }

    fn field(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &name.into()).ok()?;
        (!value.is_undefined()).then_some(Self(value))
    }
}
