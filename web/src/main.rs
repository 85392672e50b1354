//! The page's entry: it mounts the app and owns nothing else. It deliberately does not know what the app shows.

mod app;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
