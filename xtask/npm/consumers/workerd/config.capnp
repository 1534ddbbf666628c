# The worker as it was bundled, beside the compiled modules that it imports. It may call addresses of this machine, where the demo chain is.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "main.js", esModule = embed "dist/main.js"),
    (name = "assay_bg.wasm", wasm = embed "node_modules/@assay/sdk/assay_bg.wasm"),
    (name = "assay_evm_bg.wasm", wasm = embed "node_modules/@assay/sdk/assay_evm_bg.wasm"),
    (name = "assay_evm_full_bg.wasm", wasm = embed "node_modules/@assay/sdk/assay_evm_full_bg.wasm"),
    (name = "assay_keys_bg.wasm", wasm = embed "node_modules/@assay/sdk/assay_keys_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
);
