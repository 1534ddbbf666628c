//! The published files of payments, kept for as long as their contracts hold the roots that they were compared with.

use std::cell::RefCell;

use assay_sdk::asset::{Descriptor, Distribution};
use assay_sdk::client::IncomeFiles;
use assay_sdk::yields::{CumulativeEntitlement, Entitlement, YieldReport};

/// Most files that are kept; what is beyond them is fetched with each new block. Each has a few megabytes at most.
const MOST_FILES: usize = 16;

/// Files that fit. In memory alone: they are public, but which of them somebody looks at is not.
#[derive(Debug, Default)]
pub(super) struct PaymentFiles(RefCell<IncomeFiles>);

impl PaymentFiles {
    /// Puts what is kept of an asset's files beside the others.
    pub(super) fn add_to(&self, files: &mut IncomeFiles, descriptor: &Descriptor) {
        let kept = self.0.borrow();
        for tree in descriptor.distributions.iter().filter_map(Distribution::tree) {
            if let Some(file) = kept.get(tree).filter(|_| !files.contains_key(tree)) {
                files.insert(tree.to_owned(), file.clone());
            }
        }
    }

    /// Keeps the files of an asset whose roots are those of its contracts, and forgets them otherwise. Whether any was forgotten: it may be out of
    /// date.
    pub(super) fn judge(&self, files: &IncomeFiles, descriptor: &Descriptor, report: &YieldReport) -> bool {
        let mut kept = self.0.borrow_mut();
        let fit = fit(report);
        let mut forgotten = false;
        for tree in descriptor.distributions.iter().filter(|of| stays(of)).filter_map(Distribution::tree) {
            if !fit {
                forgotten |= kept.remove(tree).is_some();
            } else if kept.len() < MOST_FILES
                && let Some(file) = files.get(tree).filter(|_| !kept.contains_key(tree))
            {
                kept.insert(tree.to_owned(), file.clone());
            }
        }
        forgotten
    }
}

/// Whether its file is the same for as long as its root is. Merkl publishes the file of a root that is yet to count, beside the one that counts.
const fn stays(distribution: &Distribution) -> bool {
    !matches!(distribution, Distribution::Merkl { .. })
}

/// Whether every file of an asset leads to the root that its contract holds.
fn fit(report: &YieldReport) -> bool {
    let claims = report
        .claims
        .iter()
        .all(|claim| matches!(claim, Ok(claim) if !matches!(claim.value(), Entitlement::TreeMismatch { .. })));
    let cumulative = report.cumulative.iter().all(
        |claim| matches!(claim, Ok(claim) if !matches!(claim.value(), CumulativeEntitlement::TreeMismatch { .. })),
    );
    claims && cumulative
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::B256;
    use assay_sdk::asset::TokenList;
    use assay_sdk::evidence::{Fact, Source};
    use assay_sdk::units::{BlockRef, Timestamp};
    use assay_sdk::yields::DistributionTree;

    const CONTRACT: &str = "0x0000000000000000000000000000000000000001";

    /// An asset that pays by files of these types and names.
    fn asset(payments: &[(&str, &str)]) -> Descriptor {
        let one = |(kind, tree): &(&str, &str)| {
            format!(
                r#"{{"type":"{kind}","contract":"{CONTRACT}","token":"0x{:040x}","tree":"{tree}","label":"Rent"}}"#,
                tree.len()
            )
        };
        let payments: Vec<String> = payments.iter().map(one).collect();
        let list = format!(
            r#"{{"name":"Test","timestamp":"2026-01-01T00:00:00Z","version":{{"major":1,"minor":0,"patch":0}},"tokens":[{{
                "chainId":1,"address":"{CONTRACT}","name":"Fund","symbol":"FND","decimals":18,
                "extensions":{{"assay":{{"kind":"fund","unit":"one dollar","distributions":[{}]}}}}}}]}}"#,
            payments.join(",")
        );
        TokenList::parse(&list, None).unwrap().tokens.remove(0)
    }

    fn files(names: &[&str]) -> IncomeFiles {
        let file = DistributionTree::parse(
            r#"{"merkleRoot":"0x1111111111111111111111111111111111111111111111111111111111111111","tokenTotal":"0x0","claims":{}}"#,
        );
        names.iter().map(|name| ((*name).to_owned(), file.clone().unwrap())).collect()
    }

    fn report(found: Entitlement) -> YieldReport {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(0) };
        let claims = vec![Ok(Fact::asserted(found, at, Source::Checkpoint(B256::ZERO)))];
        YieldReport { claims, ..YieldReport::default() }
    }

    fn kept(of: &PaymentFiles, asset: &Descriptor) -> Vec<String> {
        let mut files = IncomeFiles::new();
        of.add_to(&mut files, asset);
        files.into_keys().collect()
    }

    #[test]
    fn a_file_is_kept_while_its_root_is_the_contracts() {
        let (payments, asset) = (PaymentFiles::default(), asset(&[("uniswap-merkle", "a.json")]));
        let other = || report(Entitlement::TreeMismatch { got: B256::ZERO, expected: B256::repeat_byte(1) });
        assert!(!payments.judge(&files(&["a.json"]), &asset, &other()), "it was never kept");
        assert!(kept(&payments, &asset).is_empty());
        assert!(!payments.judge(&files(&["a.json"]), &asset, &report(Entitlement::NotEntitled)));
        assert_eq!(kept(&payments, &asset), ["a.json"]);
        assert!(payments.judge(&files(&["a.json"]), &asset, &other()), "it is to be fetched anew");
        assert!(kept(&payments, &asset).is_empty());
    }

    #[test]
    fn a_file_of_merkl_is_never_kept_and_no_more_than_so_many_of_the_others() {
        let payments = PaymentFiles::default();
        let names: Vec<String> = (0..=MOST_FILES).map(|number| format!("{}.json", "a".repeat(number + 1))).collect();
        let mut listed: Vec<(&str, &str)> = names.iter().map(|name| ("uniswap-merkle", name.as_str())).collect();
        listed.insert(0, ("merkl", "m.json"));
        let asset = asset(&listed);
        let all: Vec<&str> = listed.iter().map(|(_, name)| *name).collect();
        assert!(!payments.judge(&files(&all), &asset, &report(Entitlement::NotEntitled)));
        let kept = kept(&payments, &asset);
        assert_eq!(kept.len(), MOST_FILES);
        assert!(!kept.contains(&"m.json".to_owned()));
    }
}
