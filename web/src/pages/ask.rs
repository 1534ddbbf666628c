//! A question of a page to the chain, asked again at every new block.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::state::loaded::Loaded;
use crate::wallet::Wallet;

/// Asks now, at every new block, and whenever a signal changes that `question` reads before it awaits. The old answer stays until
/// the new one is there; an answer that another question has overtaken is dropped.
pub(crate) fn ask<T, F, Fut>(wallet: Wallet, question: F) -> RwSignal<Loaded<T, ErrorText>, LocalStorage>
where
    T: 'static,
    F: Fn() -> Fut + 'static,
    Fut: Future<Output = Result<T, ErrorText>> + 'static,
{
    let answer = RwSignal::new_local(Loaded::Pending);
    let asked = StoredValue::new(0_u32);
    let at = wallet.at();
    Effect::new(move |_| {
        let _block = at.get();
        let this = asked.get_value().wrapping_add(1);
        asked.set_value(this);
        let asking = question();
        spawn_local(async move {
            let attempt = asking.await;
            // The page may be gone by now.
            if asked.try_get_value() == Some(this) {
                let _gone = answer.try_update(|known| {
                    let before = std::mem::replace(known, Loaded::Pending);
                    *known = before.updated(attempt);
                });
            }
        });
    });
    answer
}
