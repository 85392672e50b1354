//! The page's entry: mounts the app in the page that is its own.

use warren_web::app::{App, AppProps};
use warren_web::host::Host;

fn main() {
    // Another page mounts players itself.
    if let Some(host) = Host::page() {
        yew::Renderer::<App>::with_root_and_props(host.root().clone(), AppProps { host }).render();
    }
}
