//! Draws the message of an app that has failed, with ways to go on with everything that was done. They work in a new instance, because the
//! WebAssembly of the failed one cannot be trusted any more.

use web_sys::{Element, HtmlElement};

use crate::host::{Host, LastMoment, reopen};
use crate::link::Link;
use wasm_bindgen::JsCast;

/// Puts the message in the place of the app, and the last moment into the address bar, if the app has one.
#[inline(never)] // It is of the simulation's chunk, and its caller of the first.
pub fn rescue(host: &Host) {
    // Where the app fails while it notes a moment, nobody knows the moment.
    let Ok(last) = host.last().try_borrow() else { return };
    let offers = offers(&last, host.link());
    if let (Some(bar), Some((_, link))) = (host.address(), offers.first()) {
        bar.replace(link);
    }
    let had_focus = host.root().matches(":focus-within").unwrap_or_default();
    host.root().set_inner_html("");
    // If not even the message can be shown, there is nobody left to tell.
    let first = draw(host, &last, &offers);
    if let (Some(first), true) = (first, had_focus) {
        let _ = first.unchecked_into::<HtmlElement>().focus();
    }
}

/// Lists the ways to go on: the keys of their words, and their links. `began` is the link that the app began with.
fn offers(last: &LastMoment, began: String) -> Vec<(&'static str, String)> {
    let Some(run) = &last.run else { return vec![("panic.go-on", began)] };
    let beginning = Link { lesson: Some(last.lesson.clone()), lang: Some(last.lang.clone()), ..Link::default() };
    let here = Link { at: last.at, actions: run.actions.clone(), ..beginning.clone() };
    let mut offers = vec![("panic.go-on", here.encode())];
    let mut without = here.clone();
    if let Some((at, _)) = without.actions.pop() {
        without.at = without.at.min(at);
        offers.push(("panic.without-last", without.encode()));
    }
    if here != beginning {
        offers.push(("panic.from-start", beginning.encode()));
    }
    offers
}

/// Draws the message with a button for each offer. Gives the first button.
fn draw(host: &Host, last: &LastMoment, offers: &[(&'static str, String)]) -> Option<Element> {
    let say = |key: &str| match (&last.catalog, key) {
        (Some(catalog), _) => catalog.text(key),
        // Before the reader's texts are here.
        (None, "panic.title") => "Warren".to_owned(),
        (None, "panic.go-on") => "Try again".to_owned(),
        (None, _) => String::new(),
    };
    let message = add(host.root(), "div", "failure panic", "")?;
    message.set_attribute("role", "alert").ok()?;
    add(&message, "h2", "", &say("panic.title"))?;
    add(&message, "p", "", &say("panic.text"))?;
    let row = add(&message, "div", "row", "")?;
    for (index, (words, link)) in offers.iter().enumerate() {
        let button = add(&row, "button", if index == 0 { "button strong" } else { "button" }, &say(words))?;
        for step in reopen::steps(host, link) {
            button.add_event_listener_with_callback("click", &step).ok()?;
        }
    }
    row.first_element_child()
}

fn add(parent: &Element, name: &str, class: &str, text: &str) -> Option<Element> {
    let child = parent.owner_document()?.create_element(name).ok()?;
    child.set_class_name(class);
    child.set_text_content(Some(text));
    parent.append_child(&child).ok()?;
    Some(child)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::rc::Rc;

    use warren_view::run::Run;

    use super::*;

    fn last(at: usize, actions: &[(usize, &str)]) -> LastMoment {
        let actions = actions.iter().map(|(at, statement)| (*at, (*statement).to_owned())).collect();
        let run = Rc::new(Run { moments: Vec::new(), beats: Vec::new(), actions });
        LastMoment { catalog: None, lang: "ja".into(), lesson: "rpc".into(), at, run: Some(run) }
    }

    fn offered(last: &LastMoment) -> Vec<(&'static str, String)> {
        offers(last, "v=1&lesson=topics".into())
    }

    #[test]
    fn one_goes_on_with_all_that_was_done_or_without_the_last_of_it_or_anew() {
        assert_eq!(
            offered(&last(14, &[(3, "kill a"), (12, "start a")])),
            [
                ("panic.go-on", "v=1&lesson=rpc&at=14&lang=ja&do=3+kill+a&do=12+start+a".to_owned()),
                ("panic.without-last", "v=1&lesson=rpc&at=12&lang=ja&do=3+kill+a".to_owned()),
                ("panic.from-start", "v=1&lesson=rpc&at=0&lang=ja".to_owned()),
            ]
        );
    }

    #[test]
    fn what_was_not_done_is_not_left_out() {
        let offered = offered(&last(14, &[]));
        assert_eq!(offered.iter().map(|(words, _)| *words).collect::<Vec<_>>(), ["panic.go-on", "panic.from-start"]);
    }

    #[test]
    fn at_the_beginning_there_is_one_way() {
        assert_eq!(offered(&last(0, &[])), [("panic.go-on", "v=1&lesson=rpc&at=0&lang=ja".to_owned())]);
        assert_eq!(offered(&LastMoment::default()), [("panic.go-on", "v=1&lesson=topics".to_owned())]);
    }
}
