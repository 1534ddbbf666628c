//! ERC-1450 on a model: nobody transfers, whatever they have.

use alloy_primitives::U256;
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::security_tokens::{Ground, mint};
use crate::stage::Stage;

sol! {
    interface IModel {
        function mint(address to, uint256 amount, uint16 regulation, uint256 issued) external returns (bool);
    }
}

#[test]
fn erc1450() {
    let ground = Ground::of("ERC1450Token.sol");
    let token = ground.deploy("ERC1450Token", &ground.owner.abi_encode());
    assert_eq!(ground.families(token), [Family::Erc20, Family::Erc1450]);
    let owner = ground.owner;
    let fill = mint(owner, token, |to, amount| IModel::mintCall { to, amount, regulation: 1, issued: U256::from(1) });
    let stage = Stage {
        chain: ground.chain,
        family: Family::Erc1450,
        token,
        holders: ground.holders,
        // `approve` reverts too.
        spender: None,
        rules: Vec::new(),
        fill,
        always: |_, _, _| vec![Code::NotTransferable],
        most: U256::from(1_000),
    };
    let tally = stage.run_refused(0x1450, 500);
    println!("{tally:#?}");
    assert_eq!(tally.reasons.len(), 1, "{tally:#?}");
}
