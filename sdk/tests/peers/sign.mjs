// Signs what comes line by line with ethers, and hashes typed data with MetaMask's library too. One answer per line.
import { createInterface } from "node:readline";
import { TypedDataUtils } from "@metamask/eth-sig-util";
import { Signature, SigningKey, Transaction, TypedDataEncoder, Wallet, hashAuthorization, hashMessage } from "ethers";

const hex = (bytes) => "0x" + Buffer.from(bytes).toString("hex");

const transaction = (wallet, tx) => {
  if (tx.authorizationList) {
    tx.authorizationList = tx.authorizationList.map((entry) => ({ ...entry, signature: Signature.from(entry.signature) }));
  }
  const whole = Transaction.from(tx);
  const [payload, digest] = [whole.unsignedSerialized, whole.unsignedHash];
  whole.signature = wallet.signingKey.sign(digest);
  return { payload, digest, signature: whole.signature.serialized, raw: whole.serialized, hash: whole.hash };
};

const typed = (wallet, document, recursive) => {
  const metamask = hex(TypedDataUtils.eip712Hash(document, "V4"));
  const { EIP712Domain, ...types } = document.types;
  // ethers refuses recursive types.
  const digest = recursive ? metamask : TypedDataEncoder.hash(document.domain, types, document.message);
  return { digest, metamask, signature: wallet.signingKey.sign(digest).serialized };
};

const answer = ({ kind, key, item, recursive }) => {
  const wallet = new Wallet(new SigningKey(key));
  switch (kind) {
    case "authorization": {
      const { signature } = wallet.authorizeSync(item);
      return { digest: hashAuthorization(item), signature: signature.serialized };
    }
    case "message":
      return { digest: hashMessage(Buffer.from(item.slice(2), "hex")), signature: wallet.signMessageSync(Buffer.from(item.slice(2), "hex")) };
    case "typedData":
      return typed(wallet, item, recursive);
    default:
      return transaction(wallet, item);
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let reply;
  try {
    reply = answer(request);
  } catch (error) {
    reply = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
