// The plain objects that a Simulation gives, as TypeScript types. Names are those of AMQP and of Warren's Rust types, from which this file is
// written (crates/wasm/src/types.rs). An enum of Rust's is a string (`"Disk"`) or an object with one key (`{ Enqueued: { ... } }`).

/** A span of virtual time. */
export type Duration = { secs: number, nanos: number, };

/**
 * When a consumer acknowledges.
 */
export type AckPolicy = "Automatic" | "AfterWork" | "BeforeWork" | "Never";

/**
 * What the learner did, and after how many moments: with the scenario, the whole run.
 */
export type Action = { position: number, statement: string, };

/**
 * Who causes a moment.
 */
export type Actor = "Scenario" | "Learner"
  | { "Client": ClientId } | "Broker";

/**
 * What the broker sends.
 */
export type Answer =
  | { "Connection": ConnectionReply }
  | { "Channel": { 
/**
 * The method.
 */
reply: Reply, 
/**
 * The copy that it brings, if it brings one from a queue. (Clients are not told; AMQP knows no copies.)
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
 * Not AMQP's: the number that the message has already. Whoever drives the broker numbers all messages, each once, or
 * none; then the broker does, in the order of publishing.
 */
id: MessageId | null, };

/**
 * What kind of program a client is.
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
 * What it is compared with is the exchange type's business.
 */
routing_key: Name, 
/**
 * The headers to match, for a headers exchange.
 */
arguments: Table, };

/**
 * One thing that happened inside the broker or was sent to a client.
 *
 * Queues and exchanges are named by number; `Broker::queue_name` and `Broker::exchange_name` know the names of deleted
 * ones too.
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
  | { "QueueDeleted": { queue: QueueId, cause: QueueEnd, ready: number, unacked: number, } }
  | { "QueuePurged": { queue: QueueId, ready: number, } }
  | { "Bound": Binding }
  | { "Unbound": [Binding, UnbindCause] }
  | { "ConsumerAdded": Consumer }
  | { "ConsumerRemoved": [Consumer, ConsumerEnd] }
  | { "ConsumerActivated": Consumer }
  | { "Published": { channel: ChannelId, message: Message, 
/**
 * Its number on a channel in confirm mode, from 1.
 */
publish_seq_no: number | null, } }
  | { "Routed": { message: MessageId, exchange: ExchangeId, route: Route, } }
  | { "Unroutable": { message: MessageId, exchange: ExchangeId, returned: boolean, } }
  | { "Enqueued": { copy: CopyId, message: MessageId, 
/**
 * Copies of a higher level are handed out first, those of one level in the order of their positions. In a queue with
 * `x-max-priority` it is the message's priority, or the queue's highest if that is less; in others it is 0.
 */
level: number, 
/**
 * It is in memory now and on its way to the disk.
 */
persistent: boolean, } }
  | { "Delivered": { copy: CopyId, message: MessageId, 
/**
 * At which it stood in the queue, as in [`Event::Enqueued`].
 */
level: number, 
/**
 * The consumer that gets it. Nobody if it was asked for with `basic.get`.
 */
consumer: Consumer | null, channel: ChannelId, delivery_tag: number, redelivered: boolean, 
/**
 * With `no_ack` the copy is settled by being sent.
 */
no_ack: boolean, } }
  | { "Skipped": { consumer: Consumer, cause: SkipCause, } }
  | { "Acked": { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: number, } }
  | { "Rejected": { copy: CopyId, message: MessageId, channel: ChannelId, delivery_tag: number, } }
  | { "Requeued": { 
/**
 * As it was when it was handed out.
 */
from: CopyId, 
/**
 * As it is from now on: a quorum queue gives what comes back a new position, a classic one leaves it its old.
 */
to: CopyId, message: MessageId, 
/**
 * By which rule the queue chose its place.
 */
place: RequeuePlace, 
/**
 * As in [`Event::Enqueued`]. In a quorum queue with `x-delivery-limit` what came back is at level 1, all else at 0.
 */
level: number, 
/**
 * Whether it will be marked as `redelivered` when it is handed out again. What stands behind a gap that a clean
 * restart has left is not.
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
 * As in [`Event::Enqueued`].
 */
level: number, 
/**
 * Whether it will be marked as `redelivered` when it is handed out.
 */
redelivered: boolean, } }
  | { "Lost": { copy: CopyId, message: MessageId, cause: LossCause, } };

/**
 * Everything there is in the broker at one moment.
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
 * What a statement changes. Each has a sentence (`explain/did.rs`); all else that is shown of it is the statement itself.
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
 * What a channel does beyond the ordinary.
 */
export type ChannelMode = "Plain" | "Confirm" | "Transaction";

/**
 * A channel.
 */
export type ChannelView = { id: ChannelId, mode: ChannelMode, 
/**
 * `basic.qos` for consumers still to come; 0 is unlimited.
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
 * How a client program is.
 */
export type ClientState = "Idle" | "Running" | "Killed" | "Stopped"
  | { "Closed": Close } | "Disconnected";

/**
 * A client program.
 */
export type ClientView = { id: ClientId, name: Name, behaviour: Behaviour, state: ClientState, 
/**
 * From `connection.open` on, until it is gone on either side.
 */
connection: ConnectionId | null, 
/**
 * It is there to publish, by its behaviour or by the scenario's statements.
 */
publishes: boolean, 
/**
 * It is there to consume (or get), by its behaviour or by the scenario's statements.
 */
consumes: boolean, 
/**
 * Messages published, all its starts together.
 */
sent: number, 
/**
 * Of those, confirmed by the broker.
 */
confirmed: number, 
/**
 * Of those, refused by the broker.
 */
nacked: number, 
/**
 * Of those, returned as unroutable.
 */
returned: number, 
/**
 * Messages received.
 */
received: number, 
/**
 * Of those, acknowledged.
 */
acked: number, 
/**
 * Questions of a caller that are not answered yet.
 */
awaiting: number, 
/**
 * What it is working on.
 */
working_on: Work | null, 
/**
 * All it has and has not settled (or, with automatic acknowledgement, not worked off): first what it is done with, then
 * what it works on, then what waits, each in order of receipt.
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
 * A client's connection, numbered by whoever drives the broker; a number names one connection for ever.
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
 * A consumer, known by its channel and tag, and what is told of it.
 */
export type Consumer = { queue: QueueId, channel: ChannelId, tag: Name, 
/**
 * `x-priority`: those with a higher one are asked first.
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
 * False for those who wait for the single active consumer to go.
 */
active: boolean, exclusive: boolean, priority: number | bigint, arguments: Table, 
/**
 * Delivered to it and not yet settled.
 */
messages_unacknowledged: number, 
/**
 * It was found to have no room and is out of the rotation.
 */
blocked: boolean, };

/**
 * What a client publishes, shared by all copies.
 */
export type Content = { 
/**
 * The properties as published (dead-lettering changes them in its own copy).
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
 * Its place in that queue, from 1, in the order of coming into it. A copy that comes back keeps it in a classic queue and
 * gets a new one in a quorum queue.
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
 * The line; 1 for a single statement.
 */
line: number, 
/**
 * The first character that is wrong.
 */
column: number, 
/**
 * How many characters are wrong; 0 if something is missing there.
 */
length: number, 
/**
 * What is wrong.
 */
message: string, 
/**
 * What would be right.
 */
help: string, };

/**
 * Why a run ends where it ends.
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
 * A moment, told.
 */
export type Explanation = { 
/**
 * One line, or several if the broker did more than one thing worth a line.
 */
log: Array<LogLine>, 
/**
 * What happened, in one phrase: what a live region says and a step's title shows.
 */
summary: Phrase | null, 
/**
 * Why, each cause a phrase.
 */
why: Array<Phrase>, };

/**
 * What acting did to the future.
 */
export type Fork = { 
/**
 * How many moments of the old future were dropped; 0 at the end of the run.
 */
dropped: number, 
/**
 * How many of the learner's later actions were dropped with them.
 */
dropped_actions: number, };

/**
 * A message that a client has.
 */
export type Held = { message: Message, queue: Name, channel: ChannelId, delivery_tag: number, redelivered: boolean, 
/**
 * The broker does not know of it any more: it was sent with `no_ack`, or acknowledged before the work.
 */
settled: boolean, 
/**
 * The work is done and only the acknowledgement is missing.
 */
done: boolean, };

/**
 * Something on its way between a client and the broker.
 */
export type InFlight = { from: Endpoint, to: Endpoint, 
/**
 * Number 0 is the connection itself.
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
 * When.
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
 * Something of a client's that came to nothing.
 */
export type Loss = { 
/**
 * Whose it was.
 */
client: ClientId, 
/**
 * What it was.
 */
what: Lost, };

/**
 * Why a copy did not survive a restart.
 */
export type LossCause = "QueueNotDurable" | "MessageNotPersistent"
  | { "NotOnDisk": Stage };

/**
 * What can come to nothing when a program, a channel, a connection or the broker goes.
 */
export type Lost =
  | { "Message": Message }
  | { "Request": Request }
  | { "Statement": { 
/**
 * As it would be written, with its placeholders filled.
 */
statement: Name, 
/**
 * What stands in its way.
 */
because: Refusal, } };

/**
 * A named place in the scenario.
 */
export type Mark = { name: string, position: number, };

/**
 * A message on its way: content, and the exchange and key it was last published with.
 */
export type Message = { 
/**
 * Which publish it came from; dead-lettering keeps it.
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
 * A published message, numbered by the broker in order of publishing, or by whoever drives it. All its copies, the dead-lettered ones included, keep this number.
 */
export type MessageId = number;

/**
 * A copy of a message in a queue.
 */
export type MessageView = { 
/**
 * Its place in the queue, in the order of coming into it.
 */
position: number, 
/**
 * Copies of a higher level are handed out first, as [`Event::Enqueued`](crate::Event::Enqueued) says.
 */
level: number, message: Message, redelivered: boolean, 
/**
 * Kept in a durable queue with `delivery_mode` 2; how far it is on its way to the disk. Nothing for transient ones.
 */
stage: Stage | null, expires_at: Time | null, 
/**
 * Who holds it; nothing while it is ready.
 */
unacked: UnackedView | null, };

/**
 * One step: one thing that happened in the world and could be seen.
 */
export type Moment = { 
/**
 * When.
 */
at: Time, 
/**
 * Who caused it.
 */
actor: Actor, 
/**
 * What happened.
 */
what: MomentKind, 
/**
 * What a client sent in it, in order. (What the broker sent is in `events`.)
 */
sent: Array<Sent>, 
/**
 * All that the broker did in it, in order; empty if the broker had no part in it.
 */
events: Array<BrokerEvent>, 
/**
 * What came to nothing in it, in order; empty in most moments.
 */
lost: Array<Loss>, 
/**
 * Of the messages that found no queue in it: what each just missed, as it was then.
 */
near_misses: Array<[MessageId, NearMisses]>, 
/**
 * The `mark` statement before it: a lesson's beat starts here.
 */
mark: Name | null, };

/**
 * What happens in a moment.
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
 * The empty name, which is the default exchange's and means "none" in many a method, is nowhere in memory, and nothing is
 * counted when it is cloned or dropped.
 */
export type Name = string;

/**
 * A binding, or a queue of nearly that name, that did not match.
 */
export type NearMiss =
  | { "Binding": Binding }
  | { "NoSuchQueue": Name }
  | { "DeadEnd": Destination };

/**
 * What a message that found no queue just missed.
 */
export type NearMisses = { 
/**
 * The first of them.
 */
told: Array<NearMiss>, 
/**
 * How many there are besides.
 */
more: number, };

/**
 * Everything there is at one moment.
 */
export type Overview = { now: Time, broker_up: boolean, 
/**
 * While the broker is down: what it will find when it comes up.
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
 * What travels.
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
 * The connection that alone may use it.
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
 * A `reply-text` as it is on the wire: at most 255 bytes. A longer one was cut, and RabbitMQ cuts between bytes, not between
 * letters, so the text need not be valid UTF-8 (recording `narrow/long_utf8_cut`).
 *
 * It is printed with each byte that belongs to no letter as `\xc3`.
 */
export type ReplyText = string;

/**
 * What a client sends.
 */
export type Request = "ConnectionOpen" | "ConnectionClose" | "SocketClosed"
  | { "Command": Command };

/**
 * Why a copy came back to its queue.
 */
export type RequeueCause = "Reject" | "Nack" | "Recover"
  | { "ChannelClosed": ChannelEnd };

/**
 * Where a queue puts what comes back to it.
 */
export type RequeuePlace = "Old" | "Back" | "BeforeNew";

/**
 * By which rule an exchange handed a message on.
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
 * Everything that can be set on a client.
 */
export type Settings = { 
/**
 * The queue it declares and consumes from or publishes to; empty: one that the broker names.
 */
queue: Name | null, 
/**
 * The exchange it publishes or binds to; nothing: the default exchange.
 */
exchange: Name | null, 
/**
 * The type of that exchange; nothing: it does not declare it.
 */
exchange_type: Name | null, 
/**
 * What a producer publishes with; nothing: the queue's name.
 */
routing_key: Name | null, 
/**
 * The keys with which it binds its queue to the exchange.
 */
bind: Array<Name>, 
/**
 * What it declares is durable.
 */
durable: boolean, 
/**
 * The queue it declares is exclusive.
 */
exclusive: boolean, 
/**
 * The queue it declares is auto-delete.
 */
auto_delete: boolean, 
/**
 * The `x-` arguments of the queue it declares.
 */
arguments: Table, 
/**
 * What a producer publishes, with placeholders.
 */
body: Name, 
/**
 * How often a producer publishes.
 */
every: Duration, 
/**
 * How many times, each time it is started; nothing: for ever.
 */
times: number | null, 
/**
 * What it publishes has `delivery_mode` 2.
 */
persistent: boolean, 
/**
 * What it publishes is mandatory.
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
 * What it answers when it is time.
 */
settle: Settle, 
/**
 * It answers so only for bodies that contain this; others it acks.
 */
settle_if: Name, 
/**
 * How many unacknowledged deliveries it takes at once; 0 is unlimited.
 */
prefetch: number, 
/**
 * How long it works on a message.
 */
think: Think, 
/**
 * What a server answers, with placeholders.
 */
answer: Name, 
/**
 * How long after losing its connection it connects again; nothing: never.
 */
reconnect: Duration | null, };

/**
 * What a consumer answers when its policy says that it is time.
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
 * Who holds an unacked message.
 */
export type UnackedView = { channel: ChannelId, delivery_tag: number, 
/**
 * Nothing if it was fetched with `basic.get`.
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
 * A message being worked on.
 */
export type Work = { message: Message, queue: Name, channel: ChannelId, delivery_tag: number, since: Time, until: Time, };
