//! The commands that a reader gives to the page by clicking, typing and choosing, and what every panel needs to show something
//! and to give them. It does not know who carries them out.

use warren_view::Item;
use warren_view::statements::Publish;
use web_sys::Event;
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Callback};

use crate::console::Typed;
use crate::drawer::DrawerCommand;
use crate::element::Element;
use crate::experiments::ExperimentCommand;
use crate::host::Host;
use crate::i18n::Texts;
use crate::panels::evidence::Tab;
use crate::playback::PlaybackCommand;
use crate::quiz::Reply;
use crate::theme::Theme;

/// A command to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum UiCommand {
    /// Load again what could not be loaded.
    Again,
    /// Open the link that is the content of a file.
    OpenFile(web_sys::File),
    /// Something of the transport.
    Playback(PlaybackCommand),
    /// Go on to what the lesson says, asks or shows next.
    Onward,
    /// The same without playing what is between.
    SkipOnward,
    /// Go back to what the lesson said before.
    StepBack,
    /// Something of the drawer under the stage.
    Drawer(DrawerCommand),
    /// Statements to carry out here, one after another.
    Act(Vec<String>),
    /// Something said to what the lesson asks.
    Quiz(Reply),
    /// Something done with the lesson's matrix.
    Experiment(ExperimentCommand),
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

/// Gives every panel the texts and the way to give commands.
#[derive(Clone, Debug)]
pub struct Ui {
    /// The reader's language.
    pub texts: Texts,
    /// Takes commands.
    pub dispatch: Callback<UiCommand>,
    /// Where the page stands.
    pub host: Host,
}

impl Ui {
    /// Gives a text without arguments.
    pub fn say(&self, key: &str) -> AttrValue {
        self.texts.say(key)
    }
}

impl Element {
    /// Gives it an id of the page's own.
    #[inline(never)]
    pub fn id(self, ui: &Ui, name: &str) -> Self {
        self.refer(ui, "id", name)
    }

    /// Refers by an attribute (`aria-controls`, `aria-labelledby`, `list`) to the element of an id.
    #[inline(never)]
    pub fn refer(self, ui: &Ui, attribute: &'static str, name: &str) -> Self {
        self.attr(attribute, ui.host.id(name))
    }

    /// Gives a command when it is clicked.
    #[inline(never)]
    pub fn click(self, ui: &Ui, command: UiCommand) -> Self {
        let dispatch = ui.dispatch.clone();
        self.on(ListenerKind::onclick, move |_| dispatch.emit(command.clone()))
    }

    /// Gives a command when this happens to it, if `command` has one for the event.
    pub fn dispatch(
        self,
        kind: ListenerKind,
        ui: &Ui,
        command: impl Fn(&Event) -> Option<UiCommand> + 'static,
    ) -> Self {
        let dispatch = ui.dispatch.clone();
        self.on(kind, move |event| {
            if let Some(command) = command(&event) {
                dispatch.emit(command);
            }
        })
    }
}
