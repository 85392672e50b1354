//! Where everything stands on the page. It deliberately changes nothing.

use std::rc::Rc;

use yew::prelude::*;

use super::{App, Msg, Shown};
use crate::address;
use crate::dom::{focus, focus_of, press_of};
use crate::i18n::Texts;
use crate::icons::{Icon, icon};
use crate::keys::shortcut;
use crate::panels::act::Act;
use crate::panels::code::CodePanel;
use crate::panels::evidence::{Evidence, Tab};
use crate::panels::header::{Header, Settings};
use crate::panels::help::Help;
use crate::panels::inspector::Inspector;
use crate::panels::lessons::Lessons;
use crate::panels::log::Log;
use crate::panels::notice::NoticeBox;
use crate::panels::prose::Prose;
use crate::panels::share::Share;
use crate::panels::table::Table;
use crate::panels::transport::Transport;
use crate::panels::why::Why;
use crate::playback::{Order, SPEEDS};
use crate::session::Session;
use crate::stage::Stage;

impl App {
    pub(super) fn page(&self, ctx: &Context<Self>) -> Html {
        let (Some(texts), Some(tongue)) = (&self.texts, &self.tongue) else { return self.before_texts(ctx) };
        let link = ctx.link();
        let title = self.session.as_ref().map(|session| session.prose.title.clone()).unwrap_or_default();
        let menu = self.menu;
        let next = self.session.as_ref().map(|session| AttrValue::from(session.prose.id.clone()));
        html! {
            <ContextProvider<Texts> context={texts.clone()}>
                <button class="skip" type="button" onclick={|_| focus("main")}>{ texts.say("header.skip") }</button>
                <Header {title} menu_open={menu} on_menu={link.callback(move |()| Msg::Menu(!menu))}
                    on_share={link.callback(|()| Msg::Dialog(Some(Shown::Share)))} on_help={link.callback(|()| Msg::Dialog(Some(Shown::Help)))}>
                    if !self.small { { self.settings(ctx) } }
                </Header>
                <Lessons index={Rc::clone(&tongue.index)} current={next} done={Rc::clone(&self.done)} open={menu} on_close={link.callback(|()| Msg::Menu(false))}>
                    if self.small { { self.settings(ctx) } }
                </Lessons>
                { self.main(ctx, texts) }
                <p class="visually-hidden" role="status" aria-live="polite">{ &self.said }</p>
                { self.dialogs(ctx) }
            </ContextProvider<Texts>>
        }
    }

    /// Before there is a language nothing can be said but what the browser says.
    fn before_texts(&self, ctx: &Context<Self>) -> Html {
        match &self.missing {
            None => html! { <p class="loading" aria-busy="true">{ "Warren" }</p> },
            Some(missing) => html! {
                <main class="failure">
                    <h1>{ "Warren" }</h1>
                    <p>{ format!("{}: {}", missing.file, missing.cause) }</p>
                    <button class="button strong" type="button" onclick={ctx.link().callback(|_| Msg::Again)}>{ icon(Icon::Reset) }<span>{ "Try again" }</span></button>
                </main>
            },
        }
    }

    fn settings(&self, ctx: &Context<Self>) -> Html {
        let language = self.tongue.as_ref().map(|tongue| tongue.lang.clone()).unwrap_or_default();
        html! {
            <Settings languages={Rc::clone(&self.languages)} {language} theme={self.theme}
                on_language={ctx.link().callback(Msg::Language)} on_theme={ctx.link().callback(Msg::Theme)} />
        }
    }

    fn main(&self, ctx: &Context<Self>, texts: &Texts) -> Html {
        let link = ctx.link();
        let onkeydown = link.batch_callback(|event: KeyboardEvent| {
            if event.default_prevented() {
                return None;
            }
            let pressed = shortcut(press_of(&event, &event.key()), focus_of(&event))?;
            event.prevent_default();
            Some(Msg::Key(pressed))
        });
        let inside = match (&self.session, &self.missing) {
            (_, Some(missing)) => html! {
                <section class="failure">
                    <h2>{ texts.say("loading.failed") }</h2>
                    <p>{ texts.tell("loading.file", &[("file", &missing.file), ("cause", &missing.cause)]) }</p>
                    <button class="button strong" type="button" onclick={link.callback(|_| Msg::Again)}>{ icon(Icon::Reset) }<span>{ texts.say("notice.again") }</span></button>
                </section>
            },
            (Some(session), None) => self.lesson(ctx, session, texts),
            (None, None) => html! { <p class="loading" aria-busy="true">{ texts.say("loading.lesson") }</p> },
        };
        html! { <main id="main" class="main" tabindex="-1" {onkeydown}>{ inside }</main> }
    }

    fn lesson(&self, ctx: &Context<Self>, session: &Session, texts: &Texts) -> Html {
        let link = ctx.link();
        let on_order = link.callback(Msg::Order);
        let (view, playback) = (&session.view, &session.playback);
        let lit = session.prose.beats.get(view.beat).map(|beat| beat.anchors.clone()).unwrap_or_default();
        html! {
            <>
                <Prose lesson={Rc::clone(&session.prose)} beat={view.beat} at_end={view.at_end()} playing={playback.playing}
                    next={self.lesson_after(&session.prose.id)} on_order={on_order.clone()} />
                if !self.small {
                    <section class="stage-frame" aria-label={texts.say("tab.stage")}>{ self.stage(ctx, session, texts) }</section>
                }
                if let Some(notice) = &self.notice {
                    <NoticeBox notice={notice.clone()} on_close={link.callback(|()| Msg::CloseNotice)}
                        on_undo={link.callback(|()| Msg::Order(Order::Undo))} on_again={link.callback(|()| Msg::Again)} />
                }
                <Transport view={view.clone()} headings={Rc::clone(&session.headings)} playing={playback.playing} speed={playback.speed}
                    pause_at_beats={playback.pause_at_beats} on_order={on_order.clone()} />
                <Evidence tab={self.tab} with_stage={self.small} on_tab={link.callback(Msg::Tab)}>{ self.panel(ctx, session, texts) }</Evidence>
                <Why view={view.clone()} />
                <CodePanel code={Rc::clone(&session.code)} {lit} language={self.code_language.clone()} on_language={link.callback(Msg::CodeLanguage)} />
            </>
        }
    }

    fn lesson_after(&self, id: &str) -> Option<warren_lessons::pack::Listed> {
        let lessons = &self.tongue.as_ref()?.index.lessons;
        let at = lessons.iter().position(|lesson| lesson.id == id)?;
        lessons.get(at + 1).cloned()
    }

    fn stage(&self, ctx: &Context<Self>, session: &Session, texts: &Texts) -> Html {
        let view = &session.view;
        let selected = session.focus.as_ref().and_then(|focus| focus.item.clone());
        html! {
            <Stage key={session.prose.id.clone()} overview={Rc::clone(&view.overview)} plan={Rc::clone(&session.plan)} moment={view.moment.clone()}
                position={view.position} travel={view.travel} speed={f64::from(SPEEDS[session.playback.speed]) / 100.0} {selected}
                on_select={ctx.link().callback(Msg::Pick)} on_still={ctx.link().callback(Msg::Still)} texts={texts.catalog()} />
        }
    }

    fn panel(&self, ctx: &Context<Self>, session: &Session, texts: &Texts) -> Html {
        let link = ctx.link();
        let view = &session.view;
        let on_seek = link.callback(|position| Msg::Order(Order::Seek(position)));
        match self.tab {
            Tab::Stage if self.small => self.stage(ctx, session, texts),
            Tab::Stage | Tab::Log => html! { <Log view={view.clone()} on_order={link.callback(Msg::Order)} /> },
            Tab::Table => {
                html! { <Table overview={Rc::clone(&view.overview)} on_select={link.callback(Msg::Select)} /> }
            }
            Tab::Inspector => {
                let focus = session.focus.as_ref();
                html! {
                    <Inspector view={view.clone()} subject={focus.map(|focus| focus.subject.clone())} message={focus.and_then(|focus| focus.message.clone())}
                        history={focus.map(|focus| Rc::clone(&focus.history)).unwrap_or_default()}
                        on_act={link.callback(|statement| Msg::Act(vec![statement]))} {on_seek} />
                }
            }
            Tab::Act => {
                let on_undo = session.playback.can_undo().then(|| link.callback(|()| Msg::Order(Order::Undo)));
                html! {
                    <Act overview={Rc::clone(&view.overview)} actions={view.run.actions.clone()} in_past={!view.at_end()} draft={session.draft()}
                        on_draft={link.callback(Msg::Draft)} on_act={link.callback(Msg::Act)} {on_seek} {on_undo} />
                }
            }
        }
    }

    fn dialogs(&self, ctx: &Context<Self>) -> Html {
        let on_close = ctx.link().callback(|()| Msg::Dialog(None));
        let (Some(session), Some(tongue)) = (&self.session, &self.tongue) else { return Html::default() };
        match self.dialog {
            None => Html::default(),
            Some(Shown::Help) => html! { <Help {on_close} /> },
            Some(Shown::Share) => {
                let fragment = session.link(&tongue.lang).encode();
                html! { <Share url={address::with_fragment(&fragment)} file={fragment} {on_close} on_file={ctx.link().callback(Msg::LinkFile)} /> }
            }
        }
    }
}
