// The plain objects that a Simulation gives, as TypeScript types. Names are those of AMQP and of Warren's Rust types, where each is explained.
// An enum of Rust's is a string (`"Disk"`) or an object with one key (`{ Enqueued: { ... } }`). A test compiles real runs against this file.

/** Microseconds of virtual time since the beginning. */
export type Time = number;
/** A span of virtual time. */
export interface Duration { secs: number; nanos: number }
export type ClientId = number;
export type ConnectionId = number;
export type QueueId = number;
export type ExchangeId = number;
export type MessageId = number;
export interface ChannelId { connection: ConnectionId; number: number }
export interface CopyId { queue: QueueId; position: number }

/** A field value by its AMQP type. Numbers that `Number` cannot hold exactly are `bigint`. `Float` and `Double` are the bits. */
export type Value =
  | "Void"
  | { Bool: boolean }
  | { Byte: number } | { UnsignedByte: number } | { Short: number } | { UnsignedShort: number } | { Int: number } | { UnsignedInt: number }
  | { Long: number | bigint } | { Timestamp: number | bigint }
  | { Float: number } | { Double: number | bigint }
  | { Decimal: { scale: number; value: number } }
  | { Str: string } | { Bytes: number[] } | { Array: Value[] } | { Table: Table };
/** A field table, in the order in which the client sent it. */
export type Table = [name: string, value: Value][];

export interface Properties {
  content_type: string | null; content_encoding: string | null; headers: Table | null; delivery_mode: number | null; priority: number | null;
  correlation_id: string | null; reply_to: string | null; expiration: string | null; message_id: string | null; timestamp: number | bigint | null;
  kind: string | null; user_id: string | null; app_id: string | null; cluster_id: string | null;
}
/** `body` holds the payload's bytes. */
export interface Content { properties: Properties; body: number[] }
export interface Message { id: MessageId; exchange: string; routing_key: string; cc: string[]; content: Content }

// What clients and broker say to each other.

export interface ExchangeBind { destination: string; source: string; routing_key: string; no_wait: boolean; arguments: Table }
export interface QueueBind { queue: string; exchange: string; routing_key: string; no_wait: boolean; arguments: Table }
export type Command =
  | "ChannelOpen" | "ChannelClose" | "ChannelCloseOk" | "TxSelect" | "TxCommit" | "TxRollback"
  | { ChannelFlow: { active: boolean } }
  | { ExchangeDeclare: { exchange: string; kind: string; passive: boolean; durable: boolean; auto_delete: boolean; internal: boolean; no_wait: boolean; arguments: Table } }
  | { ExchangeDelete: { exchange: string; if_unused: boolean; no_wait: boolean } }
  | { ExchangeBind: ExchangeBind } | { ExchangeUnbind: ExchangeBind }
  | { QueueDeclare: { queue: string; passive: boolean; durable: boolean; exclusive: boolean; auto_delete: boolean; no_wait: boolean; arguments: Table } }
  | { QueueBind: QueueBind } | { QueueUnbind: QueueBind }
  | { QueuePurge: { queue: string; no_wait: boolean } }
  | { QueueDelete: { queue: string; if_unused: boolean; if_empty: boolean; no_wait: boolean } }
  | { BasicQos: { prefetch_size: number; prefetch_count: number; global: boolean } }
  | { BasicConsume: { queue: string; consumer_tag: string; no_local: boolean; no_ack: boolean; exclusive: boolean; no_wait: boolean; arguments: Table } }
  | { BasicCancel: { consumer_tag: string; no_wait: boolean } }
  | { BasicPublish: { exchange: string; routing_key: string; mandatory: boolean; immediate: boolean; content: Content; id: MessageId | null } }
  | { BasicGet: { queue: string; no_ack: boolean } }
  | { BasicAck: { delivery_tag: number; multiple: boolean } }
  | { BasicReject: { delivery_tag: number; requeue: boolean } }
  | { BasicNack: { delivery_tag: number; multiple: boolean; requeue: boolean } }
  | { BasicRecover: { requeue: boolean } } | { BasicRecoverAsync: { requeue: boolean } }
  | { ConfirmSelect: { no_wait: boolean } };
export interface Close { code: number; text: string; class_id: number; method_id: number }
export type Reply =
  | "ChannelOpenOk" | "ChannelCloseOk" | "ExchangeDeclareOk" | "ExchangeDeleteOk" | "ExchangeBindOk" | "ExchangeUnbindOk" | "QueueBindOk" | "QueueUnbindOk"
  | "BasicQosOk" | "BasicGetEmpty" | "BasicRecoverOk" | "ConfirmSelectOk" | "TxSelectOk" | "TxCommitOk" | "TxRollbackOk"
  | { ChannelClose: Close }
  | { ChannelFlowOk: { active: boolean } }
  | { QueueDeclareOk: { queue: string; message_count: number; consumer_count: number } }
  | { QueuePurgeOk: { message_count: number } } | { QueueDeleteOk: { message_count: number } }
  | { BasicConsumeOk: { consumer_tag: string } } | { BasicCancelOk: { consumer_tag: string } } | { BasicCancel: { consumer_tag: string } }
  | { BasicDeliver: { consumer_tag: string; delivery_tag: number; redelivered: boolean; message: Message } }
  | { BasicGetOk: { delivery_tag: number; redelivered: boolean; message_count: number; message: Message } }
  | { BasicReturn: { message: Message } }
  | { BasicAck: { delivery_tag: number; multiple: boolean } } | { BasicNack: { delivery_tag: number; multiple: boolean } };
export type ConnectionReply = "OpenOk" | "CloseOk" | { Close: Close };
export type Request = "ConnectionOpen" | "ConnectionClose" | "SocketClosed" | { Command: Command };
export type Answer = "SocketClosed" | { Connection: ConnectionReply } | { Channel: { reply: Reply; copy: CopyId | null } };

// What the broker did, and why.

export type Destination = { Queue: QueueId } | { Exchange: ExchangeId };
export interface Binding { source: ExchangeId; destination: Destination; routing_key: string; arguments: Table }
export interface Consumer { queue: QueueId; channel: ChannelId; tag: string; priority: number | bigint }
export type RequeueCause = "Reject" | "Nack" | "Recover" | { ChannelClosed: ChannelEnd };
export type ConnectionEnd = "Closed" | "Lost" | "Error" | "BrokerStopped";
export type ChannelEnd = "Closed" | "Error" | "AckTimeout" | { Connection: ConnectionEnd };
export type Stage = "Memory" | "PageCache" | "Disk";
export type DeathReason = "Rejected" | "Expired" | "MaxLen" | "DeliveryLimit";
export type StopCause = "Clean" | "Killed" | "PowerLoss";
export type Route = { Default: QueueId } | { Binding: Binding } | { Alternate: ExchangeId } | { DirectReplyTo: ChannelId };
export type NearMiss = { Binding: Binding } | { NoSuchQueue: string } | { DeadEnd: Destination };
export type BrokerEvent =
  | { To: [ChannelId, Reply] } | { ToConnection: [ConnectionId, ConnectionReply] }
  | { ConnectionOpened: ConnectionId } | { ConnectionClosed: [ConnectionId, ConnectionEnd] }
  | { ChannelOpened: ChannelId } | { ChannelClosed: [ChannelId, ChannelEnd] }
  | { ExchangeDeclared: ExchangeId } | { ExchangeDeleted: [ExchangeId, "Deleted" | "LastBindingGone" | "BrokerStopped"] }
  | { QueueDeclared: QueueId }
  | { QueueDeleted: { queue: QueueId; cause: "Deleted" | "LastConsumerGone" | "OwnerGone" | "Expired" | "BrokerStopped"; ready: number; unacked: number } }
  | { QueuePurged: { queue: QueueId; ready: number } }
  | { Bound: Binding } | { Unbound: [Binding, "Unbound" | "SourceGone" | "DestinationGone"] }
  | { ConsumerAdded: Consumer } | { ConsumerRemoved: [Consumer, "Cancelled" | "ChannelClosed" | "QueueGone"] } | { ConsumerActivated: Consumer }
  | { Published: { channel: ChannelId; message: Message; publish_seq_no: number | null } }
  | { Routed: { message: MessageId; exchange: ExchangeId; route: Route } }
  | { Unroutable: { message: MessageId; exchange: ExchangeId; returned: boolean } }
  | { Enqueued: { copy: CopyId; message: MessageId; level: number; persistent: boolean } }
  | { Delivered: { copy: CopyId; message: MessageId; level: number; consumer: Consumer | null; channel: ChannelId; delivery_tag: number; redelivered: boolean; no_ack: boolean } }
  | { Skipped: { consumer: Consumer; cause: { Prefetch: { limit: number } } | { ChannelPrefetch: { limit: number } } } }
  | { Acked: { copy: CopyId; message: MessageId; channel: ChannelId; delivery_tag: number } }
  | { Rejected: { copy: CopyId; message: MessageId; channel: ChannelId; delivery_tag: number } }
  | { Requeued: { from: CopyId; to: CopyId; message: MessageId; place: "Old" | "Back" | "BeforeNew"; level: number; redelivered: boolean; cause: RequeueCause } }
  | { Expired: { copy: CopyId; message: MessageId; ttl: { Message: number } | { Queue: number } } }
  | { Dropped: { queue: QueueId; position: number | null; message: MessageId; limit: { Length: number } | { Bytes: number } | { Delivery: number } } }
  | { DeadLettered: { queue: QueueId; message: Message; reason: DeathReason } }
  | { DeadLetterDropped: { queue: QueueId; message: MessageId; reason: DeathReason; cause: "NoExchange" | { Cycle: QueueId } } }
  | { Persisted: { copy: CopyId; message: MessageId; stage: Stage } }
  | { Stopped: StopCause } | "Started"
  | { Recovered: { copy: CopyId; message: MessageId; level: number; redelivered: boolean } }
  | { Lost: { copy: CopyId; message: MessageId; cause: "QueueNotDurable" | "MessageNotPersistent" | { NotOnDisk: Stage } } };

// One step of a run.

export type Actor = "Scenario" | "Learner" | { Client: ClientId } | "Broker";
export type MomentKind =
  | { Started: ClientId } | { Killed: ClientId } | { Stopped: ClientId } | { Sends: ClientId }
  | { Handled: { client: ClientId; channel: ChannelId; request: Request } }
  | { Received: { client: ClientId; channel: ChannelId; answer: Answer; starts_work: boolean } }
  | { WorkDone: { client: ClientId; message: Message; next: Message | null } }
  | { ConnectionRefused: ClientId }
  | "Timer" | { BrokerStopped: StopCause } | "BrokerStarted"
  | { Set: { client: ClientId; change: string } } | { Changed: { change: Change; client: ClientId | null; statement: string } } | { ClientAdded: ClientId } | { Waits: Time }
  | { Ignored: { client: ClientId; statement: string; because: Refusal } };
export type Change = "Network" | "Disconnected";
export type Refusal = "NoSuchClient" | "Running" | "NotRunning" | "ChannelClosed" | "ConnectionLost" | "BrokerUp" | "BrokerDown" | "OnlyInScenario";
export interface Loss { client: ClientId; what: { Message: Message } | { Request: Request } | { Statement: { statement: string; because: Refusal } } }
export interface Moment {
  at: Time; actor: Actor; what: MomentKind;
  /** What a client sent in it. */
  sent: { channel: ChannelId; request: Request }[];
  /** All that the broker did in it, in order. */
  events: BrokerEvent[];
  /** What came to nothing, in order: messages, what was on its way to the broker, statements that waited to be sent. */
  lost: Loss[];
  /** What the messages that found no queue just missed. */
  near_misses: [MessageId, { told: NearMiss[]; more: number }][];
  /** The scenario's `mark` before it. */
  mark: string | null;
}

// What there is.

export interface ConnectionView { id: ConnectionId; user: string; opened_at: Time }
export interface ChannelView {
  id: ChannelId; mode: "Plain" | "Confirm" | "Transaction"; prefetch_count: number; global_prefetch_count: number; messages_unacknowledged: number;
  messages_unconfirmed: number; messages_uncommitted: number; acks_uncommitted: number; consumer_count: number; last_delivery_tag: number;
}
export interface ExchangeView {
  id: ExchangeId; name: string; kind: string; durable: boolean; auto_delete: boolean; internal: boolean; predeclared: boolean; arguments: Table;
}
export interface MessageView {
  position: number; level: number; message: Message; redelivered: boolean; stage: Stage | null; expires_at: Time | null;
  /** Who holds it; null while it is ready. */
  unacked: { channel: ChannelId; delivery_tag: number; consumer_tag: string | null; delivered_at: Time } | null;
}
export interface QueueView {
  id: QueueId; name: string; kind: string; durable: boolean; auto_delete: boolean; exclusive: ConnectionId | null; arguments: Table;
  messages_ready: number; messages_unacknowledged: number; message_bytes_ready: number; consumer_count: number; messages: MessageView[];
}
export interface ConsumerView {
  queue: QueueId; channel: ChannelId; tag: string; ack_required: boolean; prefetch_count: number; active: boolean; exclusive: boolean; priority: number | bigint;
  arguments: Table; messages_unacknowledged: number; blocked: boolean;
}
export interface BrokerOverview {
  now: Time; connections: ConnectionView[]; channels: ChannelView[]; exchanges: ExchangeView[]; bindings: Binding[]; queues: QueueView[]; consumers: ConsumerView[];
}
export type AckPolicy = "Automatic" | "AfterWork" | "BeforeWork" | "Never";
export interface Settings {
  queue: string | null; exchange: string | null; exchange_type: string | null; routing_key: string | null; bind: string[]; durable: boolean; exclusive: boolean;
  auto_delete: boolean; arguments: Table; body: string; every: Duration; times: number | null; persistent: boolean; mandatory: boolean;
  confirm: "No" | "Async" | { Batch: number }; ack: AckPolicy; settle: "Ack" | { Reject: { requeue: boolean } } | { Nack: { requeue: boolean } };
  settle_if: string; prefetch: number; think: "None" | "Dots" | { Fixed: Duration } | { Uniform: [Duration, Duration] }; answer: string; reconnect: Duration | null;
}
export interface Held { message: Message; queue: string; channel: ChannelId; delivery_tag: number; redelivered: boolean; settled: boolean; done: boolean }
export interface ClientView {
  id: ClientId; name: string; behaviour: "Scripted" | "Producer" | "Worker" | "Subscriber" | "Server" | "Caller";
  state: "Idle" | "Running" | "Killed" | "Stopped" | "Disconnected" | { Closed: Close };
  connection: ConnectionId | null; publishes: boolean; consumes: boolean;
  sent: number; confirmed: number; nacked: number; returned: number; received: number; acked: number; awaiting: number;
  working_on: { message: Message; queue: string; channel: ChannelId; delivery_tag: number; since: Time; until: Time } | null;
  holding: Held[]; ack: AckPolicy; prefetch: number; settings: Settings;
}
export type Endpoint = "Broker" | { Client: ClientId };
export interface InFlight {
  from: Endpoint; to: Endpoint; channel: ChannelId; sent_at: Time; arrives_at: Time; what: { Request: Request } | { Answer: Answer };
}
export interface Overview { now: Time; broker_up: boolean; broker: BrokerOverview; clients: ClientView[]; in_flight: InFlight[] }

// Moving about, and being told.

/** What was done, after how many moments. */
export interface Action { position: number; statement: string }
/** What acting dropped. */
export interface Fork { dropped: number; dropped_actions: number }
export interface Mark { name: string; position: number }
export type End = "AtRest" | "TimeLimit" | "MomentLimit";
/** Where a scenario or statement is wrong; lines and columns from 1. The errors thrown have a list of these as `diagnostics`. */
export interface Diagnostic { line: number; column: number; length: number; message: string; help: string }
export interface LogLine { at: Time; actor: string; what: string; detail: string }
/** A sentence of a text catalog. */
export interface Phrase { key: string; args: [name: string, value: { Text: string } | { Number: number } | { Span: Duration }][] }
export interface Explanation { log: LogLine[]; summary: Phrase | null; why: Phrase[] }
