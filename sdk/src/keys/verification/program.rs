//! The program that asks a contract about a signature, where need be after one call that makes it ready.
//!
//! It is what ERC-6492 calls multicall: `eth_call` without a receiver runs it as if it created a contract, and its return is the
//! answer. Straight from the first to the last instruction, without a jump:
//!
//! 1. copy both calls to memory;
//! 2. ask the account: size of its code, `STATICCALL` with half of the gas, what came back;
//! 3. only for a wrapped signature: `CALL` the factory with half of the gas that is left, and ask the account again.
//!
//! Half of the gas, so that a contract which burns all of it leaves enough for the rest, and is found out. Nothing that it does is
//! believed but the answer of the account.

use alloy_primitives::{Address, B256, Bytes, U256};

/// A program may be this long together with its data (EIP-3860).
pub(super) const MOST_BYTES: usize = 49_152;

/// Where in memory, and in the answer, things are: two words per question, one for the factory between them.
const FIRST: u16 = 0;
const FACTORY: u16 = 64;
const SECOND: u16 = 96;
const END: u16 = 160;

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) account: Address,
    /// Selector and arguments for the account.
    pub(super) call: Bytes,
    /// Whom to call, with what, before asking again.
    pub(super) prepare: Option<(Address, Bytes)>,
}

/// What an account answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Bytes of code at the account.
    pub(super) code_size: u32,
    pub(super) end: End,
    /// Bytes that it returned, or reverted with.
    pub(super) length: u32,
    /// The first 32 of them.
    pub(super) word: B256,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Returned,
    Reverted,
    /// It failed, and used up all the gas that it was given.
    Starved,
}

/// The answers of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) first: Answer,
    /// After the call to the factory, where there was one to make.
    pub(super) second: Option<Answer>,
}

/// The instructions that are used.
#[derive(Clone, Copy)]
enum Op {
    Sub = 0x03,
    Lt = 0x10,
    IsZero = 0x15,
    Or = 0x17,
    Shl = 0x1b,
    Shr = 0x1c,
    CodeCopy = 0x39,
    ExtCodeSize = 0x3b,
    ReturnDataSize = 0x3d,
    MStore = 0x52,
    Gas = 0x5a,
    Dup1 = 0x80,
    Swap1 = 0x90,
    Call = 0xf1,
    Return = 0xf3,
    StaticCall = 0xfa,
}

/// Code that is being written. Numbers are pushed as two bytes, so that its length does not depend on them.
struct Code(Vec<u8>);

impl Code {
    fn op(&mut self, op: Op) -> &mut Self {
        self.0.push(op as u8);
        self
    }

    fn number(&mut self, number: u16) -> &mut Self {
        const PUSH2: u8 = 0x61;
        self.0.push(PUSH2);
        self.0.extend(number.to_be_bytes());
        self
    }

    fn address(&mut self, address: Address) -> &mut Self {
        const PUSH20: u8 = 0x73;
        self.0.push(PUSH20);
        self.0.extend(address);
        self
    }

    /// Half of the gas that is left.
    fn half(&mut self) -> &mut Self {
        self.op(Op::Gas).number(1).op(Op::Shr)
    }

    /// Asks the account and writes two words at `to`: the first 32 bytes of the answer; and code size, length of the
    /// answer, starved, succeeded.
    fn ask(&mut self, account: Address, input: (u16, u16), to: u16) -> &mut Self {
        let (offset, length) = input;
        self.address(account).op(Op::ExtCodeSize);
        self.op(Op::Gas);
        self.number(32).number(to).number(length).number(offset).address(account).half().op(Op::StaticCall);
        // Size, gas before, succeeded. Starved: twice the gas that is gone is not less than there was.
        self.op(Op::Swap1).op(Op::Dup1).op(Op::Gas).op(Op::Swap1).op(Op::Sub);
        self.number(1).op(Op::Shl).op(Op::Lt).op(Op::IsZero);
        // Size, succeeded, starved. Into one word: bit 0 succeeded, 1 starved, from 2 length, from 64 size.
        self.op(Op::ReturnDataSize).number(1).op(Op::Shl).op(Op::Or);
        self.number(1).op(Op::Shl).op(Op::Or);
        self.op(Op::Swap1).number(64).op(Op::Shl).op(Op::Or);
        self.number(to.saturating_add(32)).op(Op::MStore)
    }
}

impl Asked {
    /// The program, with its data behind it. For questions of at most [`MOST_BYTES`].
    pub(super) fn code(&self) -> Bytes {
        let mut code = self.instructions(0);
        let length = u16::try_from(code.len()).unwrap_or(u16::MAX);
        code = self.instructions(length);
        code.extend(&self.call);
        if let Some((_, data)) = &self.prepare {
            code.extend(data);
        }
        code.into()
    }

    /// Takes the answer of the program apart; `None` where it gives no such answer.
    pub(super) fn answers(&self, answer: &[u8]) -> Option<Answers> {
        let (first, rest) = Answer::decode(answer)?;
        if self.prepare.is_none() {
            return rest.is_empty().then_some(Answers { first, second: None });
        }
        let (factory, rest) = rest.split_first_chunk::<32>()?;
        let (second, rest) = Answer::decode(rest)?;
        let is_flag = U256::from_be_bytes(*factory) <= U256::ONE;
        (is_flag && rest.is_empty()).then_some(Answers { first, second: Some(second) })
    }

    /// Length of the program and its data, which may be more than a program may have.
    pub(super) fn code_length(&self) -> usize {
        let data = self.prepare.as_ref().map_or(0, |(_, data)| data.len());
        self.instructions(0).len().saturating_add(self.call.len()).saturating_add(data)
    }

    /// The instructions, given where in the program its data begins.
    fn instructions(&self, data_at: u16) -> Vec<u8> {
        // Both fit: a program has at most 49,152 bytes.
        let short = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
        let call = (END, short(self.call.len()));
        let mut code = Code(Vec::new());
        let prepare = self.prepare.as_ref().map(|(factory, data)| (*factory, short(data.len())));
        let all = call.1.saturating_add(prepare.map_or(0, |(_, length)| length));
        code.number(all).number(data_at).number(END).op(Op::CodeCopy);
        code.ask(self.account, call, FIRST);
        let Some((factory, length)) = prepare else {
            code.number(FACTORY).number(FIRST).op(Op::Return);
            return code.0;
        };
        code.number(0).number(0).number(length).number(END.saturating_add(call.1)).number(0).address(factory);
        code.half().op(Op::Call).number(FACTORY).op(Op::MStore);
        code.ask(self.account, call, SECOND);
        code.number(END).number(FIRST).op(Op::Return);
        code.0
    }
}

impl Answer {
    fn decode(answer: &[u8]) -> Option<(Self, &[u8])> {
        let (word, rest) = answer.split_first_chunk::<32>()?;
        let (bits, rest) = rest.split_first_chunk::<32>()?;
        let [low, code_size, 0, 0] = U256::from_be_bytes(*bits).into_limbs() else { return None };
        let end = match low & 0b11 {
            0b00 => End::Reverted,
            0b10 => End::Starved,
            _ => End::Returned,
        };
        let (code_size, length) = (u32::try_from(code_size).ok()?, u32::try_from(low >> 2).ok()?);
        Some((Self { code_size, end, length, word: B256::from(*word) }, rest))
    }
}
