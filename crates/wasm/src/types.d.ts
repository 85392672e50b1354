// The plain objects that a Simulation gives, as TypeScript types. Names are those of AMQP and of Warren's Rust types, from which this file is
// written (crates/wasm/src/types.rs). An enum of Rust's is a string (`"Disk"`) or an object with one key (`{ Enqueued: { ... } }`).

/** A span of virtual time. */
export type Duration = { secs: number, nanos: number, };

/**
 * When a consumer acknowledges.
 */
export type AckPolicy = "Automatic" | "AfterWork" | "BeforeWork" | "Never";

/**
 * An action of the learner with the number of moments before it. With the scenario, the actions determine the whole
 * run.
 */
export type Action = { position: number, statement: string, };

/**
 * The cause of a moment.
 */
export type Actor = "Scenario" | "Learner"
  | { "Client": ClientId } | "Broker";

/**
 * An answer of the broker.
 */
export type Answer =
  | { "Connection": ConnectionReply }
  | { "Channel": { 
/**
 * The method.
 */
reply: Reply, 
/**
 * The copy that it delivers, if it delivers one from a queue. (Clients do not learn it: AMQP does not name
 * copies.)
 */
copy: CopyId | null, } } | "SocketClosed" | "Refused";

/**
 * A placeholder's value.
 */
export type Arg =
  | { "Text": Name }
  | { "Number": number }
  | { "Span": Duration }
  | { "Messages": Array<number> }
  | { "List": Array<Name> }
  | { "Queue": Name }
  | { "Exchange": Name }
  | { "Key": Name };

/**
 * `basic.consume`
 */
export type BasicConsume = { queue: Name, 
/**
 * Empty: the broker makes a tag, `amq.ctag-...`.
 */
consumer_tag: Name, 
/**
 * Ignored, as RabbitMQ does.
 */
no_local: boolean, no_ack: boolean, exclusive: boolean, no_wait: boolean, arguments: Table, };

/**
 * `basic.publish` with its content
 */
export type BasicPublish = { exchange: Name, routing_key: Name, mandatory: boolean, immediate: boolean, content: Content, 
/**
 * The number of the message, which is no part of AMQP. The caller numbers either all messages, each with its own
 * number, or none; then the broker numbers them in order of publishing.
 */
id: MessageId | null, };

/**
 * The kind of a client program.
 */
export type Behaviour = "Scripted" | "Producer" | "Worker" | "Subscriber" | "Server" | "Caller";

/**
 * One binding. Source, destination, key and arguments together are its identity: binding twice makes one.
 */
export type Binding = { 
/**
 * The exchange that applies it.
 */
source: ExchangeId, 
/**
 * Where matching messages go.
 */
destination: Destination, 
/**
 * The routing key; the exchange's type decides how to compare it.
 */
routing_key: Name, 
/**
 * The headers to match, for a headers exchange.
 */
arguments: Table, };

/**
 * One thing that happened inside the broker or was sent to a client.
 *
 * Queues and exchanges are named by number; `Broker::queue_name` and `Broker::exchange_name` have the names of
 * existing ones.
 */
export type BrokerEvent =
  | { "To": [ChannelId, Reply] }
  | { "ToConnection": [ConnectionId, ConnectionReply] }
  | { "ConnectionOpened": ConnectionId }
  | { "ConnectionClosed": [ConnectionId, ConnectionEnd] }
  | { "ChannelOpened": ChannelId }
  | { "ChannelClosed": [ChannelId, ChannelEnd] }
  | { "ExchangeDeclared": ExchangeId }
  | { "ExchangeDeleted": [ExchangeId, ExchangeEnd] }
  | { "QueueDeclared": QueueId }
  | { "ArgumentIgnored": { queue: QueueId, argument: Name, } }
  | { "QueueDeleted": { queue: QueueId, cause: QueueEnd, ready: number, unacked: number, } }
  | { "QueuePurged": { queue: QueueId, ready: number, } }
  | { "Bound": Binding }
  | { "Unbound": [Binding, UnbindCause] }
  | { "ConsumerAdded": Consumer }
  | { "ConsumerRemoved": [Consumer, ConsumerEnd] }
  | { "ConsumerActivated": Consumer }
  | { "Published": { channel: ChannelId, message: Message, 
/**
 * The sequence number on a channel in confirm mode, from 1.
 */
publish_seq_no: number | null, } }
  | { "Routed": { message: MessageId, exchange: ExchangeId, route: Route, } }
  | { "Unroutable": { message: MessageId, exchange: ExchangeId, returned: boolean, } }
  | { "Enqueued": { copy: CopyId, message: MessageId, 
/**
 * The rank of a copy: higher levels are handed out first, and copies of one level in order of position. In a
 * queue with `x-max-priority` the level is the message's priority, capped at the queue's maximum; in others it
 * is 0.
 */
level: number, 
/**
 * The copy is to be written to the disk; so far it is in memory.
 */
persistent: boolean, } }
  | { "Delivered": { copy: CopyId, message: MessageId, 
/**
 * The level at which it stood in the queue, as in [`Event::Enqueued`].
 */
level: number, 
/**
 * The consumer; `None` for a `basic.get`.
 */
consumer: Consumer | null, channel: ChannelId, delivery_tag: number, redelivered: boolean, 
/**
 * With `no_ack` the copy is settled as it is sent.
 */
no_ack: boolean, } }
  | { "Skipped": { consumer: Consumer, cause: SkipCause, } }
  | { "Acked": { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: number, } }
  | { "Rejected": { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: number, } }
  | { "Requeued": { 
/**
 * The copy before: as it was handed out.
 */
from: CopyId, 
/**
 * The copy after: a quorum queue gives it a new position, a classic queue its old one.
 */
to: CopyId, message: MessageId, 
/**
 * The rule by which the queue chose its place.
 */
place: RequeuePlace, 
/**
 * The level, as in [`Event::Enqueued`]. In a quorum queue with `x-delivery-limit` requeued copies are at level
 * 1, all others at 0.
 */
level: number, 
/**
 * Whether the next delivery will be marked as `redelivered`. It will not be for a copy behind a gap that a
 * clean restart has left.
 */
redelivered: boolean, cause: RequeueCause, } }
  | { "Expired": { copy: CopyId, message: MessageId, ttl: Ttl, } }
  | { "Dropped": { queue: QueueId, position: number | null, message: MessageId, limit: Limit, } }
  | { "DeadLettered": { queue: QueueId, message: Message, reason: DeathReason, } }
  | { "DeadLetterDropped": { queue: QueueId, message: MessageId, reason: DeathReason, cause: DeadLetterDropCause, } }
  | { "Persisted": { copy: CopyId, message: MessageId, stage: Stage, } }
  | { "Stopped": StopCause } | "Started"
  | { "Recovered": { copy: CopyId, message: MessageId, 
/**
 * The level, as in [`Event::Enqueued`].
 */
level: number, 
/**
 * Whether the next delivery will be marked as `redelivered`.
 */
redelivered: boolean, } }
  | { "Lost": { copy: CopyId, message: MessageId, cause: LossCause, } };

/**
 * The whole state of the broker at one moment.
 */
export type BrokerOverview = { now: Time, 
/**
 * In order of opening.
 */
connections: Array<ConnectionView>, 
/**
 * In order of connection and number.
 */
channels: Array<ChannelView>, 
/**
 * In order of declaration, the predeclared ones first.
 */
exchanges: Array<ExchangeView>, 
/**
 * By source exchange, within an exchange in order of binding; the default exchange's implied ones are left out.
 */
bindings: Array<Binding>, 
/**
 * In order of declaration.
 */
queues: Array<QueueView>, 
/**
 * By queue, within a queue in order of subscription.
 */
consumers: Array<ConsumerView>, };

/**
 * A change made by a statement. Each has a sentence (`explain/sentences.rs`); everywhere else the statement itself is shown.
 */
export type Change = "Network" | "Disconnected";

/**
 * Why a channel ended.
 */
export type ChannelEnd = "Closed" | "Error" | "AckTimeout"
  | { "Connection": ConnectionEnd };

/**
 * A channel: its connection and the number (1 to 65535) that the client chose for it.
 */
export type ChannelId = { 
/**
 * The connection it runs on.
 */
connection: ConnectionId, 
/**
 * Its number on that connection.
 */
number: number, };

/**
 * The mode of a channel.
 */
export type ChannelMode = "Plain" | "Confirm" | "Transaction";

/**
 * A channel.
 */
export type ChannelView = { id: ChannelId, mode: ChannelMode, 
/**
 * The `basic.qos` limit of later consumers; 0 is unlimited.
 */
prefetch_count: number, 
/**
 * `basic.qos` with `global`; 0 is unlimited.
 */
global_prefetch_count: number, messages_unacknowledged: number, 
/**
 * Publishes in confirm mode that are neither acked nor nacked yet.
 */
messages_unconfirmed: number, 
/**
 * Publishes and acks that wait for `tx.commit`.
 */
messages_uncommitted: number, acks_uncommitted: number, consumer_count: number, last_delivery_tag: number, };

/**
 * A client program, numbered in order of definition, from 0.
 */
export type ClientId = number;

/**
 * The state of a client program.
 */
export type ClientState = "Idle" | "Running" | "Killed" | "Stopped"
  | { "Closed": Close } | "Disconnected";

/**
 * A client program.
 */
export type ClientView = { id: ClientId, name: Name, behaviour: Behaviour, state: ClientState, 
/**
 * Exists from `connection.open` until either side has closed it.
 */
connection: ConnectionId | null, 
/**
 * It publishes, by its behaviour or by the scenario's statements.
 */
publishes: boolean, 
/**
 * It consumes (or gets), by its behaviour or by the scenario's statements.
 */
consumes: boolean, 
/**
 * Messages published, over all its starts.
 */
sent: number, 
/**
 * Published messages confirmed by the broker.
 */
confirmed: number, 
/**
 * Published messages nacked by the broker.
 */
nacked: number, 
/**
 * Published messages returned as unroutable.
 */
returned: number, 
/**
 * Messages received.
 */
received: number, 
/**
 * Received messages that were acknowledged.
 */
acked: number, 
/**
 * Unanswered requests of a caller.
 */
awaiting: number, 
/**
 * The message in work.
 */
working_on: Work | null, 
/**
 * All deliveries not settled (or, with automatic acknowledgement, not finished): first the finished ones, then the
 * one in work, then the waiting ones, each in order of receipt.
 */
holding: Array<Held>, ack: AckPolicy, 
/**
 * 0 is unlimited.
 */
prefetch: number, settings: Settings, };

/**
 * Why the broker closes a channel or a connection: the arguments of `channel.close` and `connection.close`.
 */
export type Close = { 
/**
 * AMQP's reply code, such as 406.
 */
code: number, 
/**
 * RabbitMQ's own text, such as `PRECONDITION_FAILED - unknown delivery tag 1`.
 */
text: ReplyText, 
/**
 * Class of the offending method; 0 if no method is to blame.
 */
class_id: number, 
/**
 * The offending method; 0 if no method is to blame.
 */
method_id: number, };

/**
 * A method sent by a client on a channel.
 */
export type Command = "ChannelOpen" | "ChannelClose" | "ChannelCloseOk"
  | { "ChannelFlow": { active: boolean, } }
  | { "ExchangeDeclare": ExchangeDeclare }
  | { "ExchangeDelete": { exchange: Name, if_unused: boolean, no_wait: boolean, } }
  | { "ExchangeBind": ExchangeBind }
  | { "ExchangeUnbind": ExchangeBind }
  | { "QueueDeclare": QueueDeclare }
  | { "QueueBind": QueueBind }
  | { "QueueUnbind": QueueBind }
  | { "QueuePurge": { queue: Name, no_wait: boolean, } }
  | { "QueueDelete": { queue: Name, if_unused: boolean, if_empty: boolean, no_wait: boolean, } }
  | { "BasicQos": { prefetch_size: number, prefetch_count: number, global: boolean, } }
  | { "BasicConsume": BasicConsume }
  | { "BasicCancel": { consumer_tag: Name, no_wait: boolean, } }
  | { "BasicPublish": BasicPublish }
  | { "BasicGet": { queue: Name, no_ack: boolean, } }
  | { "BasicAck": { delivery_tag: number, multiple: boolean, } }
  | { "BasicReject": { delivery_tag: number, requeue: boolean, } }
  | { "BasicNack": { delivery_tag: number, multiple: boolean, requeue: boolean, } }
  | { "BasicRecover": { requeue: boolean, } }
  | { "BasicRecoverAsync": { requeue: boolean, } }
  | { "ConfirmSelect": { no_wait: boolean, } } | "TxSelect" | "TxCommit" | "TxRollback";

/**
 * Whether and how a producer uses publisher confirms.
 */
export type Confirm = "No" | "Async"
  | { "Batch": number };

/**
 * Why a connection ended.
 */
export type ConnectionEnd = "Closed" | "Lost" | "Error" | "BrokerStopped";

/**
 * A client's connection, numbered by the caller; a number names one connection for ever.
 */
export type ConnectionId = number;

/**
 * A method sent to a client on its connection (channel 0).
 */
export type ConnectionReply = "OpenOk" | "CloseOk"
  | { "Close": Close };

/**
 * A connection.
 */
export type ConnectionView = { id: ConnectionId, user: Name, opened_at: Time, };

/**
 * A consumer, known by its channel and tag, with the properties that events report.
 */
export type Consumer = { queue: QueueId, channel: ChannelId, tag: Name, 
/**
 * `x-priority`: consumers with a higher priority are asked first.
 */
priority: number, };

/**
 * Why a consumer went.
 */
export type ConsumerEnd = "Cancelled" | "ChannelClosed" | "QueueGone";

/**
 * A consumer.
 */
export type ConsumerView = { queue: QueueId, channel: ChannelId, tag: Name, ack_required: boolean, 
/**
 * 0 is unlimited.
 */
prefetch_count: number, 
/**
 * False for consumers that wait for the single active consumer to go.
 */
active: boolean, exclusive: boolean, priority: number | bigint, arguments: Table, 
/**
 * Deliveries not yet settled.
 */
messages_unacknowledged: number, 
/**
 * It had no room when asked, and is out of the rotation.
 */
blocked: boolean, };

/**
 * The content of a publish, shared by all copies.
 */
export type Content = { 
/**
 * The properties as published. (Dead-lettering changes them in its own copy.)
 */
properties: Properties, 
/**
 * The payload; the broker never looks into it.
 */
body: Array<number>, };

/**
 * One copy of a message in one queue.
 */
export type CopyId = { 
/**
 * The queue that holds it.
 */
queue: QueueId, 
/**
 * Its position in that queue, from 1, in order of arrival. A requeued copy keeps it in a classic queue and gets a
 * new one in a quorum queue.
 */
position: number, };

/**
 * Why a dead copy was not dead-lettered after all.
 */
export type DeadLetterDropCause = "NoExchange"
  | { "Cycle": QueueId } | "TooMany" | "QueueCrashed";

/**
 * The reason in an `x-death` entry.
 */
export type DeathReason = "Rejected" | "Expired" | "MaxLen" | "DeliveryLimit";

/**
 * Where a binding leads.
 */
export type Destination =
  | { "Queue": QueueId }
  | { "Exchange": ExchangeId };

/**
 * An error in a scenario or statement. Lines and columns count from 1, columns and lengths in characters.
 *
 * It displays in English; [`Catalog::diagnostic`](crate::text::Catalog::diagnostic) tells it in any language.
 */
export type Diagnostic = { 
/**
 * The line, from 1; 1 for a single statement.
 */
line: number, 
/**
 * The first wrong character, from 1.
 */
column: number, 
/**
 * The number of wrong characters; 0 if something is missing there.
 */
length: number, 
/**
 * The error.
 */
message: string, 
/**
 * The right form.
 */
help: string, };

/**
 * The reason for the end of a run.
 */
export type End = "AtRest" | "TimeLimit" | "MomentLimit";

/**
 * One end of a connection.
 */
export type Endpoint =
  | { "Client": ClientId } | "Broker";

/**
 * `exchange.bind` and `exchange.unbind`
 */
export type ExchangeBind = { destination: Name, source: Name, routing_key: Name, no_wait: boolean, arguments: Table, };

/**
 * `exchange.declare`
 */
export type ExchangeDeclare = { exchange: Name, 
/**
 * The argument `type`: `direct`, `fanout`, `topic` or `headers`.
 */
kind: Name, passive: boolean, durable: boolean, auto_delete: boolean, internal: boolean, no_wait: boolean, arguments: Table, };

/**
 * Why an exchange went.
 */
export type ExchangeEnd = "Deleted" | "LastBindingGone" | "BrokerStopped";

/**
 * An exchange, numbered by the broker; 0 is the default exchange.
 */
export type ExchangeId = number;

/**
 * An exchange.
 */
export type ExchangeView = { id: ExchangeId, 
/**
 * Empty for the default exchange.
 */
name: Name, 
/**
 * `direct`, `fanout`, `topic` or `headers`.
 */
kind: Name, durable: boolean, auto_delete: boolean, internal: boolean, predeclared: boolean, arguments: Table, };

/**
 * The explanation of a moment.
 */
export type Explanation = { 
/**
 * The log lines: one, or several if the broker did more than one thing worth a line.
 */
log: Array<LogLine>, 
/**
 * The event in one phrase, for a live region or a step's title.
 */
summary: Phrase | null, 
/**
 * The causes, a phrase each.
 */
why: Array<Phrase>, };

/**
 * The effect of an action on the future.
 */
export type Fork = { 
/**
 * The number of dropped moments of the old future; 0 at the end of the run.
 */
dropped: number, 
/**
 * The number of the learner's later actions dropped with them.
 */
dropped_actions: number, };

/**
 * A message held by a client.
 */
export type Held = { message: Message, queue: Name, channel: ChannelId, delivery_tag: number, redelivered: boolean, 
/**
 * Settled for the broker: sent with `no_ack`, or acknowledged before the work.
 */
settled: boolean, 
/**
 * The work is finished and only the acknowledgement is missing.
 */
done: boolean, };

/**
 * Something on its way between a client and the broker.
 */
export type InFlight = { from: Endpoint, to: Endpoint, 
/**
 * The channel; number 0 is the connection itself.
 */
channel: ChannelId, sent_at: Time, arrives_at: Time, what: Packet, };

/**
 * Which limit a queue was at.
 */
export type Limit =
  | { "Length": number }
  | { "Bytes": number }
  | { "Delivery": number };

/**
 * A line of the event log.
 */
export type LogLine = { 
/**
 * The time of the moment.
 */
at: Time, 
/**
 * A client's name, `broker`, `scenario` or `you`.
 */
actor: Name, 
/**
 * An AMQP method's name or one word, never translated: `basic.publish`, `routed`, `dropped`.
 */
what: string, 
/**
 * Names and numbers, never translated.
 */
detail: string, };

/**
 * A loss of a client's.
 */
export type Loss = { 
/**
 * Its owner.
 */
client: ClientId, 
/**
 * The lost thing.
 */
what: Lost, };

/**
 * Why a copy did not survive a restart.
 */
export type LossCause = "QueueNotDurable" | "MessageNotPersistent"
  | { "NotOnDisk": Stage };

/**
 * The things that can be lost when a program, a channel, a connection or the broker ends.
 */
export type Lost =
  | { "Message": Message }
  | { "Request": Request }
  | { "Statement": { 
/**
 * The statement as it would be written, with its placeholders filled.
 */
statement: Name, 
/**
 * The reason.
 */
because: Refusal, } };

/**
 * A named position in the scenario.
 */
export type Mark = { name: string, position: number, };

/**
 * A message on its way: content, and the exchange and key it was last published with.
 */
export type Message = { 
/**
 * The publish that it came from; dead-lettering keeps it.
 */
id: MessageId, 
/**
 * The exchange it was published to, by a client or as a dead letter.
 */
exchange: Name, 
/**
 * The routing key it was published with.
 */
routing_key: Name, 
/**
 * Further routing keys, from the headers `CC` and `BCC`.
 */
cc: Array<Name>, 
/**
 * Properties and body.
 */
content: Content, };

/**
 * A published message, numbered by the broker in order of publishing, or by the caller. All its copies, including the
 * dead-lettered ones, keep this number.
 */
export type MessageId = number;

/**
 * A copy of a message in a queue.
 */
export type MessageView = { 
/**
 * Its position in the queue, in order of arrival.
 */
position: number, 
/**
 * Copies of a higher level are handed out first, as [`Event::Enqueued`](crate::Event::Enqueued) says.
 */
level: number, message: Message, redelivered: boolean, 
/**
 * How far it is on its way to the disk: only for a message with `delivery_mode` 2 in a durable queue.
 */
stage: Stage | null, expires_at: Time | null, 
/**
 * Its delivery; `None` while it is ready.
 */
unacked: UnackedView | null, };

/**
 * One step: one visible thing that happened in the world.
 */
export type Moment = { 
/**
 * The time.
 */
at: Time, 
/**
 * The cause.
 */
actor: Actor, 
/**
 * The kind of the moment.
 */
what: MomentKind, 
/**
 * The methods that a client sent in it, in order. (Those that the broker sent are in `events`.)
 */
sent: Array<Sent>, 
/**
 * The broker's events in it, in order; empty if the broker had no part in it.
 */
events: Array<BrokerEvent>, 
/**
 * Everything lost in it, in order; empty in most moments.
 */
lost: Array<Loss>, 
/**
 * The near misses of each message that found no queue in it, as they were then.
 */
near_misses: Array<[MessageId, NearMisses]>, 
/**
 * The `mark` statement before it, at which a beat of a lesson begins.
 */
mark: Name | null, };

/**
 * The kind of a moment.
 */
export type MomentKind =
  | { "Started": ClientId }
  | { "Killed": ClientId }
  | { "Stopped": ClientId }
  | { "Sends": ClientId }
  | { "Handled": { client: ClientId, channel: ChannelId, request: Request, } }
  | { "Received": { client: ClientId, channel: ChannelId, answer: Answer, starts_work: boolean, } }
  | { "WorkDone": { client: ClientId, message: Message, next: Message | null, } }
  | { "ConnectionRefused": ClientId } | "Timer"
  | { "BrokerStopped": StopCause } | "BrokerStarted"
  | { "Set": { client: ClientId, change: Name, } }
  | { "Changed": { change: Change, client: ClientId | null, statement: Name, } }
  | { "ClientAdded": ClientId }
  | { "Waits": Time }
  | { "Ignored": { client: ClientId, statement: Name, because: Refusal, } };

/**
 * A shared name: of a queue, an exchange, a routing key or a consumer tag.
 *
 * The empty name, which is the default exchange's and means "none" in many methods, is not allocated, and cloning or
 * dropping it counts no references.
 */
export type Name = string;

/**
 * A binding, or a queue with a similar name, that did not match.
 */
export type NearMiss =
  | { "Binding": Binding }
  | { "NoSuchQueue": Name }
  | { "DeadEnd": Destination };

/**
 * The near misses of a message that found no queue.
 */
export type NearMisses = { 
/**
 * The first ones.
 */
told: Array<NearMiss>, 
/**
 * The number of the others.
 */
more: number, };

/**
 * The whole state at one moment.
 */
export type Overview = { now: Time, broker_up: boolean, 
/**
 * The broker. While it is down: the state that it will find when it starts.
 */
broker: BrokerOverview, 
/**
 * In order of definition.
 */
clients: Array<ClientView>, 
/**
 * In order of arrival.
 */
in_flight: Array<InFlight>, };

/**
 * The contents of a packet.
 */
export type Packet =
  | { "Request": Request }
  | { "Answer": Answer };

/**
 * A sentence of a catalog with its arguments.
 */
export type Phrase = { 
/**
 * The key in the catalog.
 */
key: string, 
/**
 * The placeholders' values.
 */
args: Array<[string, Arg]>, };

/**
 * The fourteen properties of class basic (AMQP 0-9-1, 1.8). Absent ones are `None`.
 */
export type Properties = { content_type: Name | null, content_encoding: Name | null, headers: Table | null, 
/**
 * 1 is transient, 2 persistent; RabbitMQ 3.10 refuses a message with any other number.
 */
delivery_mode: number | null, 
/**
 * 0 to 255; counts only in queues declared with `x-max-priority`.
 */
priority: number | null, correlation_id: Name | null, reply_to: Name | null, 
/**
 * Time to live in milliseconds, as decimal digits.
 */
expiration: Name | null, message_id: Name | null, 
/**
 * Seconds since 1970.
 */
timestamp: number | bigint | null, 
/**
 * The property `type`.
 */
kind: Name | null, 
/**
 * Must be the connection's user, or the channel is closed with 406.
 */
user_id: Name | null, app_id: Name | null, cluster_id: Name | null, };

/**
 * `queue.bind` and `queue.unbind`
 */
export type QueueBind = { 
/**
 * Empty: the queue that this channel declared last.
 */
queue: Name, exchange: Name, routing_key: Name, no_wait: boolean, arguments: Table, };

/**
 * `queue.declare`
 */
export type QueueDeclare = { 
/**
 * Empty: the broker makes a name, `amq.gen-...`.
 */
queue: Name, passive: boolean, durable: boolean, exclusive: boolean, auto_delete: boolean, no_wait: boolean, arguments: Table, };

/**
 * Why a queue went.
 */
export type QueueEnd = "Deleted" | "LastConsumerGone" | "OwnerGone" | "Expired" | "BrokerStopped";

/**
 * A queue, numbered by the broker; a queue deleted and declared anew has a new number.
 */
export type QueueId = number;

/**
 * A queue.
 */
export type QueueView = { id: QueueId, name: Name, 
/**
 * `classic` or `quorum`.
 */
kind: Name, durable: boolean, auto_delete: boolean, 
/**
 * The connection with exclusive access.
 */
exclusive: ConnectionId | null, arguments: Table, messages_ready: number, messages_unacknowledged: number, 
/**
 * Bytes of the bodies of ready messages.
 */
message_bytes_ready: number, consumer_count: number, 
/**
 * The first [`MESSAGES_LISTED`], head first, ready and unacked, in the order in which they would be handed out.
 */
messages: Array<MessageView>, };

/**
 * Why a statement cannot be carried out now.
 */
export type Refusal = "NoSuchClient" | "Running" | "NotRunning" | "ChannelClosed" | "ConnectionLost" | "BrokerUp" | "BrokerDown" | "OnlyInScenario";

/**
 * A method sent to a client on a channel.
 */
export type Reply = "ChannelOpenOk" | "ChannelCloseOk"
  | { "ChannelClose": Close }
  | { "ChannelFlowOk": { active: boolean, } } | "ExchangeDeclareOk" | "ExchangeDeleteOk" | "ExchangeBindOk" | "ExchangeUnbindOk"
  | { "QueueDeclareOk": { queue: Name, message_count: number, consumer_count: number, } } | "QueueBindOk" | "QueueUnbindOk"
  | { "QueuePurgeOk": { message_count: number, } }
  | { "QueueDeleteOk": { message_count: number, } } | "BasicQosOk"
  | { "BasicConsumeOk": { consumer_tag: Name, } }
  | { "BasicCancelOk": { consumer_tag: Name, } }
  | { "BasicCancel": { consumer_tag: Name, } }
  | { "BasicDeliver": { consumer_tag: Name, delivery_tag: number, redelivered: boolean, message: Message, } }
  | { "BasicGetOk": { delivery_tag: number, redelivered: boolean, message_count: number, message: Message, } } | "BasicGetEmpty"
  | { "BasicReturn": { message: Message, } } | "BasicRecoverOk"
  | { "BasicAck": { delivery_tag: number, multiple: boolean, } }
  | { "BasicNack": { delivery_tag: number, multiple: boolean, } } | "ConfirmSelectOk" | "TxSelectOk" | "TxCommitOk" | "TxRollbackOk";

/**
 * A `reply-text` as on the wire: at most 255 bytes. RabbitMQ cuts a longer one between bytes, not between characters,
 * so the text need not be valid UTF-8 (recording `narrow/long_utf8_cut`).
 *
 * Each byte outside a character is printed as `\xc3`.
 */
export type ReplyText = string;

/**
 * A request of a client.
 */
export type Request = "ConnectionOpen" | "ConnectionClose" | "SocketClosed"
  | { "Command": Command };

/**
 * Why a copy came back to its queue.
 */
export type RequeueCause = "Reject" | "Nack" | "Recover"
  | { "ChannelClosed": ChannelEnd };

/**
 * Where a queue puts a requeued copy.
 */
export type RequeuePlace = "Old" | "Back" | "BeforeNew";

/**
 * The rule by which an exchange passed a message on.
 */
export type Route =
  | { "Default": QueueId }
  | { "Binding": Binding }
  | { "Alternate": ExchangeId }
  | { "DirectReplyTo": ChannelId };

/**
 * A method that a client sent, on a channel (number 0 for the connection's own).
 */
export type Sent = { channel: ChannelId, request: Request, };

/**
 * All settings of a client.
 */
export type Settings = { 
/**
 * The queue it declares and consumes from or publishes to; an empty name is chosen by the broker.
 */
queue: Name | null, 
/**
 * The exchange it publishes or binds to; `None` is the default exchange.
 */
exchange: Name | null, 
/**
 * The type of that exchange; with `None` it is not declared.
 */
exchange_type: Name | null, 
/**
 * The routing key of a producer; `None` is the queue's name.
 */
routing_key: Name | null, 
/**
 * The keys of the bindings of its queue to the exchange.
 */
bind: Array<Name>, 
/**
 * Its declarations are durable.
 */
durable: boolean, 
/**
 * Its queue is exclusive.
 */
exclusive: boolean, 
/**
 * Its queue is auto-delete.
 */
auto_delete: boolean, 
/**
 * The `x-` arguments of its queue.
 */
arguments: Table, 
/**
 * The body of a producer's messages, with placeholders.
 */
body: Name, 
/**
 * The period of a producer.
 */
every: Duration, 
/**
 * How many times it publishes after each start; `None` for no limit.
 */
times: number | null, 
/**
 * Its messages have `delivery_mode` 2.
 */
persistent: boolean, 
/**
 * Its messages are mandatory.
 */
mandatory: boolean, 
/**
 * Publisher confirms.
 */
confirm: Confirm, 
/**
 * When it acknowledges.
 */
ack: AckPolicy, 
/**
 * The kind of its settlements.
 */
settle: Settle, 
/**
 * The settlement applies only to bodies that contain this text; others are acked.
 */
settle_if: Name, 
/**
 * Its prefetch: how many unacknowledged deliveries it takes at once; 0 is unlimited.
 */
prefetch: number, 
/**
 * How long it works on a message.
 */
think: Think, 
/**
 * The body of a server's answers, with placeholders.
 */
answer: Name, 
/**
 * How long after losing its connection it reconnects; `None` for never.
 */
reconnect: Duration | null, };

/**
 * The kind of settlement that a consumer sends when its policy asks for one.
 */
export type Settle = "Ack"
  | { "Reject": { requeue: boolean, } }
  | { "Nack": { requeue: boolean, } };

/**
 * Why a consumer was passed over.
 */
export type SkipCause =
  | { "Prefetch": { limit: number, } }
  | { "ChannelPrefetch": { limit: number, } };

/**
 * How far a persistent copy is on its way to the disk.
 */
export type Stage = "Memory" | "PageCache" | "Disk";

/**
 * How the broker stopped.
 */
export type StopCause = "Clean" | "Killed" | "PowerLoss";

/**
 * A field table: names and values in the order in which the client sent them.
 */
export type Table = Array<[Name, Value]>;

/**
 * How long a consumer works on a message.
 */
export type Think = "None" | "Dots"
  | { "Fixed": Duration }
  | { "Uniform": [Duration, Duration] };

/**
 * A moment of virtual time, in microseconds since the simulation began.
 */
export type Time = number;

/**
 * Which time to live ran out.
 */
export type Ttl =
  | { "Message": number }
  | { "Queue": number };

/**
 * The delivery of an unacked message.
 */
export type UnackedView = { channel: ChannelId, delivery_tag: number, 
/**
 * `None` after `basic.get`.
 */
consumer_tag: Name | null, delivered_at: Time, };

/**
 * Why a binding went.
 */
export type UnbindCause = "Unbound" | "SourceGone" | "DestinationGone";

/**
 * A value in a field table. Floating point numbers are kept as their bits, so that values compare and hash.
 */
export type Value = "Void"
  | { "Bool": boolean }
  | { "Byte": number }
  | { "UnsignedByte": number }
  | { "Short": number }
  | { "UnsignedShort": number }
  | { "Int": number }
  | { "UnsignedInt": number }
  | { "Long": number | bigint }
  | { "Float": number }
  | { "Double": number | bigint }
  | { "Decimal": { 
/**
 * Digits after the point.
 */
scale: number, 
/**
 * The digits.
 */
value: number, } }
  | { "Timestamp": number | bigint }
  | { "Str": Name }
  | { "Bytes": Array<number> }
  | { "Array": Array<Value> }
  | { "Table": Table };

/**
 * A message in work.
 */
export type Work = { message: Message, queue: Name, channel: ChannelId, delivery_tag: number, since: Time, until: Time, };
