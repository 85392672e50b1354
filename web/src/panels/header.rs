//! The bar at the top: the page's name, the open lesson, and the reader's settings.

use warren_lessons::pack::Language;
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Shown, Ui, UiCommand};
use crate::dom::value_of;
use crate::element::{Element, el, truth};
use crate::icons::Icon;
use crate::panels::buttons::{bare, explained, worded};
use crate::theme::Theme;

/// Draws the bar: the lesson's title, the settings if they fit here, and whether the list of lessons is shown if it
/// does not fit beside the stage.
pub fn header(ui: &Ui, title: AttrValue, settings: Html, menu_open: bool) -> Html {
    let menu = bare(ui, "button quiet menu", Icon::Menu, ui.say("header.lessons"), UiCommand::Menu(!menu_open));
    let help = UiCommand::Dialog(Some(Shown::Help));
    let help = explained(ui, "button quiet keyboard-button", Icon::Keyboard, "header.keys", help);
    let share = worded(ui, "button share-button", Icon::Link, "header.share", UiCommand::Dialog(Some(Shown::Share)));
    let brand = el("a")
        .with(&[("class", "brand"), ("aria-label", "Warren")])
        .attr("href", ui.host.href("v=1"))
        .child(logo())
        .child(el("span").text("Warren"));
    el("header")
        .class("top")
        .child(menu.id(ui, "menu").refer(ui, "aria-controls", "lessons").attr("aria-expanded", truth(menu_open)))
        .child(brand)
        .child(el("h1").class("top-title").text(title))
        .child(
            el("div")
                .class("top-tools")
                .child(settings)
                .child(help)
                .child(share.attr("aria-label", ui.say("header.share"))),
        )
        .into()
}

/// Draws the two menus: the languages with the current one, and the theme.
pub fn settings(ui: &Ui, languages: &[Language], language: &str, theme: Theme) -> Html {
    let languages = languages.iter().map(|one| {
        let chosen = one.code == language;
        choice(one.code.clone().into(), one.name.clone().into(), chosen).attr("lang", one.code.clone())
    });
    let themes = Theme::ALL.into_iter().map(|one| choice(one.id().into(), ui.say(name(one)), one == theme));
    el("div")
        .class("settings")
        .child(
            menu(ui.say("header.language"))
                .dispatch(ListenerKind::onchange, ui, |event| Some(UiCommand::Language(value_of(event))))
                .children(languages),
        )
        .child(
            menu(ui.say("header.theme"))
                .dispatch(ListenerKind::onchange, ui, |event| Some(UiCommand::Theme(Theme::of(&value_of(event)))))
                .children(themes),
        )
        .into()
}

/// Makes a menu without its choices.
pub fn menu(label: AttrValue) -> Element {
    el("select").class("button select").attr("aria-label", label)
}

/// Makes one choice of a menu.
#[inline(never)]
pub fn choice(value: AttrValue, words: AttrValue, chosen: bool) -> Element {
    el("option").key(&*value).attr("value", value.clone()).flag("selected", chosen).text(words)
}

const fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "theme.auto",
        Theme::Light => "theme.light",
        Theme::Dark => "theme.dark",
    }
}

fn logo() -> Element {
    const RABBIT: &str = "M14 21.5c-3.6 0-5-2-5-4.2 0-1.9 1.1-3.300 2.600-4C10.300 10.9 9.400 8 9.9 6.500c1.9.6 2.9 3.2 3.2 6.2h1.800c.3-3 1.300-5.600 3.2-6.2.5 1.500-.4 4.400-1.700 6.800 1.500.7 2.600 2.1 2.600 4 0 2.2-1.400 4.2-5 4.2z";
    let square = el("rect").with(&[("width", "28"), ("height", "28"), ("rx", "8")]);
    el("svg")
        .with(&[("class", "logo"), ("viewBox", "0 0 28 28"), ("width", "28"), ("height", "28")])
        .with(&[("aria-hidden", "true"), ("focusable", "false")])
        .child(square)
        .child(el("path").attr("d", RABBIT))
}
