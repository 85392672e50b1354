//! Memory that is kept between inputs to save time. It is no part of any state.

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch<T>(T);

impl<T: Default> Scratch<T> {
    /// Takes the memory out.
    #[inline]
    pub(crate) fn take(&mut self) -> T {
        core::mem::take(&mut self.0)
    }

    /// Puts it back.
    #[inline]
    pub(crate) fn put(&mut self, memory: T) {
        self.0 = memory;
    }
}

/// All scratch memory is equal: its contents do not count.
impl<T> PartialEq for Scratch<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Scratch<T> {}
