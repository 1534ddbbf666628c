//! The room where proofs are worked out: a worker of its own, in a wasm module of its own, which may reach no network. It is given state
//! that the page has verified, and runs contracts over it.
//!
//! A question is the number that its answer is to carry (four bytes, little endian), then jobs as [`assay_sdk::proof::wire`] writes them;
//! an answer is the same number, then what they came to, or nothing where the question made no sense.
//!
//! There are two of them: one with the precompiled contracts that tokens use, and one with all, for calls that need another.

use assay_sdk::proof::evm::{Precompiled, run_all};
use assay_sdk::proof::wire::{decode_jobs, encode_ran};
use js_sys::{Array, Function, Reflect, Uint8Array, global};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::MessageEvent;

/// Starts to serve the page, with these precompiled contracts. Called once, by the worker's program.
pub fn run(precompiled: Precompiled) {
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let question = event.data().dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        if let Some(answer) = question.and_then(|bytes| answered(&bytes, precompiled)) {
            post(&answer);
        }
    });
    // Fails only where there is no global object to put it on, and then there is no page either.
    let _set = Reflect::set(&global(), &"onmessage".into(), &listener.into_js_value());
}

/// The answer to a question; `None` for what does not even have a number.
fn answered(question: &[u8], precompiled: Precompiled) -> Option<Vec<u8>> {
    let (number, jobs) = question.split_first_chunk::<4>()?;
    let ran = decode_jobs(jobs).map(|(state, jobs)| encode_ran(&run_all(&state, &jobs, precompiled)));
    let ran = ran.unwrap_or_default();
    Some([number.as_slice(), &ran].concat())
}

fn post(answer: &[u8]) {
    let bytes = Uint8Array::from(answer);
    let transfer = Array::of1(&bytes.buffer());
    let sent = Reflect::get(&global(), &"postMessage".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|post| post.call2(&global(), &bytes, &transfer));
    // Without a page there is nobody to tell.
    let _unheard: Result<JsValue, JsValue> = sent;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_answered_with_nothing_and_without_a_number_not_at_all() {
        assert_eq!(answered(&[1, 2, 3], Precompiled::Slim), None);
        assert_eq!(answered(&[1, 2, 3, 4, 0xff], Precompiled::Slim), Some(vec![1, 2, 3, 4]));
    }
}
