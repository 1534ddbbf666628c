//! The wallet's page.

fn main() {
    // Only a browser has a page to put it on.
    #[cfg(target_arch = "wasm32")]
    assay_web::app::run();
}
