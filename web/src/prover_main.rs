//! The proofs' worker. web/static/prover-boot.js runs this once the page has posted it the compiled wasm.

fn main() {
    assay_web::prover::run();
}
