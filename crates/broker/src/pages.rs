//! Things by number, in order. Numbers ascend for ever, but memory is used only for existing things.

/// The numbers that share a page.
const SIZE: usize = 32;

/// A table in pages. Only pages with something on them exist: in the worst case one for each thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Pages<T>(Vec<Page<T>>);

#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Page<T> {
    number: u32,
    used: u32,
    /// In place, which saves one memory access per lookup.
    slots: [Option<Box<T>>; SIZE],
}

/// Splits a number into its page and its place there.
#[allow(clippy::cast_possible_truncation)] // A page is small.
const fn split(number: u32) -> (u32, usize) {
    (number / SIZE as u32, (number % SIZE as u32) as usize)
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Pages<T> {
    #[inline]
    fn place(&self, page: u32) -> Result<usize, usize> {
        let first = self.0.first().map_or(0, |first| first.number);
        // The usual case: no page between it and the first is missing.
        let guess = page.wrapping_sub(first) as usize;
        match self.0.get(guess) {
            Some(there) if there.number == page => Ok(guess),
            Some(_) | None => self.0.binary_search_by_key(&page, |page| page.number),
        }
    }

    /// Inserts a thing at a free number.
    pub(crate) fn insert(&mut self, number: u32, thing: T) {
        let (page, at) = split(number);
        let place = self.place(page).unwrap_or_else(|place| {
            self.0.insert(place, Page { number: page, used: 0, slots: [const { None }; SIZE] });
            place
        });
        let page = &mut self.0[place];
        let before = page.slots[at].replace(Box::new(thing));
        assert!(before.is_none(), "whoever gives numbers gives each once");
        page.used += 1;
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let (page, at) = split(number);
        let place = self.place(page).ok()?;
        let page = &mut self.0[place];
        let removed = page.slots[at].take()?;
        page.used -= 1;
        if page.used == 0 {
            self.0.remove(place);
        }
        Some(*removed)
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        let (page, at) = split(number);
        let place = self.place(page).ok()?;
        self.0[place].slots[at].as_deref()
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let (page, at) = split(number);
        let place = self.place(page).ok()?;
        self.0[place].slots[at].as_deref_mut()
    }

    /// Returns the things in order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.0.iter().flat_map(|page| {
            let numbered = (0..).zip(&page.slots);
            numbered.filter_map(|(at, slot)| slot.as_deref().map(|thing| (page.number * SIZE as u32 + at, thing)))
        })
    }

    /// Like `iter`, but mutable.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().flat_map(|page| page.slots.iter_mut().filter_map(Option::as_deref_mut))
    }

    /// Returns the number of pages.
    #[cfg(test)]
    pub(crate) fn pages(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn things_are_found_by_number_and_stand_in_its_order() {
        let mut pages = Pages::default();
        for number in [700, 3, 64, 63, u32::MAX] {
            pages.insert(number, number.to_string());
        }
        let numbers = |pages: &Pages<String>| pages.iter().map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(numbers(&pages), [3, 63, 64, 700, u32::MAX]);
        assert_eq!((pages.get(64).map(String::as_str), pages.get(65)), (Some("64"), None));
        assert_eq!((pages.remove(700).as_deref(), pages.remove(700), pages.remove(5)), (Some("700"), None, None));
        assert_eq!((numbers(&pages), pages.pages()), (vec![3, 63, 64, u32::MAX], 4));
    }
}
