// Writes transfer.json: one ERC-20 transfer, encoded and signed by ethers. To write it anew, in an empty folder:
//
//     npm install ethers@6 && node <this file> > transfer.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { ethers } = require("ethers");
const wallet = ethers.HDNodeWallet.fromPhrase("test test test test test test test test test test test junk");
const raw = await wallet.signTransaction({
  type: 2, chainId: 31337, nonce: 7, to: "0x" + "70".repeat(20), gasLimit: 100000,
  maxFeePerGas: 30000000000n, maxPriorityFeePerGas: 1000000000n,
  data: new ethers.Interface(["function transfer(address,uint256)"])
    .encodeFunctionData("transfer", ["0x70997970C51812dc3A010C7d01b50e0d17dc79C8", 1500000n]),
});
console.log(JSON.stringify({ origin: `ethers ${ethers.version}; written by transfer.mjs`, raw, hash: ethers.keccak256(raw) }));
