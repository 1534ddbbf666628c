//! The grammar of a sign-in, line by line.

use alloy_primitives::Address;

use super::moment::moment;
use super::uri::{is_authority, is_pchar, is_scheme, is_statement, is_uri};
use super::{Moment, SignIn, SignInError};
use crate::units::{ChainId, legible};

/// How the first line ends.
const HEADER: &str = " wants you to sign in with your Ethereum account:";
/// The most of a part that an error repeats, in characters.
const MOST_REPEATED: usize = 80;

pub(super) fn message(text: &str) -> Result<SignIn, SignInError> {
    let mut lines = Lines { left: text.split('\n').collect() };
    let (scheme, domain) = header(lines.next("the first line")?)?;
    let address = address(lines.next("the address")?)?;
    lines.blank("the line after the address")?;
    let statement = statement(&mut lines)?;
    let uri = lines.field("the URI", "URI: ")?;
    expect(is_uri, "the URI", uri, "an absolute URI of RFC 3986")?;
    let version = lines.field("the version", "Version: ")?;
    expect(|version| version == "1", "the version", version, "1")?;
    let chain = chain(lines.field("the chain id", "Chain ID: ")?)?;
    let nonce = lines.field("the nonce", "Nonce: ")?;
    let is_nonce = |nonce: &str| nonce.len() >= 8 && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric());
    expect(is_nonce, "the nonce", nonce, "at least 8 letters and digits")?;
    let issued_at = date("the time of issue", lines.field("the time of issue", "Issued At: ")?)?;
    let expires = lines.optional("Expiration Time: ").map(|text| date("the time of expiration", text)).transpose()?;
    let not_before = lines.optional("Not Before: ").map(|text| date("the time before which", text)).transpose()?;
    let request_id = lines.optional("Request ID: ");
    if let Some(id) = request_id {
        expect(is_pchar, "the request's id", id, "characters of a path of RFC 3986")?;
    }
    let resources = resources(&mut lines)?;
    if let Some(line) = lines.left.front() {
        return Err(malformed("what follows the last field", line, "nothing"));
    }
    let (uri, nonce, request_id) = (uri.to_owned(), nonce.to_owned(), request_id.map(str::to_owned));
    let (scheme, domain) = (scheme.map(str::to_owned), domain.to_owned());
    Ok(SignIn {
        scheme,
        domain,
        address,
        statement,
        uri,
        chain,
        nonce,
        issued_at,
        expires,
        not_before,
        request_id,
        resources,
    })
}

/// What has not been read yet.
struct Lines<'a> {
    left: std::collections::VecDeque<&'a str>,
}

impl<'a> Lines<'a> {
    fn next(&mut self, part: &'static str) -> Result<&'a str, SignInError> {
        self.left.pop_front().ok_or_else(|| malformed(part, "", "a line"))
    }

    fn blank(&mut self, part: &'static str) -> Result<(), SignInError> {
        let line = self.next(part)?;
        expect(str::is_empty, part, line, "an empty line")
    }

    fn field(&mut self, part: &'static str, label: &'static str) -> Result<&'a str, SignInError> {
        let line = self.next(part)?;
        line.strip_prefix(label).ok_or_else(|| malformed(part, line, label))
    }

    fn optional(&mut self, label: &str) -> Option<&'a str> {
        let value = self.left.front()?.strip_prefix(label)?;
        self.left.pop_front();
        Some(value)
    }
}

fn header(line: &str) -> Result<(Option<&str>, &str), SignInError> {
    let part = "the first line";
    let asker =
        line.strip_suffix(HEADER).ok_or_else(|| malformed(part, line, "the domain and the standard's words"))?;
    let (scheme, domain) = match asker.split_once("://") {
        Some((scheme, domain)) => (Some(scheme), domain),
        None => (None, asker),
    };
    if let Some(scheme) = scheme {
        expect(is_scheme, "the scheme", scheme, "a scheme of RFC 3986")?;
    }
    expect(|domain| !domain.is_empty() && is_authority(domain), "the domain", domain, "an authority of RFC 3986")?;
    Ok((scheme, domain))
}

/// With the checksum of EIP-55, which the standard asks for.
fn address(line: &str) -> Result<Address, SignInError> {
    let refused = || malformed("the address", line, "an address with the checksum of EIP-55");
    Address::parse_checksummed(line, None).map_err(|_| refused())
}

/// The statement, if any, and the empty line after it.
fn statement(lines: &mut Lines<'_>) -> Result<Option<String>, SignInError> {
    let line = lines.next("the statement")?;
    if line.is_empty() {
        return Ok(None);
    }
    expect(is_statement, "the statement", line, "letters, digits, spaces and the signs of RFC 3986, on one line")?;
    lines.blank("the line after the statement")?;
    Ok(Some(line.to_owned()))
}

fn chain(text: &str) -> Result<ChainId, SignInError> {
    let id = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    id.map(ChainId).ok_or_else(|| malformed("the chain id", text, "decimal digits, at most 64 bits"))
}

fn date(part: &'static str, text: &str) -> Result<Moment, SignInError> {
    let at = moment(text).ok_or_else(|| malformed(part, text, "a time of RFC 3339, as 2026-11-30T12:00:00Z"))?;
    Ok(Moment { text: text.to_owned(), at })
}

fn resources(lines: &mut Lines<'_>) -> Result<Vec<String>, SignInError> {
    if lines.left.front() != Some(&"Resources:") {
        return Ok(Vec::new());
    }
    lines.left.pop_front();
    let mut found = Vec::new();
    while let Some(uri) = lines.optional("- ") {
        expect(is_uri, "a resource", uri, "an absolute URI of RFC 3986")?;
        found.push(uri.to_owned());
    }
    Ok(found)
}

fn expect(
    is_it: impl FnOnce(&str) -> bool,
    part: &'static str,
    got: &str,
    expected: &'static str,
) -> Result<(), SignInError> {
    if is_it(got) { Ok(()) } else { Err(malformed(part, got, expected)) }
}

fn malformed(part: &'static str, got: &str, expected: &'static str) -> SignInError {
    SignInError::Malformed { part, got: legible(got, MOST_REPEATED), expected }
}
