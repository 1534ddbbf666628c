//! The custom errors that are known by name.

use alloy_sol_types::{SolError as _, sol};

use super::RevertReason;
use crate::abi::erc20::IERC20;
use crate::abi::erc1404::IERC1404;
use crate::abi::erc3643::ITokenErrors;
use crate::abi::erc4626::IERC4626;
use crate::abi::merkle_distributor::IMerkleDistributor;
use crate::abi::modules::IMaxBalanceModule;

sol! {
    // OpenZeppelin Contracts 5.
    interface IOpenZeppelinErrors {
        error ExpectedPause();
        error AccessControlUnauthorizedAccount(address account, bytes32 neededRole);
        error OwnableUnauthorizedAccount(address account);
        error SafeERC20FailedOperation(address token);
        error ReentrancyGuardReentrantCall();
        error AddressEmptyCode(address target);
        error FailedCall();
        error ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max);
        error ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max);
        error ERC2612ExpiredSignature(uint256 deadline);
        error ERC2612InvalidSigner(address signer, address owner);
    }

    // T-REX 4.2, beside those in `erc3643`.
    interface ITrexErrors {
        error UnverifiedIdentity();
        error ComplianceNotFollowed();
        error TransferNotApproved(address from, address to, uint256 amount);
        error InsufficientBalanceTokensLocked(address user, uint256 value, uint256 locked);
    }
    interface IMaxBalanceModuleOf42 {
        error MaxBalanceExceeded(address compliance, uint256 value, uint256 maxBalance);
    }

    // Asynchronous vaults (Centrifuge's names: ERC-7540 prescribes none).
    interface IAsyncVaultErrors {
        error InvalidController();
        error InvalidOwner();
        error RequestRedeemFailed();
        error TransferNotAllowed();
        error ExceedsMaxRedeem();
        error CancellationIsPending();
        error NoPendingRequest();
        error ZeroAmountNotAllowed();
        error CannotSetSelfAsOperator();
    }

    // Uniswap's distributor with a deadline.
    interface IMerkleDistributorWithDeadline {
        error ClaimWindowFinished();
    }
}

/// Tries each error by its selector.
macro_rules! first_of {
    ($selector:ident, $arguments:ident, $( $interface:ident :: $error:ident { $($field:ident),* } )*) => {
        match $selector {
            $( $interface::$error::SELECTOR => {
                $interface::$error::abi_decode_raw($arguments).ok().map(|_error| RevertReason::Named {
                    name: stringify!($error),
                    arguments: vec![ $( (stringify!($field), _error.$field.to_string()) ),* ],
                })
            } )*
            _ => None,
        }
    };
}

/// The error of this selector with its arguments; `None` where it is unknown or its arguments do not decode.
pub(super) fn decode(selector: [u8; 4], arguments: &[u8]) -> Option<RevertReason> {
    first_of! { selector, arguments,
        IERC20::ERC20InsufficientBalance { sender, balance, needed }
        IERC20::ERC20InsufficientAllowance { spender, allowance, needed }
        IERC20::ERC20InvalidReceiver { receiver }
        IERC20::ERC20InvalidSender { sender }
        IERC20::ERC20InvalidApprover { approver }
        IERC20::ERC20InvalidSpender { spender }
        ITokenErrors::EnforcedPause {}
        IOpenZeppelinErrors::ExpectedPause {}
        IOpenZeppelinErrors::AccessControlUnauthorizedAccount { account, neededRole }
        IOpenZeppelinErrors::OwnableUnauthorizedAccount { account }
        IOpenZeppelinErrors::SafeERC20FailedOperation { token }
        IOpenZeppelinErrors::ReentrancyGuardReentrantCall {}
        IOpenZeppelinErrors::AddressEmptyCode { target }
        IOpenZeppelinErrors::FailedCall {}
        IOpenZeppelinErrors::ERC4626ExceededMaxDeposit { receiver, assets, max }
        IOpenZeppelinErrors::ERC4626ExceededMaxMint { receiver, shares, max }
        IERC4626::ERC4626ExceededMaxWithdraw { owner, assets, max }
        IERC4626::ERC4626ExceededMaxRedeem { owner, shares, max }
        IOpenZeppelinErrors::ERC2612ExpiredSignature { deadline }
        IOpenZeppelinErrors::ERC2612InvalidSigner { signer, owner }
        IERC1404::TransferRestricted { restrictionCode }
        ITokenErrors::TransferNotPossible {}
        ITokenErrors::FrozenWallet {}
        ITrexErrors::UnverifiedIdentity {}
        ITrexErrors::ComplianceNotFollowed {}
        ITrexErrors::TransferNotApproved { from, to, amount }
        ITrexErrors::InsufficientBalanceTokensLocked { user, value, locked }
        IMaxBalanceModule::MaxBalanceExceeded { compliance, value }
        IMaxBalanceModuleOf42::MaxBalanceExceeded { compliance, value, maxBalance }
        IAsyncVaultErrors::InvalidController {}
        IAsyncVaultErrors::InvalidOwner {}
        IAsyncVaultErrors::RequestRedeemFailed {}
        IAsyncVaultErrors::TransferNotAllowed {}
        IAsyncVaultErrors::ExceedsMaxRedeem {}
        IAsyncVaultErrors::CancellationIsPending {}
        IAsyncVaultErrors::NoPendingRequest {}
        IAsyncVaultErrors::ZeroAmountNotAllowed {}
        IAsyncVaultErrors::CannotSetSelfAsOperator {}
        IMerkleDistributor::AlreadyClaimed {}
        IMerkleDistributor::InvalidProof {}
        IMerkleDistributorWithDeadline::ClaimWindowFinished {}
    }
}
