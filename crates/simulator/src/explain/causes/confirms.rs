//! Why a publisher confirm is sent now.

use warren_broker::event::Stage;
use warren_broker::{ChannelId, Event, MessageId};

use crate::explain::scene::Scene;
use crate::explain::sentences::Why;

pub fn confirmed(scene: &Scene<'_>, channel: ChannelId, number: u64, multiple: bool, say: &mut dyn FnMut(Why)) {
    let events = &scene.moment.events;
    let published = events.iter().find_map(|event| {
        let Event::Published { channel: on, message, publish_seq_no } = event else { return None };
        (*on == channel && *publish_seq_no == Some(number)).then_some(message.id)
    });
    let synced = events.iter().any(|event| matches!(event, Event::Persisted { stage: Stage::Disk, .. }));
    say(match published {
        Some(message) if is_unroutable(events, message) => Why::ConfirmUnroutable { number },
        Some(message) if is_gone(events, message) => Why::ConfirmSettled { number },
        Some(_) => Why::ConfirmTransient { number },
        None if synced => Why::ConfirmSynced { number },
        None => Why::ConfirmSettled { number },
    });
    if multiple {
        say(Why::ConfirmMultiple { number });
    }
}

fn is_unroutable(events: &[Event], id: MessageId) -> bool {
    events.iter().any(|event| matches!(event, Event::Unroutable { message, .. } if *message == id))
}

/// Returns whether a persistent copy left its queue in the same moment.
fn is_gone(events: &[Event], id: MessageId) -> bool {
    let kept = |event: &Event| matches!(event, Event::Enqueued { message, persistent: true, .. } if *message == id);
    events.iter().any(kept)
}
