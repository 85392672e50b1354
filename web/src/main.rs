//! The page's entry: mounts the app in the page that is its own.

use warren_web::host::Host;
use warren_web::player::show;

fn main() {
    // Another page mounts players itself.
    if let Some(host) = Host::page() {
        show(host);
    }
}
