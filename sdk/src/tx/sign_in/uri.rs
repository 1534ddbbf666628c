//! The characters of RFC 3986, and what is made of them. Whether a name resolves or a port exists is nobody's question here.

/// `ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`.
pub(super) fn is_scheme(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `scheme ":" hier-part [ "?" query ] [ "#" fragment ]`.
pub(super) fn is_uri(text: &str) -> bool {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let Some((scheme, hierarchy)) = rest.split_once(':') else { return false };
    let path = match hierarchy.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => hierarchy,
    };
    let is_tail = |text: &str| made_of(text, |byte| is_pchar_byte(byte) || b"/?".contains(&byte));
    is_scheme(scheme)
        && made_of(path, |byte| is_pchar_byte(byte) || byte == b'/')
        && is_tail(query)
        && is_tail(fragment)
}

/// `[ userinfo "@" ] host [ ":" port ]`; the host may be empty, as the standard has it.
pub(super) fn is_authority(text: &str) -> bool {
    let (user, place) = text.rsplit_once('@').unwrap_or(("", text));
    if !made_of(user, |byte| is_name_byte(byte) || byte == b':') {
        return false;
    }
    let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((literal, port)) => {
            let is_address = literal.parse::<std::net::Ipv6Addr>().is_ok();
            if !is_address {
                return false;
            }
            (None, port)
        }
        None => {
            let (host, port) = place.split_at(place.find(':').unwrap_or(place.len()));
            (Some(host), port)
        }
    };
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    is_port && host.is_none_or(|host| made_of(host, is_name_byte))
}

/// `*pchar`.
pub(super) fn is_pchar(text: &str) -> bool {
    made_of(text, is_pchar_byte)
}

/// `1*( reserved / unreserved / " " )`.
pub(super) fn is_statement(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| is_name_byte(byte) || b":/?#[]@ ".contains(&byte))
}

/// Only of these bytes and of percent-encoded ones.
fn made_of(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_encoded = byte == b'%' && {
            let (first, second) = (bytes.next(), bytes.next());
            let is_hex = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
            is_hex(first) && is_hex(second)
        };
        if !is_encoded && !allowed(byte) {
            return false;
        }
    }
    true
}

/// `unreserved / sub-delims`.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

fn is_pchar_byte(byte: u8) -> bool {
    is_name_byte(byte) || b":@".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of RFC 3986, section 1.1.2 and 3.
    #[test]
    fn the_examples_of_the_standard_are_uris() {
        for uri in [
            "ftp://ftp.is.co.za/rfc/rfc1808.txt",
            "http://www.ietf.org/rfc/rfc2396.txt",
            "ldap://[2001:db8::7]/c=GB?objectClass?one",
            "mailto:John.Doe@example.com",
            "news:comp.infosystems.www.servers.unix",
            "tel:+1-816-555-1212",
            "telnet://192.0.2.16:80/",
            "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
            "foo://example.com:8042/over/there?name=ferret#nose",
            "did:key:z6Mk",
        ] {
            assert!(is_uri(uri), "{uri}");
        }
    }

    #[test]
    fn what_has_other_characters_is_none() {
        for text in [
            "",
            "example.org",
            "https://a b",
            "https://ä.example",
            "https://a/%zz",
            "https://a/%2",
            "1http://a",
            "https://a:b/",
            "https://[::g]/",
            "https://[::1",
            "https://a/\"",
            "https://a#b#c",
            "https://a\\b",
            "https://a@b@c/",
        ] {
            assert!(!is_uri(text), "{text}");
        }
    }
}
