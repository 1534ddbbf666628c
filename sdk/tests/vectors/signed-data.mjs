// Makes eas.json and redstone.json beside it, with libraries that share no code with this SDK.
// In an empty folder: npm i @ethereum-attestation-service/eas-sdk@2.10.0 @redstone-finance/protocol@0.9.0 ethers@6.17.0 && node signed-data.mjs (package.json:
// "type": "module")
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { Wallet, getBytes, hexlify, id } from "ethers";

const require = createRequire(import.meta.url);
const { Offchain, OffchainAttestationVersion, OFFCHAIN_ATTESTATION_TYPES } = require("@ethereum-attestation-service/eas-sdk");
const { DataPackage, NumericDataPoint, RedstonePayload } = require("@redstone-finance/protocol");
const put = (name, value) =>
  writeFileSync(name, `${JSON.stringify(value, (_, item) => (typeof item === "bigint" ? String(item) : item), 2)}\n`);

// EAS: each version as the SDK signs it, and the other two layouts of version 0.
const attester = new Wallet(id("assay test attester"));
const config = { address: "0xA1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587", version: "0.26", chainId: 1n };
const params = {
  schema: id("assay test schema"),
  recipient: new Wallet(id("assay test recipient")).address,
  time: 1793491200n,
  expirationTime: 1796515200n,
  revocable: true,
  refUID: id("assay test reference"),
  data: "0x0102030405",
};
const made = {};
for (const [name, version] of Object.entries({ v2: OffchainAttestationVersion.Version2, v1: OffchainAttestationVersion.Version1 })) {
  const offchain = new Offchain(config, version, undefined);
  const sig = await offchain.signOffchainAttestation({ ...params, ...(name === "v2" && { salt: id("assay test salt") }) }, attester);
  made[name] = { sig, signer: attester.address };
}
const legacy = new Offchain(config, OffchainAttestationVersion.Legacy, undefined);
for (const [n, { primaryType, types }] of OFFCHAIN_ATTESTATION_TYPES[0].entries()) {
  const domain = legacy.getDomainTypedData();
  const text = await attester.signTypedData(domain, types, params);
  const [r, s, v] = [text.slice(0, 66), `0x${text.slice(66, 130)}`, parseInt(text.slice(130), 16)];
  const sig = { domain, primaryType, types, message: params, signature: { r, s, v }, uid: legacy.getOffchainUID(params) };
  if (!legacy.verifyOffchainAttestationSignature(attester.address, sig)) throw new Error(`layout ${n} is not one of the SDK's`);
  made[`v0-${n}`] = { sig, signer: attester.address };
}
put("eas.json", made);

// RedStone: four signers, three feeds a package, one of them with a name of more than 31 characters; two widths of values.
const signers = Array.from({ length: 4 }, (_, n) => new Wallet(id(`assay test oracle ${n}`)));
const long = "A feed whose name takes more than 31 characters";
const payload = (size, metadata) => {
  const packages = signers.map((signer, n) => {
    const points = [["XAU", 2345.5 + n], ["PROPERTY", 1000 - n], [long, 7]].map(
      ([dataFeedId, value]) => new NumericDataPoint({ dataFeedId, value, decimals: 8, valueByteSize: size }),
    );
    return new DataPackage(points, 1793491200000, "assay-test").sign(signer.privateKey);
  });
  return hexlify(getBytes(`0x${RedstonePayload.prepare(packages, metadata)}`));
};
put("redstone.json", { signers: signers.map(({ address }) => address), long, wide: payload(32, "1.0.0#assay-test"), narrow: payload(6, "") });
