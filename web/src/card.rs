//! The card beside the stage: which text of the lesson it shows. A beat is described once it has been shown to its end;
//! a beat with a question is asked before it plays, so that nothing is described before it was seen.

use warren_lessons::pack::Lesson;
use warren_view::run::Run;

use crate::quiz::Quiz;

/// The content of the card.
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
    /// Returns its beat.
    pub const fn beat(self) -> usize {
        match self {
            Self::Told(beat) | Self::Asked(beat) | Self::Settled(beat) => beat,
        }
    }

    /// Returns the beat whose question it shows.
    pub const fn question(self) -> Option<usize> {
        match self {
            Self::Asked(beat) | Self::Settled(beat) => Some(beat),
            Self::Told(_) => None,
        }
    }

    /// Returns the next card after the beat `told` was described, if that needs no playing.
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
