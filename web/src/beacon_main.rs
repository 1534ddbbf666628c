//! The light client's worker. web/static/beacon-boot.js runs this once the page has posted it the compiled wasm.

fn main() {
    assay_web::beacon::run();
}
