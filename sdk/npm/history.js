// The pages of a history as an async generator. What they hold is read in the wasm; here they are only asked for one after the other.
export class Pages {
  static async *of(next) {
    for (let page = await next(); page !== undefined; page = await next()) yield page;
  }
}
