//! Classes confirm and tx: a channel's two modes, which exclude each other.

use crate::broker::Broker;
use crate::channel::{Confirms, Mode, Publication, Settlement, Transaction, Unacked};
use crate::event::Event;
use crate::protocol_error::ProtocolError;
use crate::{ChannelId, Name, QueueId, Reply};

impl Broker {
    pub(crate) fn select_confirm(
        &mut self,
        id: ChannelId,
        no_wait: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        match channel.mode {
            Mode::Plain => channel.mode = Mode::Confirm(Confirms::default()),
            Mode::Confirm(_) => {}
            Mode::Transaction(_) => return Err(ProtocolError::precondition("cannot switch from tx to confirm mode")),
        }
        self.answer(id, no_wait, Reply::ConfirmSelectOk, out);
        Ok(())
    }

    pub(crate) fn select_transaction(&mut self, id: ChannelId, out: &mut Vec<Event>) -> Result<(), ProtocolError> {
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        match channel.mode {
            Mode::Plain => channel.mode = Mode::Transaction(Transaction::default()),
            Mode::Transaction(_) => {}
            Mode::Confirm(_) => return Err(ProtocolError::precondition("cannot switch from confirm to tx mode")),
        }
        out.push(Event::To(id, Reply::TxSelectOk));
        Ok(())
    }

    /// Commits a transaction. Returned messages come before any delivery. The channel sends its queues publishes, then
    /// settlements, but a queue takes acks before anything else that waits for it (recordings
    /// `narrow/tx_nack_then_ack`, seed 710128). If there are publishes, the channel waits for the queues before it
    /// answers, and their dead letters come before the answer too (seed 700002); deliveries made possible by the
    /// settlements alone come after it. A queue that refuses a publish fails the commit once all the rest is done.
    pub(crate) fn commit(&mut self, id: ChannelId, out: &mut Vec<Event>) -> Result<(), ProtocolError> {
        let publishes = core::mem::take(&mut self.transaction(id)?.publishes);
        let find = |name: &Name| self.queues.find(name).map(QueueId);
        let found = |publication: Publication| (publication.queues.iter().filter_map(find).collect(), publication);
        let found: Vec<(Vec<QueueId>, Publication)> = publishes.into_iter().map(found).collect();
        let answered_first = found.iter().all(|(targets, _)| targets.is_empty());
        let (unroutable, routed): (Vec<_>, Vec<_>) = found.into_iter().partition(|(targets, _)| targets.is_empty());
        for (_, Publication { message, mandatory, .. }) in unroutable {
            self.enqueue_all(id, message, &[], mandatory, None, out);
        }
        if answered_first {
            out.push(Event::To(id, Reply::TxCommitOk));
        }
        let (acks, others) = core::mem::take(self.transaction(id)?).into_settlements();
        // They wait here because a queue that crashes on the way takes out its own.
        self.transaction(id)?.settlements = others;
        self.settle_committed(id, acks, out);
        let mut complete = true;
        for (targets, Publication { message, mandatory, .. }) in routed {
            complete &= self.enqueue_all(id, message, &targets, mandatory, None, out);
        }
        let others = core::mem::take(&mut self.transaction(id)?.settlements);
        self.settle_committed(id, others, out);
        if !complete {
            return Err(ProtocolError::precondition("partial tx completion"));
        }
        if !answered_first {
            self.publish_dead_letters(out);
            out.push(Event::To(id, Reply::TxCommitOk));
        }
        Ok(())
    }

    fn settle_committed(&mut self, id: ChannelId, settlements: Vec<(Settlement, Vec<Unacked>)>, out: &mut Vec<Event>) {
        for (settlement, settled) in settlements {
            let channel = self.channel(id).expect("nothing that a commit does ends its channel");
            let settling = channel.settling(settlement);
            self.settle_all(settling, settled, out);
        }
    }

    /// Rolls back a transaction: discards its publishes and restores its settled deliveries.
    pub(crate) fn roll_back(&mut self, id: ChannelId, out: &mut Vec<Event>) -> Result<(), ProtocolError> {
        let transaction = core::mem::take(self.transaction(id)?);
        let channel = self.channel_mut(id).expect("a method is carried out on a channel that is open");
        channel.untake(transaction.settlements.into_iter().flat_map(|(_, settled)| settled));
        out.push(Event::To(id, Reply::TxRollbackOk));
        self.watch_deliveries_that_came_back(id, out);
        Ok(())
    }

    fn transaction(&mut self, id: ChannelId) -> Result<&mut Transaction, ProtocolError> {
        match self.channel_mut(id).map(|channel| &mut channel.mode) {
            Some(Mode::Transaction(transaction)) => Ok(transaction),
            Some(Mode::Plain | Mode::Confirm(_)) | None => {
                Err(ProtocolError::precondition("channel is not transactional"))
            }
        }
    }
}
