// The ERC-3643 infrastructure: ONCHAINID, T-REX implementations and factory, claim issuer, the eleven compliance modules.
import { encodeAbiParameters, encodeFunctionData, keccak256 } from "viem/utils";
import { artifact } from "../chain/artifacts.mjs";
import { offices } from "../chain/accounts.mjs";
import { at } from "../chain/session.mjs";

const MODULES = [
  "ConditionalTransferModule",
  "CountryAllowModule",
  "CountryRestrictModule",
  "ExchangeMonthlyLimitsModule",
  "MaxBalanceModule",
  "SupplyLimitModule",
  "TimeExchangeLimitsModule",
  "TimeTransfersLimitsModule",
  "TokenListingRestrictionsModule",
  "TransferFeesModule",
  "TransferRestrictModule",
];
/** ERC-734 purpose and key type: a key that signs claims, of the kind ECDSA. */
const PURPOSE_CLAIM = 3n;
const KEY_ECDSA = 1n;
/** ERC-735 scheme: ECDSA. */
const SCHEME_ECDSA = 1n;

/** The key under which ERC-734 knows an account. */
export const identityKey = (address) => keccak256(encodeAbiParameters([{ type: "address" }], [address]));

/** A module as a contract. */
export const moduleAt = (name, address) => at(`trex/compliance/modular/modules/${name}`, address);

/** Deploys everything that more than one ERC-3643 token could share. */
export async function deployTrex(session) {
  const { deployer, claimSigner } = offices;
  const identity = await session.deploy(deployer, "onchainid/Identity", [deployer.address, true]);
  const authority = await session.deploy(deployer, "onchainid/proxy/ImplementationAuthority", [identity.address]);
  const idFactory = await session.deploy(deployer, "onchainid/factory/IdFactory", [authority.address]);
  const factory = await deployFactory(session, idFactory);
  await session.write(deployer, idFactory, "addTokenFactory", [factory.address]);
  const claimIssuer = await session.deploy(deployer, "onchainid/ClaimIssuer", [deployer.address]);
  const key = identityKey(claimSigner.address);
  await session.write(deployer, claimIssuer, "addKey", [key, PURPOSE_CLAIM, KEY_ECDSA]);
  return { idFactory, factory, claimIssuer, modules: await deployModules(session) };
}

async function deployFactory(session, idFactory) {
  const { deployer } = offices;
  const deploy = async (name, args = []) => (await session.deploy(deployer, `trex/${name}`, args));
  const implementations = {
    tokenImplementation: (await deploy("token/Token")).address,
    ctrImplementation: (await deploy("registry/implementation/ClaimTopicsRegistry")).address,
    irImplementation: (await deploy("registry/implementation/IdentityRegistry")).address,
    irsImplementation: (await deploy("registry/implementation/IdentityRegistryStorage")).address,
    tirImplementation: (await deploy("registry/implementation/TrustedIssuersRegistry")).address,
    mcImplementation: (await deploy("compliance/modular/ModularCompliance")).address,
  };
  const none = "0x0000000000000000000000000000000000000000";
  const authority = await deploy("proxy/authority/TREXImplementationAuthority", [true, none, none]);
  const version = { major: 4, minor: 1, patch: 6 };
  await session.write(deployer, authority, "addAndUseTREXVersion", [version, implementations]);
  const factory = await deploy("factory/TREXFactory", [authority.address, idFactory.address]);
  await session.write(deployer, authority, "setTREXFactory", [factory.address]);
  return factory;
}

async function deployModules(session) {
  const { deployer } = offices;
  const modules = {};
  for (const name of MODULES) {
    const path = `trex/compliance/modular/modules/${name}`;
    const implementation = await session.deploy(deployer, path);
    const initialize = encodeFunctionData({ abi: artifact(path).abi, functionName: "initialize" });
    const proxy = await session.deploy(deployer, "trex/compliance/modular/modules/ModuleProxy", [
      implementation.address,
      initialize,
    ]);
    modules[name] = at(path, proxy.address);
  }
  return modules;
}

/**
 * Adds a claim to an identity: signed by the claim issuer's key, sent by `manager`, who holds a key of the identity.
 * @returns the claim's signature
 */
export async function addClaim(session, { claimIssuer, identity, manager, topic, data }) {
  const digest = keccak256(
    encodeAbiParameters([{ type: "address" }, { type: "uint256" }, { type: "bytes" }], [identity.address, topic, data]),
  );
  const signature = await offices.claimSigner.signMessage({ message: { raw: digest } });
  const args = [topic, SCHEME_ECDSA, claimIssuer.address, signature, data, ""];
  await session.write(manager, identity, "addClaim", args);
  return signature;
}
