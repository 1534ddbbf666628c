//! Alice with tokens and a way out of them.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::asset::Descriptor;
use assay_sdk::asset::TokenList;
use assay_sdk::redemption::{RedemptionPlan, RoutePlan, Step, plan_described};
use assay_sdk::tx::Intent;
use assay_sdk::units::Amount;
use serde_json::{Value, json};

use crate::chain::Chain;
use crate::contracts::{compile, deploy, issuer};

sol! {
    function mint(address to, uint256 amount) external;
}

pub(crate) struct Scene {
    pub(crate) chain: Chain,
    pub(crate) issuer: Address,
    pub(crate) alice: Address,
    pub(crate) token: Address,
    pub(crate) cash: Address,
    decimals: u8,
}

impl Scene {
    /// Alice has a million tokens.
    pub(crate) fn start(decimals: u8) -> Self {
        let chain = Chain::start();
        let (issuer, alice) = (issuer(&chain), chain.investor("alice"));
        let coin = &compile("AsyncVault.sol")["Coin"];
        let token = deploy(&chain, issuer, coin, &U256::from(decimals).abi_encode());
        let cash = deploy(&chain, issuer, coin, &U256::from(6).abi_encode());
        let scene = Self { chain, issuer, alice, token, cash, decimals };
        scene.send(token, &mintCall { to: alice, amount: scene.amount(1_000_000).raw() });
        scene
    }

    pub(crate) fn amount(&self, whole: u64) -> Amount {
        let one = U256::from(10).pow(U256::from(self.decimals));
        Amount::from_raw(U256::from(whole) * one, self.decimals).expect("a scale in range")
    }

    pub(crate) fn deploy(&self, name: &str, arguments: &[u8]) -> Address {
        deploy(&self.chain, self.issuer, &compile("Redeemers.sol")[name], arguments)
    }

    /// Sent by the issuer.
    pub(crate) fn send<C: SolCall>(&self, to: Address, call: &C) {
        self.chain.send(self.issuer, to, call);
    }

    pub(crate) fn balance(&self, token: Address) -> U256 {
        self.chain.view(token, &IERC20::balanceOfCall { account: self.alice })
    }

    /// The token as a list describes it, read from the list's text.
    pub(crate) fn described(&self, redemption: &Value) -> TokenList {
        let list = json!({
            "name": "Ways out", "timestamp": "2026-11-26T00:00:00Z",
            "version": { "major": 1, "minor": 0, "patch": 0 },
            "tokens": [{
                "chainId": self.chain.devnet.chain.0, "address": self.token, "name": "Fund", "symbol": "FND",
                "decimals": self.decimals,
                "extensions": { "assay": { "kind": "fund", "unit": "one share", "redemption": redemption } }
            }]
        });
        TokenList::parse(&list.to_string(), Some(self.chain.devnet.chain)).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn descriptor(&self, redemption: &Value) -> Descriptor {
        self.described(redemption).tokens.remove(0)
    }

    pub(crate) fn plan(&self, descriptor: &Descriptor, amount: Amount) -> RedemptionPlan {
        let mut reads = self.chain.reads();
        let (plan, _) = self.chain.ask(&mut reads, |reads| plan_described(reads, descriptor, self.alice, amount));
        plan.expect("a plan")
    }

    pub(crate) fn route(&self, descriptor: &Descriptor, amount: Amount) -> RoutePlan {
        let mut routes = self.plan(descriptor, amount).routes;
        assert_eq!(routes.len(), 1);
        routes.remove(0)
    }

    /// Sends a step from Alice, as the wallet would; whether it went through.
    pub(crate) fn take(&self, step: &Step) -> bool {
        let intent = Intent::from(step);
        assert_eq!(intent.to(), step.to());
        let data: Bytes = intent.data();
        let receipt = self.chain.devnet.send(&self.alice.to_string(), &step.to().to_string(), &data.to_string());
        receipt["status"] == "0x1"
    }
}
