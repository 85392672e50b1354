//! The sentences: every phrase that says in one sentence what happened in a moment (`Did`), and every one that says why
//! (`Why`), with the rule of the broker behind it. Which is said when is decided elsewhere.

use core::time::Duration;

use warren_broker::Name;

use super::phrase::{Key, Messages, Names, Next, Place, phrases};
use crate::Change;

phrases! {
    /// Why something happened.
    // Comparisons are described in texts that the exchange types define.
    Why, WHY, also Compared:

    // Routing.
    RoutedDefault { messages: Messages, queue: Name } "why.routed.default" "default-exchange";
    RoutedBinding { messages: Messages, exchange: Name, destination: Place, pattern: Key } "why.routed.binding";
    RoutedAlternate { messages: Messages, exchange: Name, alternate: Name }
        "why.routed.alternate" "alternate-exchange";
    RoutedReply { messages: Messages, client: Name } "why.routed.reply" "direct-reply-to";
    RoutedOnce { messages: Messages, queue: Name } "why.routed.once" "one-copy-per-queue";
    NoQueue { queue: Key } "why.unroutable.no-queue" "default-exchange";
    NoBindings { exchange: Name } "why.unroutable.no-bindings" "unroutable-dropped";
    MissBinding { destination: Place, pattern: Key } "why.miss.binding";
    MissDeadEnd { destination: Place } "why.miss.dead-end" "exchange-to-exchange";
    MissMore { count: u64 } "why.miss.more";
    UnroutableDropped { messages: Messages } "why.unroutable.dropped" "unroutable-dropped";
    UnroutableReturned { messages: Messages } "why.unroutable.returned" "mandatory-return";
    Uncommitted { messages: Messages } "why.uncommitted" "transactions";

    // Waiting in a queue.
    WaitsForConsumer { messages: Messages, queue: Name } "why.waits" "dispatch-when-possible";
    KeptOnDisk { messages: Messages, queue: Name } "why.persistent" "durability-stages";
    NotKeptQueue { messages: Messages, queue: Name } "why.not-kept.queue" "durable-needs-both";
    NotKeptNoAck { messages: Messages } "why.not-kept.no-ack" "automatic-ack";
    Expired { messages: Messages, queue: Name, ttl: Duration } "why.expired.queue" "ttl-at-head";
    ExpiredOwn { messages: Messages, queue: Name, ttl: Duration } "why.expired.message" "ttl-at-head";
    OverLength { messages: Messages, queue: Name, limit: u64 } "why.dropped.length" "length-limit-drops-head";
    OverBytes { messages: Messages, queue: Name, limit: u64 } "why.dropped.bytes" "length-limit-drops-head";
    FullLength { messages: Messages, queue: Name, limit: u64 } "why.refused.length" "reject-publish";
    FullBytes { messages: Messages, queue: Name, limit: u64 } "why.refused.bytes" "reject-publish";
    OverDeliveries { messages: Messages, queue: Name, limit: u64 } "why.dropped.deliveries" "delivery-limit";
    Purged { queue: Name } "why.purged" "purge-ready-only";

    // Delivery.
    Turn { messages: Messages, queue: Name, client: Name } "why.delivered.turn" "round-robin";
    Backlog { messages: Messages, queue: Name, client: Name } "why.delivered.backlog" "backlog-first-consumer";
    RoomAgain { messages: Messages, client: Name } "why.delivered.room" "prefetch";
    Got { messages: Messages, queue: Name, client: Name } "why.delivered.get" "basic-get";
    GotNothing { client: Name } "why.get-empty" "basic-get";
    NoAck { messages: Messages } "why.delivered.no-ack" "automatic-ack";
    Redelivered { messages: Messages } "why.delivered.redelivered" "redelivered-flag";
    Skipped { client: Name, queue: Name, limit: u64 } "why.skipped.prefetch" "prefetch";
    SkippedChannel { client: Name, queue: Name, limit: u64 } "why.skipped.channel-prefetch" "prefetch-global";
    ConsumerLast { client: Name, queue: Name } "why.consumer.last-in-turn" "round-robin";
    ConsumerCancelled { client: Name, queue: Name } "why.consumer.cancelled" "cancel-keeps-unacked";
    ConsumerQueueGone { client: Name, queue: Name } "why.consumer.queue-gone" "consumer-cancel-notification";
    ConsumerActivated { client: Name, queue: Name } "why.consumer.activated" "single-active-consumer";

    // Settling.
    Acked { messages: Messages, queue: Name } "why.acked" "acknowledgement";
    Rejected { messages: Messages, queue: Name } "why.rejected" "reject-without-requeue";
    RequeuedReject { messages: Messages, queue: Name } "why.requeued.reject" "requeue-keeps-position";
    RequeuedNack { messages: Messages, queue: Name } "why.requeued.nack" "requeue-keeps-position";
    RequeuedRecover { messages: Messages, queue: Name } "why.requeued.recover" "recover-requeues";
    RequeuedChannelClosed { messages: Messages, queue: Name } "why.requeued.channel-closed" "channel-close-requeues";
    RequeuedChannelError { messages: Messages, queue: Name } "why.requeued.channel-error" "channel-close-requeues";
    RequeuedAckTimeout { messages: Messages, queue: Name } "why.requeued.ack-timeout" "delivery-ack-timeout";
    RequeuedConnectionClosed { messages: Messages, queue: Name }
        "why.requeued.connection-closed" "channel-close-requeues";
    RequeuedConnectionLost { messages: Messages, queue: Name } "why.requeued.connection-lost" "channel-close-requeues";
    RequeuedConnectionError { messages: Messages, queue: Name }
        "why.requeued.connection-error" "channel-close-requeues";
    OldPlace { messages: Messages, queue: Name } "why.requeued.place" "requeue-keeps-position";
    QuorumBack { messages: Messages, queue: Name } "why.requeued.quorum" "quorum-requeues-to-back";
    QuorumBeforeNew { messages: Messages, queue: Name } "why.requeued.quorum-limit" "quorum-requeues-to-back";

    // Dead letters.
    DeadRejected { messages: Messages, queue: Name, exchange: Place, key: Key } "why.dead.rejected" "dead-letter";
    DeadExpired { messages: Messages, queue: Name, exchange: Place, key: Key } "why.dead.expired" "dead-letter";
    DeadMaxLen { messages: Messages, queue: Name, exchange: Place, key: Key } "why.dead.maxlen" "dead-letter";
    DeadDeliveries { messages: Messages, queue: Name, exchange: Place, key: Key } "why.dead.deliveries" "dead-letter";
    DeadNowhere { messages: Messages, queue: Name } "why.dead.no-exchange" "dead-letter-exchange-missing";
    DeadCrash { messages: Messages, queue: Name } "why.dead.crash" "dead-letter-crash";
    DeadCycle { messages: Messages, queue: Name } "why.dead.cycle" "dead-letter-cycle";
    DeadTooMany { messages: Messages, queue: Name } "why.dead.too-many" "dead-letter-cycle";

    // Disk and recovery.
    Written { messages: Messages, queue: Name } "why.written" "durability-stages";
    Synced { messages: Messages, queue: Name } "why.synced" "durability-stages";
    StoppedClean { } "why.stopped.clean" "clean-restart";
    StoppedKilled { } "why.stopped.killed" "durability-stages";
    StoppedPower { } "why.stopped.power" "durability-stages";
    Recovered { messages: Messages, queue: Name } "why.recovered" "durable-needs-both";
    RecoveredRedelivered { messages: Messages, queue: Name } "why.recovered.redelivered" "redelivered-after-restart";
    LostQueue { messages: Messages, queue: Name } "why.lost.queue" "durable-needs-both";
    LostTransient { messages: Messages, queue: Name } "why.lost.transient" "durable-needs-both";
    LostInMemory { messages: Messages, queue: Name } "why.lost.memory" "durability-stages";
    LostInPageCache { messages: Messages, queue: Name } "why.lost.page-cache" "durability-stages";
    LostOnDisk { messages: Messages, queue: Name } "why.lost.disk" "durability-stages";

    // Publisher confirms.
    ConfirmSynced { number: u64 } "why.confirm.synced" "publisher-confirms";
    ConfirmTransient { number: u64 } "why.confirm.transient" "publisher-confirms";
    ConfirmUnroutable { number: u64 } "why.confirm.unroutable" "publisher-confirms";
    ConfirmSettled { number: u64 } "why.confirm.settled" "publisher-confirms";
    ConfirmMultiple { number: u64 } "why.confirm.multiple" "confirm-multiple";
    ConfirmRefused { number: u64 } "why.confirm.refused" "reject-publish";

    // Settings and declarations.
    Prefetch { limit: u64 } "why.prefetch.consumers" "prefetch";
    PrefetchGlobal { limit: u64 } "why.prefetch.channel" "prefetch-global";
    PrefetchOff { } "why.prefetch.off" "prefetch";
    DeclaredAgain { name: Name } "why.declared-again" "declare-equivalence";
    ArgumentIgnored { argument: Name, queue: Name } "why.argument.ignored" "declare-arguments";
    ArgumentMisspelt { argument: Name, meant: Name } "why.argument.misspelt" "declare-arguments";

    // Ends.
    ChannelError { client: Name, text: Name } "why.closed.channel-error" "channel-error";
    AckTimeout { client: Name, text: Name } "why.closed.ack-timeout" "delivery-ack-timeout";
    ConnectionError { client: Name, text: Name } "why.closed.connection-error" "connection-error";
    ConnectionForced { text: Name } "why.closed.forced" "clean-restart";
    ConnectionLost { client: Name } "why.closed.lost" "connection-loss";
    QueueUnused { queue: Name } "why.queue.auto-delete" "auto-delete-queue";
    QueueOwnerGone { queue: Name } "why.queue.exclusive" "exclusive-queue";
    QueueExpired { queue: Name } "why.queue.expired" "queue-expires";
    QueueTransient { queue: Name } "why.queue.transient" "durable-needs-both";
    QueueTookMessages { queue: Name, count: u64 } "why.queue.messages" "delete-drops-messages";
    ExchangeUnused { exchange: Name } "why.exchange.auto-delete" "auto-delete-exchange";
    ExchangeTransient { exchange: Name } "why.exchange.transient" "durable-needs-both";
    UnboundSource { exchange: Name, destination: Place } "why.unbound.source" "binding-ends";
    UnboundDestination { exchange: Name, destination: Place } "why.unbound.destination" "binding-ends";

    // Clients.
    KilledLosing { messages: Messages, client: Name } "why.killed-losing" "automatic-ack";
    LostRequests { client: Name, methods: Names } "why.lost-requests" "connection-loss";
    NobodyThere { client: Name } "why.nobody-there" "connection-loss";

    // Statements passed over.
    NoSuchClient { } "why.ignored.no-such-client";
    RunsAlready { client: Name } "why.ignored.running";
    RunsNot { client: Name } "why.ignored.not-running";
    NotCarriedOut { client: Name, count: u64 } "why.not-carried-out";
    NotConnected { client: Name } "why.ignored.connection-lost" "connection-loss";
    ChannelGone { client: Name } "why.ignored.channel-closed" "channel-error";
    BrokerUp { } "why.ignored.broker-up";
    BrokerDown { } "why.ignored.broker-down";
    OnlyInScenario { } "why.ignored.only-in-scenario";
}

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
