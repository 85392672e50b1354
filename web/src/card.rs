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
    /// The matrix at the end of the last beat, which has this number.
    Matrix(usize),
    /// The challenge at the end of the last beat, which has this number.
    Challenge(usize),
}

impl Card {
    /// Returns its beat.
    pub const fn beat(self) -> usize {
        match self {
            Self::Told(beat) | Self::Asked(beat) | Self::Settled(beat) | Self::Matrix(beat) | Self::Challenge(beat) => {
                beat
            }
        }
    }

    /// Returns the beat whose question it shows.
    pub const fn question(self) -> Option<usize> {
        match self {
            Self::Asked(beat) | Self::Settled(beat) => Some(beat),
            Self::Told(_) | Self::Matrix(_) | Self::Challenge(_) => None,
        }
    }

    /// Returns the next card after the beat `told` was described, if that needs no playing.
    pub fn next(self, told: usize, lesson: &Lesson, quiz: &Quiz, run: &Run) -> Option<Self> {
        match self {
            // Its text was read with its question.
            Self::Settled(beat) if beat != told => Some(Self::Told(told)),
            Self::Settled(_) | Self::Told(_) => {
                let Some(next) = run.beat_after(told) else { return Self::at_end(lesson) };
                let asks = lesson.beats.get(next).is_some_and(|beat| beat.question.is_some());
                (asks && quiz.asked(next).outcome.is_none()).then_some(Self::Asked(next))
            }
            Self::Matrix(last) => lesson.challenge.is_some().then_some(Self::Challenge(last)),
            Self::Asked(_) | Self::Challenge(_) => None,
        }
    }

    /// Finds the card on which the learner acts once the lesson is over.
    pub fn at_end(lesson: &Lesson) -> Option<Self> {
        let last = lesson.beats.len().checked_sub(1)?;
        match (&lesson.matrix, &lesson.challenge) {
            (Some(_), _) => Some(Self::Matrix(last)),
            (None, Some(_)) => Some(Self::Challenge(last)),
            (None, None) => None,
        }
    }
}
