//! What the rooms that compute have in common: a worker that is asked by bytes, answers by bytes, and reaches no network.
//!
//! A question is the number that its answer is to carry (four bytes, little endian), then what is asked; an answer is the same number, then
//! what is answered. What that is, each room says.

use js_sys::{Array, Function, Reflect, Uint8Array, global};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::MessageEvent;

/// Starts to serve the page. Called once, by the worker's program.
pub(crate) fn serve(answer: fn(&[u8]) -> Vec<u8>) {
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let question = event.data().dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        if let Some(answer) = question.and_then(|question| numbered(&question, answer)) {
            post(&answer);
        }
    });
    // Fails only where there is no global object to put it on, and then there is no page either.
    let _set = Reflect::set(&global(), &"onmessage".into(), &listener.into_js_value());
}

/// The answer under the question's number; `None` for what does not even have one.
fn numbered(question: &[u8], answer: fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    let (number, asked) = question.split_first_chunk::<4>()?;
    Some([number.as_slice(), &answer(asked)].concat())
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
    fn an_answer_carries_its_questions_number_and_without_one_there_is_none() {
        assert_eq!(numbered(&[1, 2, 3], <[u8]>::to_vec), None);
        assert_eq!(numbered(&[1, 2, 3, 4, 0xff], <[u8]>::to_vec), Some(vec![1, 2, 3, 4, 0xff]));
    }
}
