//! The page's entry: it mounts the app in the page that is its own, and owns nothing else. It does not know what the app shows.

use warren_web::host::Host;
use warren_web::player::show;

fn main() {
    // A page of somebody else's mounts players itself.
    if let Some(host) = Host::page() {
        show(host);
    }
}
