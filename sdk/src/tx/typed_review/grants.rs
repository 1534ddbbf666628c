//! The kinds of typed data that grant something: ERC-2612, DAI's older permit, Permit2 and ERC-3009. Told by their whole type, as it is
//! hashed: what only has the same name is another thing.

use alloy_primitives::{Address, B256, U256, address};

use super::TypedMove;
use crate::compliance::{AuthorizationTerms, PermitTerms};
use crate::keys::{TypedData, TypedField, TypedValue};
use crate::tx::review::{Counted, UNLIMITED};
use crate::tx::{Effect, KnownTokens, Party};

/// Uniswap's Permit2: at the same address on every chain.
pub(super) const PERMIT2: Address = address!("000000000022D473030F116dDEE9F6B43aC78BA3");

const ERC2612: &str = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
const DAI: &str = "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)";
const DETAILS: &str = "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
const PERMISSIONS: &str = "TokenPermissions(address token,uint256 amount)";
const TRANSFER: &str = "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
const CANCEL: &str = "CancelAuthorization(address authorizer,bytes32 nonce)";

/// One less than the most that Permit2 counts, which means "everything"; and its "for ever".
const ALMOST_160: U256 = U256::from_limbs([u64::MAX - 1, u64::MAX, 0xffff_ffff, 0]);
const MOST_48: U256 = U256::from_limbs([0xffff_ffff_ffff, 0, 0, 0]);

/// What a signature grants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) effects: Vec<Effect>,
    /// The tokens that it is about.
    pub(super) tokens: Vec<Address>,
    /// After when the signature can be handed in, where it is not good at once.
    pub(super) usable_after: Option<U256>,
    /// Until when the signature can be handed in.
    pub(super) usable_until: Option<U256>,
    /// When the permission ends.
    pub(super) allowed_until: Option<U256>,
    /// Whose tokens, where it says so.
    pub(super) owner: Option<Address>,
    pub(super) moves: Vec<TypedMove>,
    pub(super) kind: Kind,
}

/// What a signature is good for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody knows.
    #[default]
    Unknown,
    /// It is used up at once, or grants nothing.
    Once,
    /// It leaves a permission behind that is used later.
    Stays,
}

impl Kind {
    /// A permission for so many raw units stays; one for none takes it back.
    fn of(raw: U256) -> Self {
        if raw.is_zero() { Self::Once } else { Self::Stays }
    }
}

/// Where typed data is seen from.
struct Scene<'a> {
    contract: Address,
    domain_separator: B256,
    account: Address,
    known: &'a KnownTokens,
}

pub(super) fn granted(data: &TypedData, account: Address, known: &KnownTokens) -> Granted {
    let Some(contract) = data.verifying_contract() else { return Granted::default() };
    let scene = Scene { contract, domain_separator: data.domain_separator(), account, known };
    let (kind, message) = (data.encoded_type(), Fields(data.message()));
    let found = match kind {
        ERC2612 => scene.erc2612(message),
        DAI => scene.dai(message),
        CANCEL => Some(Granted { kind: Kind::Once, owner: message.address("authorizer"), ..Granted::default() }),
        _ if is_transfer(kind) => scene.authorization(message),
        _ if is_allowance(kind) => scene.permit2_allowance(message),
        _ if is_signature_transfer(kind) => scene.permit2_transfer(message),
        _ => None,
    };
    found.unwrap_or_default()
}

fn is_transfer(kind: &str) -> bool {
    let name = kind.strip_suffix(TRANSFER);
    matches!(name, Some("TransferWithAuthorization" | "ReceiveWithAuthorization"))
}

fn is_allowance(kind: &str) -> bool {
    let head = kind.strip_suffix(DETAILS);
    matches!(
        head,
        Some(
            "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)"
                | "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)"
        )
    )
}

/// With a witness or without: its type is the protocol's own, and is shown with all fields.
fn is_signature_transfer(kind: &str) -> bool {
    let rest =
        ["PermitTransferFrom(TokenPermissions permitted,", "PermitBatchTransferFrom(TokenPermissions[] permitted,"]
            .iter()
            .find_map(|head| kind.strip_prefix(head));
    if let Some(rest) = rest {
        return rest.strip_suffix(PERMISSIONS) == Some("address spender,uint256 nonce,uint256 deadline)");
    }
    let witnessed = [
        "PermitWitnessTransferFrom(TokenPermissions permitted,",
        "PermitBatchWitnessTransferFrom(TokenPermissions[] permitted,",
    ];
    let rest = witnessed.iter().find_map(|head| kind.strip_prefix(head));
    rest.is_some_and(|rest| rest.starts_with("address spender,uint256 nonce,uint256 deadline,"))
        && kind.contains(PERMISSIONS)
}

/// The fields of a struct by name.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a [TypedField]);

impl<'a> Fields<'a> {
    fn value(self, name: &str) -> Option<&'a TypedValue> {
        self.0.iter().find(|field| field.name == name).map(|field| &field.value)
    }

    fn address(self, name: &str) -> Option<Address> {
        if let TypedValue::Address(address) = self.value(name)? { Some(*address) } else { None }
    }

    fn uint(self, name: &str) -> Option<U256> {
        if let TypedValue::Uint(number) = self.value(name)? { Some(*number) } else { None }
    }

    fn word(self, name: &str) -> Option<B256> {
        if let TypedValue::FixedBytes(bytes) = self.value(name)? { B256::try_from(bytes.as_ref()).ok() } else { None }
    }

    /// A struct, or each of a list of them.
    fn structs(self, name: &str) -> Option<Vec<Self>> {
        let one = |value: &'a TypedValue| {
            if let TypedValue::Struct(fields) = value { Some(Self(fields)) } else { None }
        };
        let value = self.value(name)?;
        if let TypedValue::Array(items) = value { items.iter().map(one).collect() } else { Some(vec![one(value)?]) }
    }
}

impl Scene<'_> {
    fn party(&self, address: Address) -> Party {
        Party::of(address, self.account, self.known.chain(), self.known)
    }

    fn counted<U>(&self, token: Address, raw: U256) -> Counted<U> {
        Counted::of(token, raw, self.known.contract(self.known.chain(), token))
    }

    fn allows(&self, token: Address, spender: Address, raw: U256, most_limited: U256) -> Effect {
        if raw.is_zero() {
            return Effect::Revoked { token: self.party(token), spender: self.party(spender) };
        }
        let (amount, spender) = (self.counted(token, raw), self.party(spender));
        Effect::Granted { amount, spender, unlimited: raw > most_limited }
    }

    fn erc2612(&self, message: Fields<'_>) -> Option<Granted> {
        let parties = (message.address("owner")?, message.address("spender")?);
        let (raw, deadline) = (message.uint("value")?, message.uint("deadline")?);
        let granted = self.permit(parties, raw, (message.uint("nonce")?, deadline));
        Some(Granted { usable_until: Some(deadline), ..granted })
    }

    /// All or nothing; an expiry of zero is none.
    fn dai(&self, message: Fields<'_>) -> Option<Granted> {
        let TypedValue::Bool(allowed) = message.value("allowed")? else { return None };
        let parties = (message.address("holder")?, message.address("spender")?);
        let raw = if *allowed { U256::MAX } else { U256::ZERO };
        let usable_until = message.uint("expiry").filter(|expiry| !expiry.is_zero());
        let granted = self.permit(parties, raw, (message.uint("nonce")?, usable_until.unwrap_or(U256::MAX)));
        Some(Granted { usable_until, ..granted })
    }

    /// A permission of the token's own, with its nonce and its last second.
    fn permit(&self, (owner, spender): (Address, Address), amount: U256, (nonce, deadline): (U256, U256)) -> Granted {
        let (token, terms) = (self.contract, PermitTerms { nonce, deadline, domain_separator: self.domain_separator });
        Granted {
            effects: vec![self.allows(token, spender, amount, UNLIMITED)],
            tokens: vec![token],
            owner: Some(owner),
            moves: vec![TypedMove::Permit { token, owner, spender, amount, terms }],
            kind: Kind::of(amount),
            ..Granted::default()
        }
    }

    fn permit2_allowance(&self, message: Fields<'_>) -> Option<Granted> {
        let (spender, deadline) = (message.address("spender")?, message.uint("sigDeadline")?);
        let mut found = Granted { usable_until: Some(deadline), kind: Kind::Once, ..Granted::default() };
        let mut last = U256::ZERO;
        for details in message.structs("details")? {
            let (token, raw, ends) = (details.address("token")?, details.uint("amount")?, details.uint("expiration")?);
            self.permit2(&mut found, (token, raw, ALMOST_160), (spender, deadline));
            if !raw.is_zero() {
                found.kind = Kind::Stays;
            }
            last = last.max(ends);
        }
        found.allowed_until = Some(last).filter(|last| *last < MOST_48);
        Some(found)
    }

    fn permit2_transfer(&self, message: Fields<'_>) -> Option<Granted> {
        let (spender, deadline) = (message.address("spender")?, message.uint("deadline")?);
        let mut found = Granted { usable_until: Some(deadline), kind: Kind::Once, ..Granted::default() };
        for permitted in message.structs("permitted")? {
            let (token, raw) = (permitted.address("token")?, permitted.uint("amount")?);
            self.permit2(&mut found, (token, raw, UNLIMITED), (spender, deadline));
        }
        Some(found)
    }

    /// Adds one permission of Permit2's. Its messages name no owner: it is whoever signs.
    fn permit2(
        &self,
        found: &mut Granted,
        (token, amount, most_limited): (Address, U256, U256),
        (spender, deadline): (Address, U256),
    ) {
        found.effects.push(self.allows(token, spender, amount, most_limited));
        found.tokens.push(token);
        found.moves.push(TypedMove::Permit2 { token, owner: self.account, spender, amount, deadline });
    }

    fn authorization(&self, message: Fields<'_>) -> Option<Granted> {
        let (from, to, amount) = (message.address("from")?, message.address("to")?, message.uint("value")?);
        let (valid_after, valid_before) = (message.uint("validAfter")?, message.uint("validBefore")?);
        let (token, nonce, domain_separator) = (self.contract, message.word("nonce")?, self.domain_separator);
        let terms = AuthorizationTerms { nonce, valid_before, domain_separator };
        Some(Granted {
            effects: vec![Effect::Sent { amount: self.counted(token, amount), to: self.party(to) }],
            tokens: vec![token],
            usable_after: Some(valid_after).filter(|after| !after.is_zero()),
            usable_until: Some(valid_before),
            owner: Some(from),
            moves: vec![TypedMove::Transfer { token, from, to, amount, terms }],
            kind: Kind::Once,
            ..Granted::default()
        })
    }
}
