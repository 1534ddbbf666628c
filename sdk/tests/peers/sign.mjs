// Signs what comes line by line with ethers, and hashes typed data and authorizations with MetaMask's library too. One answer per
// line.
import { createInterface } from "node:readline";
import { TypedDataUtils, hashEIP7702Authorization } from "@metamask/eth-sig-util";
import { Signature, SigningKey, Transaction, TypedDataEncoder, hashAuthorization, hashMessage } from "ethers";

const hex = (bytes) => "0x" + Buffer.from(bytes).toString("hex");

const transaction = (key, tx) => {
  if (tx.authorizationList) {
    tx.authorizationList = tx.authorizationList.map((entry) => ({ ...entry, signature: Signature.from(entry.signature) }));
  }
  const whole = Transaction.from(tx);
  const [payload, digest] = [whole.unsignedSerialized, whole.unsignedHash];
  whole.signature = key.sign(digest);
  return { payload, digest, signature: whole.signature.serialized, raw: whole.serialized, hash: whole.hash };
};

const typed = (key, document, recursive) => {
  const metamask = hex(TypedDataUtils.eip712Hash(document, "V4"));
  const { EIP712Domain, ...types } = document.types;
  // ethers refuses recursive types.
  const digest = recursive ? metamask : TypedDataEncoder.hash(document.domain, types, document.message);
  return { digest, metamask, signature: key.sign(digest).serialized };
};

const authorization = (key, item) => {
  const digest = hashAuthorization(item);
  const metamask = hashEIP7702Authorization([Number(item.chainId), item.address, item.nonce]);
  return { digest, metamask: hex(metamask), signature: key.sign(digest).serialized };
};

const message = (key, text) => {
  const digest = hashMessage(Buffer.from(text.slice(2), "hex"));
  return { digest, signature: key.sign(digest).serialized };
};

const answer = ({ kind, key: text, item, recursive }) => {
  const key = new SigningKey(text);
  switch (kind) {
    case "authorization":
      return authorization(key, item);
    case "message":
      return message(key, item);
    case "typedData":
      return typed(key, item, recursive);
    default:
      return transaction(key, item);
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
