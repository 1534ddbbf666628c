//! Passkeys as a way to open a wallet: WebAuthn with the PRF extension (Level 3, section 10.1.4).
//!
//! A passkey's PRF gives the same 32 secret bytes for the same salt, each time, and to this site alone. They are asked for with `get()`
//! after the passkey was made: what `create()` gives is not relied on.

use alloy_primitives::Bytes;
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroize as _;

use super::js::{array, field, object, words};
use crate::worker::protocol::{PasskeyOffer, PasskeyOutput};

/// How long the user may take, in milliseconds.
const PATIENCE: u32 = 120_000;
/// ES256 and RS256, which every authenticator has one of (COSE's numbers).
const ALGORITHMS: [i32; 2] = [-7, -257];
/// Bytes that a PRF gives.
const OUTPUT: usize = 32;

/// Why a passkey could not be made or used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasskeyError {
    /// No WebAuthn here.
    #[error("this browser has no passkeys. Use the password, or a current browser")]
    Unsupported,
    /// The authenticator cannot derive a secret.
    #[error(
        "this passkey cannot open a wallet: its keeper has no PRF extension, so it gives no secret to encrypt with. Keepers that have it: iCloud \
         Keychain (macOS 15, iOS 18), Google Password Manager, Windows Hello (Windows 11, 2025), and security keys with hmac-secret. Nothing was \
         changed; you may delete the passkey that was just made"
    )]
    NoPrf,
    /// The user did not agree, or not in time, or has no such passkey here.
    #[error(
        "the passkey was not used: you cancelled, took too long, or it is not on this device. Try again, or use another way to open"
    )]
    NotAllowed,
    /// The passkey opens this wallet already.
    #[error("this passkey opens the wallet already. Choose another device or keeper")]
    Known,
    /// The address of this page cannot have passkeys.
    #[error("the browser allows no passkeys at {site}. Open the wallet by its name, over https or at localhost")]
    Site {
        /// The host's name.
        site: String,
    },
    /// Anything else, in the browser's words.
    #[error("the browser could not use the passkey: {why}")]
    Failed {
        /// The browser's words.
        why: String,
    },
}

/// Whether this browser knows passkeys.
#[must_use]
pub fn supported() -> bool {
    let window = leptos::prelude::window();
    field(&window, &["PublicKeyCredential"]).is_function() && field(&window, &["navigator", "credentials"]).is_object()
}

/// The site that passkeys made here are bound to (WebAuthn's relying party id).
#[must_use]
pub fn site() -> String {
    leptos::prelude::location().hostname().unwrap_or_default()
}

/// Makes a passkey for a wallet, and derives from it.
///
/// # Errors
/// [`PasskeyError`]; [`PasskeyError::NoPrf`] for one that cannot derive.
pub async fn make(offer: &PasskeyOffer, wallet: &str) -> Result<PasskeyOutput, PasskeyError> {
    let credential = create(offer, wallet).await?;
    evaluate(&[(credential, offer.salt.clone())]).await
}

async fn create(offer: &PasskeyOffer, wallet: &str) -> Result<Bytes, PasskeyError> {
    let name = JsValue::from_str(&format!("Assay: {wallet}"));
    let user = object(&[("id", array(&offer.user)), ("name", name.clone()), ("displayName", name)]);
    let algorithm = |number: i32| object(&[("type", "public-key".into()), ("alg", number.into())]);
    let algorithms: Array = ALGORITHMS.into_iter().map(algorithm).collect();
    let exclude: Array = offer.exclude.iter().map(descriptor).collect();
    let selection = object(&[("residentKey", "preferred".into()), ("userVerification", "required".into())]);
    let options = object(&[
        ("rp", object(&[("id", site().into()), ("name", "Assay".into())])),
        ("user", user),
        ("challenge", array(&offer.challenge)),
        ("pubKeyCredParams", algorithms.into()),
        ("excludeCredentials", exclude.into()),
        ("authenticatorSelection", selection),
        ("attestation", "none".into()),
        ("timeout", PATIENCE.into()),
        ("extensions", object(&[("prf", object(&[]))])),
    ]);
    let made = call("create", options).await?;
    if field(&extensions(&made)?, &["prf", "enabled"]).as_bool() != Some(true) {
        return Err(PasskeyError::NoPrf);
    }
    Ok(id_of(&made))
}

/// Evaluates one of these passkeys, each at its own salt; the user chooses which.
///
/// # Errors
/// [`PasskeyError`].
pub async fn evaluate(passkeys: &[(Bytes, Bytes)]) -> Result<PasskeyOutput, PasskeyError> {
    let mut challenge = [0_u8; 32];
    getrandom::fill(&mut challenge).map_err(|error| PasskeyError::Failed { why: error.to_string() })?;
    let allowed: Array = passkeys.iter().map(|(credential, _)| descriptor(credential)).collect();
    let salts = object(&[]);
    for (credential, salt) in passkeys {
        let key = base64url(credential)?;
        // Setting a field of a plain object cannot fail.
        let _set = Reflect::set(&salts, &key.into(), &object(&[("first", array(salt))]));
    }
    let options = object(&[
        ("rpId", site().into()),
        ("challenge", array(&challenge.to_vec().into())),
        ("allowCredentials", allowed.into()),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE.into()),
        ("extensions", object(&[("prf", object(&[("evalByCredential", salts)]))])),
    ]);
    let used = call("get", options).await?;
    let output = field(&extensions(&used)?, &["prf", "results", "first"]);
    let output = output.dyn_into::<ArrayBuffer>().map_err(|_| PasskeyError::NoPrf)?;
    let view = Uint8Array::new(&output);
    let mut bytes = view.to_vec();
    view.fill(0, 0, view.length());
    let credential = id_of(&used);
    let salt = passkeys.iter().find(|(known, _)| *known == credential).map(|(_, salt)| salt.clone());
    match salt {
        Some(salt) if bytes.len() == OUTPUT => Ok(PasskeyOutput { credential, salt, prf: bytes.into() }),
        Some(_) | None => {
            bytes.zeroize();
            Err(PasskeyError::Failed { why: "it answered for another passkey, or with another length".to_owned() })
        }
    }
}

fn descriptor(credential: &Bytes) -> JsValue {
    object(&[("type", "public-key".into()), ("id", array(credential))])
}

/// Calls `navigator.credentials.create` or `get` with the options of a public key.
async fn call(what: &str, options: JsValue) -> Result<JsValue, PasskeyError> {
    if !supported() {
        return Err(PasskeyError::Unsupported);
    }
    let asked = async {
        let credentials = field(&leptos::prelude::window(), &["navigator", "credentials"]);
        let function = Reflect::get(&credentials, &what.into())?.dyn_into::<Function>()?;
        let promise = function.call1(&credentials, &object(&[("publicKey", options)]))?.dyn_into::<Promise>()?;
        JsFuture::from(promise).await
    };
    asked.await.map_err(|error: JsValue| of_browser(&error))
}

fn of_browser(error: &JsValue) -> PasskeyError {
    match field(error, &["name"]).as_string().as_deref() {
        Some("NotAllowedError" | "AbortError") => PasskeyError::NotAllowed,
        Some("InvalidStateError") => PasskeyError::Known,
        Some("SecurityError") => PasskeyError::Site { site: site() },
        Some("NotSupportedError") => PasskeyError::Unsupported,
        Some(_) | None => PasskeyError::Failed { why: words(error) },
    }
}

fn extensions(credential: &JsValue) -> Result<JsValue, PasskeyError> {
    let results = Reflect::get(credential, &"getClientExtensionResults".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|function| function.call0(credential));
    results.map_err(|error| PasskeyError::Failed { why: words(&error) })
}

fn id_of(credential: &JsValue) -> Bytes {
    Uint8Array::new(&field(credential, &["rawId"])).to_vec().into()
}

/// As `evalByCredential` names its passkeys.
fn base64url(bytes: &Bytes) -> Result<String, PasskeyError> {
    // Latin-1: each byte is the character of its number.
    let text: String = bytes.iter().copied().map(char::from).collect();
    let encoded = leptos::prelude::window().btoa(&text);
    let encoded = encoded.map_err(|error| PasskeyError::Failed { why: words(&error) })?;
    Ok(encoded.replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned())
}
