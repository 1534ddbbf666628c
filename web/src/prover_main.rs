//! The proofs' worker. web/static/prover-boot.js runs this once the page has posted it the compiled wasm.

use assay_sdk::proof::evm::Precompiled;

fn main() {
    assay_web::prover::run(Precompiled::Slim);
}
