// An endpoint whose answers are changed on their way to the wallet.

/** Changes the answers of an endpoint: `altered` gets each method with its answer and its parameters, and gives the answer that arrives. */
export async function change(context, address, altered) {
  await context.route(address, async (route) => {
    try {
      const asked = JSON.parse(route.request().postData());
      const response = await route.fetch();
      const answered = await response.json();
      const questions = new Map([asked].flat().map((request) => [request.id, request]));
      const answers = [answered].flat().map((answer) => {
        const { method, params } = questions.get(answer.id);
        return altered(method, answer, params);
      });
      await route.fulfill({ response, json: Array.isArray(answered) ? answers : answers[0] });
    } catch {
      // The page has given the question up, or is closed: nobody waits for this answer.
    }
  });
}

/** The answer of an endpoint that gives no proofs. */
export function withoutProofs(method, answer) {
  if (method !== "eth_getProof") return answer;
  return { jsonrpc: answer.jsonrpc, id: answer.id, error: { code: -32601, message: "the method eth_getProof does not exist" } };
}

/** Every word of an answer that is `from` becomes `to`. */
export function replaced(answer, from, to) {
  const word = (number) => number.toString(16).padStart(64, "0");
  return JSON.parse(JSON.stringify(answer).replaceAll(word(from), word(to)));
}
