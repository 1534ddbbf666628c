//! The one dialog: what is reviewed before a signature, and what is asked once before something is destroyed.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::id;
use crate::text::t;

/// A modal sheet. The browser keeps the focus inside and returns it where it was. Its content exists only while it is open.
#[component]
pub(crate) fn Sheet(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Hears that the user wants it closed, by button or by Escape.
    #[prop(into)]
    on_close: Callback<()>,
    /// Something is under way that must not be left: it does not close.
    #[prop(optional, into)]
    held: Signal<bool>,
    /// The content. Its actions stand in a last element of class `sheet__actions`.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    let heading = id::fresh("sheet");
    let labelled_by = heading.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only for a dialog that is open or not in the page; neither is so here.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let cancel = move |event: leptos::ev::Event| {
        event.prevent_default();
        // Taken out of the page while it is open, it still hears these; there is nobody to tell then.
        if held.try_get_untracked() == Some(false) {
            on_close.run(());
        }
    };
    let closed = move |_| {
        if open.try_get_untracked() == Some(true) {
            on_close.run(());
        }
    };
    view! {
        <dialog class="sheet" node_ref=node aria-labelledby=labelled_by on:cancel=cancel on:close=closed>
            <div class="sheet__head">
                <h2 class="sheet__title" id=heading tabindex="-1" autofocus=true>{title}</h2>
                {move || (!held.get()).then(|| view! {
                    <button type="button" class="icon-button" aria-label=t("Close") on:click=move |_| on_close.run(())>
                        <Icon glyph=Glyph::Cross />
                    </button>
                })}
            </div>
            <div class="sheet__body">{move || open.get().then(|| children())}</div>
        </dialog>
    }
}
