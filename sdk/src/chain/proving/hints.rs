//! `eth_createAccessList` (EIP-2930): what calls would touch, by the endpoint's word. It saves rounds and decides nothing: what it leaves
//! out is found by running, and what it makes up is fetched for nothing.

use std::collections::BTreeSet;

use alloy_primitives::{Address, Bytes};
use serde_json::{Value, json};

use crate::evidence::{Read, Step};
use crate::proof::quantity::{address, b256};
use crate::proof::{Message, Missing};
use crate::units::BlockRef;

use super::super::call::{CALL_GAS, pinned};
use super::super::codec::{Answer, Request};
use super::super::multicall;
use super::jobs::Question;

/// Hints that are asked for at once: programs of up to a hundred calls each, and calls as somebody.
const MOST_HINTS: usize = 24;

/// Accounts and slots of one hint that are looked at.
const MOST_TOUCHED: usize = 512;

/// The questions for what these would touch. Calls that anybody may make share a program, as when they are asked.
pub(super) fn requests<'a>(questions: impl Iterator<Item = &'a Question>, at: BlockRef) -> Vec<Request> {
    let (mut packed, mut requests) = (Vec::new(), Vec::new());
    for question in questions {
        let read = match question {
            Question::Read(read) => read,
            Question::Transactions(messages) => {
                let messages = messages.iter();
                requests.extend(messages.map(|Message { from, to, data, .. }| request(*to, Some(*from), data, at)));
                continue;
            }
        };
        match read {
            Read::Call { to, from: None, data, .. } if multicall::fits(data) => packed.push((*to, data.as_ref())),
            Read::Call { to, from, data, .. } => requests.push(request(Some(*to), *from, data, at)),
            Read::Program { code, .. } => requests.push(request(None, None, code, at)),
            Read::Rehearsal(rehearsal) => {
                let steps = rehearsal.steps.iter();
                requests.extend(steps.map(|Step { from, to, data, .. }| request(Some(*to), Some(*from), data, at)));
            }
            Read::Logs(_) | Read::Storage { .. } => {}
        }
    }
    let programs = multicall::pack(packed).into_iter().map(|program| request(None, None, &program.code, at));
    programs.chain(requests).take(MOST_HINTS).collect()
}

fn request(to: Option<Address>, from: Option<Address>, data: &Bytes, at: BlockRef) -> Request {
    // A program needs more than a single call.
    let mut call = if to.is_some() { json!({ "gas": format!("{CALL_GAS:#x}") }) } else { json!({}) };
    if let Some(fields) = call.as_object_mut() {
        fields.insert("data".to_owned(), json!(data));
        fields.extend(to.map(|to| ("to".to_owned(), json!(to))));
        fields.extend(from.map(|from| ("from".to_owned(), json!(from))));
    }
    Request::new("eth_createAccessList", json!([call, pinned(at.hash)]))
}

/// What the answers name. An answer that is none hints at nothing.
pub(super) fn touched(answers: impl Iterator<Item = Answer>) -> BTreeSet<Missing> {
    answers.flatten().flat_map(|answer| of(&answer).unwrap_or_default()).collect()
}

fn of(answer: &Value) -> Option<Vec<Missing>> {
    let mut touched = Vec::new();
    for entry in answer.get("accessList")?.as_array()? {
        let account = address("an address", entry.get("address")?).ok()?;
        touched.push(Missing::Account(account));
        for key in entry.get("storageKeys")?.as_array()? {
            touched.push(Missing::Slot(account, b256("a key", key).ok()?.into()));
        }
    }
    touched.truncate(MOST_TOUCHED);
    Some(touched)
}
