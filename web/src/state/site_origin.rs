//! The origin of a site, as browsers write it (HTML, "ASCII serialization of an origin"), and which of them may connect.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The origin of a site that may connect: encrypted, or on this computer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteOrigin(String);

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
        let (scheme, authority) = text.split_once("://").ok_or_else(shape)?;
        let default = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(shape()),
        };
        let (host, port) = split_port(authority);
        if !is_host(host) || port.is_some_and(|port| !is_port(port, default)) {
            return Err(shape());
        }
        let local = host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1";
        if scheme == "http" && !local {
            return Err(OriginError::Plain { got: text.to_owned() });
        }
        Ok(Self(text.to_owned()))
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
        &self.0
    }

    /// The name that people know it by: its host, with its port where that is not the usual one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, name)| name)
    }

    /// Its host, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        split_port(self.name()).0
    }
}

impl fmt::Display for SiteOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
        origin.0
    }
}

/// Host and port of an authority. The colons of an address of version 6 stand in brackets.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// A name as browsers write it: in lower case, foreign letters in Punycode; or a number in brackets.
fn is_host(host: &str) -> bool {
    if let Some(number) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return number.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
        plain && (1..=63).contains(&label.len())
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

fn is_port(port: &str, default: u16) -> bool {
    port.parse::<u16>().is_ok_and(|number| number != default && number > 0 && number.to_string() == port)
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
            "https://example.org:0",
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
