//! The wallet.
mod components;
mod format;
mod text;
fn main() {
    leptos::mount::mount_to_body(|| ());
}
