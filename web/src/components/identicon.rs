//! A pattern that belongs to an address: symmetric, in two of six tones, drawn from the Keccak-256 of its bytes, so that
//! addresses made to begin and end alike still look different.

use alloy_primitives::{Address, keccak256};
use leptos::prelude::*;

/// One square of the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    column: u8,
    row: u8,
    tone: u8,
}

/// How large a pattern is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum IdenticonSize {
    /// Beside a line of text.
    #[default]
    Text,
    /// At the head of a page.
    Large,
}

/// The pattern of an address, hidden from screen readers: the address itself stands beside it.
#[component]
pub(crate) fn Identicon(
    /// Whose.
    #[prop(into)]
    address: Signal<Address>,
    /// How large.
    #[prop(optional)]
    size: IdenticonSize,
) -> impl IntoView {
    let class = match size {
        IdenticonSize::Text => "identicon",
        IdenticonSize::Large => "identicon identicon--large",
    };
    let squares = move || {
        cells(&address.get())
            .map(|Cell { column, row, tone }| {
                let (x, y) = (column.to_string(), row.to_string());
                view! { <rect class=format!("tone-{tone}") x=x y=y width="1" height="1" /> }
            })
            .collect::<Vec<_>>()
    };
    view! { <svg class=class viewBox="-0.5 -0.5 6 6" shape-rendering="crispEdges" aria-hidden="true">{squares}</svg> }
}

/// Five by five squares, the two right columns mirroring the left. Of a hash byte below each square, two bits in four leave it empty.
fn cells(address: &Address) -> impl Iterator<Item = Cell> {
    let hash = keccak256(address);
    let first = tone(hash.last().copied().unwrap_or(0), 0);
    let second = tone(hash.first().copied().unwrap_or(0), first);
    let places = (0_u8..5).flat_map(|row| (0_u8..3).map(move |column| (column, row)));
    hash.0.into_iter().skip(1).zip(places).flat_map(move |(byte, (column, row))| {
        let tone = match byte & 3 {
            0 => Some(second),
            1 => Some(first),
            _ => None,
        };
        let mirrored = 4_u8.saturating_sub(column);
        let columns = if mirrored == column { vec![column] } else { vec![column, mirrored] };
        columns.into_iter().filter_map(move |column| tone.map(|tone| Cell { column, row, tone }))
    })
}

/// A tone from 1 to 6 other than `not`.
fn tone(byte: u8, not: u8) -> u8 {
    let picked = byte.rem_euclid(6).saturating_add(1);
    if picked == not { picked.rem_euclid(6).saturating_add(1) } else { picked }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_symmetric_in_two_tones_and_differ() {
        let mut seen = Vec::new();
        for byte in 0..=255_u8 {
            let pattern: Vec<Cell> = cells(&Address::with_last_byte(byte)).collect();
            for cell in &pattern {
                assert!((1..=6).contains(&cell.tone) && cell.column < 5 && cell.row < 5);
                assert!(pattern.contains(&Cell { column: 4 - cell.column, ..*cell }));
            }
            assert!(!seen.contains(&pattern), "address {byte} looks like another");
            seen.push(pattern);
        }
    }
}
