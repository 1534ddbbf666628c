//! Words of a phrase that are asked back, by their positions.

use leptos::prelude::*;
use zeroize::Zeroize as _;

use crate::components::{TextField, TextKind};
use crate::state::new_wallet;
use crate::text::{fill, t};

/// What is typed for each position. Wiped when its page is left.
#[derive(Clone, Copy)]
pub(super) struct Words(StoredValue<Vec<(u8, RwSignal<String>)>>);

impl Words {
    /// Nothing typed yet for these positions, counted from 1.
    pub(super) fn new(positions: Vec<u8>) -> Self {
        let typed = positions.into_iter().map(|position| (position, RwSignal::new(String::new()))).collect();
        let words = Self(StoredValue::new(typed));
        on_cleanup(move || {
            let _gone = words.0.try_with_value(|typed| {
                for (_, word) in typed {
                    let _gone = word.try_update(|word| word.zeroize());
                }
            });
        });
        words
    }

    /// What was typed, as the worker takes it.
    pub(super) fn answers(self) -> Vec<(u8, String)> {
        let typed: Vec<(u8, String)> =
            self.0.with_value(|typed| typed.iter().map(|(position, word)| (*position, word.get_untracked())).collect());
        new_wallet::answers(&typed)
    }
}

/// A field for each.
#[component]
pub(super) fn AskedWords(
    /// What is typed.
    words: Words,
) -> impl IntoView {
    let fields = words.0.with_value(|typed| {
        let field = |(position, word): &(u8, RwSignal<String>)| {
            let label = fill(t("Word {position}"), &[("position", &position.to_string())]);
            view! { <TextField label kind=TextKind::Code value=*word /> }
        };
        typed.iter().map(field).collect_view()
    });
    view! { <div class="columns columns--tight">{fields}</div> }
}
