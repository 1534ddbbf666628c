//! The reserve proofs' worker. web/static/reserves-boot.js runs this once the page has posted it the compiled wasm.

fn main() {
    assay_web::reserves::run();
}
