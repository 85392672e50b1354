//! What a reader can ask of the page, and what every panel needs to show and to ask: the texts and the way to ask. It
//! deliberately does not know who carries it out.

use warren_view::Item;
use warren_view::statements::Publish;
use web_sys::Event;
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Callback};

use crate::console::Typed;
use crate::element::Element;
use crate::i18n::Texts;
use crate::panels::evidence::Tab;
use crate::playback::Order;
use crate::quiz::Reply;
use crate::theme::Theme;
use crate::trials::Trial;

/// Everything that can be asked for by clicking, typing and choosing.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Load again what could not be loaded.
    Again,
    /// Open the link that is the content of a file.
    OpenFile(web_sys::File),
    /// Something of the transport.
    Order(Order),
    /// Statements to carry out here, one after another.
    Act(Vec<String>),
    /// Something said to what the lesson asks.
    Quiz(Reply),
    /// Something done with the lesson's matrix.
    Trial(Trial),
    /// Forget which lessons and challenges are done.
    Forget,
    /// Something typed into the console, or taken there.
    Console(Typed),
    /// The publish form was changed.
    Draft(Publish),
    /// Something is to be looked at closely.
    Select(Item),
    /// Something on the stage was picked.
    Pick(Item),
    /// To another tab.
    Tab(Tab),
    /// To another language.
    Language(String),
    /// To another theme.
    Theme(Theme),
    /// To another programming language.
    CodeLanguage(String),
    /// Show or hide the list of lessons.
    Menu(bool),
    /// The focus went on from the list of lessons: where it lies over the page, it goes.
    MenuLeft,
    /// Open a dialog, or close the one that is open.
    Dialog(Option<Shown>),
    /// Copy the link to this step.
    Copy,
    /// The message goes.
    CloseNotice,
    /// To the beginning of the page's content, past what repeats.
    Skip,
}

/// The dialog that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The keys.
    Help,
    /// The link to this step.
    Share,
}

/// What every panel needs.
#[derive(Clone, Debug)]
pub struct Ui {
    /// The reader's language.
    pub texts: Texts,
    /// Where to ask.
    pub asks: Callback<Ask>,
}

impl Ui {
    /// A text without arguments.
    pub fn say(&self, key: &str) -> AttrValue {
        self.texts.say(key)
    }
}

impl Element {
    /// What a click on it asks for.
    #[inline(never)]
    pub fn click(self, ui: &Ui, ask: Ask) -> Self {
        let asks = ui.asks.clone();
        self.on(ListenerKind::onclick, move |_| asks.emit(ask.clone()))
    }

    /// What is asked for when this happens to it, if anything.
    pub fn asks(self, kind: ListenerKind, ui: &Ui, ask: impl Fn(&Event) -> Option<Ask> + 'static) -> Self {
        let asks = ui.asks.clone();
        self.on(kind, move |event| {
            if let Some(ask) = ask(&event) {
                asks.emit(ask);
            }
        })
    }
}
