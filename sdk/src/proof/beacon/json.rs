//! The JSON of the beacon API, rewritten as SSZ: for endpoints that answer nothing else.
//!
//! Each function takes an answer's object with `version` and `data` and gives the fork that it names with the bytes that the same endpoint
//! would have sent in SSZ. Nothing is taken on trust here: what is wrong with the values shows when the bytes are read.

use alloy_primitives::{U256, hex};
use serde_json::Value;

use super::header::{EXTRA_DATA, PAYLOAD, depth};
use super::update::Shape;
use super::{BeaconError, Fork, Network};

/// Bytes in SSZ, and the fork that the endpoint named.
pub type Answer = (Fork, Vec<u8>);

/// `LightClientBootstrap`.
///
/// # Errors
/// [`BeaconError::Malformed`].
pub fn bootstrap(network: &Network, answer: &Value) -> Result<Answer, BeaconError> {
    let (fork, data) = versioned(answer)?;
    let mut writer = Writer::new(Shape::of(fork), network);
    writer.header(data, "header")?;
    writer.committee(data, "current_sync_committee")?;
    writer.branch(data, "current_sync_committee_branch", depth(fork.state_indices().current_committee))?;
    Ok((fork, writer.finish()))
}

/// `LightClientUpdate`.
///
/// # Errors
/// [`BeaconError::Malformed`].
pub fn update(network: &Network, answer: &Value) -> Result<Answer, BeaconError> {
    let (fork, data) = versioned(answer)?;
    let mut writer = Writer::new(Shape::of(fork), network);
    let indices = fork.state_indices();
    writer.header(data, "attested_header")?;
    writer.committee(data, "next_sync_committee")?;
    writer.branch(data, "next_sync_committee_branch", depth(indices.next_committee))?;
    writer.header(data, "finalized_header")?;
    writer.branch(data, "finality_branch", depth(indices.finalized_root))?;
    writer.signature(data)?;
    Ok((fork, writer.finish()))
}

/// `LightClientFinalityUpdate`.
///
/// # Errors
/// [`BeaconError::Malformed`].
pub fn finality_update(network: &Network, answer: &Value) -> Result<Answer, BeaconError> {
    let (fork, data) = versioned(answer)?;
    let mut writer = Writer::new(Shape::of(fork), network);
    writer.header(data, "attested_header")?;
    writer.header(data, "finalized_header")?;
    writer.branch(data, "finality_branch", depth(fork.state_indices().finalized_root))?;
    writer.signature(data)?;
    Ok((fork, writer.finish()))
}

/// `LightClientOptimisticUpdate`.
///
/// # Errors
/// [`BeaconError::Malformed`].
pub fn optimistic_update(network: &Network, answer: &Value) -> Result<Answer, BeaconError> {
    let (fork, data) = versioned(answer)?;
    let mut writer = Writer::new(Shape::of(fork), network);
    writer.header(data, "attested_header")?;
    writer.signature(data)?;
    Ok((fork, writer.finish()))
}

fn versioned(answer: &Value) -> Result<(Fork, &Value), BeaconError> {
    let version = field(answer, "version")?;
    let name = version.as_str().ok_or_else(|| refused("version", version, "a text"))?;
    Ok((Fork::from_name(name)?, field(answer, "data")?))
}

fn field<'a>(object: &'a Value, name: &'static str) -> Result<&'a Value, BeaconError> {
    object.get(name).ok_or_else(|| BeaconError::malformed(name, "nothing", "a value"))
}

fn refused(what: &'static str, got: &Value, expected: &'static str) -> BeaconError {
    BeaconError::malformed(what, &got.to_string(), expected)
}

/// `0x` and so many bytes.
fn bytes(what: &'static str, value: &Value, length: usize) -> Result<Vec<u8>, BeaconError> {
    let bytes = any_bytes(what, value)?;
    if bytes.len() == length { Ok(bytes) } else { Err(refused(what, value, "hexadecimal bytes of the exact length")) }
}

fn any_bytes(what: &'static str, value: &Value) -> Result<Vec<u8>, BeaconError> {
    let digits = value.as_str().and_then(|text| text.strip_prefix("0x"));
    let bytes = digits.and_then(|digits| hex::decode(digits).ok());
    bytes.ok_or_else(|| refused(what, value, "0x and hexadecimal bytes"))
}

/// A decimal integer, little-endian in so many bytes.
fn integer(what: &'static str, value: &Value, length: usize) -> Result<Vec<u8>, BeaconError> {
    let digits = value.as_str().filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    let parsed = digits.and_then(|digits| U256::from_str_radix(digits, 10).ok());
    let parsed = parsed.ok_or_else(|| refused(what, value, "a decimal integer"))?;
    let (bytes, rest) = parsed.as_le_slice().split_at_checked(length).unwrap_or_default();
    if rest.iter().any(|byte| *byte != 0) || bytes.len() != length {
        return Err(refused(what, value, "a smaller integer"));
    }
    Ok(bytes.to_vec())
}

/// Fields of a container in their order: those of a fixed length in their place, headers after all of them, where they are not fixed.
struct Writer<'a> {
    shape: Shape,
    network: &'a Network,
    places: Vec<Place>,
}

enum Place {
    Fixed(Vec<u8>),
    Variable(Vec<u8>),
}

impl<'a> Writer<'a> {
    const fn new(shape: Shape, network: &'a Network) -> Self {
        Self { shape, network, places: Vec::new() }
    }

    fn fixed(&mut self, bytes: Vec<u8>) {
        self.places.push(Place::Fixed(bytes));
    }

    fn finish(self) -> Vec<u8> {
        let length = |place: &Place| match place {
            Place::Fixed(bytes) => bytes.len(),
            Place::Variable(_) => 4,
        };
        let mut offset: usize = self.places.iter().map(length).sum();
        let (mut fixed, mut variable) = (Vec::new(), Vec::new());
        for place in self.places {
            match place {
                Place::Fixed(bytes) => fixed.extend(bytes),
                Place::Variable(bytes) => {
                    fixed.extend(u32::try_from(offset).unwrap_or(u32::MAX).to_le_bytes());
                    offset = offset.saturating_add(bytes.len());
                    variable.extend(bytes);
                }
            }
        }
        fixed.extend(variable);
        fixed
    }

    fn header(&mut self, data: &Value, name: &'static str) -> Result<(), BeaconError> {
        let header = field(data, name)?;
        let mut inner = Writer::new(self.shape, self.network);
        let beacon = field(header, "beacon")?;
        for name in ["slot", "proposer_index"] {
            inner.fixed(integer(name, field(beacon, name)?, 8)?);
        }
        for name in ["parent_root", "state_root", "body_root"] {
            inner.fixed(bytes(name, field(beacon, name)?, 32)?);
        }
        if let Some(fields) = self.shape.payload_fields() {
            inner.places.push(Place::Variable(payload(field(header, "execution")?, fields)?));
        } else {
            inner.fixed(bytes("execution_block_hash", field(header, "execution_block_hash")?, 32)?);
        }
        inner.branch(header, "execution_branch", self.shape.execution_depth())?;
        let written = inner.finish();
        let variable = self.shape.payload_fields().is_some();
        self.places.push(if variable { Place::Variable(written) } else { Place::Fixed(written) });
        Ok(())
    }

    fn committee(&mut self, data: &Value, name: &'static str) -> Result<(), BeaconError> {
        let committee = field(data, name)?;
        let keys = field(committee, "pubkeys")?;
        let members = keys.as_array().filter(|keys| keys.len() == self.network.committee_size);
        let members =
            members.ok_or_else(|| BeaconError::malformed("pubkeys", "another number", "one for each member"))?;
        for key in members {
            self.fixed(bytes("pubkeys", key, 48)?);
        }
        self.fixed(bytes("aggregate_pubkey", field(committee, "aggregate_pubkey")?, 48)?);
        Ok(())
    }

    fn branch(&mut self, data: &Value, name: &'static str, length: usize) -> Result<(), BeaconError> {
        let branch = field(data, name)?;
        let nodes = branch.as_array().filter(|nodes| nodes.len() == length);
        for node in nodes.ok_or_else(|| BeaconError::malformed(name, "another number of nodes", "that of its fork"))? {
            self.fixed(bytes(name, node, 32)?);
        }
        Ok(())
    }

    fn signature(&mut self, data: &Value) -> Result<(), BeaconError> {
        let aggregate = field(data, "sync_aggregate")?;
        let bits = field(aggregate, "sync_committee_bits")?;
        self.fixed(bytes("sync_committee_bits", bits, self.network.committee_size >> 3)?);
        self.fixed(bytes("sync_committee_signature", field(aggregate, "sync_committee_signature")?, 96)?);
        self.fixed(integer("signature_slot", field(data, "signature_slot")?, 8)?);
        Ok(())
    }
}

/// `ExecutionPayloadHeader`.
fn payload(header: &Value, fields: usize) -> Result<Vec<u8>, BeaconError> {
    const NAMES: [&str; PAYLOAD.len()] = [
        "parent_hash",
        "fee_recipient",
        "state_root",
        "receipts_root",
        "logs_bloom",
        "prev_randao",
        "block_number",
        "gas_limit",
        "gas_used",
        "timestamp",
        "extra_data",
        "base_fee_per_gas",
        "block_hash",
        "transactions_root",
        "withdrawals_root",
        "blob_gas_used",
        "excess_blob_gas",
    ];
    let mut places = Vec::new();
    for (at, (name, length)) in NAMES.into_iter().zip(PAYLOAD).take(fields).enumerate() {
        let value = field(header, name)?;
        places.push(if at == EXTRA_DATA {
            Place::Variable(any_bytes(name, value)?)
        } else if length == 8 || name == "base_fee_per_gas" {
            Place::Fixed(integer(name, value, length)?)
        } else {
            Place::Fixed(bytes(name, value, length)?)
        });
    }
    let network = &Network::MAINNET;
    Ok(Writer { shape: Shape::Capella, network, places }.finish())
}
