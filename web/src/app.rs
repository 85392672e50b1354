//! The app: owns all state that outlives a click, handles every message and gives every panel its data.

mod actions;
mod experiments;
mod loading;
mod scroll_focus;
mod typed;
mod view;

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use warren_dict::Set;
use warren_lessons::pack::{Code, Language, Lesson};
use warren_view::run::Run;
use yew::prelude::*;

use crate::address::Writer;
use crate::command::{Shown, UiCommand};
use crate::console::Console;
use crate::drawer::Drawer;
use crate::host::{AddressBar, Host, browser};
use crate::i18n::Texts;
use crate::keys::Shortcut;
use crate::lazy_chunk::{Chunk, Progress};
use crate::link::{Fault, Link};
use crate::packs::{LanguagePack, Missing};
use crate::panels::evidence::Tab;
use crate::panels::notice::Notice;
use crate::session::Session;
use crate::storage::{self, Choice};
use crate::theme::Theme;
use scroll_focus::ScrollFocus;

/// The properties of the app.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AppProps {
    /// Its place in a document.
    pub host: Host,
}

/// The page.
pub struct App {
    host: Host,
    languages: Rc<Vec<Language>>,
    language_pack: Option<LanguagePack>,
    texts: Option<Texts>,
    /// The file that could not be loaded.
    missing: Option<Missing>,
    session: Option<Session>,
    /// The lesson to be opened as soon as the whole page has arrived.
    opening: Option<(Rc<Lesson>, Rc<Code>)>,
    /// The chunk that a lesson needs.
    simulation: Progress,
    /// The chunk of the views that are opened on demand.
    evidence: Progress,
    /// The position to go to once everything is loaded, and the faults of the link.
    wanted: Wanted,
    /// Counts requests: an answer to an older one is dropped.
    request: u32,
    clock: Clock,
    writer: Writer,
    /// The run that the address belongs to.
    addressed: Option<Rc<Run>>,
    theme: Theme,
    code_language: String,
    done: Set<String>,
    tab: Tab,
    drawer: Drawer,
    console: Console,
    dialog: Option<Shown>,
    /// Whether the link of the dialog was copied.
    copied: Option<bool>,
    scroll_focus: ScrollFocus,
    menu: bool,
    small: bool,
    notice: Option<Notice>,
    /// The words of the live region.
    said: AttrValue,
    _listeners: Vec<EventListener>,
}

/// A link with its faults.
#[derive(Debug, Default)]
struct Wanted {
    fragment: String,
    link: Link,
    faults: Vec<Fault>,
}

/// The time at which the next moment is due while playing: when its time has come and the stage is at rest.
#[derive(Debug, Default)]
struct Clock {
    timeout: Option<Timeout>,
    due: bool,
    still: bool,
}

/// Everything that can happen to the app.
#[derive(Debug)]
pub enum Msg {
    /// The list of languages.
    Languages(Result<Vec<Language>, Missing>),
    /// Texts and list of lessons.
    LanguagePack(Result<LanguagePack, Missing>),
    /// A chunk of the page's code.
    Chunk(Chunk, Result<(), Missing>),
    /// A lesson, for the request of this number.
    Lesson(u32, Result<(Rc<Lesson>, Rc<Code>), Missing>),
    /// A reader's command.
    Command(UiCommand),
    /// The address changed under us: a link of the list, the browser's back, a paste.
    Address(AddressBar),
    /// A link to follow, of a file or of the list.
    Follow(String),
    /// Write the address now.
    Flush,
    /// The stage has come to rest at this position.
    Still(usize),
    /// The time of the next moment has come.
    Due,
    /// Whether the link was copied.
    Copied(bool),
    /// The window became small or large.
    Small(bool),
    /// A key.
    Key(Shortcut),
}

/// Below this width the page scrolls as a whole; the style sheets name the same.
const SMALL: &str = "(max-width: 559px), (max-width: 759px) and (min-height: 501px)";

impl Component for App {
    type Message = Msg;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let (host, link) = (ctx.props().host.clone(), ctx.link());
        let theme = Theme::kept(&host);
        theme.apply(&host);
        let media = browser::media(SMALL);
        let small = media.as_ref().is_some_and(web_sys::MediaQueryList::matches);
        let mut listeners = Vec::new();
        if let Some(media) = media {
            let (link, query) = (link.clone(), media.clone());
            listeners.push(EventListener::new(&media, "change", move |_| {
                link.send_message(Msg::Small(query.matches()));
            }));
        }
        match host.address() {
            Some(bar) => {
                let (moved, left) = (link.clone(), link.clone());
                listeners.push(bar.listen("hashchange", move || moved.send_message(Msg::Address(bar))));
                listeners.push(bar.listen("pagehide", move || left.send_message(Msg::Flush)));
            }
            None => {
                let link = link.clone();
                listeners.push(host.on_link(move |fragment| link.send_message(Msg::Follow(fragment))));
            }
        }
        let mut app = Self {
            host: host.clone(),
            languages: Rc::default(),
            language_pack: None,
            texts: None,
            missing: None,
            session: None,
            opening: None,
            simulation: Progress::Absent,
            evidence: Progress::Absent,
            wanted: Wanted::default(),
            request: 0,
            clock: Clock::default(),
            writer: Writer::new(host.address()),
            addressed: None,
            theme,
            code_language: storage::chosen(&host, Choice::CodeLanguage).unwrap_or_default(),
            done: storage::done(&host),
            tab: Tab::default(),
            drawer: Drawer::default(),
            console: Console::new(storage::entered(&host)),
            dialog: None,
            copied: None,
            scroll_focus: ScrollFocus::default(),
            menu: false,
            small,
            notice: None,
            said: AttrValue::default(),
            _listeners: listeners,
        };
        app.want(host.link());
        app.load_languages(ctx);
        app.load_chunk(ctx, Chunk::Simulation);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        self.watch_focus();
        match message {
            Msg::Languages(answer) => self.languages_came(ctx, answer),
            Msg::LanguagePack(answer) => self.language_pack_came(ctx, answer),
            Msg::Chunk(chunk, answer) => self.chunk_came(ctx, chunk, answer),
            Msg::Lesson(request, answer) => self.lesson_came(ctx, request, answer),
            Msg::Command(command) => self.carry_out(ctx, command),
            Msg::Address(bar) => self.address_changed(ctx, bar),
            Msg::Follow(content) => {
                (self.dialog, self.menu) = (None, false);
                self.follow(ctx, content.trim().to_owned());
            }
            Msg::Flush => {
                self.writer.flush();
                return false;
            }
            Msg::Still(position) => return self.still(ctx, position),
            Msg::Due => {
                self.clock.due = true;
                return self.tick_if_time(ctx);
            }
            Msg::Copied(copied) => self.copied = Some(copied),
            Msg::Small(small) => self.small = small,
            Msg::Key(shortcut) => self.key(ctx, shortcut),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.page(ctx)
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.keep_focus();
        self.bring_into_view();
        self.bring_console_into_view();
    }
}
