// Circle's FiatTokenV2_2 behind its proxy: the cash token and, with 18 decimals, gold.
import { at } from "../chain/session.mjs";
import { offices } from "../chain/accounts.mjs";

const MINT_ALLOWANCE = 10n ** 30n;

/**
 * Deploys one token. `issuer` is owner, pauser, blacklister, master minter and the only minter.
 * @returns the token as a contract
 */
export async function deployFiat(session, { library, issuer, name, symbol, currency, decimals }) {
  const { deployer } = offices;
  const implementation = await session.deploy(deployer, "circle/v2/FiatTokenV2_2", [], {
    SignatureChecker: library.address,
  });
  // The deployer stays the proxy's admin, and an admin cannot call the token through the proxy.
  const proxy = await session.deploy(deployer, "circle/v1/FiatTokenProxy", [implementation.address]);
  const token = at("circle/v2/FiatTokenV2_2", proxy.address);
  const role = issuer.address;
  await session.write(issuer, token, "initialize", [name, symbol, currency, decimals, role, role, role, role]);
  await session.write(issuer, token, "initializeV2", [name]);
  await session.write(issuer, token, "initializeV2_1", [role]);
  await session.write(issuer, token, "initializeV2_2", [[], symbol]);
  await session.write(issuer, token, "configureMinter", [role, MINT_ALLOWANCE]);
  return token;
}
