//! Reasons in plain words.

use super::RevertReason;

pub(super) fn of(reason: &RevertReason) -> Option<&'static str> {
    match reason {
        RevertReason::Empty => Some("The contract refused without a reason, ran out of gas, or is not there."),
        RevertReason::Text(text) => text_in_words(text),
        RevertReason::Panic { code } => u8::try_from(*code).ok().and_then(panic_in_words),
        RevertReason::Named { name, .. } => name_in_words(name),
        RevertReason::Unknown { .. } => None,
    }
}

/// The codes of Solidity's `Panic(uint256)`.
fn panic_in_words(code: u8) -> Option<&'static str> {
    Some(match code {
        0x00 => "The compiler inserted this panic.",
        0x01 => "The contract found that one of its own assumptions is wrong.",
        0x11 => "A number became too large or went below zero: often an allowance or a balance that is too low.",
        0x12 => "The contract divided by zero.",
        0x21 => "The contract met a value that its list of choices does not have.",
        0x22 => "The contract's storage holds a badly encoded text.",
        0x31 => "The contract took from an empty list.",
        0x32 => "The contract reached beyond the end of a list.",
        0x41 => "The contract asked for too much memory.",
        0x51 => "The contract called a function that was never set.",
        _ => return None,
    })
}

/// Texts of T-REX 4.1, `OpenZeppelin` 4, FiatToken 2.2 and Uniswap's first distributor.
fn text_in_words(text: &str) -> Option<&'static str> {
    Some(match text {
        "Pausable: paused" => "The issuer has paused the token.",
        "wallet is frozen" => "The sender's or the receiver's wallet is frozen.",
        "Insufficient Balance" => "The sender has too little that is not frozen.",
        "Transfer not possible" => "The receiver is not verified, or a rule of the token forbids the transfer.",
        "invalid argument - no value transfer" => "A transfer of nothing is not accepted.",
        "identity not found" => "The receiver has no registered identity.",
        "Blacklistable: account is blacklisted" | "FiatTokenV2_2: Account is blacklisted" => {
            "The issuer has blacklisted one of the accounts."
        }
        "ERC20: transfer amount exceeds balance" => "The sender has too little.",
        "ERC20: insufficient allowance" | "ERC20: transfer amount exceeds allowance" => {
            "The permission to spend is too small."
        }
        "ERC20: transfer to the zero address" => "The zero address cannot receive.",
        "ERC20: approve to the zero address" => "The zero address cannot be allowed to spend.",
        "ERC20: burn amount exceeds balance" => "The account has too little.",
        "ERC4626: redeem more than max" => "More shares than can be redeemed now.",
        "ERC4626: withdraw more than max" => "More than can be withdrawn now.",
        "MerkleDistributor: Drop already claimed." => "This claim was paid before.",
        "MerkleDistributor: Invalid proof." => "The distribution does not know this claim.",
        _ => return None,
    })
}

fn name_in_words(name: &str) -> Option<&'static str> {
    Some(match name {
        "ERC20InsufficientBalance" => "The sender has too little that may be moved.",
        "ERC20InsufficientAllowance" => "The permission to spend is too small.",
        "ERC20InvalidReceiver" => "This address cannot receive.",
        "ERC20InvalidSender" => "This address cannot send.",
        "ERC20InvalidApprover" => "This address cannot give a permission to spend.",
        "ERC20InvalidSpender" => "This address cannot be allowed to spend.",
        "EnforcedPause" => "The issuer has paused the token.",
        "ExpectedPause" => "This works only while the token is paused.",
        "AccessControlUnauthorizedAccount" | "OwnableUnauthorizedAccount" => "The sender has not the right to do this.",
        "SafeERC20FailedOperation" => "A token that the contract uses refused the transfer.",
        "ReentrancyGuardReentrantCall" => "The contract was called again while it was at work.",
        "AddressEmptyCode" => "There is no contract at an address that should have one.",
        "FailedCall" => "A call inside the transaction failed without a reason.",
        "ERC4626ExceededMaxDeposit" | "ERC4626ExceededMaxMint" => "More than the vault accepts now.",
        "ERC4626ExceededMaxWithdraw" => "More than can be withdrawn now.",
        "ERC4626ExceededMaxRedeem" | "ExceedsMaxRedeem" => "More shares than can be redeemed now.",
        "ERC2612ExpiredSignature" => "The signed permission has expired.",
        "ERC2612InvalidSigner" => "The signed permission is not signed by the owner.",
        "TransferRestricted" => "A restriction of the token forbids the transfer.",
        "TransferNotPossible" => "The receiver is not verified, or a rule of the token forbids the transfer.",
        "FrozenWallet" => "The sender's or the receiver's wallet is frozen.",
        "UnverifiedIdentity" => "The receiver is not verified.",
        "ComplianceNotFollowed" => "A rule of the token forbids it.",
        "TransferNotApproved" => "This transfer needs an approval of the issuer beforehand.",
        "InsufficientBalanceTokensLocked" => "The sender's remaining tokens are locked up.",
        "MaxBalanceExceeded" => "The receiver would hold more than one holder may.",
        "InvalidController" => "The sender does not control this request.",
        "InvalidOwner" => "The sender may not act for the owner of the shares.",
        "RequestRedeemFailed" => "The vault did not accept the request.",
        "TransferNotAllowed" => "A restriction of the share token forbids it.",
        "CancellationIsPending" => "A cancellation of the request is under way.",
        "NoPendingRequest" => "There is no open request.",
        "ZeroAmountNotAllowed" => "An amount of nothing is not accepted.",
        "CannotSetSelfAsOperator" => "An account cannot be its own operator.",
        "AlreadyClaimed" => "This claim was paid before.",
        "InvalidProof" => "The distribution does not know this claim.",
        "ClaimWindowFinished" => "The time for this claim is over.",
        _ => return None,
    })
}
