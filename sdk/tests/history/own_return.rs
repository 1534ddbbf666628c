//! A holder's own return from a real chain: how many exchanges must wait for one another, however much moved.

use std::cell::Cell;
use std::future::poll_fn;
use std::task::Poll;

use alloy_primitives::U256;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::asset::TokenList;
use assay_sdk::chain::{HistoryFilter, Http, Transport, TransportError};
use assay_sdk::client::{Client, HolderHistory};
use assay_sdk::evidence::Origin;
use assay_sdk::units::AssetId;
use pollster::block_on;
use serde_json::json;

use crate::stage::{Reader, Stage};

/// The demo chain over connections of which many are under way at the same time, and the longest row of exchanges each of which was asked after
/// the one before was answered.
struct Waiting {
    inner: Http,
    row: Cell<u64>,
}

impl Transport for &Waiting {
    fn origin(&self) -> &Origin {
        self.inner.origin()
    }

    async fn post(&self, body: &[u8]) -> Result<Vec<u8>, TransportError> {
        let place = self.row.get() + 1;
        let mut is_sent = false;
        // Whoever asks beside this one gets to ask before it is answered.
        poll_fn(|context| {
            if std::mem::replace(&mut is_sent, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        let answer = self.inner.post(body).await;
        self.row.set(self.row.get().max(place));
        answer
    }
}

#[test]
fn blocks_in_which_something_moved_are_read_together() {
    let stage = Stage::new();
    let list = TokenList::parse(&stage.devnet.text("tokenlist.json"), Some(stage.devnet.chain)).unwrap().tokens;
    let credit = AssetId { chain: stage.devnet.chain, token: stage.credit };
    let filter = HistoryFilter::new(stage.alice, list.iter().map(|known| known.asset.token), 0);
    let rpc = stage.devnet.client();
    let share = U256::from(10_u64.pow(12));
    let mut moved = 0;
    let mut row_after = |movements: u64| {
        for number in moved..movements {
            let (from, to) = if number % 3 == 2 { (stage.bob, stage.alice) } else { (stage.alice, stage.bob) };
            stage.devnet.call("evm_increaseTime", json!([3_600]));
            stage.send(from, stage.credit, &IERC20::transferCall { to, amount: share });
        }
        moved = movements;
        let logs = Reader::all(&rpc, &filter, None).logs;
        let until = block_on(rpc.head()).unwrap().at();
        let waiting = Waiting { inner: stage.devnet.http.clone(), row: Cell::new(0) };
        let client = Client::new(&waiting, stage.devnet.chain);
        let mut start = block_on(client.ledger_at(stage.start)).unwrap();
        let before = waiting.row.get();
        let history = HolderHistory { holder: stage.alice, logs: &logs, until };
        let returns = block_on(client.holder_returns(&mut start, history, &list, &[credit])).unwrap();
        let own = returns[0].1.as_ref().unwrap().figures.value();
        // The cash that a share stands for moves neither with these transfers nor with time: out went twice as much as came.
        let came = movements / 3;
        let (paid, withdrawn) = (own.paid.raw, own.withdrawn.raw);
        assert_eq!(paid * U256::from(movements - came), withdrawn * U256::from(came), "{own:?}");
        assert!(own.time_weighted.is_ok(), "{own:?}");
        waiting.row.get() - before
    };
    // With the start of the window these are 2, 8 and 24 blocks: eight are read at the same time.
    let one = row_after(1);
    assert!(one > 0);
    assert_eq!((row_after(7), row_after(23)), (one, 3 * one));
}
