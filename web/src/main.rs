//! The page's entry: it mounts the app and owns nothing else. It does not know what the app shows.

fn main() {
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has an element with this id");
    yew::Renderer::<warren_web::app::App>::with_root(root).render();
}
