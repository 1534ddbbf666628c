//! Bytes that are read to their end, from the front or from the back, and never beyond it.

use super::PackageError;

/// What has not been read yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next bytes.
    pub(super) fn take(&mut self, what: &'static str, length: usize) -> Result<&'a [u8], PackageError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(PackageError::Cut { what })?;
        self.0 = rest;
        Ok(taken)
    }

    /// The last bytes.
    pub(super) fn take_back(&mut self, what: &'static str, length: usize) -> Result<&'a [u8], PackageError> {
        let before = self.0.len().checked_sub(length).ok_or(PackageError::Cut { what })?;
        let (rest, taken) = self.0.split_at_checked(before).ok_or(PackageError::Cut { what })?;
        self.0 = rest;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub(super) fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], PackageError> {
        <[u8; N]>::try_from(self.take(what, N)?).map_err(|_| PackageError::Cut { what })
    }

    /// The last `N` bytes.
    pub(super) fn array_back<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], PackageError> {
        <[u8; N]>::try_from(self.take_back(what, N)?).map_err(|_| PackageError::Cut { what })
    }

    /// A byte that can only be this one.
    pub(super) fn constant(&mut self, what: &'static str, expected: &[u8]) -> Result<(), PackageError> {
        let got = self.take(what, expected.len())?;
        if got == expected { Ok(()) } else { Err(PackageError::malformed(what, got, expected)) }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Nothing may be left.
    pub(super) const fn end(self) -> Result<(), PackageError> {
        if self.0.is_empty() { Ok(()) } else { Err(PackageError::Trailing { bytes: self.0.len() }) }
    }
}
