//! The origin of a site, as browsers write it (HTML, "ASCII serialization of an origin"), and which of them may connect.

use std::fmt;

use assay_sdk::tx;
use serde::{Deserialize, Serialize};

/// The origin of a site that may connect: encrypted, or on this computer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteOrigin {
    text: String,
    origin: tx::SiteOrigin,
}

/// Why an origin may not connect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginError {
    /// Not what a browser writes for an origin; among others `null`, of pages that have none.
    #[error("not the origin of a site: got {got:?}, expected one such as https://example.org")]
    Shape {
        /// The text as given.
        got: String,
    },
    /// Unencrypted from another machine: anyone on the way could speak in its name.
    #[error("{got} is not encrypted: expected https://, or http:// of this computer")]
    Plain {
        /// The text as given.
        got: String,
    },
}

impl SiteOrigin {
    /// Reads an origin. Only the one spelling that browsers have is read, so that two origins are the same exactly where their texts are.
    ///
    /// # Errors
    /// [`OriginError`].
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let shape = || OriginError::Shape { got: text.chars().take(200).collect() };
        let origin = tx::SiteOrigin::parse(text).map_err(|_| shape())?;
        let host = host_of(origin.authority());
        let in_brackets = host.starts_with('[');
        if !in_brackets && (host.len() > 253 || !host.split('.').all(|label| (1..=63).contains(&label.len()))) {
            return Err(shape());
        }
        let local = host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1";
        if origin.scheme() == "http" && !local {
            return Err(OriginError::Plain { got: text.to_owned() });
        }
        Ok(Self { text: text.to_owned(), origin })
    }

    /// The origin of a whole address, and the address without its fragment.
    ///
    /// # Errors
    /// [`OriginError`].
    pub fn of_address(address: &str) -> Result<(Self, String), OriginError> {
        let shape = || OriginError::Shape { got: address.chars().take(200).collect() };
        let page = address.split('#').next().unwrap_or_default();
        // Browsers drop tabs and line breaks and read `\` as `/`: what they would read otherwise than it stands is refused.
        if page.chars().any(|letter| !letter.is_ascii_graphic() || letter == '\\') {
            return Err(shape());
        }
        let rest = page.split_once("://").ok_or_else(shape)?.1;
        let path = rest.find(['/', '?']).unwrap_or(rest.len());
        let end = page.len().saturating_sub(rest.len()).saturating_add(path);
        let origin = page.get(..end).ok_or_else(shape)?;
        Ok((Self::parse(origin)?, page.to_owned()))
    }

    /// As browsers write it: `https://example.org`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name that people know it by: its host, with its port where that is not the usual one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.origin.authority()
    }

    /// Its host, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        host_of(self.name())
    }

    /// The same, as the SDK takes it: any origin, whether it may connect or not.
    #[must_use]
    pub const fn any(&self) -> &tx::SiteOrigin {
        &self.origin
    }
}

impl fmt::Display for SiteOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for SiteOrigin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::parse(&text)
    }
}

impl From<SiteOrigin> for String {
    fn from(origin: SiteOrigin) -> Self {
        origin.text
    }
}

/// The host of an authority. The colons of an address of version 6 stand in brackets.
fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        Some(_) | None => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_have_one_spelling() {
        for (good, name, host) in [
            ("https://example.org", "example.org", "example.org"),
            ("https://example.org:8443", "example.org:8443", "example.org"),
            ("http://localhost:5173", "localhost:5173", "localhost"),
            ("http://shop.localhost", "shop.localhost", "shop.localhost"),
            ("http://127.0.0.1:80000".get(..21).unwrap(), "127.0.0.1:8000", "127.0.0.1"),
            ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", "[2001:db8::1]"),
            ("https://[::1]", "[::1]", "[::1]"),
            ("https://xn--mnchen-3ya.de", "xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ] {
            let origin = SiteOrigin::parse(good).unwrap();
            assert_eq!((origin.as_str(), origin.name(), origin.host()), (good, name, host));
        }
        for bad in [
            "",
            "null",
            "example.org",
            "https://",
            "https://example.org/",
            "https://Example.org",
            "https://example.org:443",
            "http://localhost:80",
            "https://example.org:",
            "https://example.org:08443",
            "https://a@example.org",
            "https://münchen.de",
            "https://example..org",
            "https://example.org?x",
            "file://",
            "chrome-extension://abc",
            "https://[::1",
            "https://a b",
            "data:,x",
            "https://example.org:65536",
            "https://.org",
        ] {
            assert!(matches!(SiteOrigin::parse(bad), Err(OriginError::Shape { .. })), "{bad}");
        }
        for plain in [
            "http://example.org",
            "http://localhost.example.org",
            "http://127.0.0.2",
            "http://[::1]",
            "http://notlocalhost",
        ] {
            assert!(matches!(SiteOrigin::parse(plain), Err(OriginError::Plain { .. })), "{plain}");
        }
    }

    #[test]
    fn an_address_has_the_origin_that_a_browser_would_go_to() {
        for (address, origin, page) in [
            ("https://example.org/a?b=1#c", "https://example.org", "https://example.org/a?b=1"),
            ("https://example.org", "https://example.org", "https://example.org"),
            ("https://example.org?x=/", "https://example.org", "https://example.org?x=/"),
            ("http://localhost:5173/#", "http://localhost:5173", "http://localhost:5173/"),
        ] {
            let (found, without) = SiteOrigin::of_address(address).unwrap();
            assert_eq!((found.as_str(), without.as_str()), (origin, page));
        }
        for bad in [
            "https://example.org\\@evil.example/",
            "https://evil.example@example.org/",
            "https://exam\tple.org/",
            "javascript:alert(1)",
            "/a",
            "//example.org/a",
            "https:///example.org",
            "https://example.org:443/",
            "http://example.org/",
            "blob:https://example.org/x",
        ] {
            assert!(SiteOrigin::of_address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stored_origin_reads_back_or_not_at_all() {
        let origin = SiteOrigin::parse("https://example.org").unwrap();
        let text = serde_json::to_string(&origin).unwrap();
        assert_eq!(serde_json::from_str::<SiteOrigin>(&text).unwrap(), origin);
        assert!(serde_json::from_str::<SiteOrigin>("\"https://Example.org\"").is_err());
    }
}
