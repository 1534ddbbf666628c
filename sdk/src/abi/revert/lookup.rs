//! ERC-3668: a revert that asks the caller to fetch an answer from outside the chain and to come back with it.

use alloy_primitives::{Address, Bytes, FixedBytes};

use crate::abi::dynamic::{Signature, Value};

const SIGNATURE: &str =
    "OffchainLookup(address sender,string[] urls,bytes callData,bytes4 callbackFunction,bytes extraData)";

/// The standard gives it.
pub(super) const SELECTOR: [u8; 4] = [0x55, 0x6f, 0x18, 0x30];

/// What a contract asks for. Nothing here is fetched: the addresses are the contract's own choice, and whoever answers them
/// learns who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffchainLookup {
    /// The contract that asks: only where it is the one that was called may the answer be brought back to it.
    pub sender: Address,
    /// Where answers may be had, in the contract's order.
    pub urls: Vec<String>,
    /// The question.
    pub call_data: Bytes,
    /// The function that takes the answer.
    pub callback: FixedBytes<4>,
    /// What that function gets back unchanged.
    pub extra_data: Bytes,
}

impl OffchainLookup {
    pub(super) fn decode(arguments: &[u8]) -> Option<Self> {
        let values = Signature::parse(SIGNATURE).ok()?.decode(arguments).ok()?.values;
        let Ok(
            [
                Value::Address(sender),
                Value::List(urls),
                Value::Bytes(call_data),
                Value::Bytes(callback),
                Value::Bytes(extra_data),
            ],
        ) = <[Value; 5]>::try_from(values)
        else {
            return None;
        };
        let text = |url| if let Value::String(url) = url { Some(url) } else { None };
        Some(Self {
            sender,
            urls: urls.into_iter().map(text).collect::<Option<_>>()?,
            call_data,
            callback: FixedBytes::try_from(callback.as_ref()).ok()?,
            extra_data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selector_is_the_signatures() {
        assert_eq!(Signature::parse(SIGNATURE).unwrap().selector(), SELECTOR);
    }
}
