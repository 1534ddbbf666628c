//! Whose functions the review can put into words: by what the list says of a contract, and by what the contract was found to be.

use alloy_primitives::Address;
use assay_sdk::asset::{RedemptionTerms, TokenList};
use assay_sdk::compliance::{Families, Family};
use assay_sdk::tx::KnownTokens;
use assay_sdk::tx::clear_signing::Standard;
use assay_sdk::units::ChainId;

/// The name that the descriptors have for the token which a vault takes and pays.
const UNDERLYING: &str = "underlyingToken";

/// What the list says: its contracts, and what its vaults pay.
#[must_use]
pub fn by_list(chain: ChainId, list: &TokenList) -> KnownTokens {
    let here = list.tokens.iter().filter(|token| token.asset.chain == chain);
    let paid = here.filter_map(|token| match token.redemption {
        Some(RedemptionTerms::Erc4626 { vault, asset } | RedemptionTerms::Erc7540 { vault, asset }) => {
            Some((vault, asset))
        }
        Some(RedemptionTerms::Retire { .. } | _) | None => None,
    });
    paid.fold(KnownTokens::from_list(chain, list), |known, (vault, asset)| {
        known.with_token_of(vault, UNDERLYING, asset)
    })
}

/// The same, with the functions of the families that a contract was found to belong to. What is not sure, or not to be believed, adds
/// nothing: then a call that only such a family describes stays not understood.
#[must_use]
pub fn by_families(known: KnownTokens, contract: Address, found: &Families) -> KnownTokens {
    if found.disbelieved().is_some() {
        return known;
    }
    let sure: Vec<Family> =
        found.iter().filter(|found| found.presence.is_present()).map(|found| found.family).collect();
    with_families(known, contract, &sure)
}

fn with_families(known: KnownTokens, contract: Address, families: &[Family]) -> KnownTokens {
    // A vault with requests answers the plain vault's functions too, where they mean something else: there they claim what was
    // requested.
    let plain = !families.contains(&Family::Erc7540);
    let standards = families.iter().flat_map(|family| Standard::of_family(*family).iter().copied());
    standards
        .filter(|standard| plain || *standard != Standard::Erc4626)
        .fold(known, |known, standard| known.with_standard(contract, standard))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{Bytes, U256, keccak256};
    use assay_sdk::tx::{Effect, Intent, Known, Role, Terms, UnsignedTx};

    const TOKEN: Address = Address::repeat_byte(0x70);
    const ME: Address = Address::repeat_byte(0x11);
    const CHAIN: ChainId = ChainId(1);

    fn known() -> KnownTokens {
        let token = Known { name: "Fund".to_owned(), symbol: "FND".to_owned(), decimals: 0, role: Role::Token };
        KnownTokens::new(CHAIN, [(TOKEN, token)])
    }

    /// The words for a call of TOKEN; `None` where it is not understood.
    fn words(known: &KnownTokens, function: &str, arguments: &[U256]) -> Option<String> {
        let terms = Terms {
            chain: CHAIN,
            from: ME,
            nonce: 0,
            gas_limit: 90_000,
            max_fee_per_gas: 2,
            max_priority_fee_per_gas: 1,
        };
        let built = UnsignedTx::build(Intent::Transfer { token: TOKEN, to: ME, amount: U256::ONE }, terms).unwrap();
        let transfer = Intent::Transfer { token: TOKEN, to: ME, amount: U256::ONE }.data();
        let words = arguments.iter().flat_map(|word| word.to_be_bytes::<32>());
        let call: Vec<u8> = keccak256(function)[..4].iter().copied().chain(words).collect();
        let payload = with_input(built.payload(), &transfer, &call);
        let review = UnsignedTx::from_payload(ME, payload).unwrap().review(known).unwrap();
        review.summary().effects.iter().find_map(|effect| {
            if let Effect::Described(described) = effect { Some(described.call.intent.clone()) } else { None }
        })
    }

    /// The same bytes with another call of the same length.
    fn with_input(payload: &Bytes, from: &Bytes, to: &[u8]) -> Bytes {
        assert_eq!(from.len(), to.len());
        let at = payload.windows(from.len()).position(|window| window == &from[..]).unwrap();
        let mut bytes = payload.to_vec();
        for (byte, new) in bytes.iter_mut().skip(at).zip(to) {
            *byte = *new;
        }
        bytes.into()
    }

    #[test]
    fn a_familys_own_functions_are_described_and_others_stay_unknown() {
        let someone = U256::from_be_slice(Address::repeat_byte(0x22).as_slice());
        let request = ("requestRedeem(uint256,address)", [U256::from(5), someone]);
        assert_eq!(words(&known(), request.0, &request.1), None, "an ERC-20 has no such function");
        let maple = with_families(known(), TOKEN, &[Family::Erc20, Family::Maple]);
        assert!(words(&maple, request.0, &request.1).is_some());
        assert_eq!(words(&maple, "nobodyKnows(uint256,address)", &request.1), None);
        let superstate = with_families(known(), TOKEN, &[Family::Superstate]);
        assert_eq!(words(&superstate, request.0, &request.1), None, "another family's function");
    }

    #[test]
    fn a_vault_with_requests_is_not_described_as_a_plain_one() {
        let both = with_families(known(), TOKEN, &[Family::Erc4626, Family::Erc7540]);
        assert_eq!(both, known().with_standard(TOKEN, Standard::Erc7540));
        assert_eq!(with_families(known(), TOKEN, &[Family::Erc4626]), known().with_standard(TOKEN, Standard::Erc4626));
    }
}
