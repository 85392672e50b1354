//! Loads the page's data: languages, then texts and the list, then the lesson of the link (or of the last visit).

use std::rc::Rc;

use warren_lessons::pack::{Code, Language, Lesson, Listed};
use yew::prelude::*;

use super::{App, Msg, Wanted};
use crate::drawer::Drawer;
use crate::experiments::experiment_of;
use crate::host::{AddressBar, Host};
use crate::i18n::{Texts, prefer, served};
use crate::lazy_chunk::{Chunk, Progress};
use crate::link::{Fault, Link};
use crate::packs::{self, LanguagePack, Missing};
use crate::panels::evidence::Tab;
use crate::panels::notice::Notice;
use crate::playback::{PlaybackCommand, RejectedAction};
use crate::session::Session;
use crate::storage::{self, Choice};

impl App {
    /// Reads a fragment, to be shown when it can be.
    pub(super) fn want(&mut self, fragment: String) {
        let (link, faults) = Link::decode(&fragment);
        self.wanted = Wanted { fragment, link, faults };
    }

    pub(super) fn load_languages(&self, ctx: &Context<Self>) {
        let host = self.host.clone();
        self.later(ctx, async { Msg::Languages(packs::languages(host).await) });
    }

    pub(super) fn languages_came(&mut self, ctx: &Context<Self>, answer: Result<Vec<Language>, Missing>) {
        match answer {
            Ok(languages) => {
                self.languages = Rc::new(languages);
                let lang = prefer(&self.host, self.wanted.link.lang.as_deref(), &self.languages);
                self.load_language_pack(ctx, lang);
            }
            Err(missing) => self.missing = Some(missing),
        }
    }

    pub(super) fn load_language_pack(&self, ctx: &Context<Self>, lang: String) {
        let host = self.host.clone();
        self.later(ctx, async { Msg::LanguagePack(packs::language_pack(host, lang).await) });
    }

    pub(super) fn language_pack_came(&mut self, ctx: &Context<Self>, answer: Result<LanguagePack, Missing>) {
        match answer {
            Ok(pack) => {
                self.host.last().borrow_mut().catalog = Some(Rc::clone(&pack.catalog));
                self.host.announce("lang", &pack.lang);
                self.texts = Some(Texts::new(Rc::clone(&pack.catalog)));
                self.language_pack = Some(pack);
                if let Some(session) = &self.session {
                    // The same lesson at the same place, in the new language.
                    let (id, code) = (session.prose.id.clone(), Rc::clone(&session.code));
                    self.load_lesson(ctx, id, Some(code));
                } else {
                    self.load_wanted(ctx);
                }
            }
            Err(missing) => self.missing = Some(missing),
        }
    }

    /// Loads the lesson that is wanted: the link's, the last visit's or the first there is.
    pub(super) fn load_wanted(&mut self, ctx: &Context<Self>) {
        let Some(pack) = &self.language_pack else { return };
        // The languages of the query and of the browser are wishes. A link that cannot be followed is reported.
        if let Some(wish) = self.wanted.link.lang.take_if(|wish| served(wish, &self.languages).is_none()) {
            self.wanted.faults.push(Fault::NoSuchLanguage(wish));
        }
        let lessons = &pack.index.lessons;
        let there = |id: &String| lessons.iter().any(|lesson| lesson.id == *id);
        let linked = self.wanted.link.lesson.clone().filter(there);
        let last = || storage::chosen(&self.host, Choice::Lesson).filter(there);
        let first = || lessons.first().map(|lesson| lesson.id.clone());
        // If the lesson is not the link's, the link's position and actions have no meaning.
        if linked.is_none() {
            self.wanted.link.at = 0;
            self.wanted.link.run = None;
            self.wanted.link.actions.clear();
        }
        if let Some(id) = linked.or_else(last).or_else(first) {
            (self.session, self.opening) = (None, None);
            self.load_lesson(ctx, id, None);
        }
    }

    /// Loads a chunk, unless it is here or on its way.
    pub(super) fn load_chunk(&mut self, ctx: &Context<Self>, chunk: Chunk) {
        let progress = self.progress(chunk);
        if let Progress::Absent | Progress::Missing(_) = progress {
            *progress = Progress::Coming;
            let host = self.host.clone();
            self.later(ctx, async move { Msg::Chunk(chunk, chunk.load(host).await) });
        }
    }

    pub(super) fn chunk_came(&mut self, ctx: &Context<Self>, chunk: Chunk, answer: Result<(), Missing>) {
        *self.progress(chunk) = answer.map_or_else(Progress::Missing, |()| Progress::Here);
        self.open_if_whole(ctx);
    }

    const fn progress(&mut self, chunk: Chunk) -> &mut Progress {
        match chunk {
            Chunk::Simulation => &mut self.simulation,
            Chunk::Evidence => &mut self.evidence,
        }
    }

    fn load_lesson(&mut self, ctx: &Context<Self>, id: String, code: Option<Rc<Code>>) {
        let Some(pack) = &self.language_pack else { return };
        self.request += 1;
        let (request, lang, host) = (self.request, pack.lang.clone(), self.host.clone());
        self.later(ctx, async move { Msg::Lesson(request, packs::lesson(host, &id, &lang, code).await) });
    }

    pub(super) fn lesson_came(
        &mut self,
        ctx: &Context<Self>,
        request: u32,
        answer: Result<(Rc<Lesson>, Rc<Code>), Missing>,
    ) {
        if request != self.request {
            return;
        }
        match answer {
            Ok((prose, code)) => {
                self.missing = None;
                self.host.title(&format!("{} · Warren", prose.title));
                storage::choose(&self.host, Choice::Lesson, Some(&prose.id));
                match &mut self.session {
                    Some(session) => {
                        session.translate(prose);
                        self.write_address(ctx);
                    }
                    None => {
                        self.opening = Some((prose, code));
                        self.open_if_whole(ctx);
                    }
                }
            }
            Err(missing) => self.missing = Some(missing),
        }
    }

    fn open_if_whole(&mut self, ctx: &Context<Self>) {
        if self.simulation.is_here()
            && let Some((prose, code)) = self.opening.take()
        {
            self.open(ctx, prose, code);
            // Most readers need the views next, and nothing else is being loaded now.
            self.load_chunk(ctx, Chunk::Evidence);
        }
    }

    #[inline(never)] // It is of the simulation's chunk, and its caller of the first.
    fn open(&mut self, ctx: &Context<Self>, prose: Rc<Lesson>, code: Rc<Code>) {
        let id = prose.id.clone();
        match Session::open(prose, code, &self.wanted.link) {
            Ok((mut session, rejected)) => {
                session.playback.carry_out(PlaybackCommand::Speed(kept_speed(&self.host)));
                session.playback.carry_out(PlaybackCommand::PauseAtBeats(
                    storage::chosen(&self.host, Choice::PauseAtBeats).is_none(),
                ));
                let tried = session.experiments.open();
                let tried =
                    tried.into_iter().filter(|cell| self.done.contains(&experiment_of(&session.prose.id, *cell)));
                session.recall(&tried.collect::<Vec<_>>());
                let beyond = (self.wanted.link.at > session.view.len()).then(|| session.view.len());
                // Without all of its actions it is another run, which is reported.
                let changed =
                    rejected.is_none() && self.wanted.link.run.is_some_and(|run| run != session.fingerprint());
                self.console.begin(&session.prose.id);
                self.session = Some(session);
                self.notice = self.faults_told(rejected, beyond, changed);
                self.tab = Tab::default();
                if let Some(kept) = storage::chosen(&self.host, Choice::Drawer) {
                    self.drawer = Drawer::read(&kept);
                }
                self.settle(ctx);
            }
            Err(diagnostics) => {
                let texts = self.texts.as_ref();
                let told = diagnostics.iter().filter_map(|wrong| Some(texts?.diagnostic(wrong)));
                let cause = told.collect::<Vec<_>>().join("\n");
                self.missing = Some(Missing { file: id, cause });
            }
        }
    }

    /// Makes a notice of all faults of the link, and of its run if that has `changed` since it was made, in the
    /// reader's language.
    fn faults_told(
        &mut self,
        rejected: Option<RejectedAction>,
        beyond: Option<usize>,
        changed: bool,
    ) -> Option<Notice> {
        let texts = self.texts.clone()?;
        let wanted = core::mem::take(&mut self.wanted);
        let mut lines: Vec<AttrValue> = wanted
            .faults
            .iter()
            .map(|fault| {
                let (key, value) = fault.told();
                texts.tell(key, &[("value", &value)])
            })
            .collect();
        if let Some(id) = wanted.link.lesson.filter(|id| self.listed(id).is_none()) {
            lines.push(texts.tell("link.fault.no-such-lesson", &[("value", &id)]));
        }
        if let Some(last) = beyond {
            lines.push(texts.tell("link.fault.beyond", &[("at", &wanted.link.at), ("last", &last)]));
        }
        let mut kept = Some(wanted.fragment);
        if let Some(rejected) = rejected {
            let why = texts.diagnostic(&rejected.diagnostic);
            lines.push(texts.tell("link.fault.misfit", &[("statement", &rejected.statement), ("why", &why)]));
            kept =
                Some(rejected.left_out.iter().map(|(_, statement)| statement.as_str()).collect::<Vec<_>>().join("\n"));
        }
        let mut notice = match (lines.is_empty(), changed) {
            (true, false) => return None,
            (true, true) => Notice::told(texts.say("link.changed")),
            (false, _) => Notice::fault(texts.say("link.fault.title"), lines),
        };
        if changed {
            notice.lines.push(texts.say("link.changed-since"));
        }
        notice.kept = kept.map(Into::into);
        Some(notice)
    }

    /// Follows the address to another lesson, another step, or both.
    pub(super) fn address_changed(&mut self, ctx: &Context<Self>, bar: AddressBar) {
        self.writer.forget();
        self.menu = false;
        self.follow(ctx, bar.fragment());
    }

    /// Goes to the place of a link that came while the page was open.
    pub(super) fn follow(&mut self, ctx: &Context<Self>, fragment: String) {
        self.want(fragment);
        let wish = self.wanted.link.lang.as_deref().and_then(|wish| served(wish, &self.languages));
        match wish.filter(|wish| self.language_pack.as_ref().is_none_or(|pack| pack.lang != *wish)).map(str::to_owned) {
            Some(wish) => {
                self.session = None;
                // A lesson that is still on its way in the previous language would take the link for its own.
                self.request += 1;
                self.load_language_pack(ctx, wish);
            }
            None => self.load_wanted(ctx),
        }
    }

    pub(super) fn load_again(&mut self, ctx: &Context<Self>) {
        if self.missing().is_none() {
            // Only views of the open lesson are missing.
            return self.load_chunk(ctx, Chunk::Evidence);
        }
        self.missing = None;
        self.load_chunk(ctx, Chunk::Simulation);
        if self.languages.is_empty() {
            self.load_languages(ctx);
        } else if self.language_pack.is_none() {
            let lang = prefer(&self.host, self.wanted.link.lang.as_deref(), &self.languages);
            self.load_language_pack(ctx, lang);
        } else {
            self.load_wanted(ctx);
        }
    }

    /// Finds a lesson in the list.
    pub(super) fn listed(&self, id: &str) -> Option<&Listed> {
        self.language_pack.as_ref()?.index.lessons.iter().find(|lesson| lesson.id == id)
    }
}

fn kept_speed(host: &Host) -> usize {
    storage::chosen(host, Choice::Speed).and_then(|speed| speed.parse().ok()).unwrap_or(crate::playback::ORDINARY_SPEED)
}
