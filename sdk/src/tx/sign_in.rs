//! Sign-ins (ERC-4361): a personal message by which an account logs in at a site.
//!
//! Read as strictly as the standard's grammar has it, since a site's server reads it so too: what a person sees has to be what the server
//! takes. A sign-in is only ever for the site that asks for it; one for another site, signed, would log its bearer in there.

mod moment;
mod parse;
mod uri;

use alloy_primitives::Address;

use super::SiteOrigin;
use crate::units::{ChainId, Timestamp};

/// Who asks for a signature of an account, and where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a sign-in is checked against")]
pub struct Asked {
    /// The site that asks.
    pub site: SiteOrigin,
    /// The account that is to sign.
    pub account: Address,
    /// The chain that the wallet is on.
    pub chain: ChainId,
    /// Now.
    pub now: Timestamp,
}

/// A sign-in message, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignIn {
    /// The scheme before the domain, where there is one.
    pub scheme: Option<String>,
    /// Where it logs in: an authority of RFC 3986, as `example.org:8443`.
    pub domain: String,
    /// Who logs in.
    pub address: Address,
    /// What is agreed to.
    pub statement: Option<String>,
    /// What it is for.
    pub uri: String,
    /// The chain.
    pub chain: ChainId,
    /// What keeps it from being used twice: the site's own choice.
    pub nonce: String,
    /// When it was made.
    pub issued_at: Moment,
    /// When it ends.
    pub expires: Option<Moment>,
    /// When it begins.
    pub not_before: Option<Moment>,
    /// The site's name for it.
    pub request_id: Option<String>,
    /// What the site wants resolved with it.
    pub resources: Vec<String>,
}

/// A moment as a sign-in writes it (RFC 3339).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moment {
    /// As it is written.
    pub text: String,
    /// In seconds, the parts of a second left out; what lies before 1970 as its beginning.
    pub at: Timestamp,
}

/// Why a message that is a sign-in, or looks like one, is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// It does not have the form that the standard prescribes.
    #[error(
        "it looks like a sign-in (ERC-4361) and does not have the form of one: {part} is {got:?}, expected {expected}"
    )]
    Malformed {
        /// Which part.
        part: &'static str,
        /// What stands there, shortened.
        got: String,
        /// What the standard prescribes.
        expected: &'static str,
    },
    /// It logs in at another site than the one that asks.
    #[error("it would sign you in at {got}, and {expected} asks for it")]
    OtherSite {
        /// The domain in the message, with its scheme where it has one.
        got: String,
        /// The site that asks.
        expected: SiteOrigin,
    },
    /// It is of another account.
    #[error("it signs in the account {got}, and {expected} is to sign it")]
    OtherAccount {
        /// The account in the message.
        got: Address,
        /// The account that is to sign.
        expected: Address,
    },
    /// It is for another chain.
    #[error("it is for the chain {got}, and the wallet is on {expected}")]
    OtherChain {
        /// The chain in the message.
        got: ChainId,
        /// The chain that the wallet is on.
        expected: ChainId,
    },
    /// It has ended.
    #[error("it has ended: it was good until {at}")]
    Expired {
        /// When, as it is written.
        at: String,
    },
    /// It has not begun.
    #[error("it has not begun: it is good from {at} on")]
    NotYet {
        /// When, as it is written.
        at: String,
    },
}

impl SignIn {
    /// Whether a text would pass for a sign-in with a person, whatever its form. Spaces, line ends and case do not count.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ").contains("wants you to sign in with your")
    }

    /// Reads a message by the standard's grammar.
    ///
    /// # Errors
    /// [`SignInError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, SignInError> {
        parse::message(text)
    }

    /// Whether it is for the site, the account, the chain and the time that it is asked for.
    ///
    /// # Errors
    /// The first that differs.
    pub fn check(&self, asked: &Asked) -> Result<(), SignInError> {
        let Asked { site, account, chain, now } = asked;
        let is_scheme = self.scheme.as_deref().is_none_or(|scheme| scheme == site.scheme());
        if self.domain != site.authority() || !is_scheme {
            let got = match &self.scheme {
                Some(scheme) => format!("{scheme}://{}", self.domain),
                None => self.domain.clone(),
            };
            return Err(SignInError::OtherSite { got, expected: site.clone() });
        }
        if self.address != *account {
            return Err(SignInError::OtherAccount { got: self.address, expected: *account });
        }
        if self.chain != *chain {
            return Err(SignInError::OtherChain { got: self.chain, expected: *chain });
        }
        if let Some(end) = self.expires.as_ref().filter(|end| end.at <= *now) {
            return Err(SignInError::Expired { at: end.text.clone() });
        }
        match self.not_before.as_ref().filter(|begin| begin.at > *now) {
            Some(begin) => Err(SignInError::NotYet { at: begin.text.clone() }),
            None => Ok(()),
        }
    }

    /// Whether what it is for lies at another place than the site. The standard does not forbid it.
    #[must_use]
    pub fn uri_is_elsewhere(&self, site: &SiteOrigin) -> bool {
        let (scheme, rest) = self.uri.split_once(':').unwrap_or((&self.uri, ""));
        let authority = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next());
        !scheme.eq_ignore_ascii_case(site.scheme()) || authority != Some(site.authority())
    }
}
