//! The page's entry: it mounts the app in the page that is its own, and owns nothing else. It does not know what the app shows.

use warren_web::app::{App, AppProps};
use warren_web::host::Host;

fn main() {
    // A page of somebody else's mounts players itself.
    if let Some(host) = Host::page() {
        yew::Renderer::<App>::with_root_and_props(host.root().clone(), AppProps { host }).render();
    }
}
