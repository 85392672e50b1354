//! The app's outermost component. It owns the page's landmarks; what stands in them it deliberately does not know.

use yew::prelude::*;

/// The page: a heading and what Warren is.
#[component]
pub fn App() -> Html {
    html! {
        <main>
            <h1>{ "Warren" }</h1>
            <p>{ "A RabbitMQ simulator that you can rewind." }</p>
        </main>
    }
}
