//! Signed statements about reserves: fetched when they are looked at, and checked here.

use std::rc::Rc;

use alloy_primitives::Address;
use assay_sdk::asset::{ContractStatement, Descriptor, ReserveFigure, by_attestation};
use assay_sdk::error::Error;
use assay_sdk::evidence::{Fact, Reads};
use assay_sdk::proof::{Attestation, AttestationError, Reserve};
use assay_sdk::units::{Amount, BlockRef, Timestamp};
use leptos::prelude::*;

use super::backing::{Grounded, cover};
use super::check_now::{CheckNow, elsewhere};
use super::fetched::Fetched;
use super::kept::kept;
use crate::components::{
    AddressView, AmountFigure, Clock, CopyButton, Definition, DefinitionList, ErrorPanel, ErrorText, FigureSize,
    Notice, NoticeKind, Reading, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::services::chain::{ChainProblem, ChainRoom};
use crate::state::checking;
use crate::state::elsewhere::{Command, of_contract_statement, of_statement};
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
    let one = |(reference, contract): (&String, Option<Address>)| {
        let (descriptor, reference) = (descriptor.clone(), reference.clone());
        view! { <Statement wallet descriptor reference contract supply grounded /> }
    };
    let by_key = descriptor.attestations.iter().map(|file| (file, None));
    let by_contract = descriptor.proofs.by_contract.iter();
    let by_contract = by_contract.map(|ContractStatement { file, attester }| (file, Some(*attester)));
    by_key.chain(by_contract).map(one).collect_view()
}

/// The statement, checked against its attesters at each new block.
fn verified(wallet: Wallet, about: About, fetched: Fetched) -> Answer<Verified> {
    inquire(
        wallet,
        || (),
        move |room, mut reads, ()| {
            let about = Rc::clone(&about);
            async move {
                let file = fetched.once(&room, &about.reference).await?;
                about.look(wallet, (&room, &mut reads), &file).await
            }
        },
    )
}

/// A statement of the list, and the contract that is to vouch for it; `None` where a key has signed.
struct OneStatement {
    descriptor: Descriptor,
    reference: String,
    contract: Option<Address>,
}

type About = Rc<OneStatement>;

impl OneStatement {
    async fn look(
        &self,
        wallet: Wallet,
        (room, reads): (&ChainRoom, &mut Reads),
        file: &[u8],
    ) -> Result<Verified, ErrorText> {
        let (asset, now) = (self.descriptor.asset, moment(wallet, reads.at()));
        let read = match Attestation::from_json(file) {
            Ok(read) => read,
            Err(error) => return Ok(Err(error)),
        };
        let Some(contract) = self.contract else {
            return Ok(read.verify(&self.descriptor.attesters, asset, now, reads.at()));
        };
        match room.reserve_by_contract(reads, &read, (contract, asset), now).await {
            Ok(fact) => Ok(Ok(fact)),
            Err(ChainProblem::Sdk(ref error)) if let Error::Attestation(refused) = &**error => Ok(Err(refused.clone())),
            Err(other) => Err(problem::of_chain(&other)),
        }
    }
}

/// This device's clock may lag behind the chain's.
fn moment(wallet: Wallet, at: BlockRef) -> Timestamp {
    wallet.now().max(at.timestamp)
}

/// Fetches the file anew, and checks it by steps. What is drawn beside it follows the new file.
fn check(wallet: Wallet, about: About, (fetched, answer): (Fetched, Answer<Verified>)) -> CheckNow {
    CheckNow::new(wallet, move |room| {
        let about = Rc::clone(&about);
        async move {
            let bytes = fetched.anew(&room, &about.reference).await?;
            let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
            answer.retry().run(());
            let Some(contract) = about.contract else {
                let now = moment(wallet, reads.at());
                return Ok(checking::statement(&bytes, &about.descriptor, now, reads.at()).0);
            };
            let outcome = about.look(wallet, (&room, &mut reads), &bytes).await?;
            Ok(checking::contract::steps(&bytes, &about.descriptor, contract, &outcome))
        }
    })
}

#[component]
fn Statement(
    wallet: Wallet,
    descriptor: Descriptor,
    reference: String,
    contract: Option<Address>,
    supply: Signal<Option<Fact<Amount>>>,
    grounded: Grounded,
) -> impl IntoView {
    let clock = wallet.clock();
    let name = StoredValue::new(reference.clone());
    let fetched = Fetched::new();
    let symbol = StoredValue::new(descriptor.symbol.clone());
    let about = Rc::new(OneStatement { descriptor, reference, contract });
    let answer = verified(wallet, Rc::clone(&about), fetched);
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
    let commands = commands(wallet, (name, contract), fetched, source);
    let check = check(wallet, about, (fetched, answer));
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
        view! { {signed(fact, contract, clock)}{compared} }.into_any()
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
    (name, contract): (StoredValue<String>, Option<Address>),
    fetched: Fetched,
    source: Signal<Option<Result<Fact<Reserve>, String>>>,
) -> Signal<Option<Vec<Command>>> {
    Signal::derive(move || {
        let (bytes, statement) = (fetched.bytes.get()?, source.get().and_then(Result::ok)?);
        let (room, _) = wallet.ready()?;
        let attestation = Attestation::from_json(&bytes).ok()?;
        let address = name.with_value(|name| room.file_address(name));
        Some(match contract {
            Some(contract) => of_contract_statement(&address, &bytes, &attestation, contract),
            None => of_statement(&address, &bytes, &attestation, statement.value().attester),
        })
    })
}

/// What was signed, by whom, and until when they stand by it.
fn signed(fact: Signal<Fact<Reserve>>, contract: Option<Address>, clock: Clock) -> impl IntoView {
    let reading = Signal::derive(move || Reading::Known(fact.get().map(|reserve| reserve.amount)));
    let unit = fact.with_untracked(|fact| fact.value().unit.clone());
    let moment = move |pick: fn(&Reserve) -> Timestamp| move || format::date_time(fact.with(|fact| pick(fact.value())));
    let signer = Signal::derive(move || fact.with(|fact| fact.value().attester));
    let document = Signal::derive(move || fact.with(|fact| fact.value().document_hash.to_string()));
    let short = move || format::shorten(&document.get(), 10, 8);
    let how = if contract.is_some() {
        t("The attester is a contract that the list names. It was asked on the chain and vouches for the statement.")
    } else {
        t("The signature was checked here, and its signer is one that the list names.")
    };
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
        <p class="small muted">{how}</p>
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
