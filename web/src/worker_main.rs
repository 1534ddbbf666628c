//! The keys' worker. web/static/worker-boot.js runs this once the page has posted it the compiled wasm.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// What is freed is wiped: also what a library copied on its way.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    assay_web::worker::run();
}
