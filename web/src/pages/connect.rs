//! What a site asks of the open wallet. The wallet's own words stand here: nothing of the site's but its origin and what it calls itself.

mod astray;
mod chain;
mod consent;
mod over;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures_channel::oneshot;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::chain::{AddChain, SwitchChain};
use self::consent::Consent;
use self::over::{Idle, Over};
use super::settings::EndpointCheck;
use crate::components::{PageHeader, Skeleton, SkeletonWidth};
use crate::site::{Asked, Site, Turn};
use crate::state::site_request::SiteRequest;
use crate::state::site_session::Ask;
use crate::text::t;
use crate::wallet::{ReviewState, SiteAsk, Wallet};

pub(crate) use astray::AstrayPage;

/// How long what is agreed to stands on the screen before it can be, in milliseconds: a click that was meant for what stood there before does
/// nothing.
const ARMING: u32 = 600;

/// The page.
#[component]
pub(crate) fn ConnectPage(
    /// Asks an endpoint before it is used.
    check_endpoint: EndpointCheck,
) -> impl IntoView {
    let site = expect_context::<Site>();
    let ended = Memo::new(move |_| site.shown().with(|shown| shown.ended));
    let is_open = Memo::new(move |_| site.shown().with(|shown| shown.is_open));
    let asked = Memo::new(move |_| site.shown().with(|shown| shown.asked.clone()));
    move || {
        match (ended.get(), asked.get()) {
        (Some(why), _) => view! { <Over why /> }.into_any(),
        (None, Some(Asked { id, turn })) => turn_of(id, turn, check_endpoint),
        (None, None) if is_open.get() => view! { <Idle /> }.into_any(),
        (None, None) => view! {
            <PageHeader title=t("Waiting for the site") lead=t("It has opened this window and has not asked for anything yet.") />
            <Skeleton width=SkeletonWidth::Line />
        }
        .into_any(),
    }
    }
}

fn turn_of(id: u64, turn: Turn, check_endpoint: EndpointCheck) -> AnyView {
    match turn {
        Turn::Ask(Ask::Consent) => view! { <Consent id /> }.into_any(),
        Turn::Ask(Ask::Switch(chain)) => view! { <SwitchChain id chain /> }.into_any(),
        Turn::Ask(Ask::Add(added)) => view! { <AddChain id added=*added check_endpoint /> }.into_any(),
        Turn::Hand(request) => view! { <Handed id request /> }.into_any(),
    }
}

/// Hands a request to the open wallet, whose review stands in front of this page. When the request's turn is over, for whatever reason, so is the
/// review.
#[component]
fn Handed(
    /// The number of the request.
    id: u64,
    /// It.
    request: SiteRequest,
) -> impl IntoView {
    let (site, wallet) = (expect_context::<Site>(), Wallet::expect());
    let name = site.shown().with_untracked(|shown| shown.name.clone());
    let ask = SiteAsk { site: site.origin().any().clone(), name, request };
    // Dropped with this page.
    let (here, gone) = oneshot::channel::<()>();
    let _here = StoredValue::new_local(here);
    spawn_local(async move {
        let work = async {
            // A second click that was meant for the review before this one meets nothing.
            TimeoutFuture::new(ARMING).await;
            wallet.propose_for_site(ask).await
        };
        if let Some(result) = unless(gone, work).await {
            site.answer(id, &result);
        }
    });
    Effect::new(move |_| {
        if wallet.review().with(|review| matches!(review, ReviewState::Sending(_))) {
            site.agreed(id);
        }
    });
    view! {
        <PageHeader title=t("The site asks") lead=t("What it asks for stands in front of this page.") />
        <Skeleton width=SkeletonWidth::Line />
    }
}

/// What comes of the work; `None` where the page has gone before, and the work is dropped with it.
async fn unless<T>(gone: oneshot::Receiver<()>, work: impl Future<Output = T>) -> Option<T> {
    let (mut gone, mut work) = (pin!(gone), pin!(work));
    poll_fn(|context| match gone.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(None),
        Poll::Pending => work.as_mut().poll(context).map(Some),
    })
    .await
}
