//! The lines of the stages on the way to the disk, and of what survives a stop.

use warren_broker::event::{LossCause, Stage, StopCause};
use warren_broker::{CopyId, Event, MessageId};

use super::{Line, broker, of_queue};
use crate::explain::scene::Scene;

pub fn persisted(scene: &Scene<'_>, copy: CopyId, message: MessageId, stage: Stage) -> Line {
    of_queue(scene, "persisted", copy, message, &format!(", {}", stage_name(stage)))
}

pub fn stopped(scene: &Scene<'_>, cause: StopCause) -> Line {
    let what = match cause {
        StopCause::Clean => "stopped",
        StopCause::Killed => "killed",
        StopCause::PowerLoss => "power lost",
    };
    let gone = scene.moment.events.iter().filter(|event| matches!(event, Event::ConnectionClosed(..))).count();
    broker(what, format!("connections gone: {gone}"))
}

pub fn lost(scene: &Scene<'_>, copy: CopyId, message: MessageId, cause: LossCause) -> Line {
    let cause = match cause {
        LossCause::QueueNotDurable => ", queue not durable".to_owned(),
        LossCause::MessageNotPersistent => ", not persistent".to_owned(),
        LossCause::NotOnDisk(stage) => format!(", was in: {}", stage_name(stage)),
    };
    of_queue(scene, "lost", copy, message, &cause)
}

const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Memory => "memory",
        Stage::PageCache => "page cache",
        Stage::Disk => "disk",
    }
}
