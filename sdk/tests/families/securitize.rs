//! Securitize's DS protocol: a model of version 4 with both kinds of compliance service, and one that rebases.
//!
//! The rules of a scenario are the issuer's settings. What they break together is not added up here: the model goes through its own rules
//! without stopping at the first, and names them all.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, Most, RestrictionCode as Code, Verdict};

use crate::chain::{Chain, address};
use crate::contracts::{self, compile, deploy};
use crate::stage::{Cast, Effect, Rule, Stage};

sol! {
    function setDSService(uint256 id, address service) external;
    function setToken(address token) external;
    function setWallet(address wallet, string calldata id) external;
    function setPlatform(address wallet, bool platform) external;
    function setInvestor(string calldata id, string calldata country, bool accredited, bool qualified) external;
    function setCountryCompliance(string calldata country, uint256 region) external;
    function setNumber(string calldata name, uint256 value) external;
    function setFlag(string calldata name, bool value) external;
    function setPaused(bool paused) external;
    function setMultiplier(uint256 multiplier) external;
    function setRefused(uint256 code) external;
    function addLock(string calldata id, uint256 value, uint256 releaseTime) external;
    function removeLocks(string calldata id) external;
    function lockInvestor(string calldata id, bool locked) external;
    function setInvestorLiquidateOnly(string calldata id, bool only) external;
    function forgetIssuances(string calldata id) external;
    function recount(string[] calldata ids, string[] calldata all) external;
    function issue(address to, uint256 value) external;
    function empty(address wallet) external;
    function everyCode(address from, address to, uint256 value) external view returns (uint256[] memory codes);
    function getDSService(uint256 id) external view returns (address);
    function multiplier() external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function balanceOfInvestor(string calldata id) external view returns (uint256);
    function sharesOfWallet(address wallet) external view returns (uint256);
    function getInvestor(address wallet) external view returns (string memory id);
    function allowance(address owner, address spender) external view returns (uint256);
    function getTotalInvestorsCount() external view returns (uint256);
    function getAccreditedInvestorsCount() external view returns (uint256);
    function getUSInvestorsCount() external view returns (uint256);
    function getUSAccreditedInvestorsCount() external view returns (uint256);
    function getEURetailInvestorsCount(string calldata country) external view returns (uint256);
    function getJPInvestorsCount() external view returns (uint256);
}

/// Investors by name, country, region, accredited, qualified.
const INVESTORS: [(&str, &str, u8, bool, bool); 5] = [
    ("A", "US", 1, true, false),
    ("B", "FR", 2, false, false),
    ("C", "JP", 8, false, false),
    ("D", "US", 1, false, false),
    ("E", "FR", 2, true, true),
];

/// Everything that the settings are set on.
#[derive(Clone, Copy)]
pub(crate) struct Deployed {
    pub(crate) token: Address,
    issuer: Address,
    registry: Address,
    locks: Address,
    configuration: Address,
    compliance: Address,
    rebasing: Address,
}

/// A wallet and the investor that it is of; no name for a platform's.
fn wallets(chain: &Chain) -> [(Address, &'static str); 7] {
    let office = |name: &str| address(&chain.demo["accounts"][name]);
    [
        (chain.investor("alice"), "A"),
        (chain.investor("dave"), "A"),
        (chain.investor("bob"), "B"),
        (chain.investor("carol"), "C"),
        (office("creditManager"), "D"),
        (office("cashIssuer"), "E"),
        (office("goldAttester"), ""),
    ]
}

/// One of three, whatever kind of scenario it is.
const fn variety(cast: &Cast) -> u64 {
    cast.nonce / 6 % 3
}

fn text(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn deployed(chain: &Chain, service: &str, decimals: u8) -> Deployed {
    let contracts = compile("Securitize.sol");
    let issuer = contracts::issuer(chain);
    let plain = |name: &str| deploy(chain, issuer, &contracts[name], &[]);
    let (registry, configuration) = (plain("Registry"), plain("Configuration"));
    let locks = deploy(chain, issuer, &contracts["Locks"], &registry.abi_encode());
    let token = deploy(chain, issuer, &contracts["Token"], &U256::from(decimals).abi_encode());
    let rebasing = deploy(chain, issuer, &contracts["Rebasing"], &U256::from(decimals).abi_encode());
    let compliance = match service {
        "PeculiarCompliance" => plain(service),
        _ => deploy(chain, issuer, &contracts[service], &(registry, locks, configuration).abi_encode_params()),
    };
    let services =
        [(4, registry), (8, compliance), (32, registry), (64, locks), (256, configuration), (8196, rebasing)];
    for (id, service) in services {
        chain.send(issuer, token, &setDSServiceCall { id: U256::from(id), service });
    }
    for contract in [locks, compliance] {
        chain.send(issuer, contract, &setTokenCall { token });
    }
    for (id, country, region, accredited, qualified) in INVESTORS {
        let (id, country) = (text(id), text(country));
        let investor = setInvestorCall { id, country: country.clone(), accredited, qualified };
        chain.send(issuer, registry, &investor);
        chain.send(issuer, configuration, &setCountryComplianceCall { country, region: U256::from(region) });
    }
    for (wallet, id) in wallets(chain) {
        chain.send(issuer, registry, &setWalletCall { wallet, id: text(id) });
        chain.send(issuer, registry, &setPlatformCall { wallet, platform: id.is_empty() });
    }
    let deployed = Deployed { token, issuer, registry, locks, configuration, compliance, rebasing };
    for (name, value) in SETTINGS {
        deployed.set(chain, name, U256::from(value));
    }
    deployed
}

/// Settings that are no limit: retail investors are limited also by zero, and a flowback is blocked without an end.
const SETTINGS: [(&str, u64); 2] = [("euRetail", 1_000_000), ("flowback", 1)];

impl Deployed {
    fn set(&self, chain: &Chain, name: &str, value: U256) {
        chain.send(self.issuer, self.configuration, &setNumberCall { name: text(name), value });
    }

    fn reset(&self, chain: &Chain, name: &str) {
        let normal = SETTINGS.into_iter().find(|(known, _)| *known == name).map_or(0, |(_, value)| value);
        self.set(chain, name, U256::from(normal));
    }

    fn recount(&self, chain: &Chain) {
        let ids = INVESTORS.map(|(id, ..)| text(id)).to_vec();
        let all = vec![text("FR")];
        chain.send(self.issuer, self.compliance, &recountCall { ids, all });
    }

    fn investor(&self, chain: &Chain, wallet: Address) -> String {
        chain.view(self.registry, &getInvestorCall { wallet })
    }

    /// A number of the configuration, which depends on the scenario.
    fn number(self, name: &'static str, value: impl Fn(&Self, &Chain, &Cast) -> U256 + 'static) -> Rule {
        Rule::new(
            name,
            move |chain, cast| {
                let value = value(&self, chain, cast);
                self.set(chain, name, value);
                Effect::Harmless
            },
            move |chain, _| self.reset(chain, name),
        )
    }

    /// As many places as are taken, with a receiver who holds nothing.
    fn places(self, name: &'static str, taken: impl Fn(&Self, &Chain) -> U256 + 'static) -> Rule {
        self.number(name, move |deployed, chain, cast| {
            if cast.to != cast.from {
                chain.send(deployed.issuer, deployed.token, &emptyCall { wallet: cast.to });
                deployed.recount(chain);
            }
            taken(deployed, chain)
        })
    }

    fn flag(self, name: &'static str) -> Rule {
        let set = move |chain: &Chain, value| {
            chain.send(self.issuer, self.configuration, &setFlagCall { name: text(name), value });
        };
        let apply = move |chain: &Chain, _: &Cast| {
            set(chain, true);
            Effect::Harmless
        };
        Rule::new(name, apply, move |chain, _| set(chain, false))
    }

    /// What both kinds of service know.
    fn common_rules(self) -> Vec<Rule> {
        let Self { token, issuer, registry, locks, .. } = self;
        vec![
            Rule::new(
                "paused",
                move |chain, _| {
                    chain.send(issuer, token, &setPausedCall { paused: true });
                    Effect::Harmless
                },
                move |chain, _| chain.send(issuer, token, &setPausedCall { paused: false }),
            ),
            Rule::new(
                "receiver unregistered",
                move |chain, cast| {
                    chain.send(issuer, registry, &setWalletCall { wallet: cast.to, id: String::new() });
                    Effect::Harmless
                },
                move |chain, cast| {
                    let known = wallets(chain).into_iter().find(|(wallet, _)| *wallet == cast.to);
                    let id = text(known.map_or("", |(_, id)| id));
                    chain.send(issuer, registry, &setWalletCall { wallet: cast.to, id });
                },
            )
            .only(|cast| cast.from != cast.to),
            Rule::new(
                "part locked",
                move |chain, cast| {
                    let id = self.investor(chain, cast.from);
                    let held = chain.view(token, &balanceOfInvestorCall { id: id.clone() });
                    let value = held.saturating_sub(cast.amount) + U256::from(variety(cast)) - U256::from(1);
                    // For good, or for two hundred years.
                    let end = if variety(cast) == 0 { 0_u64 } else { 8_000_000_000 };
                    chain.send(issuer, locks, &addLockCall { id, value, releaseTime: U256::from(end) });
                    Effect::Harmless
                },
                move |chain, cast| {
                    let id = self.investor(chain, cast.from);
                    chain.send(issuer, locks, &removeLocksCall { id });
                },
            )
            .only(|cast| cast.amount > U256::from(2)),
            Rule::new(
                "investor locked",
                move |chain, cast| {
                    let id = self.investor(chain, cast.from);
                    chain.send(issuer, locks, &lockInvestorCall { id, locked: true });
                    Effect::Harmless
                },
                move |chain, cast| {
                    let id = self.investor(chain, cast.from);
                    chain.send(issuer, locks, &lockInvestorCall { id, locked: false });
                },
            ),
        ]
    }

    /// What only the regulated service knows about a receiver.
    fn receiver_rules(self) -> Vec<Rule> {
        let Self { issuer, locks, configuration, .. } = self;
        let region = move |chain: &Chain, cast: &Cast, forbidden: bool| {
            let id = self.investor(chain, cast.to);
            if let Some((_, country, region, ..)) = INVESTORS.into_iter().find(|(known, ..)| *known == id) {
                let region = U256::from(if forbidden { 4 } else { region });
                chain.send(issuer, configuration, &setCountryComplianceCall { country: text(country), region });
            }
        };
        let liquidate = move |chain: &Chain, cast: &Cast, only| {
            let id = self.investor(chain, cast.to);
            chain.send(issuer, locks, &setInvestorLiquidateOnlyCall { id, only });
        };
        vec![
            Rule::new(
                "country forbidden",
                move |chain, cast| {
                    region(chain, cast, true);
                    Effect::Harmless
                },
                move |chain, cast| region(chain, cast, false),
            ),
            Rule::new(
                "liquidate only",
                move |chain, cast| {
                    liquidate(chain, cast, true);
                    Effect::Harmless
                },
                move |chain, cast| liquidate(chain, cast, false),
            ),
            self.flag("accredited"),
            self.flag("accreditedUS"),
            self.number("flowback", |_, _, cast| U256::from(if variety(cast) == 0 { 0_u64 } else { 8_000_000_000 })),
            self.number("max", |deployed, chain, cast| {
                let held = chain.view(deployed.token, &balanceOfInvestorCall { id: deployed.investor(chain, cast.to) });
                held + cast.amount + U256::from(variety(cast))
            }),
        ]
    }

    /// How much must move, remain or be held.
    fn amount_rules(self) -> Vec<Rule> {
        let two = U256::from(2);
        let least = move |deployed: &Self, chain: &Chain, cast: &Cast| {
            if variety(cast) == 1 && cast.to != cast.from {
                chain.send(deployed.issuer, deployed.token, &emptyCall { wallet: cast.to });
                deployed.recount(chain);
            }
            match variety(cast) {
                0 => cast.amount * U256::from(3),
                1 => cast.amount / two,
                _ => cast.amount,
            }
        };
        let (ten_years, issuer) = (U256::from(315_360_000), self.issuer);
        // Long ago but for a third of the amount.
        let recent = move |deployed: &Self, chain: &Chain, cast: &Cast| {
            let id = deployed.investor(chain, cast.from);
            if !id.is_empty() && variety(cast) != 0 {
                chain.send(issuer, deployed.compliance, &forgetIssuancesCall { id });
                chain.send(issuer, deployed.token, &issueCall { to: cast.from, value: cast.amount });
            }
            ten_years
        };
        vec![
            self.number("minUS", least),
            self.number("minEU", least),
            self.number("min", least),
            self.number("lockUS", recent),
            self.number("lockNonUS", recent),
            self.flag("full"),
            self.flag("fullWorld"),
        ]
    }

    /// How many investors there may be.
    fn place_rules(self) -> Vec<Rule> {
        let compliance = self.compliance;
        let all = move |chain: &Chain| chain.view(compliance, &getTotalInvestorsCountCall {});
        let accredited = move |chain: &Chain| chain.view(compliance, &getAccreditedInvestorsCountCall {});
        vec![
            self.places("total", move |_, chain| all(chain)),
            self.places("us", move |_, chain| chain.view(compliance, &getUSInvestorsCountCall {})),
            self.places("usPercentage", move |_, chain| {
                let us = chain.view(compliance, &getUSInvestorsCountCall {});
                us * U256::from(100) / all(chain).max(U256::from(1))
            }),
            self.places("usAccredited", move |_, chain| chain.view(compliance, &getUSAccreditedInvestorsCountCall {})),
            self.places("euRetail", move |_, chain| {
                chain.view(compliance, &getEURetailInvestorsCountCall { country: text("FR") })
            }),
            self.places("jp", move |_, chain| chain.view(compliance, &getJPInvestorsCountCall {})),
            self.places("nonAccredited", move |_, chain| all(chain) - accredited(chain)),
            self.number("minTotal", move |_, chain, _| all(chain)),
        ]
    }
}

fn stage(service: &str, decimals: u8, multiplier: u64) -> Stage {
    let chain = Chain::start();
    let deployed = deployed(&chain, service, decimals);
    let mut rules = deployed.common_rules();
    let regulated = service == "RegulatedCompliance";
    if regulated {
        rules.extend(deployed.receiver_rules());
        rules.extend(deployed.amount_rules());
        rules.extend(deployed.place_rules());
    }
    let fill = move |chain: &Chain, account: Address, least: U256| {
        let Deployed { token, issuer, .. } = deployed;
        if chain.view(token, &balanceOfCall { account }) < least {
            // Issued at the first multiplier, and worth more or less since.
            let issue = issueCall { to: account, value: least };
            chain.send(issuer, deployed.rebasing, &setMultiplierCall { multiplier: U256::from(ONE) });
            chain.send(issuer, token, &issue);
            chain.send(issuer, deployed.rebasing, &setMultiplierCall { multiplier: U256::from(multiplier) });
            while chain.view(token, &balanceOfCall { account }) < least {
                chain.send(issuer, token, &issue);
            }
        }
        if regulated {
            deployed.recount(chain);
        }
    };
    Stage {
        holders: wallets(&chain).map(|(wallet, _)| wallet).to_vec(),
        spender: Some(address(&chain.demo["accounts"]["rentPayer"])),
        chain,
        family: Family::Securitize,
        token: deployed.token,
        rules,
        fill: Box::new(fill),
        always: broken,
        most: U256::from(1_000_000),
    }
}

const ONE: u64 = 1_000_000_000_000_000_000;

/// Every rule that the model names, and what its token checks besides.
fn broken(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let (chain, token) = (&stage.chain, stage.token);
    let service = |id| chain.view(token, &getDSServiceCall { id: U256::from(id) });
    let balance = stage.balance(cast.from);
    let codes = |value| chain.view(service(8), &everyCodeCall { from: cast.from, to: cast.to, value });
    // Where nothing is locked the locks leave the holding, and more than that is the balance's matter.
    let within = codes(amount.min(balance));
    let counts = |code: &U256| !LOCKS.contains(&code.to::<u64>()) || within.contains(code);
    let mut codes: Vec<Code> = codes(amount).into_iter().filter(counts).map(meaning).collect();
    let allowed = |spender| chain.view(token, &allowanceCall { owner: cast.from, spender });
    if cast.spender.is_some_and(|spender| amount > allowed(spender)) {
        codes.push(Code::InsufficientAllowance);
    }
    let id = chain.view(service(4), &getInvestorCall { wallet: cast.from });
    let held = chain.view(token, &balanceOfInvestorCall { id: id.clone() });
    if !id.is_empty() && held < amount && amount <= balance {
        codes.push(Code::BookedBalance);
    }
    // What is left in the books is rounded to shares as well.
    let left = held.saturating_sub(amount);
    let crumb = !id.is_empty() && !left.is_zero() && moved(stage, service(8196), left).is_none();
    match moved(stage, service(8196), amount) {
        _ if crumb => codes.push(Code::RoundsToNothing),
        None => codes.push(Code::RoundsToNothing),
        // That there are too few shares can be seen only where nothing else is broken.
        Some(shares) if codes.is_empty() && shares > chain.view(token, &sharesOfWalletCall { wallet: cast.from }) => {
            codes.push(Code::InsufficientBalance);
        }
        Some(_) => {}
    }
    codes
}

/// The shares that an amount is, if any.
fn moved(stage: &Stage, rebasing: Address, amount: U256) -> Option<U256> {
    sol! { function decimals() external view returns (uint8); }
    let multiplier = stage.chain.view(rebasing, &multiplierCall {});
    let decimals = stage.chain.view(stage.token, &decimalsCall {});
    let scale = U256::from(10).pow(U256::from(18 - decimals));
    let shares = (amount * scale * U256::from(ONE) + multiplier / U256::from(2)) / multiplier;
    (!shares.is_zero()).then_some(shares)
}

/// Codes of locks and of lock-up periods.
const LOCKS: [u64; 3] = [16, 32, 33];

fn meaning(code: U256) -> Code {
    match code.to::<u64>() {
        10 => Code::Paused,
        15 => Code::InsufficientBalance,
        16 | 32 | 33 => Code::LockedUp,
        20 => Code::ReceiverNotRegistered,
        25 => Code::Flowback,
        26 => Code::CountryForbidden,
        40 => Code::TooManyHolders,
        50 => Code::OnlyFullTransfer,
        51 => Code::BelowMinimum,
        52 => Code::AboveMaximum,
        61 | 62 => Code::AccreditationRequired,
        71 => Code::TooFewHolders,
        90 => Code::LiquidateOnly,
        other => panic!("{other} is no code of the protocol"),
    }
}

#[test]
fn regulated() {
    let tally = stage("RegulatedCompliance", 6, ONE).run(0xd501, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 70 && tally.minima >= 1 && tally.reasons.len() >= 14), "{tally:#?}");
}

#[test]
fn whitelisted() {
    let tally = stage("WhitelistedCompliance", 6, ONE).run(0xd502, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 25 && tally.reasons.len() >= 5), "{tally:#?}");
}

#[test]
fn rebased_by_an_uneven_multiplier() {
    let tally = stage("RegulatedCompliance", 6, 1_037_219_845_003_117_771).run(0xd503, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 25), "{tally:#?}");
}

#[test]
fn rebased_so_far_that_the_smallest_amounts_are_no_share() {
    let tally = stage("WhitelistedCompliance", 18, 9_000_000_000_000_000_001).run(0xd504, 100);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.minima >= 10), "{tally:#?}");
}

#[test]
fn a_code_that_is_in_no_table_stays_in_the_tokens_words() {
    let stage = stage("PeculiarCompliance", 6, ONE);
    let (chain, alice, bob) = (&stage.chain, stage.holders[0], stage.holders[2]);
    (stage.fill)(chain, alice, U256::from(100));
    let allowed = stage.check(alice, bob, U256::from(10));
    assert!(allowed.verdict.value().is_allow(), "{allowed:#?}");
    assert!(
        matches!(allowed.headroom.most, Most::Unknown(Some(most)) if most.raw() == U256::from(100)),
        "{allowed:#?}"
    );

    let compliance = chain.view(stage.token, &getDSServiceCall { id: U256::from(8) });
    chain.send(contracts::issuer(chain), compliance, &setRefusedCall { code: U256::from(77) });
    let refused = stage.check(alice, bob, U256::from(10));
    let Verdict::Deny(reasons) = refused.verdict.value() else { panic!("{refused:#?}") };
    let [reason] = reasons.as_slice() else { panic!("{refused:#?}") };
    assert_eq!(reason.code, Code::TokenRestriction);
    assert!(reason.message.contains("77") && reason.message.contains("Out of office"), "{}", reason.message);
    // A code of the table is named even where the rule behind it cannot be read.
    chain.send(contracts::issuer(chain), compliance, &setRefusedCall { code: U256::from(52) });
    let above = stage.check(alice, bob, U256::from(10));
    assert!(matches!(above.verdict.value().reasons(), [only] if only.code == Code::AboveMaximum), "{above:#?}");
}
