//! The summaries: every phrase that says in one sentence what happened in a moment.

use core::time::Duration;

use warren_broker::Name;

use super::phrase::{Key, Messages, Names, Next, Place, phrases};
use crate::Change;

phrases! {
    /// The summary of a moment.
    Did, DID:

    // Clients, as seen by the world.
    Connects { client: Name } "did.connects";
    Refused { client: Name } "did.refused";
    Killed { client: Name } "did.killed";
    KilledLosing { client: Name, messages: Messages } "did.killed-losing";
    Stops { client: Name } "did.stops";
    Sends { client: Name, methods: Names } "did.sends";
    SendsLater { client: Name } "did.sends-later";
    Publishes { client: Name, exchange: Place, key: Key } "did.publishes";
    PublishesMany { client: Name, count: u64 } "did.publishes-many";
    Done { client: Name, messages: Messages } "did.done";
    DoneNext { client: Name, messages: Messages, next: Next } "did.done-next";
    BeginsWork { client: Name, messages: Messages } "did.begins-work";
    ReceivesMessage { client: Name, messages: Messages } "did.receives-message";
    ReceivesReturn { client: Name, messages: Messages } "did.receives-return";
    ReceivesConfirm { client: Name, number: u64 } "did.receives-confirm";
    ReceivesConfirmUpTo { client: Name, number: u64 } "did.receives-confirm-up-to";
    ReceivesNack { client: Name, number: u64 } "did.receives-nack";
    ReceivesClose { client: Name, text: Name } "did.receives-close";
    ReceivesAnswer { client: Name, method: Name } "did.receives-answer";
    ReceivesAndSends { client: Name, method: Name, methods: Names } "did.receives-and-sends";
    SocketGone { client: Name } "did.socket-gone";

    // The broker, handling what arrived.
    Connected { client: Name } "did.connected";
    ConnectionClosed { client: Name } "did.connection-closed";
    ConnectionLost { client: Name } "did.connection-lost";
    ConnectionLostRequeued { client: Name, messages: Messages } "did.connection-lost-requeued";
    ConnectionFailed { client: Name, text: Name } "did.connection-failed";
    ConnectionFailedLosing { client: Name, text: Name, count: u64 } "did.connection-failed-losing";
    ChannelFailed { client: Name, text: Name } "did.channel-failed";
    QueueDeclared { queue: Name } "did.queue-declared";
    QueueThere { queue: Name } "did.queue-there";
    QueueDeleted { queue: Name } "did.queue-deleted";
    ExchangeDeclared { exchange: Name } "did.exchange-declared";
    ExchangeThere { exchange: Name } "did.exchange-there";
    ExchangeDeleted { exchange: Name } "did.exchange-deleted";
    Bound { exchange: Name, destination: Place, key: Key } "did.bound";
    Unbound { exchange: Name, destination: Place, key: Key } "did.unbound";
    Purged { queue: Name, count: u64 } "did.purged";
    Consumes { client: Name, queue: Name } "did.consumes";
    ConsumesBacklog { client: Name, queue: Name, messages: Messages } "did.consumes-backlog";
    ConsumerGone { client: Name, queue: Name } "did.consumer-gone";
    HandedOn { messages: Messages, clients: Names } "did.handed-on";
    Waits { messages: Messages, queues: Names } "did.waits";
    HandedOnAndWaits { messages: Messages, clients: Names, queues: Names } "did.handed-on-and-waits";
    AnswersDirectly { messages: Messages, client: Name } "did.answers-directly";
    Unroutable { messages: Messages } "did.unroutable";
    Returned { messages: Messages } "did.returned";
    Overflows { messages: Messages, queue: Name } "did.overflows";
    Uncommitted { messages: Messages } "did.uncommitted";
    Acked { client: Name, messages: Messages } "did.acked";
    AckedNext { client: Name, messages: Messages, next: Next, taker: Names } "did.acked-next";
    Rejected { client: Name, messages: Messages } "did.rejected";
    DeadLettered { messages: Messages, queue: Names, exchange: Place } "did.dead-lettered";
    Requeued { messages: Messages, queue: Names } "did.requeued";
    RequeuedNext { messages: Messages, queue: Names, taker: Names } "did.requeued-next";
    Got { client: Name, messages: Messages, queue: Names } "did.got";
    GotNothing { client: Name } "did.got-nothing";
    Handles { client: Name, method: Name } "did.handles";

    // Timers of the broker.
    AckTimeout { client: Name } "did.ack-timeout";
    Expired { messages: Messages, queue: Names } "did.expired";
    QueueExpired { queue: Name } "did.queue-expired";
    Written { messages: Messages, queue: Names } "did.written";
    Synced { messages: Messages, queue: Names } "did.synced";
    Timer { } "did.timer";

    // Stop and start of the broker.
    BrokerStops { } "did.broker-stops";
    BrokerKilled { } "did.broker-killed";
    PowerFails { } "did.power-fails";
    BrokerStopsLosing { count: u64 } "did.broker-stops-losing";
    BrokerKilledLosing { count: u64 } "did.broker-killed-losing";
    PowerFailsLosing { count: u64 } "did.power-fails-losing";
    BrokerStarts { } "did.broker-starts";
    BrokerStartsWith { recovered: u64, lost: u64 } "did.broker-starts-with";

    // Statements that change the world.
    Set { client: Name, change: Name } "did.set";
    NetworkSet { change: Name } "did.network-set";
    Disconnected { client: Name } "did.disconnected";
    ClientAdded { client: Name } "did.client-added";
    TimePasses { span: Duration } "did.time-passes";
    Ignored { statement: Name } "did.ignored";
}

impl Did {
    /// Returns the summary of a change made by a statement.
    pub fn changed(change: Change, client: Name, statement: &Name) -> Self {
        match change {
            Change::Network => Self::NetworkSet { change: statement.clone() },
            Change::Disconnected => Self::Disconnected { client },
        }
    }
}
