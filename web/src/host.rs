//! The place of an app: its element in a document, the address of the page's files, and the address bar, storage, title
//! and root element that it may use. The app accesses the document only through its host, so that a page can have
//! several apps.

mod address_bar;
pub mod browser;
mod player;
pub mod reopen;

use core::cell::RefCell;
use std::rc::Rc;

use gloo::utils::{document, document_element, window};
use js_sys::{Function, Promise, Reflect};
use warren_simulator::text::Catalog;
use warren_view::run::Run;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, FocusOptions, HtmlElement, Storage};

pub use address_bar::AddressBar;

use crate::dom::reveal;

/// The place of one app. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Host(Rc<Place>);

#[derive(Debug)]
struct Place {
    root: Element,
    /// The element whose attributes give language and theme to everything in it.
    bearer: Element,
    /// The document, if its title is the app's.
    titled: Option<Document>,
    address: Option<AddressBar>,
    /// The link to begin with, where there is no address bar to read it from.
    link: String,
    /// The theme to begin with, if the embedding page has chosen one.
    theme: Option<String>,
    /// The address of the page and its packs, with a slash at the end; empty if it is that of the document.
    base: String,
    /// Storage, and the prefix of all names in it.
    storage: Option<(Storage, &'static str)>,
    /// The prefix of the ids of the app's elements.
    ids: String,
    /// Fetches and joins a chunk of the WebAssembly by its name; `None` if the page is in one piece.
    load: Option<Function>,
    /// Mounts a new app in the place of this one, at a link, where that is not the address bar's to do.
    again: Option<Function>,
    last: RefCell<LastMoment>,
}

/// The last moment that the app has shown, noted outside of it: when it has failed, nobody can ask it any more.
#[derive(Debug, Default)]
pub struct LastMoment {
    /// The reader's texts.
    pub catalog: Option<Rc<Catalog>>,
    /// The code of the reader's language.
    pub lang: String,
    /// The id of the lesson.
    pub lesson: String,
    /// The position.
    pub at: usize,
    /// The run with the learner's actions, once a lesson is open.
    pub run: Option<Rc<Run>>,
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Host {
    /// Takes the whole page: its address bar, its title, its root element and its storage. `None` if the document is
    /// not ours and has no element of the class `warren-page`.
    #[must_use]
    pub fn page() -> Option<Self> {
        let root = document().query_selector(".warren-page").ok()??;
        let storage = window().local_storage().ok().flatten();
        Some(Self(Rc::new(Place {
            root,
            bearer: document_element(),
            titled: Some(document()),
            address: Some(AddressBar::of_page()),
            link: String::new(),
            theme: None,
            base: String::new(),
            storage: storage.map(|storage| (storage, "warren.")),
            ids: String::new(),
            load: Reflect::get(&window(), &"warrenLoad".into()).ok().and_then(|load| load.dyn_into().ok()),
            again: None,
            last: RefCell::default(),
        })))
    }

    /// Returns the element that holds the app and nothing else.
    #[must_use]
    pub fn root(&self) -> &Element {
        &self.0.root
    }

    /// Returns the address bar, if it is the app's.
    #[must_use]
    pub fn address(&self) -> Option<AddressBar> {
        self.0.address
    }

    /// Returns the link to begin with, without `#`.
    #[must_use]
    pub fn link(&self) -> String {
        self.address().map_or_else(|| self.0.link.clone(), AddressBar::fragment)
    }

    /// Returns the relative address of a link.
    #[must_use]
    pub fn href(&self, fragment: &str) -> String {
        [&self.0.base, "#", fragment].concat()
    }

    /// Returns the absolute address of a link.
    #[must_use]
    pub fn whole_href(&self, fragment: &str) -> String {
        self.address().map_or_else(|| self.href(fragment), |bar| bar.with_fragment(fragment))
    }

    /// Returns the address of one of the page's files.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        [&*self.0.base, path].concat()
    }

    /// Makes an element's id that no other app has.
    #[must_use]
    pub fn id(&self, name: &str) -> String {
        [&*self.0.ids, name].concat()
    }

    /// Finds the app's first element of a selector.
    #[must_use]
    pub fn find(&self, selector: &str) -> Option<Element> {
        self.root().query_selector(selector).ok().flatten()
    }

    /// Finds the app's element of an id, by the name that [`Self::id`] was given.
    #[must_use]
    pub fn by_id(&self, name: &str) -> Option<Element> {
        self.find(&["#", &self.0.ids, name].concat())
    }

    /// Moves the focus to the element of an id, if there is one. A page of somebody else's is not scrolled by that.
    pub fn focus(&self, name: &str) {
        if let Some(element) = self.by_id(name) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(self.address().is_none());
            // An element that cannot take the focus leaves it where it is.
            let _ = element.unchecked_into::<HtmlElement>().focus_with_options(&options);
        }
    }

    /// Scrolls an element into view, to the top of what is seen or to its bottom. A page of somebody else's is not scrolled: only what is the app's.
    pub fn scroll_to(&self, element: &Element, top: bool) {
        if self.address().is_some() {
            return element.scroll_into_view_with_bool(top);
        }
        let mut around = element.parent_element();
        while let Some(outer) = around {
            reveal(self, &outer, element);
            around = outer.parent_element().filter(|_| outer != *self.root());
        }
    }

    /// Returns whether nothing in the whole document has the focus.
    #[must_use]
    pub fn is_focus_nowhere(&self) -> bool {
        // Within a shadow tree the document reports the host as focused.
        let Some(document) = self.root().owner_document() else { return false };
        document.active_element().is_none_or(|element| element.tag_name() == "BODY")
    }

    /// Names the page in tabs and bookmarks, if it is the app's.
    pub fn title(&self, title: &str) {
        if let Some(document) = &self.0.titled {
            document.set_title(title);
        }
    }

    /// Sets the language or theme (`lang`, `data-theme`) of the app, for fonts, screen readers and style sheets.
    pub fn announce(&self, attribute: &'static str, value: &str) {
        self.0.bearer.set_attribute(attribute, value).expect("the name of the attribute is valid");
    }

    /// Returns the theme that the embedding page has chosen.
    #[must_use]
    pub fn theme(&self) -> Option<&str> {
        self.0.theme.as_deref()
    }

    /// The last moment that the app has shown; the app notes it.
    #[must_use]
    pub fn last(&self) -> &RefCell<LastMoment> {
        &self.0.last
    }

    /// Reads the stored value of a name.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<String> {
        let (storage, namespace) = self.0.storage.as_ref()?;
        storage.get_item(&[namespace, name].concat()).ok()?
    }

    /// Stores a value under a name; without a value it is removed.
    pub fn keep(&self, name: &str, value: Option<&str>) {
        let Some((storage, namespace)) = &self.0.storage else { return };
        let name = [namespace, name].concat();
        // A full or forbidden storage only means that it is not remembered.
        let _ = match value {
            Some(value) => storage.set_item(&name, value),
            None => storage.remove_item(&name),
        };
    }

    /// Fetches and joins a chunk of the WebAssembly; `None` if the page is in one piece.
    #[must_use]
    pub fn load(&self, chunk: &str) -> Option<Promise> {
        self.0.load.as_ref()?.call1(&JsValue::UNDEFINED, &chunk.into()).ok()?.dyn_into().ok()
    }
}
