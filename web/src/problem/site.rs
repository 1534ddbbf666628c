//! What a site asked for and does not get.

use assay_sdk::tx::{MessageRefusal, TypedRefusal};

use super::text;
use crate::components::ErrorText;
use crate::text::t;

/// A message that is not signed.
pub(crate) fn message_refused(refusal: &MessageRefusal) -> ErrorText {
    let (title, next) = if refusal.is_deceptive() {
        (
            t("This would deceive you or another site"),
            t("Nothing was signed. Leave this site, unless you are sure that you know why it asks for this."),
        )
    } else if matches!(refusal, MessageRefusal::SignIn(_)) {
        (t("This sign-in is not good here and now"), t("Nothing was signed. Start again at the site."))
    } else {
        (
            t("Not understood, so not signed"),
            t("Nothing was signed. A site that needs your signature can ask for it in words, or as typed data."),
        )
    };
    text("message-refused", title, sentence(&refusal.to_string()), next)
}

/// Typed data that is not signed.
pub(crate) fn typed_refused(refusal: &TypedRefusal) -> ErrorText {
    let (title, next) = if matches!(refusal, TypedRefusal::OtherChain { .. }) {
        (
            t("This is for another network"),
            t("Nothing was signed. A site can ask the wallet to switch networks first; then you see what it is for."),
        )
    } else {
        (t("Not understood, so not signed"), t("Nothing was signed. Tell the site what stands here."))
    };
    text("typed-data-refused", title, sentence(&refusal.to_string()), next)
}

/// Calls that the wallet does not take.
pub(crate) fn calls_refused(why: &str) -> ErrorText {
    text(
        "calls-refused",
        t("These calls cannot be made here"),
        why.to_owned(),
        t("Nothing was signed. The site may ask for them in another way."),
    )
}

/// A transaction without a receiver.
pub(crate) fn creates_contract() -> ErrorText {
    text(
        "creates-contract",
        t("Not understood, so not signed"),
        t("It would create a contract. What that does cannot be seen from its bytes.").to_owned(),
        t("Nothing was signed."),
    )
}

/// A nonce that is not the account's next.
pub(crate) fn other_nonce(what: String) -> ErrorText {
    text(
        "nonce-not-next",
        t("This would take another transaction's place"),
        what,
        t("Nothing was signed. Assay numbers transactions itself."),
    )
}

/// The site does not wait any more.
pub(crate) fn site_gone() -> ErrorText {
    text(
        "site-gone",
        t("The site does not wait any more"),
        t("It was closed, or went to another page. Nothing was signed.").to_owned(),
        t("Open the site again if you still want this."),
    )
}

/// A request that is answered elsewhere.
pub(crate) fn not_for_review() -> ErrorText {
    text(
        "not-for-review",
        t("There is nothing to review"),
        t("What the site asks for is nothing to sign or send.").to_owned(),
        t("Please report it, with the technical details below."),
    )
}

/// With a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
