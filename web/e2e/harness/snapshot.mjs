// A heap snapshot of V8: its strings, and which byte arrays there are. What is in an array it does not say.

const ARRAYS = /^((Shared)?ArrayBuffer|(Big)?(Int|Uint|Float)\d+(Clamped)?Array|DataView)$/;
/** Where an array's bytes are: in a store of its own, or, of a small one, among its elements. */
const STORES = ["backing_store", "elements"];

export class Snapshot {
  constructor(text) {
    const { snapshot, nodes, edges, strings } = JSON.parse(text);
    const { node_fields: fields, node_types: types, edge_fields: edgeFields, edge_types: edgeTypes } = snapshot.meta;
    const field = (name) => fields.indexOf(name);
    Object.assign(this, { strings, nodes, edges, width: fields.length, edgeWidth: edgeFields.length, field });
    this.kinds = types[field("type")];
    this.edgeKinds = edgeTypes[0];
  }

  /** Byte arrays with a memory of their own, apart from those of these sizes (the linear memories): how large, and who holds them. */
  arrays(except) {
    const { nodes, width } = this;
    const candidates = new Map(); // node → what it is
    for (let at = 0; at < nodes.length; at += width) {
      const name = this.#name(at);
      if (ARRAYS.test(name) && ["object", "native"].includes(this.kinds[nodes[at + this.field("type")]])) candidates.set(at, { name, holders: [] });
    }
    for (const { from, to, kind, label } of this.#edges()) {
      if (candidates.has(to) && kind !== "weak" && label !== "__proto__") candidates.get(to).holders.push(`${this.#name(from)}.${label}`);
      if (candidates.has(from) && STORES.includes(label)) candidates.get(from).size = nodes[to + this.field("self_size")];
    }
    // A prototype has no store, what was handed over has an empty one; a view's store is that of its buffer.
    return [...candidates.values()].filter(({ size }) => size > 0 && !except.includes(size));
  }

  #name(at) {
    return this.strings[this.nodes[at + this.field("name")]];
  }

  *#edges() {
    const { nodes, edges, width, edgeWidth } = this;
    const count = this.field("edge_count");
    let at = 0;
    for (let from = 0; from < nodes.length; from += width) {
      for (let left = nodes[from + count]; left > 0; left -= 1, at += edgeWidth) {
        const kind = this.edgeKinds[edges[at]];
        const named = kind !== "element" && kind !== "hidden";
        yield { from, to: edges[at + 2], kind, label: named ? this.strings[edges[at + 1]] : edges[at + 1] };
      }
    }
  }
}
