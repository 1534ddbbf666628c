//! The proofs' worker with all precompiled contracts. web/static/prover-full-boot.js runs this once the page has posted it the compiled wasm.

fn main() {
    assay_web::prover::run_full();
}
