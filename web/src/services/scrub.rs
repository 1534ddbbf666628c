//! Wipes what finished calls left behind on the stack. (What they left on the heap, the allocator wipes.)

use core::hint::black_box;

/// More than any call here needs, and a quarter of the stack that a wasm module has.
const DEPTH: usize = 256 * 1024;

/// Overwrites the stack below the caller.
#[inline(never)]
pub fn stack() {
    let mut below = [0_u8; DEPTH];
    // Keeps the array, and so the writing of it, in the program.
    black_box(&mut below);
}

/// Overwrites the stack now, and once more from its very beginning as soon as everything that runs now has returned.
pub fn all() {
    stack();
    gloo::timers::callback::Timeout::new(0, stack).forget();
}
