// The thinnest JSON-RPC client that will do: one endpoint, one call or a list of calls.

/** An endpoint's own refusal, with the revert data where there is any. */
export class RpcError extends Error {
  constructor(method, { code, message, data }) {
    super(`${method}: ${message}`);
    this.name = "RpcError";
    this.method = method;
    this.code = code;
    this.data = data;
  }
}

/** Returns `call(method, ...params)` for one endpoint. */
export function connect(url) {
  let id = 0;
  return async function call(method, ...params) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }),
    });
    const answer = await response.json();
    if (answer.error) throw new RpcError(method, answer.error);
    return answer.result;
  };
}

/** A number or bigint as a JSON-RPC quantity. */
export const quantity = (value) => `0x${BigInt(value).toString(16)}`;
