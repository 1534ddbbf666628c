// A reserve attestation: one party's signed statement of what backs a token, as EIP-712 typed data.
import { CHAIN_ID } from "../chain/anvil.mjs";

const TYPES = {
  ReserveAttestation: [
    { name: "token", type: "address" },
    { name: "chainId", type: "uint256" },
    { name: "reserves", type: "uint256" },
    { name: "decimals", type: "uint8" },
    { name: "unit", type: "string" },
    { name: "asOf", type: "uint64" },
    { name: "expires", type: "uint64" },
    { name: "documentHash", type: "bytes32" },
  ],
};
const DOMAIN_TYPE = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
];

/**
 * Signs an attestation and returns it as JSON: `{ domain, types, primaryType, message, signer, signature }`, integers that
 * may exceed 53 bits as decimal strings.
 * @param attester the signing account
 * @param {{ token: string, reserves: bigint, decimals: number, unit: string, asOf: number, expires: number, documentHash: string }} statement
 */
export async function attestReserves(attester, statement) {
  const domain = {
    name: "Assay Reserve Attestation",
    version: "1",
    chainId: CHAIN_ID,
    verifyingContract: statement.token,
  };
  const { token, reserves, decimals, unit, asOf, expires, documentHash } = statement;
  const message = { token, chainId: CHAIN_ID, reserves, decimals, unit, asOf, expires, documentHash };
  const signature = await attester.signTypedData({
    domain,
    types: TYPES,
    primaryType: "ReserveAttestation",
    message: { ...message, chainId: BigInt(CHAIN_ID), asOf: BigInt(asOf), expires: BigInt(expires) },
  });
  return {
    domain,
    types: { EIP712Domain: DOMAIN_TYPE, ...TYPES },
    primaryType: "ReserveAttestation",
    message: { ...message, reserves: reserves.toString() },
    signer: attester.address,
    signature,
  };
}
