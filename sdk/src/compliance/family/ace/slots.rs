//! Where release 1.0.0 keeps what it has no getter for. The places are those that its contracts name (ERC-7201's way of naming).

use alloy_primitives::{Address, B256, FixedBytes, U256, b256, keccak256};

use crate::compliance::findings::Findings;
use crate::evidence::Gap;

/// Of the engine; the names of a policy's parameters are in the seventh field.
const ENGINE: B256 = b256!("9876d26c639ec5f9246047c1a6b3d2d4c94a7f0dd7848b1a4f882f50fcb29f00");
const PARAMETER_NAMES: u64 = 6;
/// Of `VolumeRatePolicy`; what accounts have moved is in the second field.
const VOLUME_RATE: B256 = b256!("4e9ca9d152ec839da550a8023a52d99ca770c76cef0b60815be74c3ff4dadb00");
const MOVED: u64 = 1;
/// More names than a policy has.
const NAMES: usize = 8;

/// What an account has moved in its last period.
pub(super) struct Moved {
    pub(super) period: U256,
    pub(super) duration: U256,
    pub(super) amount: U256,
}

/// The names of what the engine gives to a policy; `None` where there are too many to be true.
pub(super) fn parameter_names(
    findings: &mut Findings<'_>,
    engine: Address,
    selector: FixedBytes<4>,
    policy: Address,
) -> Result<Option<Vec<B256>>, Gap> {
    let target = findings.token.into_word();
    let place = [target, B256::right_padding_from(selector.as_slice()), policy.into_word()]
        .into_iter()
        .fold(field(ENGINE, PARAMETER_NAMES), |slot, key| entry(key, slot));
    let first = U256::from_be_bytes(keccak256(place.to_be_bytes::<32>()).0);
    let length = findings.storage(engine, place);
    let words: Vec<_> =
        (0..NAMES).map(|index| findings.storage(engine, first.wrapping_add(U256::from(index)))).collect();
    let Some(length) = usize::try_from(length?).ok().filter(|length| *length <= NAMES) else { return Ok(None) };
    words.into_iter().take(length).map(|word| word.map(B256::from)).collect::<Result<_, _>>().map(Some)
}

pub(super) fn moved(findings: &mut Findings<'_>, policy: Address, account: Address) -> Result<Moved, Gap> {
    let place = entry(account.into_word(), field(VOLUME_RATE, MOVED));
    let mut word = |index: u64| findings.storage(policy, place.wrapping_add(U256::from(index)));
    let (period, duration, amount) = (word(0), word(1), word(2));
    Ok(Moved { period: period?, duration: duration?, amount: amount? })
}

fn field(place: B256, index: u64) -> U256 {
    U256::from_be_bytes(place.0).wrapping_add(U256::from(index))
}

/// Where a mapping keeps the value of a key.
fn entry(key: B256, slot: U256) -> U256 {
    U256::from_be_bytes(keccak256([key.0, slot.to_be_bytes::<32>()].concat()).0)
}
