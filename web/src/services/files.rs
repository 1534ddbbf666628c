//! Files: those that the asset's list refers to, fetched from where the list is, with a limit, never with credentials; those that the
//! user saves; and those that the user brings.

use gloo::net::http::Request;
use wasm_bindgen::JsCast as _;
use web_sys::RequestCredentials;
use zeroize::Zeroizing;

/// Largest file that is read: a tree of some ten thousand claims.
const LIMIT: usize = 4 * 1024 * 1024;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// No answer.
    #[error("{file} could not be fetched: {why}")]
    Unreachable {
        /// Which file.
        file: String,
        /// The browser's words.
        why: String,
    },
    /// An answer that is not the file.
    #[error("{file} could not be fetched: the server answered {got}, expected 200")]
    Status {
        /// Which file.
        file: String,
        /// The HTTP status.
        got: u16,
    },
    /// The browser would not make a file of it.
    #[error("the browser would not make a file of it: {why}")]
    NotOffered {
        /// The browser's words.
        why: String,
    },
    /// The browser would not read a file of the user's.
    #[error("{file} could not be read: {why}")]
    Unreadable {
        /// Its name.
        file: String,
        /// What is wrong.
        why: String,
    },
    /// More than a wallet wants to read.
    #[error("{file} is larger than {} bytes", LIMIT)]
    TooLarge {
        /// Which file.
        file: String,
    },
}

/// The file as bytes.
///
/// # Errors
/// [`FileError`].
pub async fn bytes(url: &str) -> Result<Vec<u8>, FileError> {
    let unreachable = |error: gloo::net::Error| FileError::Unreachable { file: url.to_owned(), why: error.to_string() };
    let response = Request::get(url).credentials(RequestCredentials::Omit).send().await.map_err(unreachable)?;
    if response.status() != 200 {
        return Err(FileError::Status { file: url.to_owned(), got: response.status() });
    }
    let bytes = response.binary().await.map_err(unreachable)?;
    if bytes.len() > LIMIT {
        return Err(FileError::TooLarge { file: url.to_owned() });
    }
    Ok(bytes)
}

/// The file as text.
///
/// # Errors
/// [`FileError`].
pub async fn text(url: &str) -> Result<String, FileError> {
    let bytes = bytes(url).await?;
    String::from_utf8(bytes).map_err(|error| FileError::Unreachable { file: url.to_owned(), why: error.to_string() })
}

/// `reference` as seen from the file at `base`: `list.json` beside `/demo/tokenlist.json` is `/demo/list.json`.
#[must_use]
pub fn beside(base: &str, reference: &str) -> String {
    if reference.contains("://") || reference.starts_with('/') {
        return reference.to_owned();
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}", reference.trim_start_matches("./"))
}

/// An address of this site with the site's name, for use outside of this page; any other as it is.
#[must_use]
pub fn in_full(address: &str) -> String {
    if !address.starts_with('/') {
        return address.to_owned();
    }
    // A document always has an origin; an address without it is still better than none.
    let origin = leptos::prelude::location().origin().unwrap_or_default();
    format!("{origin}{address}")
}

/// Bytes that the user may save, at an address that only this page knows. Gone when dropped.
#[derive(Debug)]
pub struct Offer(String);

impl Offer {
    /// The address.
    #[must_use]
    pub fn href(&self) -> &str {
        &self.0
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        // An address that is gone already needs no taking back.
        let _gone = web_sys::Url::revoke_object_url(&self.0);
    }
}

/// Makes bytes ready to be saved. They are never opened as a page: their type says that they are bytes.
///
/// # Errors
/// [`FileError::NotOffered`] where the browser refuses.
pub fn offer(bytes: &[u8]) -> Result<Offer, FileError> {
    let not_offered = |error: wasm_bindgen::JsValue| FileError::NotOffered { why: format!("{error:?}") };
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("application/octet-stream");
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &kind).map_err(not_offered)?;
    web_sys::Url::create_object_url_with_blob(&blob).map(Offer).map_err(not_offered)
}

/// How long the browser may take to start saving, in milliseconds.
const SAVING: u32 = 30_000;

/// Hands a text to the user as a file of this name.
///
/// # Errors
/// [`FileError::NotOffered`] where the browser refuses.
pub fn save(name: &str, text: &str) -> Result<(), FileError> {
    let not_offered = |error: wasm_bindgen::JsValue| FileError::NotOffered { why: format!("{error:?}") };
    let offer = offer(text.as_bytes())?;
    let link = leptos::prelude::document().create_element("a").map_err(not_offered)?;
    link.set_attribute("href", offer.href()).map_err(not_offered)?;
    link.set_attribute("download", name).map_err(not_offered)?;
    if let Some(link) = link.dyn_ref::<web_sys::HtmlElement>() {
        link.click();
    }
    wasm_bindgen_futures::spawn_local(async move {
        gloo::timers::future::TimeoutFuture::new(SAVING).await;
        drop(offer);
    });
    Ok(())
}

/// The text of a file that the user chose. Wiped when dropped: it may be a key.
///
/// # Errors
/// [`FileError::TooLarge`] or [`FileError::Unreadable`].
pub async fn chosen(file: &web_sys::File) -> Result<Zeroizing<String>, FileError> {
    const BYTES: f64 = 1_048_576.0;
    if file.size() > BYTES {
        return Err(FileError::TooLarge { file: file.name() });
    }
    let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
    match text.ok().and_then(|text| text.as_string()) {
        Some(text) if !text.contains('\u{0}') && !text.contains('\u{fffd}') => Ok(Zeroizing::new(text)),
        Some(_) => {
            Err(FileError::Unreadable { file: file.name(), why: "it is not a text, so it holds no key".to_owned() })
        }
        None => Err(FileError::Unreadable { file: file.name(), why: "the browser refused".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_the_list() {
        assert_eq!(beside("/demo/tokenlist.json", "rent.json"), "/demo/rent.json");
        assert_eq!(beside("https://a.org/x/list.json", "./b.json"), "https://a.org/x/b.json");
        assert_eq!(beside("/demo/tokenlist.json", "https://b.org/c"), "https://b.org/c");
        assert_eq!(beside("/demo/tokenlist.json", "/c"), "/c");
    }
}
