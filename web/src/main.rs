//! The wallet.

use js_sys::{Reflect, global};

fn main() {
    let title = Reflect::get(&global(), &"document".into())
        .and_then(|document| Reflect::set(&document, &"title".into(), &"Assay is running".into()));
    let _no_document = title;
}
