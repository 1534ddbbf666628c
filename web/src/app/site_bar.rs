//! What stands above a page that was opened for a site: who asks. Its origin is the browser's word, and the largest thing in the window.

use assay_sdk::evidence::Level;
use leptos::prelude::*;

use crate::components::{Glyph, Icon, LevelMark};
use crate::site::Site;
use crate::text::t;

/// The bar.
#[component]
pub(super) fn SiteBar(
    /// Who asks.
    site: Site,
) -> impl IntoView {
    let origin = site.origin();
    let (scheme, name) = (origin.as_str().strip_suffix(origin.name()).unwrap_or_default().to_owned(), origin.name());
    let name = name.to_owned();
    let named = move || site.shown().with(|shown| shown.name.clone());
    view! {
        <header class="masthead site-bar">
            <div class="site-bar__inner">
                <span class="site-bar__wallet"><LevelMark level=Signal::stored(Level::Attested) />{t("Assay")}</span>
                <p class="site-bar__site"><Icon glyph=Glyph::Link /><span class="site-bar__origin"><span class="site-bar__scheme">{scheme}</span>{name}</span></p>
                {move || named().map(|named| view! { <p class="site-bar__name">{t("It calls itself")}" “"<bdi>{named}</bdi>"”"</p> })}
            </div>
        </header>
    }
}
