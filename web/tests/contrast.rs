//! Holds the colours of `style/tokens.css` to WCAG 2.2: text on every ground that it meets at 4.5 to 1 (1.4.3, AA), outlines
//! and pictures at 3 to 1 (1.4.11), in both faces.
#![expect(clippy::float_arithmetic, reason = "WCAG defines contrast over real numbers; no money is near")]

use std::collections::BTreeMap;
use std::num::ParseIntError;

const TOKENS: &str = include_str!("../style/tokens.css");
const GROUNDS: [&str; 4] = ["ground", "surface", "sunk", "raised"];
const SOFT: [&str; 3] = ["accent-soft", "amber-soft", "oxblood-soft"];

/// Each colour token with its value on paper and on ink.
fn colours() -> BTreeMap<&'static str, [[u8; 3]; 2]> {
    let token = |line: &'static str| {
        let (name, rest) = line.trim().strip_prefix("--")?.split_once(": light-dark(#")?;
        let (light, rest) = rest.split_once(", #")?;
        let (dark, _) = rest.split_once(')')?;
        Some((name, [bytes(light).ok()?, bytes(dark).ok()?]))
    };
    TOKENS.lines().filter_map(token).collect()
}

fn bytes(hex: &str) -> Result<[u8; 3], ParseIntError> {
    let number = u32::from_str_radix(hex, 16)?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok([red, green, blue])
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_formula_is_that_of_wcag() {
    // Black on white is 21; #767676 is the lightest grey that passes AA on white, #777777 does not.
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    assert!(contrast([0x76; 3], [255; 3]) >= 4.5 && contrast([0x77; 3], [255; 3]) < 4.5);
}

#[test]
fn every_pair_that_meets_can_be_read() {
    let colours = colours();
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for text in ["ink", "ink-soft", "ink-faint", "accent", "accent-strong", "amber", "oxblood"] {
        pairs.extend(GROUNDS.map(|ground| (text, ground, 4.5)));
    }
    for soft in SOFT {
        pairs.extend([("ink", soft, 4.5), ("ink-soft", soft, 4.5), ("focus", soft, 3.0)]);
    }
    for (text, ground) in [
        ("accent", "accent-soft"),
        ("accent-strong", "accent-soft"),
        ("amber", "amber-soft"),
        ("oxblood", "oxblood-soft"),
    ] {
        pairs.push((text, ground, 4.5));
    }
    for fill in ["accent", "oxblood"] {
        pairs.push((if fill == "accent" { "on-accent" } else { "on-oxblood" }, fill, 4.5));
    }
    pairs.extend([("on-accent", "accent-strong", 4.5), ("on-oxblood", "oxblood-strong", 4.5)]);
    for ground in GROUNDS {
        pairs.extend([("line-firm", ground, 3.0), ("focus", ground, 3.0)]);
    }
    for part in ["part-1", "part-2", "part-3", "part-4", "part-5", "part-6"] {
        pairs.extend([(part, "surface", 3.0), (part, "ground", 3.0), (part, "sunk", 3.0)]);
    }
    let mut failures = Vec::new();
    for (front, back, least) in pairs {
        for (face, name) in ["light", "dark"].iter().enumerate() {
            let ratio = contrast(colours[front][face], colours[back][face]);
            if ratio < least {
                failures.push(format!("{name}: {front} on {back} is {ratio:.2}, expected {least}"));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
