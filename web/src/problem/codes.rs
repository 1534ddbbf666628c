//! A title and a next step for every code of the SDK's errors.

use crate::text::t;

type Words = (&'static str, &'static str);

/// Title and next step of a code; `None` for a code that this version of the wallet has no words for.
pub(super) fn words(code: &str) -> Option<Words> {
    endpoint(code)
        .or_else(|| input(code))
        .or_else(|| asset(code))
        .or_else(|| records(code))
        .or_else(|| proof(code))
        .or_else(|| zero_knowledge(code))
        .or_else(|| light_client(code))
        .or_else(|| transaction(code))
        .or_else(|| keys(code))
}

fn endpoint(code: &str) -> Option<Words> {
    let other = t("Choose another endpoint in Settings.");
    Some(match code {
        "endpoint-address" => (t("The endpoint's address cannot be asked"), t("Correct it in Settings.")),
        "endpoint-refused" | "endpoint-status" => {
            (t("The endpoint cannot be reached"), t("Check your connection, or choose another endpoint in Settings."))
        }
        "endpoint-timed-out" => {
            (t("The endpoint does not answer"), t("Wait a moment, or choose another endpoint in Settings."))
        }
        "endpoint-oversized" => (t("The endpoint's answer is too long"), other),
        "endpoint-malformed" => (t("The endpoint's answer makes no sense"), other),
        "endpoint-error" => {
            (t("The endpoint answered with an error"), t("Try again, or choose another endpoint in Settings."))
        }
        "endpoint-inconsistent" => (
            t("The endpoint contradicts itself"),
            t("Do not rely on what it said: the figures are withheld. Choose another endpoint in Settings."),
        ),
        "endpoint-unsupported" => (t("The endpoint lacks something the wallet needs"), other),
        "endpoint-declined" | "no-gas-estimate" => (t("The endpoint declined to answer"), other),
        "quorum-disagreement" => (
            t("Two endpoints name different blocks"),
            t("Do not rely on either: choose another endpoint in Settings, or try again in a minute."),
        ),
        "quorum-missed" => (t("Too few endpoints answered"), t("Add another endpoint in Settings, or try again.")),
        "endpoint-missing" => (t("There is no endpoint to ask"), t("Add one in Settings.")),
        "wrong-chain" => {
            (t("The endpoint is on another chain"), t("Choose an endpoint of the right chain in Settings."))
        }
        "block-unknown" => (
            t("The endpoint lost the block it was asked about"),
            t("Try again: the newest block will be read. If it stays so, choose another endpoint in Settings."),
        ),
        "evidence-too-weak" => (t("The figure is not known well enough"), other),
        "receipt-inconsistent" => (t("The endpoint's receipt is of another transaction"), other),
        _ => return None,
    })
}

fn input(code: &str) -> Option<Words> {
    let again = t("Correct it and try again.");
    Some(match code {
        "argument-invalid" => (t("That does not fit"), again),
        "identifier-malformed" => (t("Not an address"), t("An address is 0x and 40 characters. Paste it again.")),
        "address-checksum" => (t("The address was mistyped"), t("Paste it again from where you got it.")),
        "not-a-number" => (t("Not a number"), t("Write digits with at most one decimal point.")),
        "too-many-decimals" => (t("Too many decimals"), t("Leave out the last ones.")),
        "scale-mismatch" | "currency-mismatch" => (t("Two figures do not go together"), t("Please report it.")),
        "not-a-currency" => {
            (t("Not a currency"), t("The asset list names a currency that is none. Tell its publisher."))
        }
        "not-recorded" => (t("Not in the recording"), t("Use a live endpoint.")),
        "terms-invalid" => (t("These terms cannot be computed with"), t("The figure is withheld. Ask the issuer.")),
        "rate-none" => (t("There is no rate of return"), t("No rate fits these payments. Check them.")),
        "rate-ambiguous" => (
            t("There is more than one rate of return"),
            t("None of them is the rate. Look at the payments themselves."),
        ),
        "window-empty" => (t("Too short a time to measure"), t("Try again later.")),
        _ => return None,
    })
}

fn asset(code: &str) -> Option<Words> {
    let publisher = t("Use another list, or tell its publisher.");
    let issuer = t("The figure is withheld. Try again later, or ask the issuer.");
    Some(match code {
        "asset-not-listed" => {
            (t("This asset is not in the list"), t("Go back to the portfolio, or choose another list in Settings."))
        }
        "list-not-json" | "list-invalid" => (t("The asset list cannot be read"), publisher),
        "list-wrong-chain" => {
            (t("The asset list is for another chain"), t("Choose a list of the right chain in Settings."))
        }
        "list-contradicted" => (t("The contract is not what the list says"), publisher),
        "not-a-token" => (t("This contract is no token"), publisher),
        "read-reverted" | "read-malformed" | "log-malformed" => (t("A contract's answer cannot be used"), issuer),
        "number-out-of-range" | "scale-too-large" | "division-by-zero" => {
            (t("A contract's figure is out of range"), issuer)
        }
        "feed-no-figure" | "feed-inconsistent" => (t("The price feed gives no usable figure"), issuer),
        "distribution-malformed" | "distribution-inconsistent" => {
            (t("The list of payments cannot be relied on"), t("Nothing is offered to claim. Ask the issuer."))
        }
        _ => return None,
    })
}

fn records(code: &str) -> Option<Words> {
    Some(match code {
        "records-incomplete" => (
            t("Something is missing from the records"),
            t("Add what is named below: a price, a lot, or an asset to the list."),
        ),
        "records-repeated" => (t("A movement is there twice"), t("Leave one of them out.")),
        "lots-insufficient" => (
            t("More was sold than the records say was bought"),
            t("Begin the records earlier, or add what was held before."),
        ),
        "statement-unbalanced" => (
            t("The statement does not add up"),
            t("The movements do not explain the balance: it is withheld. Read the history through another endpoint."),
        ),
        _ => return None,
    })
}

fn proof(code: &str) -> Option<Words> {
    let other = t("The figure is withheld. Choose another endpoint in Settings.");
    Some(match code {
        "proof-malformed" | "proof-other" | "proof-header-mismatch" | "proof-root-mismatch" => {
            (t("The endpoint's proof does not hold"), other)
        }
        "liability-malformed" => (t("The proof of your balance cannot be read"), t("Ask the issuer for another one.")),
        "liability-total" => (
            t("The issuer's total does not add up"),
            t("Do not rely on it: what the proof adds up to is not the published total. Ask the issuer."),
        ),
        "liability-not-counted" => (
            t("Your balance is not in the issuer's total"),
            t("Do not rely on it. Check the balance and the secret that you entered, then ask the issuer."),
        ),
        "tree-not-built" => (t("The list makes no Merkle tree"), t("Correct the list and build it again.")),
        "attestation-malformed" => (t("The signed statement cannot be read"), t("Ask the issuer for a current one.")),
        "attestation-other-asset" => {
            (t("The signed statement is about something else"), t("Ask the issuer for the right one."))
        }
        "attestation-expired" => (t("The signed statement has expired"), t("Ask the issuer for a current one.")),
        "attestation-future" => (t("The signed statement is dated in the future"), t("Check this computer's clock.")),
        "attestation-signer" => {
            (t("The statement is not signed by a named attester"), t("Do not rely on it. Ask the issuer."))
        }
        "attestation-altered" => {
            (t("The signed statement was altered"), t("Do not rely on it. Ask the issuer for the original."))
        }
        "attestation-too-few" => {
            (t("Too few attesters signed"), t("Do not rely on it. Ask the issuer for the other statements."))
        }
        "attestation-undecided" => (
            t("It cannot be told whether the attester signed"),
            t("Do not rely on the statement yet. Try again, or choose another endpoint in Settings."),
        ),
        "attestation-disagreement" => {
            (t("The attesters state different things"), t("Rely on none of them. Ask the issuer."))
        }
        "package-malformed" => (t("The signed price cannot be read"), t("Ask its publisher for a current one.")),
        "package-signer" => {
            (t("The price is not signed by those whose word counts"), t("Do not rely on it. Ask its publisher."))
        }
        "package-stale" => (t("The signed price is too old"), t("Ask its publisher for a current one.")),
        "package-future" => (t("The signed price is dated in the future"), t("Check this computer's clock.")),
        "package-no-figure" => (t("The signed package has no such price"), t("Ask its publisher for the right one.")),
        "different-blocks" | "unsettled" => {
            (t("The answers do not fit together"), t("Try again. If it stays so, please report it."))
        }
        _ => return None,
    })
}

fn zero_knowledge(code: &str) -> Option<Words> {
    let doubt = t("Do not rely on it. Ask the issuer.");
    Some(match code {
        "zk-malformed" | "range-malformed" => {
            (t("The issuer's proof cannot be read"), t("Ask the issuer for another one."))
        }
        "zk-unsupported" => {
            (t("The issuer's proof is of a kind that is not known here"), t("Ask the issuer how to check it."))
        }
        "zk-key" => (t("The proof's key is not the published one"), doubt),
        "zk-not-proven" | "range-not-proven" => (t("The issuer's proof does not hold"), doubt),
        "commitment-not-opened" => (
            t("The hidden figure is another one"),
            t("Check the balance and the secret that you entered, then ask the issuer."),
        ),
        "range-not-made" => (t("The proof cannot be made"), t("What it would say is not true. Correct the figures.")),
        _ => return None,
    })
}

fn light_client(code: &str) -> Option<Words> {
    let other = t("Nothing of it is used. Choose another beacon endpoint in Settings.");
    let checkpoint = t("Set another checkpoint in Settings, from a source that you trust.");
    Some(match code {
        "checkpoint-malformed" => (t("That is no checkpoint"), checkpoint),
        "checkpoint-network" => (t("The checkpoint is of another network"), checkpoint),
        "checkpoint-stale" => (t("The checkpoint is too old to start from"), checkpoint),
        "checkpoint-other" => (t("The endpoint does not have the checkpoint"), other),
        "clock-wrong" => (t("This computer's clock is wrong"), t("Set it, then try again.")),
        "beacon-malformed" | "beacon-fork" | "beacon-key" | "beacon-slot-order" => {
            (t("The beacon endpoint's answer makes no sense"), other)
        }
        "beacon-branch" | "beacon-signature" | "beacon-committee" | "block-unproven" => {
            (t("The beacon endpoint's proof does not hold"), other)
        }
        "beacon-before-capella" => (t("The block is too old to be proven"), checkpoint),
        "beacon-participation" => (t("Too few validators signed the newest block"), t("Wait a moment and try again.")),
        "beacon-future" => {
            (t("The newest block is ahead of the clock"), t("Check this computer's clock, then try again."))
        }
        "beacon-period" => (t("Updates of the beacon chain are missing"), other),
        "block-contradicted" => (
            t("The endpoint is not on the chain that the sync committee signed"),
            t("Do not rely on what it said: the figures are withheld. Choose another endpoint in Settings."),
        ),
        "light-client-unavailable" => {
            (t("The light client does not answer"), t("Try again. If it stays so, reload the page."))
        }
        "light-client-behind" => (
            t("The beacon endpoint is behind"),
            t("Wait a moment and try again, or choose another beacon endpoint in Settings."),
        ),
        "beacon-no-news" => (t("The beacon endpoint has nothing new"), t("Wait a moment and try again.")),
        "beacon-equivocation" => (
            t("Validators signed two different blocks"),
            t("Do not rely on any figure of this network for now, and ask elsewhere what has happened."),
        ),
        _ => return None,
    })
}

fn transaction(code: &str) -> Option<Words> {
    let nothing = t("Nothing was signed. Try again; if it stays so, please report it.");
    Some(match code {
        "would-revert" => {
            (t("The chain would refuse this"), t("Nothing was signed. Change the amount or the receiver."))
        }
        "not-enough-ether" => {
            (t("Not enough of the chain's coin for the fee"), t("Add some to this account, then try again."))
        }
        "transaction-terms" | "transaction-malformed" => (t("The transaction could not be built"), nothing),
        "transaction-not-understood" => (
            t("A part of the transaction is not understood"),
            t("Nothing was signed: what is not understood is not signed."),
        ),
        "signature-rejected" => (t("You did not sign"), t("Start again if you want to.")),
        "signature-invalid" | "signer-other-account" | "signer-other-chain" | "key-malformed" => {
            (t("The signature does not fit the transaction"), nothing)
        }
        "signer-cannot" => (t("This cannot be signed there"), nothing),
        "provider-unauthorised" => (
            t("The other wallet does not open this account"),
            t("Nothing was sent. Unlock it, allow the account on this site, and try again."),
        ),
        "provider-busy" => (
            t("The other wallet still asks you something"),
            t("Nothing was sent. Open it, answer there, and try again."),
        ),
        "provider-unknown-chain" => (
            t("The other wallet does not know this network"),
            t("Nothing was sent. Add the network there, then try again."),
        ),
        "provider-refused" => {
            (t("The other wallet refused"), t("Look in the other wallet whether it was sent before you try again."))
        }
        "sent-something-else" => (
            t("The other wallet sent something else"),
            t(
                "Do not use that wallet until you know why. Look up this transaction there, and move what you hold to a new account if it was not you.",
            ),
        ),
        "keys-locked" => (t("The wallet is locked"), t("Unlock it and try again. Nothing was sent.")),
        "signer-unreachable" => (t("The key room does not answer"), t("Reload the page and unlock. Nothing was sent.")),
        _ => return None,
    })
}

fn keys(code: &str) -> Option<Words> {
    let again = t("Correct it and try again.");
    Some(match code {
        "phrase-malformed" => (t("Not a recovery phrase"), t("Compare every word with what you wrote down.")),
        "path-malformed" | "path-without-key" => (t("Not a derivation path"), again),
        "typed-data-malformed" => {
            (t("The request to sign makes no sense"), t("Nothing was signed. Tell whoever runs the site that asked."))
        }
        "password-wrong" => (t("Wrong password"), t("Try again.")),
        "vault-damaged" => (t("The vault file is damaged"), t("Restore it from its other copy or from a backup.")),
        "vault-unsupported" => (t("The vault file is newer than this wallet"), t("Update the wallet.")),
        "vault-refused" => (t("The vault cannot do that"), again),
        "keystore-malformed" => (t("The keystore file is damaged"), t("Take another copy of it.")),
        "keystore-unsupported" => {
            (t("This kind of keystore is not read here"), t("Open it in the wallet that wrote it, and export the key."))
        }
        "out-of-memory" => (t("Not enough memory"), t("Close other pages and try again.")),
        "no-randomness" => (t("This browser gives no random numbers"), t("Nothing was made. Use another browser.")),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use assay_sdk::error::ErrorCode;

    #[test]
    fn every_code_has_a_title_and_a_next_step() {
        let missing: Vec<_> =
            ErrorCode::ALL.iter().map(|code| code.as_str()).filter(|code| words(code).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
