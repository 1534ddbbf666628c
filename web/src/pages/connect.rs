//! What a site asks of the open wallet. The wallet's own words stand here: nothing of the site's but its origin and what it calls itself.

mod astray;
mod chain;
mod consent;
mod over;

use leptos::prelude::*;

use self::chain::{AddChain, SwitchChain};
use self::consent::Consent;
use self::over::{Idle, Over};
use super::settings::EndpointCheck;
use crate::components::{PageHeader, Skeleton, SkeletonWidth};
use crate::site::{Asked, Site, Turn};
use crate::state::site_session::Ask;
use crate::text::t;

pub(crate) use astray::AstrayPage;

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
        Turn::Hand(_) => view! { <Skeleton width=SkeletonWidth::Line /> }.into_any(),
    }
}
