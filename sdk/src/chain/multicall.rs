//! Many calls in one `eth_call`, on any chain, without a contract that must be there first.
//!
//! The call has no `to`: its data is a small program that the node runs as if it created a contract. The program makes
//! every call that is packed behind it and returns all answers together. Its source, instruction by instruction, is
//! `multicall/program.txt`, and a test assembles that text and compares.
//!
//! A packed call is `target (20) ‖ length (3) ‖ data`. Its answer is `flag (1) ‖ length (3) ‖ gas (8) ‖ data`, where the
//! flag is 0 for a failure, 1 for success, plus 2 where the data was left out because the whole had become too long, and
//! gas is what was left when the call began. Behind the last answer stands the gas that was left at the end (32), so that
//! every call tells what it used: one that fails with nothing to say and little used did so by itself.

use alloy_primitives::{Address, Bytes, U256, hex};

/// The program, without the gas that it gives to a call.
const PROGRAM: [u8; 115] = hex!(
    "38600080393860735b388110601b57505a815260200138900338f35b80519060"
    "17018160481c62ffffff1660008082848660601c620000005a9850fa9101923d"
    "808201614e203801108015909102908001831760f81b8160e01b178460a01b17"
    "825290600c01816000823e0192915050600856"
);

/// Calls that share a program: one that eats gas leaves something for the others.
const TOGETHER: [u8; PROGRAM.len()] = giving(3_000_000);

/// A call in a program of its own: more than any contract in use needs, and little enough to ask for many.
const ALONE: [u8; PROGRAM.len()] = giving(10_000_000);

const fn giving(gas: u32) -> [u8; PROGRAM.len()] {
    let mut program = PROGRAM;
    [_, program[53], program[54], program[55]] = gas.to_be_bytes();
    program
}

/// A program may be this long together with its calls (EIP-3860).
const INIT_CODE_LIMIT: usize = 49_152;

/// Calls per program, so that a node's gas limit for `eth_call` is far away.
const CALLS_LIMIT: usize = 100;

/// A call that began with less gas than this may have failed, or answered wrongly, for want of it.
const ENOUGH_GAS: u64 = 2_000_000;

/// A call that failed after less than this did not fail for want of gas: it had [`ENOUGH_GAS`], and a call inside it all but a 64th of that
/// (EIP-150).
const LITTLE_GAS: u64 = 1_000_000;

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

/// What a call came to that had a program of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    /// It returned this.
    Returned(Bytes),
    /// It reverted with this; with nothing also where it ran out of gas, or met an instruction that burns all of it.
    Reverted(Bytes),
    /// The answer is longer than a program can return.
    TooLong,
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
    let (mut code, mut count) = (TOGETHER.to_vec(), 0_usize);
    for (target, data) in calls {
        let longer = code.len().saturating_add(CALL_HEADER).saturating_add(data.len());
        if count > 0 && (longer > INIT_CODE_LIMIT || count >= CALLS_LIMIT) {
            let full = std::mem::replace(&mut code, TOGETHER.to_vec());
            programs.push(Program { calls: std::mem::take(&mut count), code: full.into() });
        }
        append(&mut code, target, data);
        count = count.saturating_add(1);
    }
    if count > 0 {
        programs.push(Program { calls: count, code: code.into() });
    }
    programs
}

/// A program for one call, which [`fits`].
pub(super) fn alone(target: Address, data: &[u8]) -> Bytes {
    let mut code = ALONE.to_vec();
    append(&mut code, target, data);
    code.into()
}

fn append(code: &mut Vec<u8>, target: Address, data: &[u8]) {
    code.extend_from_slice(target.as_slice());
    code.extend(data.len().to_be_bytes().into_iter().skip(size_of::<usize>().saturating_sub(3)));
    code.extend_from_slice(data);
}

/// The answer of a program for one call; `None` where it is none, or where the call had too little gas to tell.
pub(super) fn unpack_alone(answer: &[u8]) -> Option<Alone> {
    let answers = Answer::all(answer, 1)?;
    let [Answer { flag, gas, data, .. }] = answers.as_slice() else { return None };
    match flag {
        _ if *gas < ENOUGH_GAS => None,
        0 => Some(Alone::Reverted(Bytes::copy_from_slice(data))),
        1 => Some(Alone::Returned(Bytes::copy_from_slice(data))),
        2 | 3 if data.is_empty() => Some(Alone::TooLong),
        _ => None,
    }
}

/// What a program says of a call.
struct Answer<'a> {
    flag: u8,
    /// What was left when it began.
    gas: u64,
    /// What it took, with the little that the program did with its answer.
    used: u64,
    data: &'a [u8],
}

impl<'a> Answer<'a> {
    /// Takes the answers of a program apart; `None` where they are not exactly those of `calls` calls.
    fn all(mut answer: &'a [u8], calls: usize) -> Option<Vec<Self>> {
        let mut answers: Vec<Self> = Vec::with_capacity(calls);
        for _ in 0..calls {
            let ([flag, a, b, c], rest) = answer.split_first_chunk::<4>()?;
            let (gas, rest) = rest.split_first_chunk::<8>()?;
            let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes([0, *a, *b, *c])).ok()?)?;
            answers.push(Self { flag: *flag, gas: u64::from_be_bytes(*gas), used: 0, data });
            answer = rest;
        }
        let mut after = U256::from_be_bytes::<32>(answer.try_into().ok()?).try_into().ok()?;
        for answer in answers.iter_mut().rev() {
            answer.used = answer.gas.checked_sub(after)?;
            after = answer.gas;
        }
        Some(answers)
    }

    fn outcome(&self) -> Option<Packed> {
        let data = Bytes::copy_from_slice(self.data);
        match self.flag {
            0 | 1 if self.gas < ENOUGH_GAS => Some(Packed::Unclear),
            // Without data it may have run out of gas, or met an instruction that burns all of it.
            0 if data.is_empty() && self.used >= LITTLE_GAS => Some(Packed::Unclear),
            0 => Some(Packed::Reverted(data)),
            1 => Some(Packed::Returned(data)),
            2 | 3 if data.is_empty() => Some(Packed::Unclear),
            _ => None,
        }
    }
}

/// What a program with `calls` calls answered; `None` where it is no such answer.
pub(super) fn unpack(answer: &[u8], calls: usize) -> Option<Vec<Packed>> {
    Answer::all(answer, calls)?.iter().map(Answer::outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Opcode, words taken, words left.
    fn opcode(name: &str) -> (u8, usize, usize) {
        if let Some(n) = name.strip_prefix("PUSH") {
            return (0x5f + n.parse::<u8>().unwrap(), 0, 1);
        }
        if let Some(n) = name.strip_prefix("DUP") {
            let n: u8 = n.parse().unwrap();
            return (0x7f + n, n.into(), usize::from(n) + 1);
        }
        if let Some(n) = name.strip_prefix("SWAP") {
            let n: u8 = n.parse().unwrap();
            return (0x8f + n, usize::from(n) + 1, usize::from(n) + 1);
        }
        match name {
            "ADD" => (0x01, 2, 1),
            "MUL" => (0x02, 2, 1),
            "SUB" => (0x03, 2, 1),
            "LT" => (0x10, 2, 1),
            "ISZERO" => (0x15, 1, 1),
            "AND" => (0x16, 2, 1),
            "OR" => (0x17, 2, 1),
            "SHL" => (0x1b, 2, 1),
            "SHR" => (0x1c, 2, 1),
            "CODESIZE" => (0x38, 0, 1),
            "CODECOPY" => (0x39, 3, 0),
            "RETURNDATASIZE" => (0x3d, 0, 1),
            "RETURNDATACOPY" => (0x3e, 3, 0),
            "POP" => (0x50, 1, 0),
            "MLOAD" => (0x51, 1, 1),
            "MSTORE" => (0x52, 2, 0),
            "JUMP" => (0x56, 1, 0),
            "JUMPI" => (0x57, 2, 0),
            "GAS" => (0x5a, 0, 1),
            "JUMPDEST" => (0x5b, 0, 0),
            "RETURN" => (0xf3, 2, 0),
            "STATICCALL" => (0xfa, 6, 1),
            other => panic!("unknown instruction {other}"),
        }
    }

    #[test]
    fn the_program_is_its_source_assembled() {
        let (mut code, mut labels, mut uses) = (Vec::new(), std::collections::BTreeMap::new(), Vec::new());
        let mut depth = 0;
        for line in include_str!("multicall/program.txt").lines().filter(|line| !line.starts_with('#')) {
            let (instruction, stack) = line.split_once('|').unwrap_or((line, ""));
            let words: Vec<&str> = instruction.split_whitespace().collect();
            let Some((&name, argument)) = words.split_first() else { continue };
            if let Some(label) = name.strip_suffix(':') {
                labels.insert(label.to_owned(), code.len());
                // Reached with position and end of the answers, whatever was before.
                depth = 2;
                continue;
            }
            let (byte, taken, left) = opcode(name);
            code.push(byte);
            match argument {
                [] => {}
                // Left open in the program.
                [":gas"] => code.extend([0; 3]),
                [label] if label.starts_with(':') => {
                    uses.push((code.len(), label.trim_start_matches(':').to_owned()));
                    code.push(0);
                }
                [bytes] => code.extend(hex::decode(bytes).unwrap()),
                more => panic!("{more:?}"),
            }
            assert!(depth >= taken, "{line}");
            depth = depth - taken + left;
            assert_eq!(stack.split_whitespace().count(), depth, "{line}");
        }
        for (at, label) in uses {
            code[at] = labels[&label] as u8;
        }
        assert_eq!(hex::encode(&code), hex::encode(PROGRAM));
        assert_eq!(labels["calls"], PROGRAM.len());
        for (program, gas) in [(TOGETHER, 3_000_000_u32), (ALONE, 10_000_000)] {
            // PUSH3 gas GAS
            let gas = [&[0x62], &gas.to_be_bytes()[1..], &[0x5a]].concat();
            assert_eq!(program.windows(5).filter(|bytes| *bytes == gas).count(), 1);
        }
    }

    const PLENTY: u64 = 10_000_000;

    /// What the program answers for calls of this flag, gas used and data, begun with that much gas.
    fn answer(mut gas: u64, calls: &[(u8, u64, &[u8])]) -> Vec<u8> {
        let mut answer = Vec::new();
        for (flag, used, data) in calls {
            let length = (data.len() as u32).to_be_bytes();
            answer.extend([&[*flag], &length[1..], &gas.to_be_bytes(), data].concat());
            gas -= used;
        }
        answer.extend(U256::from(gas).to_be_bytes::<32>());
        answer
    }

    #[test]
    fn answers_are_told_apart() {
        let calls: [(u8, u64, &[u8]); 6] = [
            (1, 30_000, b"yes"),
            (0, 3_000_000, b"no"),
            (0, 700, b""),
            (0, 3_000_000, b""),
            (3, 5_000, b""),
            (0, 700, b""),
        ];
        let whole = answer(PLENTY, &calls);
        let outcomes = unpack(&whole, 6).unwrap();
        let (yes, no, nothing) = (Bytes::from_static(b"yes"), Bytes::from_static(b"no"), Bytes::new());
        let expected = [
            Packed::Returned(yes),
            Packed::Reverted(no),
            Packed::Reverted(nothing.clone()),
            Packed::Unclear,
            Packed::Unclear,
            Packed::Reverted(nothing),
        ];
        assert_eq!(outcomes, expected);
        assert_eq!(unpack(&whole, 5), None, "more than was asked");
        assert_eq!(unpack(&whole, 7), None, "less than was asked");
        assert_eq!(unpack(&answer(1_000, &[(1, 10, b"hungry")]), 1), Some(vec![Packed::Unclear]));
        assert_eq!(unpack(&answer(PLENTY, &[(7, 10, b"")]), 1), None);
        assert_eq!(unpack(b"", 1), None);
        let more_left = [&answer(PLENTY, &[(1, 10, b"")])[..12], &U256::MAX.to_be_bytes::<32>()].concat();
        assert_eq!(unpack(&more_left, 1), None, "a call gives no gas back");
    }

    #[test]
    fn the_answer_of_a_call_alone() {
        let alone = |gas, flag, data: &[u8]| unpack_alone(&answer(gas, &[(flag, 100, data)]));
        assert_eq!(alone(PLENTY, 1, b"yes"), Some(Alone::Returned(Bytes::from_static(b"yes"))));
        assert_eq!(alone(PLENTY, 0, b""), Some(Alone::Reverted(Bytes::new())));
        assert_eq!(alone(PLENTY, 2, b""), Some(Alone::TooLong));
        for (gas, flag, data) in [(1_000, 1, b"yes".as_slice()), (PLENTY, 3, b"yes"), (PLENTY, 7, b"")] {
            assert_eq!(alone(gas, flag, data), None);
        }
        assert_eq!(unpack_alone(&[answer(PLENTY, &[(1, 100, b"yes")]), vec![0]].concat()), None);
    }

    proptest! {
        #[test]
        fn programs_keep_to_the_limits_and_lose_nothing(lengths in proptest::collection::vec(0_usize..60_000, 0..60), more in 0_usize..400) {
            let data: Vec<Vec<u8>> = lengths.iter().copied().chain(std::iter::repeat_n(36, more)).map(|n| vec![7; n])
                .filter(|data| fits(data)).collect();
            let programs = pack(data.iter().map(|data| (Address::repeat_byte(1), data.as_slice())));
            prop_assert_eq!(programs.iter().map(|program| program.calls).sum::<usize>(), data.len());
            let mut calls = data.iter();
            for program in programs {
                prop_assert!(program.code.len() <= INIT_CODE_LIMIT && program.calls <= CALLS_LIMIT && program.calls > 0);
                let mut rest = &program.code[PROGRAM.len()..];
                for _ in 0..program.calls {
                    let length = u32::from_be_bytes([0, rest[20], rest[21], rest[22]]) as usize;
                    prop_assert_eq!(length, calls.next().unwrap().len());
                    rest = &rest[23 + length..];
                }
                prop_assert!(rest.is_empty());
            }
        }

        #[test]
        fn no_answer_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), calls in 0_usize..10) {
            let _ = (unpack(&bytes, calls), unpack_alone(&bytes));
        }
    }
}
