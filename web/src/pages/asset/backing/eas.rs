//! Off-chain attestations of EAS that the list names: checked here, and their revocation asked of the chain.

use std::rc::Rc;

use assay_sdk::asset::{Descriptor, EasLink};
use assay_sdk::evidence::{Fact, Reads};
use assay_sdk::proof::{EasAttestation, EasStatement, EasTerms};
use leptos::prelude::*;

use super::super::check_now::{CheckNow, elsewhere};
use super::super::fetched::Fetched;
use super::super::kept::kept;
use super::super::stamped::stamped;
use crate::components::{
    AddressView, Clock, Definition, DefinitionList, ErrorPanel, ErrorText, Notice, NoticeKind, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::state::checking::eas::{Found, steps};
use crate::state::elsewhere::of_eas;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// The asset's list entry, the deployment, and one file.
type About = Rc<(Descriptor, EasLink, String)>;

pub(super) fn attestations(wallet: Wallet, descriptor: &Descriptor) -> impl IntoView + use<> {
    let files = descriptor.proofs.eas.clone().map(|link| {
        let one = |file: &String| attestation(wallet, Rc::new((descriptor.clone(), link.clone(), file.clone())));
        link.attestations.iter().map(one).collect_view()
    });
    files.into_view()
}

fn attestation(wallet: Wallet, about: About) -> impl IntoView + use<> {
    let (fetched, file) = (Fetched::new(), about.2.clone());
    let answer: Answer<Found> = inquire(wallet, || (), {
        let about = Rc::clone(&about);
        move |room, mut reads, ()| {
            let about = Rc::clone(&about);
            async move {
                let bytes = fetched.once(&room, &about.2).await?;
                found(wallet, (&room, &mut reads), &about, bytes).await
            }
        }
    });
    let check = CheckNow::new(wallet, {
        let about = Rc::clone(&about);
        move |room| {
            let about = Rc::clone(&about);
            async move {
                let bytes = fetched.anew(&room, &about.2).await?;
                let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
                let found = found(wallet, (&room, &mut reads), &about, bytes).await?;
                answer.retry().run(());
                Ok(steps(&found))
            }
        }
    });
    let source = Signal::derive(move || answer.with(|loaded| Some(Ok(loaded.value()?.standing()?.clone()))));
    let clock = wallet.clock();
    let drawn = kept(source, t("The attestation could not be read"), move |fact| told(fact, clock).into_any());
    let (contract, name) = (about.1.contract, StoredValue::new(file.clone()));
    let commands = Signal::derive(move || {
        let (bytes, fact) = (fetched.bytes.get()?, source.get().and_then(Result::ok)?);
        let (room, _) = wallet.ready()?;
        Some(of_eas(&name.with_value(|name| room.file_address(name)), &bytes, contract, fact.value()))
    });
    view! {
        <section class="panel stack stack--tight" aria-label=t("Attestation of EAS")>
            <p class="label">{t("Attestation of EAS")}</p>
            {trouble(answer)}{drawn}
            <p class="small faint">{fill(t("File: {name}"), &[("name", &file)])}</p>
            {check.view()}{elsewhere(wallet, commands)}
        </section>
    }
}

async fn found(
    wallet: Wallet,
    (room, reads): (&ChainRoom, &mut Reads),
    about: &(Descriptor, EasLink, String),
    bytes: Vec<u8>,
) -> Result<Found, ErrorText> {
    let (descriptor, link, _) = about;
    // This device's clock may lag behind the chain's.
    let now = wallet.now().max(reads.at().timestamp);
    let terms = EasTerms {
        chain: descriptor.asset.chain,
        contract: link.contract,
        schema: link.schema,
        attesters: &descriptor.attesters,
        now,
    };
    let statement = EasAttestation::from_json(&bytes).and_then(|read| read.verify(&terms, reads.at()));
    let revoked = match &statement {
        Ok(fact) => Some(
            room.eas_revocation(reads, link.contract, fact.value()).await.map_err(|error| problem::of_chain(&error))?,
        ),
        Err(_) => None,
    };
    Ok(Found { bytes, statement, revoked })
}

fn trouble(answer: Answer<Found>) -> impl IntoView {
    move || {
        answer.with(|loaded| match loaded {
            Loaded::Pending => view! { <p><Skeleton width=SkeletonWidth::Long /></p> }.into_any(),
            Loaded::Failed(error) => view! { <ErrorPanel error=error.clone() on_retry=answer.retry() /> }.into_any(),
            Loaded::Ready { value, .. } if value.standing().is_some() => ().into_any(),
            Loaded::Ready { value, .. } => {
                let (title, what) = match &value.statement {
                    Err(error) => (t("The attestation was refused"), error.to_string()),
                    Ok(_) => (
                        t("The attestation was revoked"),
                        t("Its attester does not stand by it any longer.").to_owned(),
                    ),
                };
                view! { <Notice kind=NoticeKind::Error title what next=t("Do not rely on it.") /> }.into_any()
            }
        })
    }
}

fn told(fact: Signal<Fact<EasStatement>>, clock: Clock) -> impl IntoView {
    let attester = Signal::derive(move || fact.with(|fact| fact.value().attester));
    let until = move || {
        let expires = fact.with(|fact| fact.value().expires);
        expires.map_or_else(|| t("without an end").to_owned(), format::date_time)
    };
    let made =
        stamped(fact, clock, |statement| fill(t("Attested on {date}"), &[("date", &format::date(statement.time))]));
    let schema = move || fact.with(|fact| format::shorten(&fact.value().schema.to_string(), 10, 8));
    let pairs = vec![
        Definition::view(t("Signed by"), view! { <AddressView address=attester /> }),
        Definition::view(t("Stands until"), view! { <span>{until}</span> }),
        Definition::view(t("Schema"), view! { <code>{schema}</code> }),
    ];
    view! {
        <p class="backing__sentence">{made}</p>
        <p class="small muted">{t("Checked here, and not revoked by the chain. What its data means is the schema's business: it grants nothing below.")}</p>
        <DefinitionList pairs />
    }
}
