//! The recovery phrase on paper: numbered words, not in the page until asked for.

use leptos::prelude::*;
use zeroize::Zeroizing;

use super::button::Button;
use super::icon::Glyph;
use crate::text::t;

/// The words of a recovery phrase. Until they are revealed the page holds dots in their place, and it does so again once hidden.
#[component]
pub(crate) fn PhraseGrid(
    /// The phrase, its words parted by spaces. Wiped from memory with this component.
    phrase: Zeroizing<String>,
    /// Hears of it once the words have been on the screen.
    #[prop(optional, into)]
    on_reveal: Option<Callback<()>>,
) -> impl IntoView {
    let phrase = StoredValue::new(phrase);
    let (revealed, set_revealed) = signal(false);
    let words = move || {
        let revealed = revealed.get();
        phrase.with_value(|phrase| {
            let line = |(place, word): (usize, &str)| word_line(place, revealed.then(|| word.to_owned()));
            phrase.split_whitespace().enumerate().map(line).collect_view()
        })
    };
    let toggle = move |()| {
        set_revealed.update(|revealed| *revealed = !*revealed);
        if let (true, Some(on_reveal)) = (revealed.get_untracked(), on_reveal) {
            on_reveal.run(());
        }
    };
    view! {
        <div class="phrase">
            <ol class="phrase__words" aria-label=t("Recovery phrase")>{words}</ol>
            {move || if revealed.get() {
                view! { <Button icon=Glyph::EyeOff on_click=toggle>{t("Hide the words")}</Button> }
            } else {
                view! { <Button icon=Glyph::Eye on_click=toggle>{t("Show the words")}</Button> }
            }}
        </div>
    }
}

fn word_line(place: usize, word: Option<String>) -> impl IntoView {
    let number = place.saturating_add(1).to_string();
    let text = match word {
        Some(word) => view! { <span class="phrase__text">{word}</span> }.into_any(),
        None => view! {
            <span class="phrase__text phrase__text--hidden" aria-hidden="true">{"•••••"}</span>
            <span class="visually-hidden">{t("hidden")}</span>
        }
        .into_any(),
    };
    view! { <li class="phrase__word"><span class="phrase__number">{number}</span>{text}</li> }
}
