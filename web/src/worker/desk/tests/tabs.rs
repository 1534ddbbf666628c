//! Locking: when, and what other tabs hear of it.

use super::*;

/// Desks of several tabs over one storage: what one says to the tabs, the others hear. What their pages hear, by tab.
fn deliver(tabs: &[&Desk<Memory>]) -> Vec<Vec<News>> {
    let mut heard = vec![Vec::new(); tabs.len()];
    loop {
        let mut words = Vec::new();
        for (at, desk) in tabs.iter().enumerate() {
            for said in desk.take_said() {
                match said {
                    Said::News(news) => heard[at].push(news),
                    Said::ToTabs(word) => words.push((at, word)),
                }
            }
        }
        if words.is_empty() {
            return heard;
        }
        for (from, word) in words {
            // As it crosses: text.
            let text = serde_json::to_string(&word).unwrap();
            for (_, desk) in tabs.iter().enumerate().filter(|(at, _)| *at != from) {
                desk.hear(serde_json::from_str(&text).unwrap());
            }
        }
    }
}

fn is_open(desk: &Desk<Memory>) -> bool {
    status(desk, Call::Status).open.is_some()
}

#[test]
fn it_locks_after_ten_minutes_alone_by_the_clock_of_the_worker() {
    let clocks = Clocks::new();
    let desk = desk_at(Memory::default(), &clocks);
    status(&desk, import(PHRASE));
    clocks.pass(599);
    desk.tick();
    assert!(is_open(&desk), "asking for the status is not being there");
    clocks.pass(1);
    desk.tick();
    desk.tick();
    let expected =
        [Said::ToTabs(TabWord::Changed), Said::News(News::Locked { reason: LockReason::Idle { minutes: 10 } })];
    assert_eq!(desk.take_said(), expected, "said once");
    assert!(!is_open(&desk));
}

#[test]
fn a_machine_that_slept_wakes_locked_whatever_comes_first() {
    let clocks = Clocks::new();
    let desk = desk_at(Memory::default(), &clocks);
    status(&desk, import(PHRASE));
    clocks.set_wall(START + 8 * 3_600_000);
    assert_eq!(status(&desk, Call::Awake).open, None, "the key that woke it does not keep it open");
    let (phrase, asked) = generated(&desk, 12);
    clocks.pass(600);
    assert_eq!(
        refused(&desk, confirm(answers(&phrase, &asked))),
        KeyErrorKind::Missing,
        "nor a phrase half written down"
    );
}

#[test]
fn being_there_and_the_set_time_count_in_all_tabs() {
    let clocks = Clocks::new();
    let shelf = Memory::default();
    let (first, second) = (desk_at(shelf.clone(), &clocks), desk_at(shelf, &clocks));
    let id = status(&first, import(PHRASE)).open.unwrap();
    status(&second, unlock(&id, PASSWORD));
    assert_eq!(refused(&first, Call::AutoLock { minutes: 0 }), KeyErrorKind::BadRequest);
    status(&first, Call::AutoLock { minutes: 2 });
    deliver(&[&first, &second]);
    for _ in 0..5 {
        clocks.pass(100);
        status(&first, Call::Awake);
        deliver(&[&first, &second]);
        second.tick();
    }
    assert!(is_open(&first) && is_open(&second));
    clocks.pass(120);
    first.tick();
    second.tick();
    let idle = News::Locked { reason: LockReason::Idle { minutes: 2 } };
    assert_eq!(deliver(&[&first, &second]), [[idle.clone()], [idle]]);
}

#[test]
fn a_lock_on_demand_locks_all_tabs_and_a_page_that_leaves_only_its_own() {
    let shelf = Memory::default();
    let (first, id) = opened(&shelf);
    let (second, third) = (desk(shelf.clone()), desk(shelf));
    status(&second, unlock(&id, PASSWORD));
    deliver(&[&first, &second, &third]);
    status(&first, Call::Leave);
    assert_eq!(deliver(&[&first, &second, &third]), [[], [], []] as [[News; 0]; 3]);
    assert!(!is_open(&first) && is_open(&second));
    status(&first, unlock(&id, PASSWORD));
    assert_eq!(status(&second, Call::Lock).open, None);
    let other = News::Locked { reason: LockReason::OtherTab };
    assert_eq!(deliver(&[&first, &second, &third]), [vec![other], vec![], vec![]], "who held nothing is not told");
    assert!(!is_open(&first));
}

#[test]
fn locking_does_not_wait_for_what_is_being_worked_on() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    desk.heed(&Call::Lock);
    assert_eq!(desk.room.borrow().open_id(), None, "before its turn came");
    let shift = desk.room.borrow().shift();
    let newest = shelf.get(&format!("{id}/a")).unwrap();
    let newest = assay_sdk::keys::SealedVault::from_json(&newest).unwrap();
    let vault = newest.open(&assay_sdk::keys::UnlockKey::Password(PASSWORD)).unwrap();
    desk.heed(&Call::Leave);
    assert!(
        desk.room.borrow_mut().take(shift, &id, vault).is_err(),
        "what began before the lock opens nothing after it"
    );
}

#[test]
fn a_wallet_that_another_tab_removed_or_changed_is_known_at_once() {
    let shelf = Memory::default();
    let (first, id) = opened(&shelf);
    let second = desk(shelf.clone());
    status(&second, unlock(&id, PASSWORD));
    deliver(&[&first, &second]);
    status(&first, Call::AddWatched { address: STRANGER, label: String::new() });
    assert_eq!(deliver(&[&first, &second]), [vec![], vec![News::Changed]]);
    // The second tab's copy is older: its change is made to what is stored, and loses nothing.
    let merged = status(&second, Call::AddWatched { address: SECOND, label: String::new() });
    assert_eq!(addresses(&find(&merged, &id)), [ADDRESS, STRANGER, SECOND]);
    deliver(&[&first, &second]);
    status(&first, Call::Remove { vault: id });
    let removed = News::Locked { reason: LockReason::Removed };
    assert_eq!(deliver(&[&first, &second]), [vec![], vec![removed.clone(), News::Changed]]);
    assert!(!is_open(&second));

    let (first, id) = opened(&shelf);
    let deaf = desk(shelf);
    status(&deaf, unlock(&id, PASSWORD));
    status(&first, Call::Remove { vault: id });
    deaf.take_said();
    assert_eq!(refused(&deaf, Call::Rename { label: "House".to_owned() }), KeyErrorKind::Missing);
    assert_eq!(deaf.take_said(), [Said::News(removed)], "also where no channel told it");
    assert!(!is_open(&deaf));
}

#[test]
fn words_that_are_no_tabs_are_not_read_and_debug_tells_no_secret() {
    assert!(serde_json::from_str::<TabWord>(r#"{"tab":"open","vault":"a"}"#).is_err());
    let key = || password("a secret");
    let output = || passkey(b"secret", b"secret");
    let texts = [
        format!("{:?}", Call::Unlock { vault: "secret".to_owned(), key: Some(key()) }),
        format!("{:?}", Call::Recognise { text: "a secret".to_owned() }),
        format!("{:?}", key()),
        format!("{:?}", UnlockKey::Passkey(output())),
        format!("{:?}", output()),
        format!("{:?}", protection("a secret")),
        format!("{:?}", text("a secret")),
        format!(
            "{:?}",
            crate::worker::protocol::Reveal::Keystore { account: ADDRESS, password: "a secret".to_owned() }
        ),
        format!("{:?}", Answer::Phrase { phrase: "a secret".to_owned(), ask: Vec::new() }),
        format!("{:?}", crate::worker::protocol::File { name: "secret".to_owned(), text: "secret".to_owned() }),
        format!(
            "{:?}",
            crate::worker::protocol::Request { id: 1, call: Call::Recognise { text: "a secret".to_owned() } }
        ),
        format!(
            "{:?}",
            crate::worker::protocol::Message::Reply {
                id: 1,
                result: Ok(Answer::Share { words: "a secret".to_owned(), number: 1, count: 3, threshold: 2 })
            }
        ),
    ];
    for text in texts {
        assert!(!text.contains("secret"), "{text}");
    }
}
