//! The card beside the stage: which text of the lesson it shows. A beat is told where it has been shown to its end; a beat with a
//! question is asked before it plays, so that nothing is told before it was seen. It does not know how a card is drawn.

use warren_lessons::pack::Lesson;
use warren_view::run::Run;

use crate::quiz::Quiz;

/// What the card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// A beat's text.
    Told(usize),
    /// A beat's text and question, before the beat plays.
    Asked(usize),
    /// The outcome of a beat's question.
    Settled(usize),
}

impl Card {
    /// Gives the beat that it is about.
    pub const fn beat(self) -> usize {
        match self {
            Self::Told(beat) | Self::Asked(beat) | Self::Settled(beat) => beat,
        }
    }

    /// Gives the beat whose question it shows.
    pub const fn question(self) -> Option<usize> {
        match self {
            Self::Asked(beat) | Self::Settled(beat) => Some(beat),
            Self::Told(_) => None,
        }
    }

    /// Finds the card that comes next where the beat `told` has been told, if that needs no playing.
    pub fn next(self, told: usize, lesson: &Lesson, quiz: &Quiz, run: &Run) -> Option<Self> {
        match self {
            // Its text was read with its question.
            Self::Settled(beat) if beat != told => Some(Self::Told(told)),
            Self::Settled(_) | Self::Told(_) => {
                let next = run.beat_after(told)?;
                let asks = lesson.beats.get(next).is_some_and(|beat| beat.question.is_some());
                (asks && quiz.asked(next).outcome.is_none()).then_some(Self::Asked(next))
            }
            Self::Asked(_) => None,
        }
    }
}
