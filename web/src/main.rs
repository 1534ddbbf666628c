//! The wallet's page.

fn main() {
    assay_web::app::run();
}
