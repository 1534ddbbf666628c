//! Which period.

use leptos::prelude::*;

use crate::components::{SelectField, TextField, TextKind};
use crate::route::{RecordsQuery, Route};
use crate::shell::shell;
use crate::state::period::{Period, PeriodFaults, Span};
use crate::text::t;

/// The choice of a period. What is chosen stands in the address at once.
#[component]
pub(super) fn PeriodForm(
    /// What the address asks for, or what is wrong with it.
    span: Memo<Result<Span, PeriodFaults>>,
) -> impl IntoView {
    let shell = shell();
    let RecordsQuery { period, from, to } = shell.route.with_untracked(|route| {
        if let Route::Records(query) = route { query.clone() } else { RecordsQuery::default() }
    });
    let period = RwSignal::new(period.slug().to_owned());
    let (from, to) = (RwSignal::new(from), RwSignal::new(to));
    Effect::new(move |_| {
        // The form offers no other names.
        let Some(period) = Period::of_slug(&period.get()) else { return };
        let query = RecordsQuery { period, from: from.get(), to: to.get() };
        if shell.route.with_untracked(|route| matches!(route, Route::Records(_))) {
            shell.note(Route::Records(query));
        }
    });
    let options: Vec<(String, String)> =
        Period::ALL.into_iter().map(|period| (period.slug().to_owned(), name(period).to_owned())).collect();
    let fault = move |pick: fn(&PeriodFaults) -> &Option<String>| {
        Signal::derive(move || span.with(|span| span.as_ref().err().and_then(|faults| pick(faults).clone())))
    };
    let custom = Memo::new(move |_| period.with(|period| period == Period::Custom.slug()));
    let days = move || {
        custom.get().then(|| {
            view! {
                <TextField label=t("First day") kind=TextKind::Date value=from error=fault(|faults| &faults.from) />
                <TextField label=t("Last day") kind=TextKind::Date value=to error=fault(|faults| &faults.to) />
            }
        })
    };
    view! {
        <form class="records__period" aria-label=t("Period") on:submit=|event| event.prevent_default()>
            <SelectField label=t("Period") value=period options=Signal::stored(options) />
            {days}
        </form>
    }
}

const fn name(period: Period) -> &'static str {
    match period {
        Period::ThisYear => t("This year"),
        Period::LastYear => t("Last year"),
        Period::LastMonth => t("Last month"),
        Period::Custom => t("From a day to a day"),
        Period::Everything => t("Everything"),
    }
}
