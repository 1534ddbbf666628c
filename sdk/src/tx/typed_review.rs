//! Typed data (EIP-712) before it is signed: what it grants where that is known, and every field of it.

mod grants;

use alloy_primitives::{Address, U256};

use super::clear_signing::ClearSigned;
use super::{Effect, KnownTokens, Party, ReviewedStatement, Warning};
use crate::compliance::{AuthorizationTerms, PermitTerms};
use crate::keys::{SigningPayload, TypedData, TypedField, TypedValue};
use crate::units::{ChainId, steers};

use grants::{Granted, Kind, granted};

/// A document of typed data together with what it does. The only way to its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedReview {
    account: Address,
    data: Box<TypedData>,
    contract: Option<Party>,
    granted: Granted,
    described: Option<ClearSigned>,
    warnings: Vec<Warning>,
}

/// What typed data would do to a token, as the token's rules judge it. Amounts are raw units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypedMove {
    /// Tokens go from one account to another (ERC-3009).
    Transfer {
        /// The token.
        token: Address,
        /// From whom.
        from: Address,
        /// To whom.
        to: Address,
        /// How many raw units.
        amount: U256,
        /// What else is signed.
        terms: AuthorizationTerms,
    },
    /// The token lets a spender move tokens (ERC-2612, and DAI's older form).
    Permit {
        /// The token.
        token: Address,
        /// Whose tokens.
        owner: Address,
        /// Who may move them.
        spender: Address,
        /// How many raw units.
        amount: U256,
        /// What else is signed.
        terms: PermitTerms,
    },
    /// Permit2 lets a spender move tokens, as far as the owner lets Permit2.
    Permit2 {
        /// The token.
        token: Address,
        /// Whose tokens.
        owner: Address,
        /// Who may move them.
        spender: Address,
        /// How many raw units.
        amount: U256,
        /// Until when the signature may be handed in, in seconds since 1970.
        deadline: U256,
    },
}

impl TypedMove {
    /// The token, and how many raw units of it.
    #[must_use]
    pub const fn what(&self) -> (Address, U256) {
        match *self {
            Self::Transfer { token, amount, .. }
            | Self::Permit { token, amount, .. }
            | Self::Permit2 { token, amount, .. } => (token, amount),
        }
    }
}

/// Why typed data is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TypedRefusal {
    /// It is for another chain than the wallet is on.
    #[error("the typed data is for the chain {got}, and the wallet is on {expected}")]
    OtherChain {
        /// The chain of its domain.
        got: ChainId,
        /// The chain that the wallet is on.
        expected: ChainId,
    },
    /// A text in it holds a character that cannot be seen or that turns the direction of writing.
    #[error("{path} holds the character U+{got:04X}, which cannot be seen or moves others")]
    Unseen {
        /// Where, as `message.order.memo`.
        path: String,
        /// The character.
        got: u32,
    },
}

impl TypedReview {
    /// Reads a document that an account is asked to sign.
    ///
    /// # Errors
    /// [`TypedRefusal`].
    pub fn of(data: Box<TypedData>, account: Address, known: &KnownTokens) -> Result<Self, TypedRefusal> {
        if let Some(got) = data.chain().filter(|chain| *chain != known.chain()) {
            return Err(TypedRefusal::OtherChain { got, expected: known.chain() });
        }
        readable("domain", data.domain())?;
        readable("message", data.message())?;
        let chain = known.chain();
        let contract = data.verifying_contract().map(|address| Party::of(address, account, chain, known));
        let granted = granted(&data, account, known);
        let described = ClearSigned::of_message(&data, account, known).ok();
        let warnings = warnings(&data, account, (&granted, described.as_ref()), known);
        Ok(Self { account, data, contract, granted, described, warnings })
    }

    /// The document.
    #[must_use]
    pub const fn data(&self) -> &TypedData {
        &self.data
    }

    /// The account that is to sign.
    #[must_use]
    pub const fn account(&self) -> Address {
        self.account
    }

    /// The contract that will check the signature, by the document's own domain.
    #[must_use]
    pub const fn contract(&self) -> Option<&Party> {
        self.contract.as_ref()
    }

    /// What the signature allows or does, where its kind is known; empty where it is not.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        &self.granted.effects
    }

    /// The tokens that it names.
    pub fn tokens(&self) -> impl Iterator<Item = Address> {
        self.granted.tokens.iter().copied()
    }

    /// After when the signature can be used, in seconds since 1970; `None` where it can at once, or its kind is not known.
    #[must_use]
    pub const fn usable_after(&self) -> Option<U256> {
        self.granted.usable_after
    }

    /// Until when the signature can be used, in seconds since 1970, where its kind is known.
    #[must_use]
    pub const fn usable_until(&self) -> Option<U256> {
        self.granted.usable_until
    }

    /// When what it allows ends, in seconds since 1970; `None` where it does not end by itself.
    #[must_use]
    pub const fn allowed_until(&self) -> Option<U256> {
        self.granted.allowed_until
    }

    /// What the rules of its tokens have to be asked about before it is signed, in the order of [`Self::effects`].
    #[must_use]
    pub fn asks_rules(&self) -> &[TypedMove] {
        &self.granted.moves
    }

    /// It in the words of a descriptor of its contract's standard, where there is one (ERC-7730).
    #[must_use]
    pub const fn described(&self) -> Option<&ClearSigned> {
        self.described.as_ref()
    }

    /// What a careful person would point out.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The user has seen it and agrees.
    #[must_use]
    pub fn approve(self) -> ReviewedStatement {
        ReviewedStatement::of(self.account, SigningPayload::TypedData(self.data))
    }
}

fn warnings(
    data: &TypedData,
    account: Address,
    (granted, described): (&Granted, Option<&ClearSigned>),
    known: &KnownTokens,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if data.chain().is_none() {
        warnings.push(Warning::AnyChain);
    }
    let contract = data.verifying_contract().filter(|contract| *contract != grants::PERMIT2);
    if let Some(contract) = contract.filter(|contract| known.contract(known.chain(), *contract).is_none()) {
        warnings.push(Warning::UnknownContract(contract));
    }
    if granted.kind == Kind::Unknown && described.is_none() {
        warnings.push(Warning::MeaningUnknown);
        let name = data.primary_type().to_ascii_lowercase();
        if ["permit", "approv", "allowance", "operator", "delegat"].iter().any(|word| name.contains(word)) {
            warnings.push(Warning::GivesPower);
        }
    }
    if granted.effects.iter().any(|effect| matches!(effect, Effect::Granted { unlimited: true, .. })) {
        warnings.push(Warning::UnlimitedApproval);
    }
    if granted.kind == Kind::Stays && granted.allowed_until.is_none() {
        warnings.push(Warning::WithoutEnd);
    }
    warnings.extend(granted.owner.filter(|owner| *owner != account).map(Warning::OnBehalfOf));
    warnings
}

/// Every text in it can be read as it is signed. Depth is bounded where the document is read ([`TypedData::MOST_LEVELS`]).
fn readable(path: &str, fields: &[TypedField]) -> Result<(), TypedRefusal> {
    fields.iter().try_for_each(|field| readable_value(&format!("{path}.{}", field.name), &field.value))
}

fn readable_value(path: &str, value: &TypedValue) -> Result<(), TypedRefusal> {
    match value {
        TypedValue::Text(text) => {
            let unseen =
                |letter: &char| steers(*letter) && !matches!(letter, '\n' | '\r' | '\t' | '\u{200c}' | '\u{200d}');
            match text.chars().find(unseen) {
                Some(letter) => Err(TypedRefusal::Unseen { path: path.to_owned(), got: u32::from(letter) }),
                None => Ok(()),
            }
        }
        TypedValue::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| readable_value(&format!("{path}[{at}]"), item))
        }
        TypedValue::Struct(fields) => readable(path, fields),
        TypedValue::Address(_)
        | TypedValue::Bool(_)
        | TypedValue::Uint(_)
        | TypedValue::Int(_)
        | TypedValue::FixedBytes(_)
        | TypedValue::Bytes(_)
        | TypedValue::Absent => Ok(()),
    }
}
