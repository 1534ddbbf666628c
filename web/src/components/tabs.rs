//! Tabs, as the ARIA Authoring Practices describe them: one stop of the keyboard, arrows between them.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::id;

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tab {
    /// Its name in the page's address.
    pub(crate) key: &'static str,
    /// Its name for people.
    pub(crate) label: &'static str,
}

/// A row of tabs and the panel of the selected one.
#[component]
pub(crate) fn Tabs<F>(
    /// What the tabs are about.
    #[prop(into)]
    label: String,
    /// The tabs, in order.
    tabs: Vec<Tab>,
    /// The key of the selected one.
    #[prop(into)]
    selected: Signal<&'static str>,
    /// Hears which one was chosen.
    #[prop(into)]
    on_select: Callback<&'static str>,
    /// Draws the panel of a key.
    panel: F,
) -> impl IntoView
where
    F: Fn(&'static str) -> AnyView + Send + Sync + 'static,
{
    // Owned by each closure: one that runs once more while the page goes away must still find it.
    let base: Arc<str> = id::fresh("tabs").into();
    let name = {
        let base = Arc::clone(&base);
        move |key: &str| format!("{base}-{key}")
    };
    let labelled_by = move || format!("{base}-{}", selected.get());
    let panel_name = name("panel");
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let focus_name = name.clone();
    let turn = move |event: KeyboardEvent| {
        if let Some(key) = neighbour(&keys, selected.get_untracked(), &event.key()) {
            event.prevent_default();
            on_select.run(key);
            focus(&focus_name(key));
        }
    };
    let controlled = panel_name.clone();
    let tab = move |Tab { key, label }| {
        view! {
            <button type="button" role="tab" class="tabs__tab" id=name(key) aria-controls=controlled.clone()
                aria-selected=move || (selected.get() == key).to_string()
                tabindex=move || if selected.get() == key { "0" } else { "-1" } on:click=move |_| on_select.run(key)>
                {label}
            </button>
        }
    };
    view! {
        <div class="tabs">
            <div class="tabs__list" role="tablist" aria-label=label on:keydown=turn>{tabs.into_iter().map(tab).collect_view()}</div>
            <div class="tabs__panel" role="tabpanel" id=panel_name aria-labelledby=labelled_by tabindex="0">
                {move || panel(selected.get())}
            </div>
        </div>
    }
}

/// Where a key of the keyboard leads.
fn neighbour(keys: &[&'static str], selected: &str, pressed: &str) -> Option<&'static str> {
    let here = keys.iter().position(|key| *key == selected)?;
    let place = match pressed {
        "ArrowRight" => here.saturating_add(1).checked_rem(keys.len())?,
        "ArrowLeft" => here.checked_sub(1).unwrap_or(keys.len().saturating_sub(1)),
        "Home" => 0,
        "End" => keys.len().saturating_sub(1),
        _ => return None,
    };
    keys.get(place).copied()
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        // An element that cannot take the focus leaves it where it was.
        drop(element.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::neighbour;

    #[test]
    fn arrows_go_round_and_home_and_end_go_to_the_ends() {
        let keys = ["a", "b", "c"];
        for (from, pressed, to) in [
            ("a", "ArrowRight", Some("b")),
            ("c", "ArrowRight", Some("a")),
            ("a", "ArrowLeft", Some("c")),
            ("b", "Home", Some("a")),
            ("b", "End", Some("c")),
            ("b", "Enter", None),
            ("gone", "Home", None),
        ] {
            assert_eq!(neighbour(&keys, from, pressed), to, "{pressed} from {from}");
        }
    }
}
