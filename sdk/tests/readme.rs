//! The README shows a program that is run, not one that once ran.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a test stops where its data is not what it should be")]

const README: &str = include_str!("../../README.md");
const EXAMPLE: &str = include_str!("../../examples/node/check-transfer.mjs");

#[test]
fn the_readme_shows_the_example_that_the_tests_run_within_its_first_35_lines() {
    let fenced = format!("```js\n{EXAMPLE}```\n");
    let (before, _) = README.split_once(&fenced).expect("examples/node/check-transfer.mjs, word for word");
    let last = before.lines().count() + fenced.lines().count();
    assert!(last <= 35, "the example ends in line {last}");
}

#[test]
fn the_readme_names_the_two_commands() {
    for command in ["    cargo xtask run ", "    cargo xtask test "] {
        assert!(README.contains(command), "{command}");
    }
}
