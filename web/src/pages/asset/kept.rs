//! Parts of a page that stay as they are while their figures change, so that an open slip stays open from block to block.

use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};

#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Absent,
    Known,
    Failed(String),
}

/// Draws what is known, once; a newer value changes the signal and leaves the elements alone. What failed says why under `title`; what
/// is absent is not drawn.
pub(crate) fn kept<T>(
    source: Signal<Option<Result<T, String>>>,
    title: &'static str,
    draw: impl Fn(Signal<T>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let stage = Memo::new(move |_| {
        source.with(|source| match source {
            None => Stage::Absent,
            Some(Ok(_)) => Stage::Known,
            Some(Err(why)) => Stage::Failed(why.clone()),
        })
    });
    move || match stage.get() {
        Stage::Absent => ().into_any(),
        Stage::Failed(what) => view! { <Notice kind=NoticeKind::Warn title what /> }.into_any(),
        Stage::Known => match source.get_untracked() {
            Some(Ok(first)) => draw(Signal::derive(move || match source.get() {
                Some(Ok(newer)) => newer,
                Some(Err(_)) | None => first.clone(),
            })),
            Some(Err(_)) | None => ().into_any(),
        },
    }
}
