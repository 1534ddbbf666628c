//! Which assets are alike, and what the list names as standing behind one.

use assay_sdk::asset::{AssetKind, Descriptor};

use crate::format;
use crate::text::{fill, t};

/// Assets of one class, in the order of the list; classes of one asset have nothing to be compared.
#[must_use]
pub fn classes(list: Vec<Descriptor>) -> Vec<(AssetKind, Vec<Descriptor>)> {
    let mut classes: Vec<(AssetKind, Vec<Descriptor>)> = Vec::new();
    for descriptor in list {
        let Some(kind) = descriptor.kind else { continue };
        match classes.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, of)) => of.push(descriptor),
            None => classes.push((kind, vec![descriptor])),
        }
    }
    classes.retain(|(_, of)| of.len() > 1);
    classes
}

/// What the list names by which the backing of an asset can be checked, a sentence each.
pub(crate) fn backing(descriptor: &Descriptor) -> Vec<String> {
    let counted = |one: &str, several: &str, count: usize| match count {
        0 => None,
        1 => Some(one.to_owned()),
        _ => Some(fill(several, &[("n", &format::grouped(&count.to_string()))])),
    };
    let statements = descriptor.attestations.len().saturating_add(descriptor.proofs.statements());
    let mut named: Vec<String> = Vec::new();
    named.extend(descriptor.reserves.as_ref().map(|_| t("of what is issued, by a reserve feed").to_owned()));
    named.extend(counted(t("A signed statement"), t("{n} signed statements"), statements));
    named.extend(descriptor.proofs.has_proofs().then(|| t("Published proofs").to_owned()));
    if named.is_empty() {
        named.push(t("The list names no figure of reserves").to_owned());
    }
    named.extend(counted(t("A document by its hash"), t("{n} documents by their hashes"), descriptor.documents.len()));
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use assay_sdk::asset::TokenList;

    fn list() -> Vec<Descriptor> {
        let token = |number: u8, kind: &str, more: &str| {
            format!(
                r#"{{"chainId":1,"address":"0x{number:040x}","name":"T{number}","symbol":"T{number}","decimals":18,"extensions":{{"assay":{{"kind":"{kind}","unit":"one"{more}}}}}}}"#
            )
        };
        let reserves =
            r#","reserves":{"feed":"0x00000000000000000000000000000000000000aa","heartbeat":86400,"unit":"ounce"}"#;
        let tokens = [
            token(1, "fund", ""),
            token(2, "debt", ""),
            token(3, "commodity", reserves),
            token(
                4,
                "fund",
                r#","attesters":["0x00000000000000000000000000000000000000bb"],"attestations":["a.json","b.json"]"#,
            ),
            token(5, "debt", ""),
            token(6, "fund", ""),
        ];
        let text = format!(
            r#"{{"name":"L","timestamp":"2026-01-01T00:00:00.000Z","version":{{"major":1,"minor":0,"patch":0}},"tokens":[{}]}}"#,
            tokens.join(",")
        );
        TokenList::parse(&text, None).unwrap().tokens
    }

    #[test]
    fn classes_of_several_are_compared_in_the_order_of_the_list() {
        let names = |of: &[Descriptor]| of.iter().map(|one| one.symbol.clone()).collect::<Vec<_>>().join(" ");
        let found: Vec<_> = classes(list()).into_iter().map(|(kind, of)| (kind, names(&of))).collect();
        assert_eq!(found, [(AssetKind::Fund, "T1 T4 T6".to_owned()), (AssetKind::Debt, "T2 T5".to_owned())]);
    }

    #[test]
    fn what_can_be_checked_is_named_and_nothing_else() {
        let of = |place: usize| backing(&list()[place]);
        assert_eq!(of(0), ["The list names no figure of reserves"]);
        assert_eq!(of(2), ["of what is issued, by a reserve feed"]);
        assert_eq!(of(3), ["2 signed statements"]);
    }
}
