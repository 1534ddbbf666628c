//! The proofs' worker with all precompiled contracts. web/static/prover-full-boot.js runs this once the page has posted it the compiled wasm.

use assay_sdk::proof::evm::Precompiled;

fn main() {
    assay_web::prover::run(Precompiled::Full);
}
