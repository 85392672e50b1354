//! The bar at the top: what this is, which lesson is open, and the reader's settings. It deliberately keeps none of them.

use std::rc::Rc;

use warren_lessons::pack::Language;
use yew::prelude::*;

use crate::dom::selected_value;
use crate::i18n::use_texts;
use crate::icons::{Icon, icon};
use crate::theme::Theme;

/// The bar.
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The lesson's title.
    pub title: AttrValue,
    /// Whether the list of lessons is shown where there is no room for it beside the stage.
    pub menu_open: bool,
    /// To show or hide the list of lessons.
    pub on_menu: Callback<()>,
    /// To copy the link to this step.
    pub on_share: Callback<()>,
    /// To show the keys.
    pub on_help: Callback<()>,
    /// The settings, where there is room for them here.
    pub children: Html,
}

/// Draws the bar.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let texts = use_texts();
    let menu = props.on_menu.reform(|_: MouseEvent| ());
    let share = props.on_share.reform(|_: MouseEvent| ());
    let help = props.on_help.reform(|_: MouseEvent| ());
    html! {
        <header class="top">
            <button class="button quiet menu" type="button" aria-expanded={props.menu_open.to_string()} aria-controls="lessons"
                aria-label={texts.say("header.lessons")} onclick={menu}>{ icon(Icon::Menu) }</button>
            <a class="brand" href="#v=1" aria-label="Warren">{ logo() }<span>{ "Warren" }</span></a>
            <h1 class="top-title">{ &props.title }</h1>
            <div class="top-tools">
                { props.children.clone() }
                <button class="button quiet keyboard-button" type="button" aria-label={texts.say("header.keys")}
                    title={texts.say("header.keys")} onclick={help}>{ icon(Icon::Keyboard) }</button>
                <button class="button share-button" type="button" aria-label={texts.say("header.share")} onclick={share}>
                    { icon(Icon::Link) }<span>{ texts.say("header.share") }</span>
                </button>
            </div>
        </header>
    }
}

/// Language and theme.
#[derive(Properties, PartialEq)]
pub struct SettingsProps {
    /// All there are.
    pub languages: Rc<Vec<Language>>,
    /// The code of the one shown.
    pub language: AttrValue,
    /// The theme shown.
    pub theme: Theme,
    /// To another language.
    pub on_language: Callback<String>,
    /// To another theme.
    pub on_theme: Callback<Theme>,
}

/// Draws the two menus.
#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let texts = use_texts();
    let language = props.on_language.reform(selected_value);
    let theme = props.on_theme.reform(|event| Theme::of(&selected_value(event)));
    html! {
        <div class="settings">
            <select class="button select" aria-label={texts.say("header.language")} onchange={language}>
                { for props.languages.iter().map(|one| html! {
                    <option key={one.code.clone()} value={one.code.clone()} lang={one.code.clone()} selected={one.code == *props.language}>
                        { &one.name }
                    </option>
                }) }
            </select>
            <select class="button select" aria-label={texts.say("header.theme")} onchange={theme}>
                { for Theme::ALL.into_iter().map(|one| html! {
                    <option key={one.id()} value={one.id()} selected={one == props.theme}>{ texts.say(name(one)) }</option>
                }) }
            </select>
        </div>
    }
}

const fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "theme.auto",
        Theme::Light => "theme.light",
        Theme::Dark => "theme.dark",
    }
}

fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
            <rect width="28" height="28" rx="8" />
            <path d="M14 21.5c-3.6 0-5-2-5-4.2 0-1.9 1.1-3.300 2.600-4C10.300 10.9 9.400 8 9.9 6.500c1.9.6 2.9 3.2 3.2 6.2h1.800c.3-3 1.300-5.600 3.2-6.2.5 1.500-.4 4.400-1.700 6.800 1.500.7 2.600 2.1 2.600 4 0 2.2-1.400 4.2-5 4.2z" />
        </svg>
    }
}
