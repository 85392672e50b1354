//! The page as a library, so that its pure parts are tested natively and the stage is used without the app. It owns
//! nothing itself.

mod address;
pub mod app;
mod dom;
mod i18n;
mod icons;
mod keys;
mod link;
mod packs;
mod panels;
mod phrases;
mod playback;
mod session;
pub mod stage;
mod storage;
mod subject;
mod theme;
