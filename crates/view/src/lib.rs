//! Turns a run into what a person is shown of it, as plain data. This is the one place between the simulator and the screen
//! that knows AMQP; it does not know pixels, colours, browsers or Yew.

pub mod item;
pub mod stage;
pub mod text;

pub use item::Item;
