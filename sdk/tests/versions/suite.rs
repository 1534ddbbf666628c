//! A token of one version with its registries, its issuer of claims, and verified holders.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use serde_json::json;

use crate::artifacts::{artifact, artifact_in};
use crate::chain::{Chain, address};
use crate::contracts::{compile, deploy};

sol! {
    // Token: the same in all versions.
    function init(address registry, address compliance, string name, string symbol, uint8 decimals, address onchainId) external;
    function pause() external;
    function unpause() external;
    function setAddressFrozen(address account, bool frozen) external;
    function freezePartialTokens(address account, uint256 amount) external;
    function mint(address to, uint256 amount) external;
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
    function allowance(address owner, address spender) external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function getFrozenTokens(address account) external view returns (uint256);
    function setCompliance(address compliance) external;
    function addAgent(address agent) external;
    // Registries.
    function bindIdentityRegistry(address registry) external;
    function registerIdentity(address account, address identity, uint16 country) external;
    function deleteIdentity(address account) external;
    function addClaimTopic(uint256 topic) external;
    function addTrustedIssuer(address issuer, uint256[] topics) external;
    function updateIssuerClaimTopics(address issuer, uint256[] topics) external;
    // ONCHAINID.
    function addClaim(uint256 topic, uint256 scheme, address issuer, bytes signature, bytes data, string uri) external returns (bytes32);
    function removeClaim(bytes32 claimId) external returns (bool);
    function revokeClaim(bytes32 claimId, address identity) external returns (bool);
    function addKey(bytes32 key, uint256 purpose, uint256 kind) external returns (bool);
    function removeKey(bytes32 key, uint256 purpose) external returns (bool);
    // Compliance.
    function bindToken(address token) external;
    function unbindToken(address token) external;
    function addModule(address module) external;
    function callModuleFunction(bytes callData, address module) external;

    interface IPlainInit {
        function init() external;
    }
    interface IRegistryInit {
        function init(address issuers, address topics, address storage_) external;
    }
}

pub(crate) const KYC: u64 = 1;
pub(crate) const ACCREDITED: u64 = 7;

/// Which contracts a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// T-REX 3.5.2, real.
    V3,
    /// T-REX 4.0.1, real.
    V4,
    /// The drafts of 4.2, a model.
    Drafts,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    pub(crate) wallet: Address,
    pub(crate) identity: Address,
    pub(crate) country: u16,
}

pub(crate) struct Suite {
    pub(crate) chain: Chain,
    pub(crate) version: Version,
    pub(crate) token: Address,
    pub(crate) registry: Address,
    pub(crate) topics: Address,
    pub(crate) issuers: Address,
    pub(crate) compliance: Address,
    pub(crate) claim_issuer: Address,
    /// Owner and agent of everything, and manager of all identities.
    pub(crate) owner: Address,
    /// Two wallets of one identity, and two more investors.
    pub(crate) holders: Vec<Holder>,
    signer: Address,
}

impl Suite {
    pub(crate) fn start(version: Version) -> Self {
        let chain = Chain::start();
        let owner = address(&chain.demo["accounts"]["deployer"]);
        let signer = address(&chain.demo["accounts"]["claimSigner"]);
        let nobody = Address::ZERO;
        let mut suite = Self {
            chain,
            version,
            token: nobody,
            registry: nobody,
            topics: nobody,
            issuers: nobody,
            compliance: nobody,
            claim_issuer: nobody,
            owner,
            holders: Vec::new(),
            signer,
        };
        match version {
            Version::V3 => suite.deploy_3(),
            Version::V4 => suite.deploy_4(),
            Version::Drafts => suite.deploy_drafts(),
        }
        suite.populate();
        suite
    }

    fn deploy_3(&mut self) {
        let new = |name: &str, arguments: &[u8]| {
            let path = format!("t-rex-3/build/contracts/{name}.json");
            deploy(&self.chain, self.owner, &artifact_in("sdk/tests/families", &path), arguments)
        };
        let (issuers, topics) = (new("TrustedIssuersRegistry", &[]), new("ClaimTopicsRegistry", &[]));
        let storage = new("IdentityRegistryStorage", &[]);
        let registry = new("IdentityRegistry", &(issuers, topics, storage).abi_encode());
        let (compliance, token) = (new("DefaultCompliance", &[]), new("Token", &[]));
        (self.issuers, self.topics, self.registry) = (issuers, topics, registry);
        (self.compliance, self.token) = (compliance, token);
        self.send(storage, &bindIdentityRegistryCall { registry });
        self.init_token();
        self.send(compliance, &bindTokenCall { token });
    }

    fn deploy_4(&mut self) {
        let new = |path: &str| {
            let path = format!("t-rex-4.0/artifacts/contracts/{path}.json");
            deploy(&self.chain, self.owner, &artifact_in("sdk/tests/families", &path), &[])
        };
        let registry = |name: &str| new(&format!("registry/implementation/{name}.sol/{name}"));
        let (issuers, topics) = (registry("TrustedIssuersRegistry"), registry("ClaimTopicsRegistry"));
        let (storage, identities) = (registry("IdentityRegistryStorage"), registry("IdentityRegistry"));
        let compliance = new("compliance/modular/ModularCompliance.sol/ModularCompliance");
        let token = new("token/Token.sol/Token");
        (self.issuers, self.topics, self.registry) = (issuers, topics, identities);
        (self.compliance, self.token) = (compliance, token);
        for contract in [issuers, topics, storage, compliance] {
            self.send(contract, &IPlainInit::initCall {});
        }
        self.send(identities, &IRegistryInit::initCall { issuers, topics, storage_: storage });
        self.send(storage, &bindIdentityRegistryCall { registry: identities });
        self.init_token();
        self.send(token, &addAgentCall { agent: self.owner });
        self.send(token, &unpauseCall {});
    }

    fn init_token(&self) {
        let call = initCall {
            registry: self.registry,
            compliance: self.compliance,
            name: "Note".to_owned(),
            symbol: "NOTE".to_owned(),
            decimals: 18,
            onchainId: Address::ZERO,
        };
        self.send(self.token, &call);
    }

    fn deploy_drafts(&mut self) {
        let code = compile("Trex42.sol");
        let new = |name: &str, arguments: &[u8]| deploy(&self.chain, self.owner, &code[name], arguments);
        let (issuers, topics) = (new("TrustedIssuers42", &[]), new("ClaimTopics42", &[]));
        let registry = new("IdentityRegistry42", &(issuers, topics).abi_encode());
        let compliance = new("Compliance42", &[]);
        let token = new("Token42", &(registry, compliance).abi_encode());
        (self.issuers, self.topics, self.registry) = (issuers, topics, registry);
        (self.compliance, self.token) = (compliance, token);
        self.send(token, &addAgentCall { agent: self.owner });
        self.send(token, &unpauseCall {});
    }

    /// Who is trusted for what, and who holds what.
    fn populate(&mut self) {
        self.claim_issuer = self.new_claim_issuer();
        if self.version == Version::V3 {
            self.send(self.token, &addAgentCall { agent: self.owner });
        }
        self.send(self.registry, &addAgentCall { agent: self.owner });
        for topic in [KYC, ACCREDITED] {
            self.send(self.topics, &addClaimTopicCall { topic: U256::from(topic) });
        }
        self.trust_first(self.claim_issuer, &[KYC, ACCREDITED]);
        let wallet = |name: &str| self.chain.investor(name);
        let (alice, bob, dave) = (wallet("alice"), wallet("bob"), wallet("dave"));
        let second = Address::repeat_byte(0xa2);
        let mut found: Vec<Holder> = Vec::new();
        for (wallet, country, same) in [(alice, 276, false), (bob, 756, false), (dave, 276, false), (second, 276, true)]
        {
            let identity = if same { found[0].identity } else { self.new_identity() };
            self.chain.devnet.call("anvil_setBalance", json!([wallet, "0x56bc75e2d63100000"]));
            self.send(self.registry, &registerIdentityCall { account: wallet, identity, country });
            if !same {
                self.add_claim(self.claim_issuer, identity, KYC, 0);
                self.add_claim(self.claim_issuer, identity, ACCREDITED, 0);
            }
            self.send(self.token, &mintCall { to: wallet, amount: U256::from(10).pow(U256::from(24)) });
            found.push(Holder { wallet, identity, country });
        }
        self.holders = found;
    }

    /// As the owner and agent.
    pub(crate) fn send<C: SolCall>(&self, to: Address, call: &C) {
        self.chain.send(self.owner, to, call);
    }

    pub(crate) fn balance(&self, account: Address) -> U256 {
        self.chain.view(self.token, &balanceOfCall { account })
    }

    fn onchainid(&self, name: &str) -> Bytes {
        match self.version {
            Version::V3 => artifact_in("sdk/tests/families", &format!("t-rex-3/build/contracts/{name}.json")),
            Version::V4 => {
                let path = format!("t-rex-4.0/artifacts/@onchain-id/solidity/contracts/{name}.sol/{name}.json");
                artifact_in("sdk/tests/families", &path)
            }
            Version::Drafts => artifact(&format!("@onchain-id/solidity/artifacts/contracts/{name}.sol/{name}.json")),
        }
    }

    pub(crate) fn new_identity(&self) -> Address {
        deploy(&self.chain, self.owner, &self.onchainid("Identity"), &(self.owner, false).abi_encode())
    }

    pub(crate) fn new_claim_issuer(&self) -> Address {
        let issuer = deploy(&self.chain, self.owner, &self.onchainid("ClaimIssuer"), &self.owner.abi_encode());
        let call = addKeyCall { key: key_of(self.signer), purpose: U256::from(3), kind: U256::from(1) };
        self.send(issuer, &call);
        issuer
    }

    pub(crate) fn add_claim(&self, issuer: Address, identity: Address, topic: u64, nonce: u64) {
        let topic = U256::from(topic);
        let data: Bytes = format!("claim {nonce}").into_bytes().into();
        let digest = keccak256((identity, topic, data.clone()).abi_encode_params());
        let signed = self.chain.devnet.call("eth_sign", json!([self.signer, digest]));
        let signature: Bytes = serde_json::from_value(signed).expect("a signature");
        let call = addClaimCall { topic, scheme: U256::from(1), issuer, signature, data, uri: String::new() };
        self.send(identity, &call);
    }

    pub(crate) fn revoke(&self, holder: Holder, topic: u64) {
        let claim = claim_id(self.claim_issuer, topic);
        self.send(self.claim_issuer, &revokeClaimCall { claimId: claim, identity: holder.identity });
    }

    pub(crate) fn remove(&self, holder: Holder, topic: u64) {
        self.send(holder.identity, &removeClaimCall { claimId: claim_id(self.claim_issuer, topic) });
    }

    pub(crate) fn remove_key(&self, issuer: Address) {
        self.send(issuer, &removeKeyCall { key: key_of(self.signer), purpose: U256::from(3) });
    }

    pub(crate) fn trust(&self, issuer: Address, topics: &[u64]) {
        let topics = topics.iter().copied().map(U256::from).collect();
        self.send(self.issuers, &updateIssuerClaimTopicsCall { issuer, topics });
    }

    pub(crate) fn trust_first(&self, issuer: Address, topics: &[u64]) {
        let topics = topics.iter().copied().map(U256::from).collect();
        self.send(self.issuers, &addTrustedIssuerCall { issuer, topics });
    }

    /// A module's setting, through the compliance contract that it belongs to.
    pub(crate) fn set<C: SolCall>(&self, module: Address, call: &C) {
        let data = call.abi_encode().into();
        self.send(self.compliance, &callModuleFunctionCall { callData: data, module });
    }
}

/// ERC-735: `keccak256(abi.encode(issuer, topic))`.
fn claim_id(issuer: Address, topic: u64) -> B256 {
    keccak256((issuer, U256::from(topic)).abi_encode())
}

/// The key under which ERC-734 knows an account.
fn key_of(account: Address) -> B256 {
    keccak256(account.abi_encode())
}
