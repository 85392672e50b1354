//! The programs of the lesson in the reader's programming language, with the lines lit that cause what happens now. It
//! deliberately does not know any programming language: the build has marked and coloured the lines.

use std::rc::Rc;

use warren_lessons::pack::{Code, Line, Program, Sample};
use web_sys::Element;
use yew::prelude::*;

use crate::dom::reveal;
use crate::i18n::{Texts, use_texts};
use crate::panels::evidence::tab_list;

/// The panel.
#[derive(Properties, PartialEq)]
pub struct CodeProps {
    /// All programs in all languages.
    pub code: Rc<Code>,
    /// The anchors whose lines are lit.
    pub lit: Vec<String>,
    /// The id of the language shown.
    pub language: AttrValue,
    /// To another language.
    pub on_language: Callback<String>,
}

/// Draws the panel.
#[component]
pub fn CodePanel(props: &CodeProps) -> Html {
    let texts = use_texts();
    let scroller = use_node_ref();
    let Some(sample) =
        props.code.samples.iter().find(|sample| sample.language == *props.language).or(props.code.samples.first())
    else {
        return Html::default();
    };
    use_effect_with((props.code.id.clone(), sample.language.clone(), props.lit.clone()), {
        let scroller = scroller.clone();
        move |_| reveal_lit(&scroller)
    });
    let tabs =
        props.code.samples.iter().map(|sample| (sample.language.clone().into(), sample.label.clone().into())).collect();
    html! {
        <section class="code" aria-labelledby="code-title">
            <div class="code-head">
                <h3 id="code-title" class="visually-hidden">{ texts.say("code.title") }</h3>
                { tab_list("code", &texts.say("code.languages"), tabs, &sample.language, &props.on_language) }
                <span class="code-library" translate="no">{ &sample.library }</span>
            </div>
            <div class="code-text" id="code-panel" role="tabpanel" tabindex="0" aria-labelledby={format!("code-tab-{}", sample.language)} ref={scroller}>
                { programs(sample, &props.lit, &texts) }
            </div>
        </section>
    }
}

fn programs(sample: &Sample, lit: &[String], texts: &Texts) -> Html {
    html! {
        { for sample.programs.iter().map(|program| html! {
            <figure key={program.file.clone()} translate="no">
                <figcaption>{ &program.file }</figcaption>
                <pre><code>{ lines(program, lit, texts) }</code></pre>
            </figure>
        }) }
    }
}

fn lines(program: &Program, lit: &[String], texts: &Texts) -> Html {
    program.lines.iter().map(|line| if is_lit(line, lit) { lit_line(line, texts) } else { dark_line(line) }).collect()
}

fn is_lit(line: &Line, lit: &[String]) -> bool {
    line.anchors.iter().any(|anchor| lit.contains(anchor))
}

fn lit_line(line: &Line, texts: &Texts) -> Html {
    html! {
        <mark class="line">
            <span class="visually-hidden">{ texts.say("code.lit") }</span>
            { Html::from_html_unchecked(line.html.clone().into()) }
            { "\n" }
        </mark>
    }
}

fn dark_line(line: &Line) -> Html {
    html! { <span class="line">{ Html::from_html_unchecked(line.html.clone().into()) }{ "\n" }</span> }
}

/// Brings the last and then the first of the lit lines into view: where not all fit, the first is seen.
fn reveal_lit(scroller: &NodeRef) {
    let Some(outer) = scroller.cast::<Element>() else { return };
    let lit = outer.get_elements_by_tag_name("mark");
    for index in [lit.length().saturating_sub(1), 0] {
        if let Some(line) = lit.item(index) {
            reveal(&outer, &line);
        }
    }
}
