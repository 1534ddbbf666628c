//! Files of the list that a page looks at.

use leptos::prelude::*;

use crate::components::ErrorText;
use crate::problem;
use crate::services::chain::ChainRoom;

/// A file of the list: fetched once, and again where somebody asks for it.
#[derive(Clone, Copy)]
pub(super) struct Fetched {
    pub(super) bytes: RwSignal<Option<Vec<u8>>>,
}

impl Fetched {
    /// A file that was not fetched yet.
    pub(super) fn new() -> Self {
        Self { bytes: RwSignal::new(None) }
    }

    pub(super) async fn once(self, room: &ChainRoom, reference: &str) -> Result<Vec<u8>, ErrorText> {
        match self.bytes.try_get_untracked().flatten() {
            Some(bytes) => Ok(bytes),
            None => self.anew(room, reference).await,
        }
    }

    pub(super) async fn anew(self, room: &ChainRoom, reference: &str) -> Result<Vec<u8>, ErrorText> {
        let bytes = room.file(reference).await.map_err(|error| problem::of_chain(&error))?;
        let _gone = self.bytes.try_set(Some(bytes.clone()));
        Ok(bytes)
    }
}
