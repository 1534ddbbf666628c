//! The precompiled contracts that tokens use. The others weigh four times as much as all the rest of a run together.

use alloy_primitives::{Address, B256, Bytes};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use revm::context_interface::{Cfg, ContextTr};
use revm::handler::{PrecompileProvider, precompile_output_to_interpreter_result};
use revm::interpreter::{CallInputs, InterpreterResult};
use revm::precompile::{PrecompileHalt, PrecompileOutput};
use revm::primitives::AddressSet;
use sha2::{Digest as _, Sha256};

use crate::proof::Fork;
use crate::proof::signature::address_of;

/// `ecrecover`, SHA-256 and the identity.
#[derive(Debug)]
pub(super) struct Slim {
    addresses: AddressSet,
    /// The one that was called and is not here.
    pub(super) wanted: Option<Address>,
}

impl Slim {
    pub(super) fn new(fork: Fork) -> Self {
        let last = match fork {
            Fork::London | Fork::Paris | Fork::Shanghai => 0x09,
            Fork::Cancun => 0x0a,
            // EIP-2537.
            Fork::Prague | Fork::Osaka => 0x11,
        };
        let mut addresses: AddressSet = (1..=last).map(Address::with_last_byte).collect();
        if fork == Fork::Osaka {
            // EIP-7951.
            addresses.insert(Address::left_padding_from(&[1, 0]));
        }
        Self { addresses, wanted: None }
    }
}

impl<C: ContextTr> PrecompileProvider<C> for Slim {
    type Output = InterpreterResult;

    fn set_spec(&mut self, _: <C::Cfg as Cfg>::Spec) -> bool {
        false
    }

    fn run(&mut self, context: &mut C, inputs: &CallInputs) -> Result<Option<InterpreterResult>, String> {
        let address = inputs.bytecode_address;
        if !self.addresses.contains(&address) {
            return Ok(None);
        }
        let input = inputs.input.as_bytes(context);
        let (gas, output) = match address.as_slice() {
            [0, .., 0, 1] => (3_000, ecrecover(&input)),
            [0, .., 0, 2] => {
                (60_u64.saturating_add(per_word(&input, 12)), Bytes::copy_from_slice(&Sha256::digest(&*input)))
            }
            [0, .., 0, 4] => (15_u64.saturating_add(per_word(&input, 3)), Bytes::copy_from_slice(&input)),
            _ => {
                self.wanted = Some(address);
                return Err("a precompiled contract that is not built in".to_owned());
            }
        };
        let output = if gas > inputs.gas_limit {
            PrecompileOutput::halt(PrecompileHalt::OutOfGas, inputs.reservoir)
        } else {
            PrecompileOutput::new(gas, output, inputs.reservoir)
        };
        Ok(Some(precompile_output_to_interpreter_result(output, inputs.gas_limit)))
    }

    fn warm_addresses(&self) -> &AddressSet {
        &self.addresses
    }
}

fn per_word(input: &[u8], gas: u64) -> u64 {
    u64::try_from(input.len().div_ceil(32)).unwrap_or(u64::MAX).saturating_mul(gas)
}

/// `digest ‖ v ‖ r ‖ s`, each of 32 bytes, to the signer's address; to nothing where there is none.
fn ecrecover(input: &[u8]) -> Bytes {
    let mut words = [0_u8; 128];
    for (to, from) in words.iter_mut().zip(input) {
        *to = *from;
    }
    let [digest, v, r, s] = [0, 1, 2, 3].map(|at| words.chunks_exact(32).nth(at).map_or(B256::ZERO, B256::from_slice));
    recover(digest, v, (r, s)).map_or_else(Bytes::new, |address| Bytes::copy_from_slice(address.into_word().as_slice()))
}

fn recover(digest: B256, v: B256, (r, s): (B256, B256)) -> Option<Address> {
    let is_odd = match v {
        v if v == B256::with_last_byte(27) => false,
        v if v == B256::with_last_byte(28) => true,
        _ => return None,
    };
    let signature = Signature::from_scalars(r.0, s.0).ok()?;
    // Both halves of the order are taken here, other than in transactions.
    let low = signature.normalize_s();
    let parity = RecoveryId::new(is_odd != (low != signature), false);
    let key = VerifyingKey::recover_from_prehash(digest.as_slice(), &low, parity).ok()?;
    address_of(&key)
}
