//! Many calls in one `eth_call`, on any chain, without a contract that must be there first.
//!
//! The call has no `to`: its data is a small program that the node runs as if it created a contract. The program makes
//! every call that is packed behind it and returns all answers together. Its source, instruction by instruction, is
//! `multicall/program.txt`, and a test assembles that text and compares.
//!
//! A packed call is `target (20) ‖ length (3) ‖ data`. Its answer is `flag (1) ‖ length (3) ‖ gas (8) ‖ data`, where the
//! flag is 0 for a failure, 1 for success, plus 2 where the data was left out because the whole had become too long, and
//! gas is what was left when the call began.

use alloy_primitives::{Address, Bytes, hex};

/// The program.
const PROGRAM: [u8; 106] = hex!(
    "386000803938606a5b3881106015575038900338f35b8051906017018160481c"
    "62ffffff1660008082848660601c5a809850fa9101923d808201614e20380110"
    "8015909102908001831760f81b8160e01b178460a01b17825290600c01816000"
    "823e0192915050600856"
);

/// A program may be this long together with its calls (EIP-3860).
const INIT_CODE_LIMIT: usize = 49_152;

/// Calls per program, so that a node's gas limit for `eth_call` is far away.
const CALLS_LIMIT: usize = 100;

/// A call that began with less gas than this may have failed, or answered wrongly, for want of it.
const ENOUGH_GAS: u64 = 2_000_000;

/// Bytes before the data of a packed call.
const CALL_HEADER: usize = 23;

/// The longest data that three bytes can announce fits no program anyway.
const DATA_LIMIT: usize = INIT_CODE_LIMIT - PROGRAM.len() - CALL_HEADER;

/// What a packed call came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    /// It returned this.
    Returned(Bytes),
    /// It reverted with this.
    Reverted(Bytes),
    /// Inside the program it cannot be told: to be asked alone.
    Unclear,
}

/// A program with some of the calls: how many, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    pub(super) calls: usize,
    pub(super) code: Bytes,
}

/// Whether a call's data fits a program at all.
pub(super) const fn fits(data: &[u8]) -> bool {
    data.len() <= DATA_LIMIT
}

/// Packs calls, each of which [`fits`], into as few programs as the limits allow, in their order.
pub(super) fn pack<'a>(calls: impl IntoIterator<Item = (Address, &'a [u8])>) -> Vec<Program> {
    let mut programs = Vec::new();
    let (mut code, mut count) = (PROGRAM.to_vec(), 0_usize);
    for (target, data) in calls {
        let longer = code.len().saturating_add(CALL_HEADER).saturating_add(data.len());
        if count > 0 && (longer > INIT_CODE_LIMIT || count >= CALLS_LIMIT) {
            let full = std::mem::replace(&mut code, PROGRAM.to_vec());
            programs.push(Program { calls: std::mem::take(&mut count), code: full.into() });
        }
        code.extend_from_slice(target.as_slice());
        code.extend(data.len().to_be_bytes().into_iter().skip(size_of::<usize>().saturating_sub(3)));
        code.extend_from_slice(data);
        count = count.saturating_add(1);
    }
    if count > 0 {
        programs.push(Program { calls: count, code: code.into() });
    }
    programs
}

/// Takes the answers of a program apart; `None` where they are not exactly those of `calls` calls.
pub(super) fn unpack(mut answer: &[u8], calls: usize) -> Option<Vec<Packed>> {
    let mut outcomes = Vec::with_capacity(calls);
    for _ in 0..calls {
        let ([flag, length @ ..], rest) = answer.split_first_chunk::<4>()?;
        let (gas, rest) = rest.split_first_chunk::<8>()?;
        let [a, b, c] = *length;
        let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()?)?;
        outcomes.push(outcome(*flag, u64::from_be_bytes(*gas), data)?);
        answer = rest;
    }
    answer.is_empty().then_some(outcomes)
}

fn outcome(flag: u8, gas: u64, data: &[u8]) -> Option<Packed> {
    let data = Bytes::copy_from_slice(data);
    match flag {
        0 | 1 if gas < ENOUGH_GAS => Some(Packed::Unclear),
        // Without data it may have run out of gas, or met an instruction that burns all of it.
        0 if data.is_empty() => Some(Packed::Unclear),
        0 => Some(Packed::Reverted(data)),
        1 => Some(Packed::Returned(data)),
        2 | 3 if data.is_empty() => Some(Packed::Unclear),
        _ => None,
    }
}
