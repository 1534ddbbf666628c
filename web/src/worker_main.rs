//! The keys' worker. web/static/worker-boot.js runs this once the page has posted it the compiled wasm.

fn main() {
    assay_web::worker::run();
}
