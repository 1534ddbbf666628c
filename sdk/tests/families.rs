//! Verdict against truth for every family of tokens: on the real contract where it can be had, and else on a minimal contract that is
//! written from the published interface and says so.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::type_complexity,
    clippy::too_many_arguments,
    clippy::fn_params_excessive_bools,
    clippy::too_many_lines,
    reason = "a test stops where its data is not what it should be, and says what it did"
)]

#[path = "families/ace.rs"]
mod ace;
#[path = "families/backed.rs"]
mod backed;
#[path = "families/bridge_v2.rs"]
mod bridge_v2;
#[path = "families/centrifuge.rs"]
mod centrifuge;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/cmtat.rs"]
mod cmtat;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "families/detected.rs"]
mod detected;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;
#[path = "families/erc1400.rs"]
mod erc1400;
#[path = "families/erc1404.rs"]
mod erc1404;
#[path = "families/erc1450.rs"]
mod erc1450;
#[path = "families/erc1594.rs"]
mod erc1594;
#[path = "families/erc7518.rs"]
mod erc7518;
#[path = "families/erc7943.rs"]
mod erc7943;
#[path = "families/fiat_token.rs"]
mod fiat_token;
#[path = "families/found.rs"]
mod found;
#[path = "families/found_once.rs"]
mod found_once;
#[path = "families/franklin.rs"]
mod franklin;
#[path = "families/hedera_ats.rs"]
mod hedera_ats;
#[path = "families/maple.rs"]
mod maple;
#[path = "families/models.rs"]
mod models;
#[path = "families/ondo_global_markets.rs"]
mod ondo_global_markets;
#[path = "families/ondo_ousg.rs"]
mod ondo_ousg;
#[path = "families/ondo_usdy.rs"]
mod ondo_usdy;
#[path = "families/parties.rs"]
mod parties;
#[path = "families/paxos_gold.rs"]
mod paxos_gold;
#[path = "families/securitize.rs"]
mod securitize;
#[path = "families/security_tokens.rs"]
mod security_tokens;
#[path = "families/stage.rs"]
mod stage;
#[path = "families/superstate.rs"]
mod superstate;
#[path = "families/table.rs"]
mod table;
#[path = "families/tether.rs"]
mod tether;
#[path = "families/usdm.rs"]
mod usdm;
