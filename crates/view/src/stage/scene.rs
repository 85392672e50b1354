//! Reads the scene of a state: the messages in queues, in clients' hands and in flight.

use warren_broker::CopyId;
use warren_broker::event::Stage;
use warren_broker::overview::{MessageView, QueueView};
use warren_dict::Dict;
use warren_drawing::scene::{Chip, Contents, Scene, Slot, Stored};
use warren_simulator::{ClientView, Overview};

use super::graph::Board;
use super::ids::{chip_id, client_node, queue_node, slot_id, token_id};
use super::plan::Plan;
use super::transit::under_way;

/// Reads the scene of a state at rest, without highlights.
pub(super) fn scene(overview: &Overview, plan: &Plan, board: &Board) -> Scene {
    Scene {
        stores: overview.broker.queues.iter().map(|queue| (queue_node(queue.id), contents(queue))).collect(),
        hands: overview.clients.iter().map(|client| (client_node(client.id), chips(client))).collect(),
        parked: under_way(overview, plan, board),
        lit: Dict::new(),
        matched: Vec::new(),
    }
}

fn contents(queue: &QueueView) -> Contents {
    let slot = |view: &MessageView| Slot {
        id: slot_id(CopyId { queue: queue.id, position: view.position }),
        token: token_id(view.message.id),
        level: view.level,
        stored: view.stage.map(stored),
        held: view.unacked.is_some(),
        again: view.redelivered,
        fresh: false,
    };
    let slots = queue.messages.iter().map(slot).collect();
    Contents { slots, ready: queue.messages_ready, held: queue.messages_unacknowledged }
}

/// Returns how far a copy is on its way to the disk.
pub(super) const fn stored(stage: Stage) -> Stored {
    match stage {
        Stage::Memory => Stored::Memory,
        Stage::PageCache => Stored::Cached,
        Stage::Disk => Stored::Disk,
    }
}

fn chips(client: &ClientView) -> Vec<Chip> {
    let working = client.working_on.as_ref().map(|work| (work.channel, work.delivery_tag));
    let held = client.holding.iter().map(|held| Chip {
        id: chip_id(held.channel, held.delivery_tag),
        token: token_id(held.message.id),
        working: working == Some((held.channel, held.delivery_tag)),
    });
    held.collect()
}
