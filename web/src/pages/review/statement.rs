//! The review of a message or of typed data: what it says, what it grants, and every field of it.

use assay_sdk::tx::clear_signing::FieldValue;
use assay_sdk::tx::{MessageContent, MessageReview, SignIn, TypedField, TypedReview, TypedValue};
use leptos::prelude::*;

use super::details::{address, code, described, network, receivers, whole};
use super::{Stage, actions, effects, permission, warnings};
use crate::components::{ButtonKind, Definition, DefinitionList, Notice, NoticeKind};
use crate::pages::contact_add::warning;
use crate::pages::watched::SigningNote;
use crate::shell::shell;
use crate::text::{fill, t};
use crate::wallet::{Statement, StatementDraft, Wallet};

/// The most lines of an array that stand open.
const MOST_OPEN: usize = 12;

/// The review of something that is signed and not sent.
pub(super) fn statement(draft: &StatementDraft, wallet: Wallet, stage: Stage) -> AnyView {
    let (body, hint) = match &draft.statement {
        Statement::Message(review) => {
            (message(review), t("Only a signature is given. Nothing is sent to the chain, and no fee is paid."))
        }
        Statement::Typed(review) => (
            typed(review, draft, wallet),
            t("No fee is paid now. Whoever has this signature can hand it in, whenever they like while it is good."),
        ),
    };
    let aside = || ().into_any();
    view! {
        {body}
        <p class="hint">{hint}</p>
        <SigningNote wallet />
        {actions(wallet, stage, Some(ButtonKind::Primary), aside)}
    }
    .into_any()
}

fn message(review: &MessageReview) -> AnyView {
    let digest = review.payload().digest().to_string();
    let technical = vec![
        Definition::view(t("Account"), address(review.account(), None)),
        Definition::view(t("Digest that is signed"), code(digest, t("Copy the digest"))),
    ];
    let body = match review.content() {
        Ok(MessageContent::SignIn(sign_in)) => sign_in_view(sign_in),
        Ok(MessageContent::Text(text)) => view! {
            <p class="review__effect">{t("Sign this message")}</p>
            <pre class="message" tabindex="0" aria-label=t("The message, word for word")><bdi>{text.clone()}</bdi></pre>
        }
        .into_any(),
        // It is shown as refused, and never comes here.
        Err(refusal) => view! { <p>{refusal.to_string()}</p> }.into_any(),
    };
    view! {
        {body}
        {warnings(review.warnings())}
        <details class="details">
            <summary>{t("Technical details")}</summary>
            <DefinitionList pairs=technical />
        </details>
    }
    .into_any()
}

fn sign_in_view(sign_in: &SignIn) -> AnyView {
    let mut pairs = vec![Definition::view(t("As"), address(sign_in.address, None))];
    if let Some(statement) = &sign_in.statement {
        pairs.push(Definition::text(t("You agree to"), statement.clone()));
    }
    pairs.push(Definition::text(t("For"), sign_in.uri.clone()));
    pairs.push(Definition::text(t("Network"), network(sign_in.chain)));
    pairs.push(Definition::text(t("Made at"), sign_in.issued_at.text.clone()));
    if let Some(end) = &sign_in.expires {
        pairs.push(Definition::text(t("Good until"), end.text.clone()));
    }
    if let Some(begin) = &sign_in.not_before {
        pairs.push(Definition::text(t("Good from"), begin.text.clone()));
    }
    if let Some(id) = &sign_in.request_id {
        pairs.push(Definition::text(t("The site's name for it"), id.clone()));
    }
    pairs.extend(sign_in.resources.iter().map(|uri| Definition::text(t("With access to"), uri.clone())));
    pairs.push(Definition::text(t("One-time number"), sign_in.nonce.clone()));
    let title = fill(t("Sign in at {domain}"), &[("domain", &sign_in.domain)]);
    view! {
        <p class="review__effect">{title}</p>
        <p class="hint">{t("The site that asks and the site that you would be signed in at are the same.")}</p>
        <DefinitionList pairs />
    }
    .into_any()
}

fn typed(review: &TypedReview, draft: &StatementDraft, wallet: Wallet) -> AnyView {
    let data = review.data();
    let known = !review.effects().is_empty();
    let lead = if known { t("By this signature") } else { t("Sign these fields") };
    let people = untrack(|| shell().people());
    let to = receivers(review.effects());
    let alike = to.iter().filter_map(|receiver| warning(&people, *receiver)).collect_view();
    let mut pairs = vec![Definition::view(t("Account"), address(review.account(), None))];
    if let Some(contract) = review.contract() {
        pairs.push(Definition::view(t("Contract that takes it"), address(contract.address, contract.name.clone())));
    }
    pairs.extend(to.into_iter().map(|receiver| Definition::view(t("To, in full"), whole(receiver))));
    if let Some(after) = review.usable_after() {
        pairs.push(Definition::text(t("Can be handed in after"), FieldValue::Date(after).to_string()));
    }
    if let Some(until) = review.usable_until() {
        pairs.push(Definition::text(t("Can be handed in until"), FieldValue::Date(until).to_string()));
    }
    if let Some(until) = review.allowed_until() {
        pairs.push(Definition::text(t("The permission ends"), FieldValue::Date(until).to_string()));
    }
    pairs.push(Definition::text(t("Network"), data.chain().map_or_else(|| t("none is named").to_owned(), network)));
    let technical = vec![
        Definition::text(t("Type"), data.encoded_type().to_owned()),
        Definition::view(
            t("Domain separator"),
            code(data.domain_separator().to_string(), t("Copy the domain separator")),
        ),
        Definition::view(t("Digest that is signed"), code(data.digest().to_string(), t("Copy the digest"))),
    ];
    view! {
        <p class="label">{lead}</p>
        {known.then(|| effects(review.effects()))}
        {alike}
        {warnings(review.warnings())}
        {permission::words(review.asks_rules(), &draft.checked, wallet.chain())}
        <DefinitionList pairs />
        {review.described().map(described)}
        {fields(data.primary_type(), data.message(), if known { Standing::Closed } else { Standing::Open })}
        {fields(t("Who takes it (its domain)"), data.domain(), Standing::Closed)}
        <details class="details">
            <summary>{t("Technical details")}</summary>
            <DefinitionList pairs=technical />
        </details>
    }
    .into_any()
}

/// Whether a part is open when it is first seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    Closed,
}

/// Every field, as a tree. Standing open where nothing else says what it is.
fn fields(title: &str, fields: &[TypedField], standing: Standing) -> AnyView {
    let title = title.to_owned();
    view! {
        <details class="details" open={standing == Standing::Open}>
            <summary>{fill(t("All fields: {name}"), &[("name", &title)])}</summary>
            {tree(fields)}
        </details>
    }
    .into_any()
}

fn tree(fields: &[TypedField]) -> AnyView {
    let line = |field: &TypedField| branch(field.name.clone(), &field.value);
    view! { <ul class="typed">{fields.iter().map(line).collect_view()}</ul> }.into_any()
}

fn branch(name: String, value: &TypedValue) -> AnyView {
    match value {
        TypedValue::Struct(fields) => {
            view! { <li><span class="typed__name">{name}</span>{tree(fields)}</li> }.into_any()
        }
        TypedValue::Array(items) => {
            let count = fill(t("{count} entries"), &[("count", &items.len().to_string())]);
            let lines = items.iter().enumerate().map(|(at, item)| branch(at.to_string(), item)).collect_view();
            let open = items.len() <= MOST_OPEN;
            view! {
                <li><details class="typed__list" open=open>
                    <summary><span class="typed__name">{name}</span>" "<span class="small muted">{count}</span></summary>
                    <ul class="typed">{lines}</ul>
                </details></li>
            }
            .into_any()
        }
        leaf @ (TypedValue::Address(_)
        | TypedValue::Bool(_)
        | TypedValue::Uint(_)
        | TypedValue::Int(_)
        | TypedValue::FixedBytes(_)
        | TypedValue::Bytes(_)
        | TypedValue::Text(_)
        | TypedValue::Absent) => {
            view! { <li><span class="typed__name">{name}</span>" "{leaf_view(leaf)}</li> }.into_any()
        }
    }
}

fn leaf_view(value: &TypedValue) -> AnyView {
    match value {
        TypedValue::Address(one) => address(*one, None),
        TypedValue::Bool(yes) => view! { <span>{if *yes { t("yes") } else { t("no") }}</span> }.into_any(),
        TypedValue::Uint(number) => view! { <span class="typed__value">{number.to_string()}</span> }.into_any(),
        TypedValue::Int(number) => view! { <span class="typed__value">{number.to_string()}</span> }.into_any(),
        TypedValue::FixedBytes(bytes) | TypedValue::Bytes(bytes) => {
            view! { <code class="code code--break">{bytes.to_string()}</code> }.into_any()
        }
        TypedValue::Text(text) => view! { <bdi class="typed__value">{text.clone()}</bdi> }.into_any(),
        TypedValue::Absent | TypedValue::Array(_) | TypedValue::Struct(_) => {
            view! { <span class="muted">{t("nothing")}</span> }.into_any()
        }
    }
}

/// The signature was given.
pub(super) fn given(wallet: Wallet) -> AnyView {
    use crate::components::Button;
    use crate::route::Route;
    view! {
        <Notice kind=NoticeKind::Success title=t("Signed") what=t("The site has the signature. Nothing was sent to the chain.")
            next=t("It is remembered in Activity, with the site that asked.") />
        <div class="sheet__actions">
            <a class="button" href=Route::Activity.href() on:click=move |_| wallet.dismiss()>{t("See it in Activity")}</a>
            <Button kind=ButtonKind::Primary on_click=move |()| wallet.dismiss()>{t("Done")}</Button>
        </div>
    }
    .into_any()
}
