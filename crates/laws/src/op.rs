//! Decodes one number into one action. Small numbers are simple actions, so that shrinking a program leaves a readable
//! one. Choices are numbers that [`crate::actors`] resolves.

/// An action on the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields are numbers to choose by.
pub enum Op {
    /// A method on a channel. A missing channel is opened instead, unless `raw`.
    Method { connection: u64, number: u64, raw: bool, method: Method },
    /// Virtual time passes.
    Wait { choice: Choice },
    /// A connection is closed, or lost without a word.
    Disconnect { connection: u64, lost: bool },
    /// The broker stops and starts: in order, killed, or by a power failure.
    Restart { cause: u64, luck: u64 },
    /// The broker stops.
    Stop { cause: u64, luck: u64 },
    /// The broker starts, if it was stopped.
    Start,
}

/// A method. Its arguments are chosen from the rest of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Publish(Choice),
    Settle(Choice),
    Consume(Choice),
    Get(Choice),
    DeclareQueue(Choice),
    DeclareExchange(Choice),
    BindQueue(Choice),
    BindExchange(Choice),
    Cancel(Choice),
    Qos(Choice),
    Recover(Choice),
    Purge(Choice),
    DeleteQueue(Choice),
    DeleteExchange(Choice),
    Confirm,
    Transaction(Choice),
    Flow(Choice),
    OpenAgain,
    Close,
    CloseOk,
}

/// The rest of a number, from which further choices are taken in order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Choice(pub u128);

impl std::fmt::Debug for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Choice {
    /// Returns one of the numbers below `count`.
    pub fn below(&mut self, count: u64) -> u64 {
        let count = u128::from(count);
        let chosen = u64::try_from(self.0 % count).expect("a remainder of a u64 is one");
        self.0 /= count;
        chosen
    }

    /// Returns true once in `count` times.
    pub fn once_in(&mut self, count: u64) -> bool {
        self.below(count) == count - 1
    }

    /// Returns one of the elements.
    pub fn of<T: Copy>(&mut self, from: &[T]) -> T {
        let index = usize::try_from(self.below(from.len() as u64)).expect("an index into a slice is a usize");
        from[index]
    }
}

impl Op {
    /// Decodes a number of a program.
    #[must_use]
    pub fn decode(number: u128) -> Self {
        let mut choice = Choice(number);
        match choice.below(1_024) {
            0..950 => Self::Method {
                connection: choice.below(3),
                number: choice.below(2),
                raw: choice.once_in(512),
                method: Method::decode(choice),
            },
            950..1_008 => Self::Wait { choice },
            1_008..1_015 => Self::Disconnect { connection: choice.below(3), lost: choice.once_in(2) },
            1_015..1_018 => Self::Restart { cause: choice.below(3), luck: choice.below(u64::MAX) },
            1_018 => Self::Stop { cause: choice.below(3), luck: choice.below(u64::MAX) },
            _ => Self::Start,
        }
    }
}

impl Method {
    fn decode(mut choice: Choice) -> Self {
        match choice.below(1_024) {
            0..300 => Self::Publish(choice),
            300..540 => Self::Settle(choice),
            540..640 => Self::Consume(choice),
            640..710 => Self::Get(choice),
            710..776 => Self::DeclareQueue(choice),
            776..800 => Self::DeclareExchange(choice),
            800..850 => Self::BindQueue(choice),
            850..870 => Self::BindExchange(choice),
            870..894 => Self::Cancel(choice),
            894..926 => Self::Qos(choice),
            926..938 => Self::Recover(choice),
            938..943 => Self::Purge(choice),
            943..951 => Self::DeleteQueue(choice),
            951..955 => Self::DeleteExchange(choice),
            955..967 => Self::Confirm,
            967..1_015 => Self::Transaction(choice),
            1_015 => Self::Flow(choice),
            1_016 => Self::OpenAgain,
            1_017..1_023 => Self::Close,
            _ => Self::CloseOk,
        }
    }
}
