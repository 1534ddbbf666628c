//! Something that is fetched.

/// Not here yet, here, or failed. Pages treat all fetched things alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded<T, E> {
    /// On its way.
    Pending,
    /// Here. `stale` where a newer reading failed: the old one stays on screen, and says so.
    Ready {
        /// The value.
        value: T,
        /// Why the newest attempt failed, where it did.
        stale: Option<E>,
    },
    /// The first attempt failed.
    Failed(E),
}

impl<T, E> Loaded<T, E> {
    /// Takes in a new attempt: a failure never throws away what was there.
    #[must_use]
    pub fn updated(self, attempt: Result<T, E>) -> Self {
        match (self, attempt) {
            (_, Ok(value)) => Self::Ready { value, stale: None },
            (Self::Ready { value, .. }, Err(error)) => Self::Ready { value, stale: Some(error) },
            (Self::Pending | Self::Failed(_), Err(error)) => Self::Failed(error),
        }
    }

    /// The value, however old.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Ready { value, .. } => Some(value),
            Self::Pending | Self::Failed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_refresh_keeps_what_was_there() {
        let first = Loaded::Pending.updated(Ok::<_, &str>(1));
        let second = first.updated(Err("gone"));
        assert_eq!(second, Loaded::Ready { value: 1, stale: Some("gone") });
        assert_eq!(second.updated(Ok(2)), Loaded::Ready { value: 2, stale: None });
    }

    #[test]
    fn a_failed_first_attempt_is_a_failure() {
        assert_eq!(Loaded::<i32, _>::Pending.updated(Err("no")), Loaded::Failed("no"));
    }
}
