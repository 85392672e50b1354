//! Replays all recordings of the real broker, group by group: the simulated one must behave the same.

use std::collections::BTreeSet;
use std::fs;

use warren_tests::{GroupReport, group_folder, replay_group};

/// Makes one test for each group, and the list of all groups.
macro_rules! groups {
    ($($name:ident => $group:literal,)*) => {
        const GROUPS: &[&str] = &[$($group),*];
        $(
            #[test]
            fn $name() {
                let GroupReport { total, failures, failed } = replay_group($group);
                assert!(failed == 0, "{failed} of {total} recordings differ:\n{failures}");
            }
        )*
    };
}

groups! {
    acks => "hand/acks",
    autodelete => "hand/autodelete",
    basics => "hand/basics",
    confirms => "hand/confirms",
    declare => "hand/declare",
    dispatch => "hand/dispatch",
    dlx => "hand/dlx",
    durability => "hand/durability",
    errors => "hand/errors",
    exclusive => "hand/exclusive",
    maxlen => "hand/maxlen",
    ordering => "hand/ordering",
    priority => "hand/priority",
    qos => "hand/qos",
    quorum => "hand/quorum",
    reply_to => "hand/reply_to",
    requeue => "hand/requeue",
    routing => "hand/routing",
    sac => "hand/sac",
    ttl => "hand/ttl",
    tx => "hand/tx",
    more => "more",
    random => "random",
    probes => "probes",
}

#[test]
fn every_folder_of_recordings_is_a_group() {
    let mut folders = BTreeSet::from(["more", "random", "probes"].map(str::to_owned));
    for entry in fs::read_dir(group_folder("hand")).expect("the folder is part of this crate") {
        let entry = entry.expect("the folder can be listed");
        folders.insert(format!("hand/{}", entry.file_name().to_string_lossy()));
    }
    assert_eq!(GROUPS.len(), folders.len(), "a group is listed twice or not at all");
    assert_eq!(GROUPS.iter().map(|group| (*group).to_owned()).collect::<BTreeSet<_>>(), folders);
}
