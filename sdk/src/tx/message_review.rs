//! A personal message (EIP-191) before it is signed: the text that it is, or why it is none.

use alloy_primitives::{Address, Bytes};

use super::{Asked, ReviewedStatement, SignIn, SignInError, Warning};
use crate::keys::SigningPayload;
use crate::units::steers;

/// A personal message together with what it says. The only way to its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageReview {
    account: Address,
    payload: SigningPayload,
    content: Result<MessageContent, MessageRefusal>,
    warnings: Vec<Warning>,
}

/// What a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a message is a sign-in, or another text")]
pub enum MessageContent {
    /// A sign-in at the site that asks (ERC-4361).
    SignIn(Box<SignIn>),
    /// Any other text.
    Text(String),
}

/// Why a message is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageRefusal {
    /// There is nothing in it.
    #[error("the message is empty")]
    Empty,
    /// Bytes that are no text, as a hash: nobody can see what they stand for.
    #[error("the message is no text: its {length} bytes are not UTF-8, so nobody can see what they stand for")]
    NotText {
        /// How many bytes.
        length: usize,
    },
    /// A character that cannot be seen or that turns the direction of writing: what is read is then not what is signed.
    #[error("the message holds the character U+{got:04X}, which cannot be seen or moves others")]
    Unseen {
        /// The character.
        got: u32,
    },
    /// A sign-in that does not belong to the site, the account, the chain or the time, or only looks like one.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl MessageRefusal {
    /// Whether it would deceive whoever signs it, or the site that is shown the signature.
    #[must_use]
    pub const fn is_deceptive(&self) -> bool {
        matches!(self, Self::SignIn(SignInError::OtherSite { .. } | SignInError::Malformed { .. }))
    }
}

impl MessageReview {
    /// Reads a message that a site asks an account to sign.
    #[must_use]
    pub fn of(message: Bytes, asked: &Asked) -> Self {
        let content = content(&message, asked);
        let warnings = content.as_ref().map(|content| warnings(content, asked)).unwrap_or_default();
        Self { account: asked.account, payload: SigningPayload::Message(message), content, warnings }
    }

    /// What it says.
    ///
    /// # Errors
    /// Why it is not signed.
    pub const fn content(&self) -> Result<&MessageContent, &MessageRefusal> {
        self.content.as_ref()
    }

    /// What a careful person would point out.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The account that is to sign.
    #[must_use]
    pub const fn account(&self) -> Address {
        self.account
    }

    /// The exact bytes, and their digest.
    #[must_use]
    pub const fn payload(&self) -> &SigningPayload {
        &self.payload
    }

    /// The user has read it and agrees.
    ///
    /// # Errors
    /// [`MessageRefusal`].
    pub fn approve(self) -> Result<ReviewedStatement, MessageRefusal> {
        self.content.map(|_| ReviewedStatement::of(self.account, self.payload))
    }
}

fn content(message: &[u8], asked: &Asked) -> Result<MessageContent, MessageRefusal> {
    let text = str::from_utf8(message).map_err(|_| MessageRefusal::NotText { length: message.len() })?;
    if text.trim().is_empty() {
        return Err(MessageRefusal::Empty);
    }
    // What a text is laid out with may stand in it.
    let is_layout = |letter: char| matches!(letter, '\n' | '\r' | '\t');
    // Two that join letters, without which some scripts and emoji cannot be written.
    let joins = |letter: char| matches!(letter, '\u{200c}' | '\u{200d}');
    if let Some(letter) = text.chars().find(|letter| steers(*letter) && !is_layout(*letter) && !joins(*letter)) {
        return Err(MessageRefusal::Unseen { got: u32::from(letter) });
    }
    if SignIn::looks_like(text) {
        let sign_in = SignIn::parse(text)?;
        sign_in.check(asked)?;
        return Ok(MessageContent::SignIn(Box::new(sign_in)));
    }
    Ok(MessageContent::Text(text.to_owned()))
}

fn warnings(content: &MessageContent, asked: &Asked) -> Vec<Warning> {
    match content {
        MessageContent::SignIn(sign_in) if sign_in.uri_is_elsewhere(&asked.site) => {
            vec![Warning::UriElsewhere { uri: sign_in.uri.clone() }]
        }
        MessageContent::Text(text) if is_number(text) => vec![Warning::SaysNothing],
        MessageContent::SignIn(_) | MessageContent::Text(_) => Vec::new(),
    }
}

/// Whether a text is a hash or another long number in hexadecimal: it can be read, and says nothing.
fn is_number(text: &str) -> bool {
    let digits = text.trim().strip_prefix("0x").unwrap_or_else(|| text.trim());
    digits.len() >= 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tx::SiteOrigin;
    use crate::units::{ChainId, Timestamp};

    fn refused(message: &[u8]) -> Option<MessageRefusal> {
        let site = SiteOrigin::parse("https://example.org").unwrap();
        let asked = Asked { site, account: Address::ZERO, chain: ChainId(1), now: Timestamp(1_800_000_000) };
        MessageReview::of(Bytes::copy_from_slice(message), &asked).content().err().cloned()
    }

    #[test]
    fn only_what_can_be_read_is_signed() {
        for text in ["Log in to Bücher.example\r\n\tat once", "مرحبا بالعالم", "می\u{200c}خواهم", "👩\u{200d}🌾", "0x"]
        {
            assert_eq!(refused(text.as_bytes()), None, "{text:?}");
        }
        let hash = crate::tx::clear_signing::calldata_digest(b"a hash");
        assert_eq!(refused(hash.as_slice()), Some(MessageRefusal::NotText { length: 32 }));
        for (text, got) in [
            ("pay \u{202e}001", 0x202e),
            ("a\u{1b}[2J", 0x1b),
            ("a\0", 0),
            ("a\u{200b}b", 0x200b),
            ("a\u{2066}b", 0x2066),
        ] {
            assert_eq!(refused(text.as_bytes()), Some(MessageRefusal::Unseen { got }), "{text:?}");
        }
        assert_eq!((refused(b""), refused(b" \n")), (Some(MessageRefusal::Empty), Some(MessageRefusal::Empty)));
    }

    #[test]
    fn a_message_that_would_pass_for_a_sign_in_has_to_be_one() {
        for text in [
            "example.org wants you to sign in with your Ethereum account",
            "Hello!\nexample.org WANTS you to sign\nin with  your Solana account:",
        ] {
            let refusal = refused(text.as_bytes()).unwrap();
            assert!(matches!(refusal, MessageRefusal::SignIn(SignInError::Malformed { .. })), "{text}");
            assert!(refusal.is_deceptive());
        }
    }

    #[test]
    fn a_number_is_read_and_pointed_out() {
        assert!(is_number(&"ab".repeat(32)) && is_number(&format!("0x{}", "0F".repeat(20))));
        assert!(!is_number("0x1234") && !is_number("deadbeef cafe") && !is_number("Your code: 1234"));
    }
}
