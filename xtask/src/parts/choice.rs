//! Which code waits for the second part. It owns the list; it deliberately does not know how anything is cut.

/// Code of ours that is in the first part, by path; all other code of ours waits. What the libraries bring goes with those that use it.
const FIRST: [&str; 25] = [
    "warren_dict",
    "warren_simulator::plurals",
    "warren_simulator::text",
    "warren_lessons",
    "warren_web::address",
    "warren_web::app",
    "warren_web::command",
    "warren_web::console::history",
    "warren_web::dom",
    "warren_web::element",
    "warren_web::i18n",
    "warren_web::icons",
    "warren_web::memo",
    "warren_web::keys",
    "warren_web::link",
    "warren_web::main",
    "warren_web::packs",
    "warren_web::panels::buttons",
    "warren_web::panels::header",
    "warren_web::panels::lessons",
    "warren_web::panels::opening",
    "warren_web::plurals",
    "warren_web::rest",
    "warren_web::storage",
    "warren_web::theme",
];

/// Of that code and the libraries', what only an open lesson needs.
const WAITS: [&str; 6] = [
    "core::fmt::float",
    "warren_web::app::App>::act",
    "warren_web::app::App>::lesson",
    "warren_web::app::App>::open",
    "warren_web::app::App>::settle",
    "warren_web::app::App>::typed",
];

/// How a function is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// By its name, from code of the first part.
    Called,
    /// By its address: from anywhere, who knows when.
    Pointed,
}

/// Whether the function of this name, as the compiler demangles it, waits for the second part.
///
/// A function of a library that is called is there for its caller. One that is pointed to, as those behind a `dyn` are, is there for what its
/// name mentions.
pub fn waits(name: &str, reached: Reached) -> bool {
    let name = without_hashes(name);
    match reached {
        Reached::Called => path_waits(name.trim_start_matches(['<', '&'])),
        Reached::Pointed => name.match_indices("warren_").any(|(at, _)| path_waits(&name[at..])),
    }
}

fn path_waits(path: &str) -> bool {
    let goes_on = |after: &str| after.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    let within = |list: &[&str]| list.iter().any(|there| path.strip_prefix(there).is_some_and(|after| !goes_on(after)));
    within(&WAITS) || (path.starts_with("warren_") && !within(&FIRST))
}

/// `name` without what tells crates of one name apart: `warren_web[34269ff91d24e092]::app` is `warren_web::app`.
fn without_hashes(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut clean = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((hash, after)) if hash.len() > 8 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                clean += after
            }
            _ => {
                clean.push('[');
                clean += piece;
            }
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_waits_by_where_it_is_written() {
        assert!(waits("<warren_broker[a0ed0f7a99c516f1]::broker::Broker>::handle", Reached::Called));
        assert!(waits("warren_web[34269ff91d24e092]::panels::log::log", Reached::Called));
        assert!(waits("<warren_web[34269ff91d24e092]::app::App>::settle", Reached::Called));
        assert!(!waits("<warren_web[34269ff91d24e092]::app::App>::settled", Reached::Called));
        assert!(!waits(
            "<alloc[3ca501edff3f0c7c]::vec::Vec<warren_broker[a0ed0f7a99c516f1]::Event>>::push",
            Reached::Called
        ));
    }

    #[test]
    fn what_is_pointed_to_waits_by_what_it_mentions() {
        let glue = "core[c5930c85a12de822]::ptr::drop_in_place::<warren_web[34269ff91d24e092]::stage::Stage>";
        assert!(waits(glue, Reached::Pointed));
        assert!(!waits(
            "<yew[c4dcd70061b40cb1]::Scope<warren_web[34269ff91d24e092]::app::App>>::run",
            Reached::Pointed
        ));
        assert!(!waits("<[u8; 16]>::to_vec", Reached::Pointed));
    }

    #[test]
    fn only_hashes_are_taken_from_a_name() {
        assert_eq!(without_hashes("<[u8; 4]>::f::{closure#0}[1]"), "<[u8; 4]>::f::{closure#0}[1]");
        assert_eq!(without_hashes("core[c5930c85a12de822]::fmt"), "core::fmt");
    }
}
