//! Groth16 proofs of the list: fetched when they are looked at, and verified here under the key that the list pins.

use std::rc::Rc;

use alloy_primitives::U256;
use assay_sdk::asset::{CircuitLink, Descriptor};
use leptos::prelude::*;

use super::super::check_now::{CheckNow, elsewhere};
use super::grounded::Grounded;
use crate::components::{
    Badge, BadgeKind, CopyButton, Definition, DefinitionList, ErrorPanel, ErrorText, Notice, NoticeKind, Skeleton,
    SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::reserves::wire::{Answer as Verified, Question, Refusal};
use crate::services::chain::ChainRoom;
use crate::state::checking::circuit::{CircuitFiles, as_of, steps};
use crate::state::checking::epoch::sentence;
use crate::state::elsewhere::of_circuit;
use crate::state::grounds;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The files and what they came to.
type Found = (CircuitFiles, Result<Vec<U256>, Refusal>);

pub(super) fn circuits(wallet: Wallet, descriptor: &Descriptor, grounded: Grounded) -> impl IntoView + use<> {
    let links = descriptor.proofs.circuits.clone();
    links
        .into_iter()
        .enumerate()
        .map(|(number, link)| circuit(wallet, Rc::new(link), (number, grounded)))
        .collect_view()
}

fn circuit(wallet: Wallet, link: Rc<CircuitLink>, (number, grounded): (usize, Grounded)) -> impl IntoView + use<> {
    // Files do not change with the chain: they are fetched and verified once, and again where somebody asks for it.
    let known = StoredValue::new(None::<Found>);
    let answer: Answer<Found> = inquire(wallet, || (), {
        let link = Rc::clone(&link);
        move |room, _, ()| {
            let link = Rc::clone(&link);
            async move {
                if let Some(found) = known.try_get_value().flatten() {
                    return Ok(found);
                }
                let found = verified(wallet, &room, &link).await?;
                let _gone = known.try_set_value(Some(found.clone()));
                Ok(found)
            }
        }
    });
    let grants = StoredValue::new(CircuitLink::clone(&link));
    Effect::new(move |_| {
        let proof = answer.with(|loaded| {
            let (_, inputs) = loaded.value()?;
            let (room, reads) = wallet.ready()?;
            grants.with_value(|link| {
                grounds::of_circuit(link, inputs.as_ref().ok()?, reads.at(), &room.file_address(&link.inputs))
            })
        });
        grounded.enter_circuit(number, proof);
    });
    let check = CheckNow::new(wallet, {
        let link = Rc::clone(&link);
        move |room| {
            let link = Rc::clone(&link);
            async move {
                let found = verified(wallet, &room, &link).await?;
                let _gone = known.try_set_value(Some(found.clone()));
                answer.retry().run(());
                Ok(steps(&link, &found.0, &found.1))
            }
        }
    });
    let commands = Signal::derive(move || {
        let (room, _) = wallet.ready()?;
        answer.with(|loaded| loaded.value().map(|_| ()))?;
        Some(grants.with_value(|link| of_circuit(&|file| room.file_address(file), link)))
    });
    let pairs = told(&link, answer);
    view! {
        <section class="panel stack stack--tight" aria-label=t("Zero-knowledge proof")>
            <p class="label">{t("Zero-knowledge proof (Groth16)")}</p>
            <p class="backing__sentence">{link.statement.clone()}</p>
            <p class="small muted">{t("That is how the issuer puts it. What the key really proves, only its circuit says.")}</p>
            {outcome(answer)}
            <DefinitionList pairs />
            {check.view()}{elsewhere(wallet, commands)}
        </section>
    }
}

async fn verified(wallet: Wallet, room: &ChainRoom, link: &CircuitLink) -> Result<Found, ErrorText> {
    let fetched =
        async { Ok((room.file(&link.key).await?, room.file(&link.proof).await?, room.file(&link.inputs).await?)) };
    let (key, proof, inputs) = fetched.await.map_err(|error| problem::of_chain(&error))?;
    let files = CircuitFiles { key, proof, inputs };
    let CircuitFiles { key, proof, inputs } = files.clone();
    let answer = match wallet.verify(&Question::Circuit { key_hash: link.key_hash, key, proof, inputs }).await? {
        Verified::Circuit(inputs) => Ok(inputs),
        Verified::Refused(refusal) => Err(refusal),
        Verified::Epoch(_) | Verified::Counted(_) => return Err(problem::of_reserves("it gave another answer")),
    };
    Ok((files, answer))
}

fn outcome(answer: Answer<Found>) -> impl IntoView {
    move || {
        answer.with(|loaded| match loaded {
            Loaded::Pending => view! { <p><Skeleton width=SkeletonWidth::Long /></p> }.into_any(),
            Loaded::Failed(error) => view! { <ErrorPanel error=error.clone() on_retry=answer.retry() /> }.into_any(),
            Loaded::Ready { value: (_, Err(refusal)), .. } => {
                let (title, what) = (t("This proof does not hold"), sentence(&refusal.what));
                view! { <Notice kind=NoticeKind::Error title what next=t("Do not rely on it.") /> }.into_any()
            }
            Loaded::Ready { value: (_, Ok(_)), .. } => {
                view! { <p><Badge kind=BadgeKind::Accent>{t("The proof holds")}</Badge></p> }.into_any()
            }
        })
    }
}

fn told(link: &Rc<CircuitLink>, answer: Answer<Found>) -> Vec<Definition> {
    let hash = Signal::stored(link.key_hash.to_string());
    let short = move || format::shorten(&hash.get(), 10, 8);
    let link = StoredValue::new(CircuitLink::clone(link));
    let moment = move || {
        let inputs = answer.with(|loaded| loaded.value().and_then(|(_, inputs)| inputs.clone().ok()));
        let moment = inputs.and_then(|inputs| link.with_value(|link| as_of(link, &inputs)));
        moment.map_or_else(|| t("it binds none: it grants nothing below").to_owned(), format::date_time)
    };
    let files = link.with_value(|link| {
        fill(t("{key}, {proof}, {inputs}"), &[("key", &link.key), ("proof", &link.proof), ("inputs", &link.inputs)])
    });
    vec![
        Definition::view(t("As of"), view! { <span>{moment}</span> }),
        Definition::view(
            t("Key that the list pins"),
            view! { <span class="row"><code>{short}</code><CopyButton text=hash label=t("Copy the hash of the key") /></span> },
        ),
        Definition::text(t("Files"), files),
    ]
}
