//! The stage of copies when the broker stopped, and so what it found when it started.

use warren_broker::event::{LossCause, Stage, StopCause};
use warren_broker::{CopyId, MessageId};

use crate::explain::scene::Scene;
use crate::explain::sentences::Why;

pub fn persisted(scene: &Scene<'_>, copy: CopyId, message: MessageId, stage: Stage, say: &mut dyn FnMut(Why)) {
    let (messages, queue) = (message.into(), scene.queue(copy.queue));
    match stage {
        // The initial stage of every copy, of which there is nothing to tell.
        Stage::Memory => {}
        Stage::PageCache => say(Why::Written { messages, queue }),
        Stage::Disk => say(Why::Synced { messages, queue }),
    }
}

pub const fn stopped(cause: StopCause) -> Why {
    match cause {
        StopCause::Clean => Why::StoppedClean {},
        StopCause::Killed => Why::StoppedKilled {},
        StopCause::PowerLoss => Why::StoppedPower {},
    }
}

pub fn recovered(scene: &Scene<'_>, copy: CopyId, message: MessageId, redelivered: bool, say: &mut dyn FnMut(Why)) {
    let (messages, queue) = (message.into(), scene.queue(copy.queue));
    say(if redelivered { Why::RecoveredRedelivered { messages, queue } } else { Why::Recovered { messages, queue } });
}

pub fn lost(scene: &Scene<'_>, copy: CopyId, message: MessageId, cause: LossCause) -> Why {
    let (messages, queue) = (message.into(), scene.queue(copy.queue));
    match cause {
        LossCause::QueueNotDurable => Why::LostQueue { messages, queue },
        LossCause::MessageNotPersistent => Why::LostTransient { messages, queue },
        LossCause::NotOnDisk(stage) => match stage {
            Stage::Memory => Why::LostInMemory { messages, queue },
            Stage::PageCache => Why::LostInPageCache { messages, queue },
            Stage::Disk => Why::LostOnDisk { messages, queue },
        },
    }
}
