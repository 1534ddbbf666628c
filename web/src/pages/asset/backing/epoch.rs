//! The liabilities that the issuer has published, and that reserves are not less: fetched when they are looked at, and verified here.

use std::rc::Rc;

use alloy_primitives::B256;
use assay_sdk::asset::{Descriptor, LiabilitiesLink};
use assay_sdk::evidence::Reads;
use assay_sdk::units::BlockRef;
use leptos::prelude::*;

use super::super::check_now::{CheckNow, elsewhere};
use super::super::fetched::Fetched;
use super::super::kept::kept;
use super::super::stamped::stamped;
use super::grounded::{Grounded, Rooted};
use super::place::Place;
use crate::components::{
    AddressView, Badge, BadgeKind, Clock, CopyButton, Definition, DefinitionList, ErrorPanel, ErrorText, Notice,
    NoticeKind, Skeleton, SkeletonWidth,
};
use crate::format;
use crate::pages::inquiry::{Answer, inquire};
use crate::problem;
use crate::reserves::wire::{Answer as Verified, Epoch, Figures, Question, Refusal};
use crate::services::chain::ChainRoom;
use crate::state::checking::epoch::{Found, published, sentence};
use crate::state::elsewhere::of_epoch;
use crate::state::grounds::rooted;
use crate::state::loaded::Loaded;
use crate::text::{fill, t};
use crate::wallet::Wallet;

/// A file and what the worker said of it.
type Read = (Vec<u8>, Result<Epoch, Refusal>);

/// What need not be found out twice: what a file came to, and the block of a hash.
#[derive(Clone, Copy)]
struct Known {
    wallet: Wallet,
    fetched: Fetched,
    answer: StoredValue<Option<Read>>,
    block: StoredValue<Option<(B256, BlockRef)>>,
}

impl Known {
    fn new(wallet: Wallet) -> Self {
        Self { wallet, fetched: Fetched::new(), answer: StoredValue::new(None), block: StoredValue::new(None) }
    }

    /// What is found of this file at the block of `reads`.
    async fn look(
        self,
        (room, reads): (&ChainRoom, &mut Reads),
        (descriptor, link): (&Descriptor, &LiabilitiesLink),
        bytes: Vec<u8>,
    ) -> Result<Found, ErrorText> {
        let answer = self.verify(descriptor, &bytes).await?;
        let asked = async {
            let anchor = match &link.anchor {
                Some(anchor) => Some(room.anchored(reads, anchor).await?),
                None => None,
            };
            let block = match &answer {
                Ok(epoch) => self.block_of(room, epoch.block).await?,
                Err(_) => None,
            };
            Ok((anchor, block))
        };
        let (anchor, block) = asked.await.map_err(|error| problem::of_chain(&error))?;
        Ok(Found { bytes, answer, anchor, block })
    }

    async fn verify(self, descriptor: &Descriptor, bytes: &[u8]) -> Result<Result<Epoch, Refusal>, ErrorText> {
        if let Some((_, known)) = self.answer.try_get_value().flatten().filter(|(of, _)| of == bytes) {
            return Ok(known);
        }
        let question = Question::Epoch { asset: descriptor.asset, published: bytes.to_vec() };
        let answer = match self.wallet.verify(&question).await? {
            Verified::Epoch(epoch) => Ok(epoch),
            Verified::Refused(refusal) => Err(refusal),
            Verified::Counted(_) | Verified::Circuit(_) => return Err(problem::of_reserves("it gave another answer")),
        };
        let _gone = self.answer.try_set_value(Some((bytes.to_vec(), answer.clone())));
        Ok(answer)
    }

    async fn block_of(
        self,
        room: &ChainRoom,
        hash: B256,
    ) -> Result<Option<BlockRef>, crate::services::chain::ChainProblem> {
        if let Some((_, block)) = self.block.try_get_value().flatten().filter(|(of, _)| *of == hash) {
            return Ok(Some(block));
        }
        let block = room.block_of(hash).await?;
        let _gone = self.block.try_set_value(block.map(|block| (hash, block)));
        Ok(block)
    }
}

/// The epoch, and the holder's place in it.
pub(super) fn epoch(wallet: Wallet, descriptor: &Descriptor, grounded: Grounded) -> Option<impl IntoView + use<>> {
    let link = descriptor.proofs.liabilities.clone()?;
    let known = Known::new(wallet);
    let shared = Rc::new((descriptor.clone(), link));
    let answer = look(wallet, Rc::clone(&shared), known);
    let (descriptor, link) = (&shared.0, &shared.1);
    let url = StoredValue::new(link.published.clone());
    let standing = Memo::new(move |_| standing(wallet, answer, url));
    Effect::new(move |_| {
        let _gone = grounded.epoch.try_set(standing.get());
    });
    let check = check(wallet, Rc::clone(&shared), (known, answer));
    let anchor = link.anchor;
    let commands = Signal::derive(move || {
        let bytes = known.fetched.bytes.get()?;
        let (room, _) = wallet.ready()?;
        standing.get()?;
        let address = url.with_value(|url| room.file_address(url));
        Some(of_epoch(&address, &bytes, anchor.as_ref()))
    });
    let clock = wallet.clock();
    let (symbol, decimals) = (descriptor.symbol.clone(), descriptor.decimals);
    let source = Signal::derive(move || standing.get().map(Ok));
    let drawn = kept(source, t("The epoch could not be read"), move |found| {
        told(found, anchor.map(|anchor| anchor.contract), (&symbol, decimals), clock).into_any()
    });
    let place = view! { <Place wallet descriptor=descriptor.clone() published=known.fetched.bytes.into() grounded /> };
    Some(view! {
        <section class="panel stack stack--tight" aria-label=t("Published liabilities")>
            <p class="label">{t("Published liabilities")}</p>
            {trouble(answer)}{drawn}
            <p class="small faint">{fill(t("File: {name}"), &[("name", &link.published)])}</p>
            {check.view()}{elsewhere(wallet, commands)}
        </section>
        {place}
    })
}

fn look(wallet: Wallet, shared: Rc<(Descriptor, LiabilitiesLink)>, known: Known) -> Answer<Found> {
    inquire(
        wallet,
        || (),
        move |room, mut reads, ()| {
            let shared = Rc::clone(&shared);
            async move {
                let bytes = known.fetched.once(&room, &shared.1.published).await?;
                known.look((&room, &mut reads), (&shared.0, &shared.1), bytes).await
            }
        },
    )
}

/// Fetches the file anew, and checks it by steps. What is drawn beside it follows the new file.
fn check(
    wallet: Wallet,
    shared: Rc<(Descriptor, LiabilitiesLink)>,
    (known, answer): (Known, Answer<Found>),
) -> CheckNow {
    CheckNow::new(wallet, move |room| {
        let shared = Rc::clone(&shared);
        async move {
            let (descriptor, link) = (&shared.0, &shared.1);
            let bytes = known.fetched.anew(&room, &link.published).await?;
            let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
            let found = known.look((&room, &mut reads), (descriptor, link), bytes).await?;
            answer.retry().run(());
            Ok(published(&found, descriptor, wallet.now(), descriptor.risk.max_audit_interval))
        }
    })
}

/// The epoch as well as it is known, where all of it holds.
fn standing(wallet: Wallet, answer: Answer<Found>, url: StoredValue<String>) -> Option<Rooted> {
    answer.with(|loaded| {
        let found = loaded.value()?;
        let (room, reads) = wallet.ready()?;
        let at = found.anchor.as_ref().map_or_else(|| reads.at(), assay_sdk::evidence::Fact::at);
        let address = url.with_value(|url| room.file_address(url));
        Some((rooted(found, at, &address)?, found.block))
    })
}

/// What is in the way: nothing fetched yet, not fetched, or refused.
fn trouble(answer: Answer<Found>) -> impl IntoView {
    move || {
        answer.with(|loaded| match loaded {
            Loaded::Pending => view! { <p><Skeleton width=SkeletonWidth::Long /></p> }.into_any(),
            Loaded::Failed(error) => view! { <ErrorPanel error=error.clone() on_retry=answer.retry() /> }.into_any(),
            Loaded::Ready { value, .. } => refusal(value).map_or_else(
                || ().into_any(),
                |(title, what)| {
                    view! { <Notice kind=NoticeKind::Error title what next=t("Do not rely on it.") /> }.into_any()
                },
            ),
        })
    }
}

fn refusal(found: &Found) -> Option<(&'static str, String)> {
    match &found.answer {
        Err(refusal) => Some((t("What the issuer published does not hold"), sentence(&refusal.what))),
        Ok(_) if found.is_anchored() == Some(false) => {
            let what =
                t("The chain keeps the hash of another file under this name. This one may be shown to you alone.");
            Some((t("This is not the file that the chain names"), what.to_owned()))
        }
        Ok(_) => None,
    }
}

fn told(
    found: Signal<Rooted>,
    register: Option<alloy_primitives::Address>,
    (symbol, decimals): (&str, u8),
    clock: Clock,
) -> impl IntoView + use<> {
    let fact = Signal::derive(move || found.get().0);
    let (issuer, root) = (
        Signal::derive(move || fact.with(|fact| fact.value().issuer)),
        Signal::derive(move || fact.with(|fact| fact.value().root.to_string())),
    );
    let symbol = symbol.to_owned();
    let sentence = stamped(fact, clock, move |epoch| match &epoch.figures {
        Figures::Hidden { .. } => t("Reserves are not less than liabilities").to_owned(),
        Figures::Open { total } => {
            let total = assay_sdk::units::Amount::from_raw(*total, decimals);
            let total = total.map_or_else(|error| error.to_string(), |total| format::amount(&total).short());
            fill(t("{total} {symbol} are owed to all holders"), &[("total", &total), ("symbol", &symbol)])
        }
    });
    let hidden = move || fact.with(|fact| matches!(fact.value().figures, Figures::Hidden { .. }));
    let badge =
        move || hidden().then(|| view! { <Badge kind=BadgeKind::Accent>{t("Proven without the amounts")}</Badge> });
    let note = move || {
        hidden().then(|| {
            view! { <p class="small muted">{t("The issuer has committed to both figures and shows neither. That the reserves of the commitment are really there no proof says: that takes an attester.")}</p> }
        })
    };
    let number = move || fact.with(|fact| format::grouped(&fact.value().epoch.to_string()));
    let moment = move || {
        let block = found.with(|(_, block)| *block);
        block.map_or_else(|| t("of a block that is not known").to_owned(), |block| format::date_time(block.timestamp))
    };
    let short = move || format::shorten(&root.get(), 10, 8);
    let mut pairs = vec![
        Definition::view(t("Epoch"), view! { <span>{number}</span> }),
        Definition::view(t("As of"), view! { <span>{moment}</span> }),
        Definition::view(t("Issued by"), view! { <AddressView address=issuer /> }),
        Definition::view(
            t("Root of the tree"),
            view! { <span class="row"><code>{short}</code><CopyButton text=root label=t("Copy the root of the tree") /></span> },
        ),
    ];
    pairs.push(match register {
        Some(contract) => {
            Definition::view(t("Its hash is kept by"), view! { <AddressView address=Signal::stored(contract) /> })
        }
        None => Definition::text(t("Its hash is kept by"), t("nobody: others may be shown another file")),
    });
    view! { <div class="row"><p class="backing__sentence">{sentence}</p>{badge}</div>{note}<DefinitionList pairs /> }
}
