//! A site by its origin (RFC 6454), as a browser writes it.

use std::fmt;

/// The origin of a site: `https://example.org`, or with another port than the usual one `https://example.org:8443`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteOrigin {
    scheme: String,
    authority: String,
}

/// Why a text is no origin of a site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an origin of a site: got {got:?}, expected http or https, a host and its port, as https://example.org:8443"
)]
#[non_exhaustive]
pub struct SiteOriginError {
    /// The text, shortened.
    pub got: String,
}

impl SiteOrigin {
    /// Reads an origin as a browser writes it: in lower case, a host in its ASCII form, no usual port, nothing behind.
    ///
    /// # Errors
    /// [`SiteOriginError`]; an opaque origin (`null`) is none.
    pub fn parse(text: &str) -> Result<Self, SiteOriginError> {
        let refused = || SiteOriginError { got: text.chars().take(80).collect() };
        let (scheme, authority) = text.split_once("://").ok_or_else(refused)?;
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if !authority.ends_with(']') => {
                let usual = if scheme == "https" { "443" } else { "80" };
                let is_port = port.parse::<u16>().is_ok_and(|number| number.to_string() == port) && port != usual;
                if is_port { host } else { "" }
            }
            Some(_) | None => authority,
        };
        let in_brackets = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let is_host = match in_brackets {
            Some(literal) => literal.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                !host.is_empty()
                    && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
            }
        };
        if !matches!(scheme, "http" | "https") || !is_host {
            return Err(refused());
        }
        Ok(Self { scheme: scheme.to_owned(), authority: authority.to_owned() })
    }

    /// `https` or `http`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Host, and port where it is not the usual one.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl fmt::Display for SiteOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_a_browser_writes_them() {
        for text in [
            "https://example.org",
            "http://localhost:5173",
            "http://127.0.0.1:8080",
            "https://[::1]:8443",
            "https://xn--bcher-kva.example",
        ] {
            assert_eq!(SiteOrigin::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "null",
            "",
            "example.org",
            "https://",
            "https://Example.org",
            "https://example.org/",
            "https://example.org:443",
            "http://a:80",
            "https://a:",
            "https://a:070",
            "https://a:70000",
            "https://u@a",
            "ftp://a",
            "https://bücher.example",
            "https://[::1",
            "https://a b",
        ] {
            assert!(SiteOrigin::parse(text).is_err(), "{text}");
        }
    }
}
