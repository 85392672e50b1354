//! The drawer under the stage: its height, open, closed, or dragged by the reader.

use crate::panels::evidence::Tab;

/// The height of the drawer, in hundredths of the height below the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawer {
    /// The reader's own height; `None` before they chose one.
    chosen: Option<u8>,
    /// Whether only its tabs are visible.
    closed: bool,
}

/// A command to the drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawerCommand {
    /// To this height, in hundredths of the height below the header.
    To(u8),
    /// Higher (or lower, if negative) by so many hundredths.
    By(i8),
    /// Closed, or open again.
    Toggle,
    /// To its greatest height, or back.
    Tall,
}

/// The least height that shows something.
const LEAST: u8 = 12;
/// The greatest height.
pub const GREATEST: u8 = 72;

impl Drawer {
    /// Reads the stored form: `34`, or `34 closed`.
    pub fn read(kept: &str) -> Self {
        let mut words = kept.split(' ');
        let chosen =
            words.next().and_then(|height| height.parse().ok()).map(|height: u8| height.clamp(LEAST, GREATEST));
        Self { chosen, closed: words.next() == Some("closed") }
    }

    /// Writes the stored form.
    pub fn write(self) -> String {
        let height = self.chosen.map_or_else(String::new, |height| height.to_string());
        if self.closed { height + " closed" } else { height }
    }

    /// Returns the height for a tab. Code needs a few highlighted lines; things read as a whole get more room.
    pub fn height(self, tab: Tab) -> u8 {
        self.chosen.unwrap_or(match tab {
            Tab::Code | Tab::Why => 19,
            Tab::Log | Tab::Sequence | Tab::Table | Tab::Plots | Tab::Inspector | Tab::Act | Tab::Console => 42,
        })
    }

    /// Returns the height that is visible with a tab: 0 while it is closed.
    pub fn visible(self, tab: Tab) -> u8 {
        if self.closed { 0 } else { self.height(tab) }
    }

    /// Returns whether only its tabs are seen.
    pub const fn is_closed(self) -> bool {
        self.closed
    }

    /// Opens it, because the reader wants to see a tab.
    pub const fn open(&mut self) {
        self.closed = false;
    }

    /// Carries out a command while a tab is shown.
    pub fn carry_out(&mut self, command: DrawerCommand, tab: Tab) {
        match command {
            DrawerCommand::To(height) if height < LEAST / 2 => self.closed = true,
            DrawerCommand::To(height) => {
                *self = Self { chosen: Some(height.clamp(LEAST, GREATEST)), closed: false };
            }
            DrawerCommand::By(step) => {
                self.carry_out(DrawerCommand::To(self.height(tab).saturating_add_signed(step)), tab)
            }
            DrawerCommand::Toggle => self.closed = !self.closed,
            DrawerCommand::Tall if self.visible(tab) == GREATEST => self.chosen = None,
            DrawerCommand::Tall => *self = Self { chosen: Some(GREATEST), closed: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawer_is_as_high_as_the_reader_left_it() {
        let mut drawer = Drawer::default();
        assert_eq!((drawer.height(Tab::Code), drawer.height(Tab::Table)), (19, 42));
        drawer.carry_out(DrawerCommand::To(30), Tab::Code);
        assert_eq!((drawer.height(Tab::Code), drawer.height(Tab::Table)), (30, 30));
        drawer.carry_out(DrawerCommand::By(-4), Tab::Code);
        drawer.carry_out(DrawerCommand::Toggle, Tab::Code);
        assert_eq!(drawer.write(), "26 closed");
        assert_eq!(Drawer::read(&drawer.write()), drawer);
        assert_eq!(Drawer::read(""), Drawer::default());
        assert_eq!(Drawer::read("250").height(Tab::Code), GREATEST);
    }

    #[test]
    fn a_drawer_dragged_to_the_foot_is_closed_and_opens_as_it_was() {
        let mut drawer = Drawer::read("40");
        drawer.carry_out(DrawerCommand::To(3), Tab::Code);
        assert!(drawer.is_closed());
        drawer.open();
        assert_eq!((drawer.is_closed(), drawer.height(Tab::Code)), (false, 40));
    }

    #[test]
    fn a_tall_drawer_goes_back_to_what_its_tab_wants() {
        let mut drawer = Drawer::default();
        drawer.carry_out(DrawerCommand::Tall, Tab::Log);
        assert_eq!(drawer.height(Tab::Log), GREATEST);
        drawer.carry_out(DrawerCommand::Tall, Tab::Log);
        assert_eq!(drawer.height(Tab::Log), 42);
    }
}
