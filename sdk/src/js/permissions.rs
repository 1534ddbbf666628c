//! What may be done with a token, beside the plain transfer: hold it, receive it among many, let others spend it, batches, vaults.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::call;
use super::client::{Client, described};
use super::figure::{Amount, Block, Evidence};
use super::input::{self, AmountInput};
use super::readers::{Reader, newest};
use super::transfer::{Doubt, Headroom, Restriction, Simulation, TransferVerdict, VerdictKind, parts};
use crate::compliance::{self, CallAssessment, PermitTerms, Standing};
use crate::error::Error;
use crate::evidence::Fact;

/// Who may hold what.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckHolderOptions {
    /// CAIP-19, or the token's address.
    asset: String,
    /// Who would hold: an address, or CAIP-10.
    holder: String,
    /// How much more.
    amount: AmountInput,
}

/// One amount, many possible receivers.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckReceiversOptions {
    /// CAIP-19, or the token's address.
    asset: String,
    /// The issuer's token list, parsed or as text: gives claim topics their names.
    #[tsify(optional, type = "object | string")]
    list: Option<Value>,
    /// Who sends.
    from: String,
    /// Who might receive.
    receivers: Vec<String>,
    /// How much, to each.
    amount: AmountInput,
}

/// A permission to spend.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckApprovalOptions {
    /// CAIP-19, or the token's address.
    asset: String,
    /// Whose tokens.
    owner: String,
    /// Who may move them.
    spender: String,
    /// How much.
    amount: AmountInput,
    /// Where the permission is signed instead of sent (ERC-2612): what else is signed.
    #[tsify(optional)]
    permit: Option<PermitOptions>,
}

/// What a signed permission says beside the approval (ERC-2612).
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PermitOptions {
    /// The nonce, as a decimal string.
    nonce: String,
    /// Until when, in seconds since 1970, as a decimal string.
    deadline: String,
    /// The EIP-712 domain separator: `0x` and 64 hexadecimal digits.
    domain_separator: String,
}

/// Many transfers in one transaction.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckBatchOptions {
    /// CAIP-19, or the token's address.
    asset: String,
    /// Who sends.
    from: String,
    /// To whom, and how much.
    transfers: Vec<BatchTransfer>,
}

/// One transfer of a batch.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct BatchTransfer {
    /// Who receives.
    to: String,
    /// How much.
    amount: AmountInput,
}

/// An action on an ERC-4626 vault.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckVaultOptions {
    /// The vault, which is its own share token: CAIP-19, or an address.
    vault: String,
    /// What is to be done.
    action: VaultAction,
    /// Whose assets or shares go in.
    owner: String,
    /// Who receives what comes out.
    receiver: String,
    /// How much: assets for `"deposit"` and `"withdraw"`, shares for the others.
    amount: AmountInput,
}

/// What is to be done with a vault.
#[derive(Clone, Copy, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) enum VaultAction {
    Deposit,
    Mint,
    Withdraw,
    Redeem,
}

/// Whether an account may hold a token. `"unknown"` is never to be treated as `"admitted"`.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HolderStanding {
    /// The answer: what the rules say. There is no sender, so nothing was simulated.
    standing: StandingKind,
    /// Every rule that is broken. Never empty for `"refused"`, always empty otherwise.
    reasons: Vec<Restriction>,
    /// Everything that stayed open. Never empty for `"unknown"`, always empty otherwise.
    gaps: Vec<Doubt>,
    /// The block that all of this is of.
    at: Block,
    /// What it rests on.
    evidence: Evidence,
}

/// The three answers.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StandingKind {
    Admitted,
    Refused,
    Unknown,
}

/// One of many possible receivers.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiverVerdict {
    /// Who.
    to: String,
    /// The verdict; left out where it could not be found out, and then `problem` says why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    verdict: Option<TransferVerdict>,
    /// Why there is no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    problem: Option<String>,
}

/// The receivers, in the order in which they were given.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ReceiverVerdicts {
    receivers: Vec<ReceiverVerdict>,
}

/// Whether a call will pass, why not, and how much would. `"unknown"` is never to be treated as `"allow"`.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallVerdict {
    /// The answer.
    verdict: VerdictKind,
    /// Every rule that is broken. Never empty for `"deny"`, always empty otherwise.
    reasons: Vec<Restriction>,
    /// Everything that stayed open. Never empty for `"unknown"`, always empty otherwise.
    gaps: Vec<Doubt>,
    /// The most that would pass now.
    headroom: Headroom,
    /// What the chain does with the real call at the same block; left out where that could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    simulation: Option<Simulation>,
    /// The block that all of this is of.
    at: Block,
    /// What it rests on.
    evidence: Evidence,
}

/// A permission to spend, checked.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApprovalVerdict {
    /// Whether it can be given.
    grant: CallVerdict,
    /// What the spender may move already, where that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    allowance: Option<Amount>,
    /// Whether the spender, once allowed, could move that much to itself, by the token's rules.
    usable: VerdictKind,
    /// The rules that would refuse it to the spender.
    usable_reasons: Vec<Restriction>,
}

/// A batch, checked.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct BatchVerdict {
    /// The whole transaction.
    whole: CallVerdict,
    /// Each transfer by itself, by the token's rules, in their order.
    each: Vec<VerdictKind>,
}

#[wasm_bindgen]
impl Client {
    /// Whether somebody may hold so much more of a token, whoever it comes from.
    ///
    /// ```js
    /// const { standing, reasons } = await client.checkHolder({ asset: fund, holder: to, amount: '100' });
    /// if (standing === 'refused') show(reasons.map(({ remedy }) => remedy));
    /// ```
    #[wasm_bindgen(js_name = checkHolder)]
    pub async fn check_holder(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckHolderOptions & CallOptions")] options: Ts<CheckHolderOptions>,
    ) -> Result<Ts<HolderStanding>, JsValue> {
        call(options, |given| self.standing(given)).await
    }

    /// Who of many could receive an amount: in as many round trips as one of them takes.
    ///
    /// ```js
    /// const { receivers } = await client.checkReceivers({ asset, from, receivers: [to, operator], amount: '1' });
    /// const passing = receivers.filter(({ verdict }) => verdict?.verdict === 'allow').map(({ to }) => to);
    /// ```
    #[wasm_bindgen(js_name = checkReceivers)]
    pub async fn check_receivers(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckReceiversOptions & CallOptions")] options: Ts<
            CheckReceiversOptions,
        >,
    ) -> Result<Ts<ReceiverVerdicts>, JsValue> {
        call(options, |given| self.receivers(given)).await
    }

    /// Whether a permission to spend can be given, sent or signed, and whether who gets it could use it.
    ///
    /// ```js
    /// const { grant, allowance, usable } = await client.checkApproval({ asset, owner: holder, spender: operator, amount: '12.5' });
    /// ```
    #[wasm_bindgen(js_name = checkApproval)]
    pub async fn check_approval(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckApprovalOptions & CallOptions")] options: Ts<CheckApprovalOptions>,
    ) -> Result<Ts<ApprovalVerdict>, JsValue> {
        call(options, |given| self.approval(given)).await
    }

    /// Whether many transfers in one transaction will pass (`batchTransfer` of ERC-3643).
    ///
    /// ```js
    /// const transfers = [{ to, amount: '1' }, { to: operator, amount: '2' }];
    /// const { whole, each } = await client.checkBatch({ asset: fund, from, transfers });
    /// ```
    #[wasm_bindgen(js_name = checkBatch)]
    pub async fn check_batch(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckBatchOptions & CallOptions")] options: Ts<CheckBatchOptions>,
    ) -> Result<Ts<BatchVerdict>, JsValue> {
        call(options, |given| self.batch(given)).await
    }

    /// Whether a deposit into an ERC-4626 vault, or a way out of it, will pass.
    ///
    /// ```js
    /// const { verdict, reasons } = await client.checkVault({ vault: pool, action: 'redeem', owner: holder, receiver: holder, amount: '10' });
    /// if (verdict === 'deny') show(reasons.map(({ message }) => message));
    /// ```
    #[wasm_bindgen(js_name = checkVault)]
    pub async fn check_vault(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CheckVaultOptions & CallOptions")] options: Ts<CheckVaultOptions>,
    ) -> Result<Ts<CallVerdict>, JsValue> {
        call(options, |given| self.vault(given)).await
    }
}

impl Client {
    async fn standing(&self, given: CheckHolderOptions) -> Result<HolderStanding, Error> {
        let CheckHolderOptions { asset, holder, amount } = given;
        let chain = self.readers.chain();
        let token = input::asset(chain, &asset)?.token;
        let holder = input::account("holder", chain, &holder)?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let decimals = reader.profile(&mut reads, token).await?.value().decimals;
            let amount = input::amount(&amount, decimals)?;
            Ok((&reader.check_holder(&mut reads, token, holder, amount).await?).into())
        };
        self.readers.ask(question).await
    }

    async fn receivers(&self, given: CheckReceiversOptions) -> Result<ReceiverVerdicts, Error> {
        let CheckReceiversOptions { asset, list, from, receivers, amount } = given;
        let chain = self.readers.chain();
        let asset = input::asset(chain, &asset)?;
        let from = input::account("from", chain, &from)?;
        let people =
            receivers.iter().map(|to| input::account("receivers", chain, to)).collect::<Result<Vec<_>, _>>()?;
        let list = list.map(|list| input::list(chain, list)).transpose()?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let descriptor = described(reader, &mut reads, list.as_ref(), asset).await?;
            let amount = input::amount(&amount, descriptor.decimals)?;
            let checked = reader.check_receivers(&mut reads, &descriptor, (from, &people), amount).await?;
            let verdicts = people.iter().zip(checked).map(|(to, checked)| {
                let (verdict, problem) = match checked {
                    Ok(assessment) => (Some((&assessment).into()), None),
                    Err(why) => (None, Some(why.to_string())),
                };
                ReceiverVerdict { to: to.to_string(), verdict, problem }
            });
            Ok(ReceiverVerdicts { receivers: verdicts.collect() })
        };
        self.readers.ask(question).await
    }

    async fn approval(&self, given: CheckApprovalOptions) -> Result<ApprovalVerdict, Error> {
        let CheckApprovalOptions { asset, owner, spender, amount, permit } = given;
        let chain = self.readers.chain();
        let token = input::asset(chain, &asset)?.token;
        let parties = (input::account("owner", chain, &owner)?, input::account("spender", chain, &spender)?);
        let terms = permit.map(|permit| terms(&permit)).transpose()?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let decimals = reader.profile(&mut reads, token).await?.value().decimals;
            let amount = input::amount(&amount, decimals)?;
            let checked = reader.check_approval(&mut reads, token, parties, (amount, terms)).await?;
            let (usable, usable_reasons, _) = parts(&checked.usable);
            let allowance = checked.allowance.as_ref().map(Amount::from);
            Ok(ApprovalVerdict { grant: (&checked.grant).into(), allowance, usable, usable_reasons })
        };
        self.readers.ask(question).await
    }

    async fn batch(&self, given: CheckBatchOptions) -> Result<BatchVerdict, Error> {
        let CheckBatchOptions { asset, from, transfers } = given;
        let chain = self.readers.chain();
        let token = input::asset(chain, &asset)?.token;
        let from = input::account("from", chain, &from)?;
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let decimals = reader.profile(&mut reads, token).await?.value().decimals;
            let each = transfers.iter().map(|transfer| {
                Ok((input::account("transfers.to", chain, &transfer.to)?, input::amount(&transfer.amount, decimals)?))
            });
            let transfers = each.collect::<Result<Vec<_>, Error>>()?;
            let checked = reader.check_batch(&mut reads, token, from, &transfers).await?;
            Ok(BatchVerdict {
                whole: (&checked.whole).into(),
                each: checked.each.iter().map(|verdict| parts(verdict).0).collect(),
            })
        };
        self.readers.ask(question).await
    }

    async fn vault(&self, given: CheckVaultOptions) -> Result<CallVerdict, Error> {
        let CheckVaultOptions { vault, action, owner, receiver, amount } = given;
        let chain = self.readers.chain();
        let vault = input::asset(chain, &vault)?.token;
        let parties = (input::account("owner", chain, &owner)?, input::account("receiver", chain, &receiver)?);
        let question = async |reader: &Reader| {
            let mut reads = newest(reader).await?;
            let asset = reader.asset_of(&mut reads, vault).await?;
            let counted = match action {
                VaultAction::Deposit | VaultAction::Withdraw => asset,
                VaultAction::Mint | VaultAction::Redeem => vault,
            };
            let decimals = reader.profile(&mut reads, counted).await?.value().decimals;
            let amount = input::amount(&amount, decimals)?;
            let checked = reader.check_vault(&mut reads, (vault, asset), parties, (action.into(), amount)).await?;
            Ok((&checked).into())
        };
        self.readers.ask(question).await
    }
}

fn terms(permit: &PermitOptions) -> Result<PermitTerms, Error> {
    Ok(PermitTerms {
        nonce: input::integer("permit.nonce", &permit.nonce)?,
        deadline: input::integer("permit.deadline", &permit.deadline)?,
        domain_separator: input::word("permit.domainSeparator", &permit.domain_separator)?,
    })
}

impl From<VaultAction> for compliance::VaultAction {
    fn from(action: VaultAction) -> Self {
        match action {
            VaultAction::Deposit => Self::Deposit,
            VaultAction::Mint => Self::Mint,
            VaultAction::Withdraw => Self::Withdraw,
            VaultAction::Redeem => Self::Redeem,
        }
    }
}

impl From<&Fact<Standing>> for HolderStanding {
    fn from(fact: &Fact<Standing>) -> Self {
        let (standing, reasons, gaps) = match fact.value() {
            Standing::Admitted => (StandingKind::Admitted, Vec::new(), Vec::new()),
            Standing::Refused(reasons) => {
                (StandingKind::Refused, reasons.iter().map(Restriction::from).collect(), Vec::new())
            }
            Standing::Unknown(gaps) => (StandingKind::Unknown, Vec::new(), gaps.iter().map(Doubt::from).collect()),
        };
        Self { standing, reasons, gaps, at: fact.at().into(), evidence: fact.evidence().into() }
    }
}

impl From<&CallAssessment> for CallVerdict {
    fn from(checked: &CallAssessment) -> Self {
        let fact = &checked.verdict;
        let (verdict, reasons, gaps) = parts(fact.value());
        Self {
            verdict,
            reasons,
            gaps,
            headroom: (&checked.headroom).into(),
            simulation: checked.simulation.as_ref().map(Simulation::from),
            at: fact.at().into(),
            evidence: fact.evidence().into(),
        }
    }
}
