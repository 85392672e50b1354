//! The reader's commands to the page by clicking, typing and choosing, and the means by which panels give them.

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
    /// Load again a file that failed.
    Again,
    /// Open the link that is the content of a file.
    OpenFile(web_sys::File),
    /// A command of the transport.
    Playback(PlaybackCommand),
    /// Continue to the next text, question or view.
    Onward,
    /// The same without playing the moments between.
    SkipOnward,
    /// Go back to the previous text.
    StepBack,
    /// A command of the drawer under the stage.
    Drawer(DrawerCommand),
    /// Statements to carry out here, one after another.
    Act(Vec<String>),
    /// A reply to the lesson's question.
    Quiz(Reply),
    /// A command of the lesson's matrix.
    Experiment(ExperimentCommand),
    /// Forget which lessons and challenges are done.
    Forget,
    /// Input to the console.
    Console(Typed),
    /// The publish form was changed.
    Draft(Publish),
    /// An item to be inspected.
    Select(Item),
    /// An item picked on the stage.
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
    /// The focus left the list of lessons, which closes if it covers the page.
    MenuLeft,
    /// Open a dialog, or close the one that is open.
    Dialog(Option<Shown>),
    /// Copy the link to this step.
    Copy,
    /// Close the message.
    CloseNotice,
    /// To the beginning of the page's content, past the repeated parts.
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

/// The texts and the way to give commands, for every panel.
#[derive(Clone, Debug)]
pub struct Ui {
    /// The reader's language.
    pub texts: Texts,
    /// Takes commands.
    pub dispatch: Callback<UiCommand>,
    /// The app's place in a document.
    pub host: Host,
}

impl Ui {
    /// Gives a text without arguments.
    pub fn say(&self, key: &str) -> AttrValue {
        self.texts.say(key)
    }
}

impl Element {
    /// Sets an id that is unique to this app.
    #[inline(never)]
    pub fn id(self, ui: &Ui, name: &str) -> Self {
        self.refer(ui, "id", name)
    }

    /// Sets an attribute (`aria-controls`, `aria-labelledby`, `list`) that refers to the element of an id.
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
