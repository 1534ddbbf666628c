// What a page asks its endpoint, request by request.

/** Methods that only follow the chain: which block is the newest, and what became of a transaction. */
const FOLLOWING = new Set(["eth_getBlockByNumber", "eth_blockNumber", "eth_chainId", "eth_getTransactionReceipt"]);

export class Traffic {
  #asked = [];

  constructor(page) {
    page.on("request", (request) => {
      if (!request.url().endsWith("/rpc")) return;
      const body = JSON.parse(request.postData());
      this.#asked.push((Array.isArray(body) ? body : [body]).map(({ method }) => method));
    });
  }

  /** Forgets what was asked so far. */
  begin() {
    this.#asked = [];
  }

  /** The requests since, except those that only follow the chain: a list of methods each. */
  questions() {
    return this.#asked.filter((methods) => methods.some((method) => !FOLLOWING.has(method)));
  }
}
