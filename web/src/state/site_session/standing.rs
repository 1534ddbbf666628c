//! What comes of a request, by where the site stands: answered at once, or asked of the user.

use std::collections::BTreeSet;

use alloy_primitives::Address;
use assay_sdk::units::ChainId;
use serde_json::{Value, json};

use crate::state::site_origin::SiteOrigin;
use crate::state::site_request::{AddedChain, SiteError, SiteErrorCode, SiteRequest};

/// Where a site stands with the open wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The account in use.
    pub account: Address,
    /// Whether the user has agreed that the site sees it.
    pub consented: bool,
    /// The chain in use.
    pub chain: ChainId,
    /// All chains that the wallet knows, that one among them.
    pub known: BTreeSet<ChainId>,
}

/// What comes of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// It is answered.
    Answer(Result<Value, SiteError>),
    /// The consent is taken back, and then it is answered.
    Revoke,
    /// The user is asked.
    Ask(Ask),
    /// It is for the open wallet: its review asks the user where something is signed.
    Hand(SiteRequest),
}

/// What the user is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Whether the site may see an account.
    Consent,
    /// Whether to use another chain, which the wallet knows.
    Switch(ChainId),
    /// Whether to add a chain, and use it.
    Add(Box<AddedChain>),
}

impl Standing {
    /// What comes of this request.
    #[must_use]
    pub fn decide(&self, origin: &SiteOrigin, request: &SiteRequest) -> Decision {
        let answer = |value: Value| Decision::Answer(Ok(value));
        let accounts = || if self.consented { json!([self.account.to_checksum(None)]) } else { json!([]) };
        match request {
            SiteRequest::RequestAccounts if self.consented => answer(accounts()),
            SiteRequest::RequestAccounts | SiteRequest::RequestPermissions => Decision::Ask(Ask::Consent),
            SiteRequest::Accounts => answer(accounts()),
            SiteRequest::Permissions => answer(self.permissions(origin)),
            SiteRequest::RevokePermissions => Decision::Revoke,
            SiteRequest::Chain => answer(json!(quantity(self.chain))),
            SiteRequest::NetVersion => answer(json!(self.chain.0.to_string())),
            _ if !self.consented => Decision::Answer(Err(unauthorized())),
            SiteRequest::SwitchChain(chain) if *chain == self.chain => answer(Value::Null),
            SiteRequest::SwitchChain(chain) if self.known.contains(chain) => Decision::Ask(Ask::Switch(*chain)),
            SiteRequest::SwitchChain(chain) => Decision::Answer(Err(unknown(*chain))),
            SiteRequest::AddChain(chain) if self.known.contains(&chain.chain) => {
                Decision::Answer(Err(known_already(chain.chain)))
            }
            SiteRequest::AddChain(chain) => Decision::Ask(Ask::Add(chain.clone())),
            SiteRequest::SendTransaction(sent) => self.hand(request, Some(sent.from), sent.chain),
            SiteRequest::SignMessage { account, .. }
            | SiteRequest::SignTypedData { account, .. }
            | SiteRequest::Capabilities { account, .. } => self.hand(request, Some(*account), None),
            // Of calls, the chain's own code is EIP-5792's: the wallet gives it.
            SiteRequest::SendCalls(calls) => self.hand(request, calls.from, None),
            SiteRequest::CallsStatus(_) | SiteRequest::ShowCallsStatus(_) => self.hand(request, None, None),
        }
    }

    /// The permission as EIP-2255 writes it, where there is one.
    #[must_use]
    pub fn permissions(&self, origin: &SiteOrigin) -> Value {
        if !self.consented {
            return json!([]);
        }
        let caveat = json!({ "type": "restrictReturnedAccounts", "value": [self.account.to_checksum(None)] });
        json!([{ "invoker": origin.as_str(), "parentCapability": "eth_accounts", "caveats": [caveat] }])
    }

    /// What names an account or a chain has to name the ones in use.
    fn hand(&self, request: &SiteRequest, account: Option<Address>, chain: Option<ChainId>) -> Decision {
        match (account, chain) {
            (Some(account), _) if account != self.account => Decision::Answer(Err(not_opened(account))),
            (_, Some(chain)) if chain != self.chain => Decision::Answer(Err(self.other_chain(chain))),
            _ => Decision::Hand(request.clone()),
        }
    }

    fn other_chain(&self, asked: ChainId) -> SiteError {
        let message = format!(
            "This is for chain {}, and the wallet is on chain {}. Ask for wallet_switchEthereumChain first.",
            asked.0, self.chain.0
        );
        SiteError::new(SiteErrorCode::ChainDisconnected, message)
    }
}

/// A chain's number as sites are told it.
#[must_use]
pub(crate) fn quantity(chain: ChainId) -> String {
    format!("{:#x}", chain.0)
}

fn unauthorized() -> SiteError {
    let message = "This site has no consent for that. Ask for eth_requestAccounts first.";
    SiteError::new(SiteErrorCode::Unauthorized, message)
}

fn not_opened(account: Address) -> SiteError {
    let message =
        format!("The account {} was not opened to this site. Ask for eth_requestAccounts.", account.to_checksum(None));
    SiteError::new(SiteErrorCode::Unauthorized, message)
}

fn unknown(chain: ChainId) -> SiteError {
    let message = format!("The wallet does not know chain {}. Ask for wallet_addEthereumChain first.", chain.0);
    SiteError::new(SiteErrorCode::UnknownChain, message)
}

fn known_already(chain: ChainId) -> SiteError {
    let message = format!(
        "The wallet knows chain {} already, by an endpoint that its user chose; a site does not change that. Ask for wallet_switchEthereumChain.",
        chain.0
    );
    SiteError::new(SiteErrorCode::Parameters, message)
}

#[cfg(test)]
mod tests;
