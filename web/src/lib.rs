//! The page as a library, so that its pure parts are tested natively and the stage is used without the app.

mod address;
pub mod app;
mod card;
mod command;
mod console;
mod dom;
mod drawer;
mod element;
mod experiments;
pub mod host;
mod i18n;
mod icons;
mod keys;
mod lazy_chunk;
mod link;
mod memo;
mod packs;
mod panels;
mod playback;
pub mod player;
mod plurals;
mod quiz;
mod rescue;
mod session;
pub mod stage;
mod storage;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod testing;
mod theme;
