//! Why the wallet's `/connect` was opened, read from the fragment of its address. The protocol is in `docs/connection.md`.

use assay_sdk::units::ChainId;
use base64ct::{Base64UrlUnpadded, Encoding as _};

use super::site_origin::{OriginError, SiteOrigin};
use super::site_request::{MOST_UNITS, SiteMessage, Violation};

/// The version of the protocol.
pub const VERSION: &str = "1";

/// A number that a site made for one visit: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What brought a site's user here.
#[derive(Clone, Debug, PartialEq)]
pub enum Visit {
    /// A window that the site opened, and speaks to.
    Window {
        /// The site, by its own word until it says `open`.
        origin: SiteOrigin,
        /// The visit's number.
        nonce: Nonce,
    },
    /// The site's own window, which it left for this page.
    Redirect {
        /// The site, by its own word until the browser confirms it.
        origin: SiteOrigin,
        /// The visit's number.
        nonce: Nonce,
        /// Where to go back to, without a fragment.
        back: String,
        /// The one request.
        message: Box<SiteMessage>,
    },
}

/// Why the page has nothing to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VisitError {
    /// No site opened it.
    #[error("no site asks for anything: this page is opened by sites, never by hand")]
    NoSite,
    /// The site speaks another version.
    #[error("the site speaks version {got:?} of the protocol; this wallet speaks {expected}", expected = VERSION)]
    Version {
        /// Its version.
        got: String,
        /// Whom to tell so, where a window was opened for it.
        site: Option<(SiteOrigin, Nonce)>,
    },
    /// A field of the address is missing, twice there, unknown, or not what it has to be.
    #[error("the address that the site opened is wrong: {what}")]
    Address {
        /// What is wrong, what was expected.
        what: String,
    },
    /// The site may not connect.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// What the site asks is no request.
    #[error(transparent)]
    Request(#[from] Violation),
    /// The browser does not confirm that the site led here.
    #[error("the site says that it is {claimed}, and the browser says that {}", came(.referrer.as_deref()))]
    Elsewhere {
        /// Whom it says it is.
        claimed: SiteOrigin,
        /// Whence the browser came, where it tells.
        referrer: Option<String>,
    },
    /// The page stands in a frame of another page.
    #[error(
        "another page shows this one inside itself: what is asked in here could be made to look like something else"
    )]
    Framed,
    /// The window that opened this one is out of reach.
    #[error("the site cannot be reached: its window was closed, or it keeps apart from the windows that it opens")]
    NoOpener,
}

fn came(referrer: Option<&str>) -> String {
    referrer.map_or_else(|| "it came from nowhere that it may tell".to_owned(), |from| format!("it came from {from}"))
}

/// The fields of a fragment, each at most once.
struct Fields<'a>(Vec<(&'a str, String)>);

impl<'a> Fields<'a> {
    fn read(fragment: &'a str) -> Result<Self, VisitError> {
        let mut fields: Vec<(&str, String)> = Vec::new();
        for pair in fragment.split('&') {
            let shown: String = pair.chars().take(40).collect();
            let wrong = |what: &str| VisitError::Address { what: format!("{what} {shown:?}") };
            let (name, value) = pair.split_once('=').ok_or_else(|| wrong("got a field without a value:"))?;
            if !["v", "origin", "nonce", "return", "request"].contains(&name) {
                return Err(wrong("got an unknown field:"));
            }
            if fields.iter().any(|(known, _)| *known == name) {
                return Err(wrong("got a field twice:"));
            }
            let value = crate::route::decode(value).ok_or_else(|| wrong("a field is not percent-encoded UTF-8:"))?;
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn nonce(&self) -> Result<Nonce, VisitError> {
        let nonce = self.get("nonce").unwrap_or_default();
        let right = nonce.len() == 32 && nonce.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
        let what = || "its nonce has to be 32 hexadecimal digits in lower case".to_owned();
        right.then(|| Nonce(nonce.to_owned())).ok_or_else(|| VisitError::Address { what: what() })
    }
}

impl Visit {
    /// Reads the fragment, without its `#`.
    ///
    /// # Errors
    /// [`VisitError`].
    pub fn read(fragment: &str) -> Result<Self, VisitError> {
        if fragment.is_empty() {
            return Err(VisitError::NoSite);
        }
        let fields = Fields::read(fragment)?;
        let version = fields.get("v").unwrap_or_default();
        if version != VERSION {
            let origin = fields.get("origin").and_then(|origin| SiteOrigin::parse(origin).ok());
            let site = origin.zip(fields.nonce().ok());
            return Err(VisitError::Version { got: version.chars().take(20).collect(), site });
        }
        let nonce = fields.nonce()?;
        match (fields.get("origin"), fields.get("return"), fields.get("request")) {
            (Some(origin), None, None) => Ok(Self::Window { origin: SiteOrigin::parse(origin)?, nonce }),
            (None, Some(back), Some(request)) => {
                let (origin, back) = SiteOrigin::of_address(back)?;
                Ok(Self::Redirect { origin, nonce, back, message: Box::new(message(request)?) })
            }
            _ => Err(VisitError::Address { what: "expected origin, or return and request".to_owned() }),
        }
    }

    /// The site.
    #[must_use]
    pub const fn origin(&self) -> &SiteOrigin {
        match self {
            Self::Window { origin, .. } | Self::Redirect { origin, .. } => origin,
        }
    }

    /// The visit's number.
    #[must_use]
    pub const fn nonce(&self) -> &Nonce {
        match self {
            Self::Window { nonce, .. } | Self::Redirect { nonce, .. } => nonce,
        }
    }

    /// The visit, where the browser confirms it: `referrer` is `document.referrer`, which a redirect has to come from.
    ///
    /// # Errors
    /// [`VisitError::Elsewhere`].
    pub fn confirmed(self, referrer: &str) -> Result<Self, VisitError> {
        match &self {
            Self::Window { .. } => Ok(self),
            Self::Redirect { origin, .. } => match SiteOrigin::of_address(referrer) {
                Ok((from, _)) if from == *origin => Ok(self),
                from => {
                    let referrer = from.ok().map(|(from, _)| from.to_string());
                    Err(VisitError::Elsewhere { claimed: origin.clone(), referrer })
                }
            },
        }
    }
}

fn message(request: &str) -> Result<SiteMessage, VisitError> {
    let wrong = |what: &str| VisitError::Address { what: format!("its request has to be {what}") };
    // Four letters carry three bytes: what is far too long is not even decoded.
    if request.len() / 4 > MOST_UNITS {
        return Err(wrong("shorter"));
    }
    let bytes = Base64UrlUnpadded::decode_vec(request).map_err(|_| wrong("base64url without padding"))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("UTF-8"))?;
    Ok(SiteMessage::read(&text)?)
}

/// The address that takes an answer home: the JSON object `answer`, with the visit's number before its own fields, and the chain where it is a result.
#[must_use]
pub fn homeward(back: &str, nonce: &Nonce, chain: Option<ChainId>, answer: &str) -> String {
    let fields = answer.strip_prefix('{').unwrap_or(answer);
    let chain = chain.map(|chain| format!(r#""chainId":"{:#x}","#, chain.0)).unwrap_or_default();
    let answer = format!(r#"{{"nonce":"{}",{chain}{fields}"#, nonce.as_str());
    format!("{back}#assay={}", Base64UrlUnpadded::encode_string(answer.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::site_request::SiteRequest;

    const NONCE: &str = "00112233445566778899aabbccddeeff";

    fn request(text: &str) -> String {
        Base64UrlUnpadded::encode_string(text.as_bytes())
    }

    fn origin(text: &str) -> SiteOrigin {
        SiteOrigin::parse(text).unwrap()
    }

    #[test]
    fn both_ways_are_read_encoded_or_not() {
        for fragment in [
            format!("v=1&origin=https://example.org:8443&nonce={NONCE}"),
            format!("nonce={NONCE}&v=1&origin=https%3A%2F%2Fexample.org%3A8443"),
        ] {
            let visit = Visit::read(&fragment).unwrap();
            let nonce = Nonce(NONCE.to_owned());
            assert_eq!(visit, Visit::Window { origin: origin("https://example.org:8443"), nonce });
        }
        let asked = request(r#"{"id":3,"method":"eth_requestAccounts","params":[]}"#);
        let back = "https%3A%2F%2Fexample.org%2Fapp%3Fa%3D1%23x";
        let visit = Visit::read(&format!("v=1&return={back}&nonce={NONCE}&request={asked}")).unwrap();
        let Visit::Redirect { origin: from, back, message, .. } = &visit else { panic!("{visit:?}") };
        assert_eq!((from.as_str(), back.as_str()), ("https://example.org", "https://example.org/app?a=1"));
        assert_eq!((message.id, message.request.clone()), (3, Ok(SiteRequest::RequestAccounts)));
        assert!(visit.clone().confirmed("https://example.org/").is_ok());
        for referrer in
            ["", "https://evil.example/", "https://example.org.evil.example/", "http://example.org/", "null"]
        {
            assert!(matches!(visit.clone().confirmed(referrer), Err(VisitError::Elsewhere { .. })), "{referrer}");
        }
    }

    #[test]
    fn a_wrong_address_is_told_and_nothing_is_guessed() {
        let asked = request(r#"{"id":3,"method":"eth_requestAccounts"}"#);
        for (fragment, what) in [
            (format!("v=1&origin=https://a.example&nonce={}", NONCE.trim_start_matches('0')), "nonce"),
            (format!("v=1&origin=https://a.example&nonce={}", NONCE.to_uppercase()), "nonce"),
            ("v=1&origin=https://a.example".to_owned(), "nonce"),
            (format!("v=1&v=1&origin=https://a.example&nonce={NONCE}"), "twice"),
            (format!("v=1&origin=https://a.example&nonce={NONCE}&x=1"), "unknown field"),
            (format!("v=1&origin=https://a.example&nonce={NONCE}&x"), "without a value"),
            (format!("v=1&origin=%ff&nonce={NONCE}"), "UTF-8"),
            (format!("v=1&nonce={NONCE}"), "expected origin"),
            (
                format!("v=1&origin=https://a.example&return=https://a.example/&request={asked}&nonce={NONCE}"),
                "expected origin",
            ),
            (format!("v=1&return=https://a.example/&nonce={NONCE}"), "expected origin"),
            (format!("v=1&return=https://a.example/&nonce={NONCE}&request=a=b"), "base64url"),
            (
                format!("v=1&return=https://a.example/&nonce={NONCE}&request={}", "A".repeat(4 * MOST_UNITS + 4)),
                "shorter",
            ),
        ] {
            let error = Visit::read(&fragment).unwrap_err();
            assert!(
                matches!(&error, VisitError::Address { what: found } if found.contains(what)),
                "{fragment}: {error}"
            );
        }
        assert_eq!(Visit::read(""), Err(VisitError::NoSite));
        assert!(matches!(
            Visit::read(&format!("v=1&origin=http://a.example&nonce={NONCE}")),
            Err(VisitError::Origin(_))
        ));
        let broken = format!("v=1&return=https://a.example/&nonce={NONCE}&request={}", request("{}"));
        assert!(matches!(Visit::read(&broken), Err(VisitError::Request(_))));
        let script = format!("v=1&return=javascript:alert(1)&nonce={NONCE}&request={asked}");
        assert!(matches!(Visit::read(&script), Err(VisitError::Origin(_))));
    }

    #[test]
    fn another_version_is_told_to_whoever_can_be_told() {
        let of = |fragment: String| Visit::read(&fragment).unwrap_err();
        let site = Some((origin("https://a.example"), Nonce(NONCE.to_owned())));
        let known = of(format!("v=2&origin=https://a.example&nonce={NONCE}"));
        assert_eq!(known, VisitError::Version { got: "2".to_owned(), site });
        let unknown = of(format!("origin=http://a.example&nonce={NONCE}"));
        assert_eq!(unknown, VisitError::Version { got: String::new(), site: None });
    }

    #[test]
    fn an_answer_goes_home_in_the_fragment() {
        let back = "https://a.example/app?x=1";
        for (chain, answer, expected) in [
            (Some(ChainId(31)), r#"{"id":1,"result":null}"#, r#""chainId":"0x1f","id":1,"result":null}"#),
            (None, r#"{"id":1,"error":{}}"#, r#""id":1,"error":{}}"#),
        ] {
            let home = homeward(back, &Nonce(NONCE.to_owned()), chain, answer);
            let expected = request(&format!(r#"{{"nonce":"{NONCE}",{expected}"#));
            assert_eq!(home, format!("{back}#assay={expected}"));
        }
    }
}
