// Tables as RFC 4180 has them, read by its grammar alone.

/** Rows as objects by the names of their columns. */
export function rows(text) {
  const records = [];
  let record = [];
  let at = 0;
  while (at < text.length) {
    let field = "";
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) throw new Error("a quoted field does not end");
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') field += text[++at];
        else break;
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== "," && text[at] !== "\r") field += text[at++];
    }
    record.push(field);
    if (text[at] === ",") at += 1;
    else if (text.startsWith("\r\n", at)) {
      records.push(record);
      record = [];
      at += 2;
    } else throw new Error(`neither a comma nor a line's end at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
  }
  const [header, ...lines] = records;
  for (const line of lines) if (line.length !== header.length) throw new Error(`${line.length} fields under ${header.length} names`);
  return lines.map((line) => Object.fromEntries(header.map((name, place) => [name, line[place]])));
}

/** A decimal number in raw units. */
export function raw(text, decimals) {
  const [whole, fraction = ""] = text.split(".");
  if (!/^\d+$/.test(whole) || !/^\d*$/.test(fraction) || fraction.length > decimals) throw new Error(`not a number of ${decimals} decimals: ${text}`);
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}
