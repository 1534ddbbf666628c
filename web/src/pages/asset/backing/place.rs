//! The holder's own file: whether their balance is counted. It has secrets, so its owner brings it, it goes to the worker and to nobody else, and
//! it is wiped once it was looked at.

use assay_sdk::asset::Descriptor;
use assay_sdk::units::Amount;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::Zeroize as _;

use super::super::check_now::{CheckState, told};
use super::super::kept::kept;
use super::grounded::Grounded;
use crate::components::{AmountFigure, Button, DropField, ErrorPanel, FigureSize, Reading};
use crate::format;
use crate::problem;
use crate::reserves::wire::{Answer as Verified, Counted, Question, Refusal};
use crate::services::files;
use crate::state::checking::epoch::place;
use crate::text::t;
use crate::wallet::Wallet;

/// The form and what came of it. Copies are handles to the same.
#[derive(Clone, Copy)]
struct Own {
    wallet: Wallet,
    descriptor: StoredValue<Descriptor>,
    published: Signal<Option<Vec<u8>>>,
    grounded: Grounded,
    text: RwSignal<String>,
    trouble: RwSignal<Option<String>>,
    state: RwSignal<CheckState, LocalStorage>,
}

impl Own {
    fn read(self, file: web_sys::File) {
        spawn_local(async move {
            match files::chosen(&file).await {
                Ok(text) => {
                    let _gone = self.text.try_set(text.to_string());
                    self.run();
                }
                Err(error) => drop(self.trouble.try_set(Some(error.to_string()))),
            }
        });
    }

    fn run(self) {
        let Some(mut text) = self.text.try_get_untracked() else { return };
        if text.trim().is_empty() {
            self.trouble.set(Some(t("Choose the file that the issuer gave you, or paste what is in it.").to_owned()));
            return;
        }
        self.trouble.set(None);
        let Some(published) = self.published.get_untracked() else {
            self.state.set(CheckState::Failed(problem::not_ready()));
            return;
        };
        self.state.set(CheckState::UnderWay);
        let question = Question::Inclusion {
            asset: self.descriptor.with_value(|descriptor| descriptor.asset),
            holder: self.wallet.holder().into_word(),
            published,
            held: text.as_bytes().to_vec(),
        };
        let size = text.len();
        text.zeroize();
        self.wipe();
        spawn_local(async move {
            let verified = self.wallet.verify(&question).await;
            let next = match verified {
                Ok(Verified::Counted(counted)) => self.done(size, Ok(counted)),
                Ok(Verified::Refused(refusal)) => self.done(size, Err(refusal)),
                Ok(Verified::Epoch(_) | Verified::Circuit(_)) => {
                    CheckState::Failed(problem::of_reserves("it gave another answer"))
                }
                Err(error) => CheckState::Failed(error),
            };
            let _gone = self.state.try_set(next);
        });
    }

    fn done(self, size: usize, answer: Result<Counted, Refusal>) -> CheckState {
        let Some(descriptor) = self.descriptor.try_get_value() else { return CheckState::Not };
        let balance = self.wallet.holding(&descriptor.asset).and_then(Result::ok).map(|holding| holding.balance);
        let holder = self.wallet.holder().to_checksum(None);
        let steps = place(size, &answer, &descriptor, &holder, balance.as_ref());
        let _gone = self.grounded.counted.try_set(answer.ok());
        CheckState::Done(steps, format::date_time(self.wallet.now()))
    }

    fn wipe(self) {
        // Gone already where the page is.
        let _gone = self.text.try_update(|text| text.zeroize());
    }
}

#[component]
pub(super) fn Place(
    wallet: Wallet,
    descriptor: Descriptor,
    published: Signal<Option<Vec<u8>>>,
    grounded: Grounded,
) -> impl IntoView {
    let (symbol, decimals) = (descriptor.symbol.clone(), descriptor.decimals);
    let own = Own {
        wallet,
        descriptor: StoredValue::new(descriptor),
        published,
        grounded,
        text: RwSignal::new(String::new()),
        trouble: RwSignal::new(None),
        state: RwSignal::new_local(CheckState::Not),
    };
    on_cleanup(move || own.wipe());
    let busy = Signal::derive(move || own.state.with(|state| matches!(state, CheckState::UnderWay)));
    let outcome = move || match own.state.get() {
        CheckState::Not | CheckState::UnderWay => ().into_any(),
        CheckState::Failed(error) => view! { <ErrorPanel error /> }.into_any(),
        CheckState::Done(steps, at) => told(&steps, &at).into_any(),
    };
    let counted = Signal::derive(move || {
        let raw = |balance| Amount::from_raw(alloy_primitives::U256::from(balance), decimals);
        let fact = grounded.inclusion()?.try_map(|mine| raw(mine.balance));
        Some(fact.map_err(|error| error.to_string()))
    });
    let figure = kept(counted, t("Your balance could not be read"), move |fact| {
        let reading = Signal::derive(move || Reading::Known(fact.get()));
        let (symbol, clock) = (symbol.clone(), wallet.clock());
        view! {
            <AmountFigure reading symbol clock size=FigureSize::Grand />
            <p class="small muted">{t("of yours are counted among what the issuer owes.")}</p>
        }
        .into_any()
    });
    let hint = t(
        "The file that the issuer gave you for this epoch. It has your secrets: it is read here, sent to nobody, and forgotten.",
    );
    view! {
        <section class="panel stack stack--tight" aria-label=t("Your place")>
            <p class="label">{t("Is your balance counted?")}</p>
            {figure}
            <DropField label=t("Your inclusion file") value=own.text error=own.trouble hint on_file=move |file| own.read(file) />
            <div><Button busy on_click=move |_| own.run()>{t("Look for my balance")}</Button></div>
            <div class="stack stack--tight" aria-live="polite">{outcome}</div>
        </section>
    }
}
