// The one rule of `init`, whatever the runtime: the first call loads, all others wait for it, and a failed one may be repeated.
export const once = (load, ownWasm) => {
  let loading;
  return ({ wasm } = {}) => {
    loading ??= Promise.resolve(wasm ?? ownWasm())
      .then((given) => load({ module_or_path: given }))
      .then(() => undefined)
      .catch((error) => {
        loading = undefined;
        throw error;
      });
    return loading;
  };
};
