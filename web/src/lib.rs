//! The parts of the page that stand on their own, as a library: the tests and the gallery use them without the app.

pub mod stage;
