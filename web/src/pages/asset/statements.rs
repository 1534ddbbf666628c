//! Signed statements about reserves: fetched when they are looked at, and checked here.

use assay_sdk::asset::{Descriptor, ReserveFigure, by_attestation};
use assay_sdk::evidence::Fact;
use assay_sdk::proof::{Attestation, AttestationError, Reserve};
use assay_sdk::units::{Amount, BlockRef, Timestamp};
use leptos::prelude::*;

use super::backing::{Grounded, cover};
use super::check_now::{CheckNow, elsewhere};
use super::kept::kept;
use crate::components::{
    AddressView, AmountFigure, Clock, CopyButton, Definition, DefinitionList, ErrorPanel, ErrorText, FigureSize,
    Notice, NoticeKind, Reading, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::services::chain::ChainRoom;
use crate::state::checking;
use crate::state::elsewhere::{Command, of_statement};
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// A statement as it was checked.
type Verified = Result<Fact<Reserve>, AttestationError>;

/// Every statement of the list.
#[component]
pub(super) fn Statements(
    wallet: Wallet,
    descriptor: Descriptor,
    #[prop(into)] supply: Signal<Option<Fact<Amount>>>,
    grounded: Grounded,
) -> impl IntoView {
    let one = |reference: &String| {
        let (descriptor, reference) = (descriptor.clone(), reference.clone());
        view! { <Statement wallet descriptor reference supply grounded /> }
    };
    descriptor.attestations.iter().map(one).collect_view()
}

/// A file of the list: fetched once, and again where somebody asks for it.
#[derive(Clone, Copy)]
struct Fetched {
    bytes: RwSignal<Option<Vec<u8>>>,
}

impl Fetched {
    async fn once(self, room: &ChainRoom, reference: &str) -> Result<Vec<u8>, ErrorText> {
        match self.bytes.try_get_untracked().flatten() {
            Some(bytes) => Ok(bytes),
            None => self.anew(room, reference).await,
        }
    }

    async fn anew(self, room: &ChainRoom, reference: &str) -> Result<Vec<u8>, ErrorText> {
        let bytes = room.file(reference).await.map_err(|error| problem::of_chain(&error))?;
        let _gone = self.bytes.try_set(Some(bytes.clone()));
        Ok(bytes)
    }
}

/// The statement, checked against its attesters at each new block.
fn verified(wallet: Wallet, descriptor: &Descriptor, reference: String, fetched: Fetched) -> Answer<Verified> {
    let (attesters, asset) = (descriptor.attesters.clone(), descriptor.asset);
    inquire(
        wallet,
        || (),
        move |room, reads, ()| {
            let (attesters, reference) = (attesters.clone(), reference.clone());
            async move {
                let file = fetched.once(&room, &reference).await?;
                let now = moment(wallet, reads.at());
                Ok(Attestation::from_json(&file).and_then(|read| read.verify(&attesters, asset, now, reads.at())))
            }
        },
    )
}

/// This device's clock may lag behind the chain's.
fn moment(wallet: Wallet, at: BlockRef) -> Timestamp {
    wallet.now().max(at.timestamp)
}

/// Fetches the file anew, and checks it by steps. What is drawn beside it follows the new file.
fn check(
    wallet: Wallet,
    descriptor: Descriptor,
    reference: String,
    (fetched, answer): (Fetched, Answer<Verified>),
) -> CheckNow {
    let shared = std::rc::Rc::new((descriptor, reference));
    CheckNow::new(wallet, move |room| {
        let shared = std::rc::Rc::clone(&shared);
        async move {
            let (descriptor, reference) = &*shared;
            let bytes = fetched.anew(&room, reference).await?;
            let reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
            answer.retry().run(());
            Ok(checking::statement(&bytes, descriptor, moment(wallet, reads.at()), reads.at()).0)
        }
    })
}

#[component]
fn Statement(
    wallet: Wallet,
    descriptor: Descriptor,
    reference: String,
    supply: Signal<Option<Fact<Amount>>>,
    grounded: Grounded,
) -> impl IntoView {
    let clock = wallet.clock();
    let name = StoredValue::new(reference.clone());
    let fetched = Fetched { bytes: RwSignal::new(None) };
    let answer = verified(wallet, &descriptor, reference.clone(), fetched);
    let failed = Memo::new(move |_| {
        answer.with(|loaded| match loaded {
            Loaded::Failed(error) => Some(error.clone()),
            Loaded::Pending | Loaded::Ready { .. } => None,
        })
    });
    let pending = Memo::new(move |_| answer.with(|loaded| matches!(loaded, Loaded::Pending)));
    let refused =
        Memo::new(move |_| answer.with(|loaded| loaded.value().and_then(|found| found.as_ref().err().map(refusal))));
    let source: Signal<Option<Result<Fact<Reserve>, String>>> = Signal::derive(move || {
        answer.with(|loaded| loaded.value().and_then(|found| found.as_ref().ok().cloned().map(Ok)))
    });
    Effect::new(move |_| {
        let statement = source.get().and_then(Result::ok);
        name.with_value(|name| grounded.enter(name, statement));
    });
    let commands = commands(wallet, name, fetched, source);
    let symbol = StoredValue::new(descriptor.symbol.clone());
    let check = check(wallet, descriptor, reference, (fetched, answer));
    let drawn = kept(source, t("The statement could not be read"), move |fact| {
        let compared = Signal::derive(move || {
            let figure =
                fact.get().map(|reserve: Reserve| ReserveFigure { amount: reserve.amount, as_of: reserve.as_of });
            supply.get().map(|supply| by_attestation(figure, supply).map_err(|error| error.to_string()))
        });
        let compared = kept(compared, t("Statement and supply cannot be compared"), move |backing| {
            let note = fill(
                t("Against the supply of {symbol} at the newest block. The statement is of an earlier moment."),
                &[("symbol", &symbol.get_value())],
            );
            view! { {cover(backing, clock)}<p class="small muted">{note}</p> }.into_any()
        });
        view! { {signed(fact, clock)}{compared} }.into_any()
    });
    view! {
        <section class="panel stack stack--tight" aria-label=t("Signed statement")>
            <p class="label">{t("Signed statement")}</p>
            {move || pending.get().then(|| view! { <p><Skeleton width=SkeletonWidth::Long /></p> })}
            {move || failed.get().map(|error: ErrorText| view! { <ErrorPanel error on_retry=answer.retry() /> })}
            {move || refused.get().map(|(title, what)| view! { <Notice kind=NoticeKind::Error title what next=t("Do not rely on it.") /> })}
            {drawn}
            <p class="small faint">{fill(t("File: {name}"), &[("name", &name.get_value())])}</p>
            {check.view()}{elsewhere(wallet, commands)}
        </section>
    }
}

/// How others check the file, once it is known to be right.
fn commands(
    wallet: Wallet,
    name: StoredValue<String>,
    fetched: Fetched,
    source: Signal<Option<Result<Fact<Reserve>, String>>>,
) -> Signal<Option<Vec<Command>>> {
    Signal::derive(move || {
        let (bytes, statement) = (fetched.bytes.get()?, source.get().and_then(Result::ok)?);
        let (room, _) = wallet.ready()?;
        let attestation = Attestation::from_json(&bytes).ok()?;
        let address = name.with_value(|name| room.file_address(name));
        Some(of_statement(&address, &bytes, &attestation, statement.value().attester))
    })
}

/// What was signed, by whom, and until when they stand by it.
fn signed(fact: Signal<Fact<Reserve>>, clock: Clock) -> impl IntoView {
    let reading = Signal::derive(move || Reading::Known(fact.get().map(|reserve| reserve.amount)));
    let unit = fact.with_untracked(|fact| fact.value().unit.clone());
    let moment = move |pick: fn(&Reserve) -> Timestamp| move || format::date_time(fact.with(|fact| pick(fact.value())));
    let signer = Signal::derive(move || fact.with(|fact| fact.value().attester));
    let document = Signal::derive(move || fact.with(|fact| fact.value().document_hash.to_string()));
    let short = move || format::shorten(&document.get(), 10, 8);
    let pairs = vec![
        Definition::view(t("Signed by"), view! { <AddressView address=signer /> }),
        Definition::view(t("As of"), view! { <span>{moment(|reserve| reserve.as_of)}</span> }),
        Definition::view(t("Stands until"), view! { <span>{moment(|reserve| reserve.expires)}</span> }),
        Definition::view(
            t("Document behind it"),
            view! { <span class="row"><code>{short}</code><CopyButton text=document label=t("Copy the hash of the document") /></span> },
        ),
    ];
    view! {
        <AmountFigure reading symbol=unit clock size=FigureSize::Grand />
        <p class="small muted">{t("The signature was checked here, and its signer is one that the list names.")}</p>
        <DefinitionList pairs />
    }
}

/// Why a statement counts for nothing: a title and what was found.
fn refusal(error: &AttestationError) -> (&'static str, String) {
    let moment = |moment: &Timestamp| format::date_time(*moment);
    match error {
        AttestationError::Expired { expired, .. } => (
            t("The statement has expired"),
            fill(t("The signer stood by it until {then}."), &[("then", &moment(expired))]),
        ),
        AttestationError::FromTheFuture { got, .. } => (
            t("The statement is dated in the future"),
            fill(t("It describes {then}, which has not come yet."), &[("then", &moment(got))]),
        ),
        AttestationError::WrongSigner { got, .. } => (
            t("The statement is not signed by a named attester"),
            fill(t("It is signed by {got}, or was changed after signing."), &[("got", &got.to_checksum(None))]),
        ),
        AttestationError::OtherToken { .. } | AttestationError::OtherChain { .. } => {
            (t("The statement is about another asset"), error.to_string())
        }
        AttestationError::HighS => (t("The signature is not in its proper form"), error.to_string()),
        AttestationError::Malformed { .. } => (t("The statement cannot be read"), error.to_string()),
        AttestationError::Altered { .. }
        | AttestationError::OtherSchema { .. }
        | AttestationError::OtherContract { .. }
        | AttestationError::TooFewAttesters { .. }
        | AttestationError::Disagreement { .. }
        | AttestationError::NotVouched { .. }
        | AttestationError::Undecided { .. }
        | AttestationError::Evidence(_)
        | _ => (t("The statement was refused"), error.to_string()),
    }
}
