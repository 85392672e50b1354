//! The page as a library, so that its pure parts are tested natively and the stage is used without the app. It owns
//! nothing itself.

mod address;
pub mod app;
mod ask;
mod console;
mod dom;
mod element;
mod i18n;
mod icons;
mod kept;
mod keys;
mod link;
mod packs;
mod panels;
mod phrases;
mod playback;
mod plurals;
mod quiz;
mod rest;
mod session;
pub mod stage;
mod storage;
mod subject;
mod theme;
mod trials;
