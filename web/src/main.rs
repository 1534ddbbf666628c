//! The wallet's page.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// What is freed is wiped: passwords pass through here, and a phrase while it is written down.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    // Only a browser has a page to put it on.
    #[cfg(target_arch = "wasm32")]
    assay_web::app::run();
}
