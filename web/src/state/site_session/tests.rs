use super::*;
use crate::state::visit::Visit;

const NONCE: &str = "00112233445566778899aabbccddeeff";
const SITE: &str = "https://example.org";

fn session() -> SiteSession {
    let visit = Visit::read(&format!("v=1&origin={SITE}&nonce={NONCE}")).unwrap();
    SiteSession::greeting(visit.origin().clone(), visit.nonce().clone())
}

fn open_text() -> String {
    format!(r#"{{"assay":1,"kind":"open","nonce":"{NONCE}","name":" Example "}}"#)
}

fn open() -> SiteSession {
    let mut session = session();
    assert!(session.knock(&Knock { origin: SITE, from_opener: true, data: Some(&open_text()), ports: 1 }));
    session
}

fn asks(id: u64, method: &str) -> String {
    json!({ "id": id, "method": method, "params": [] }).to_string()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn code(text: &str) -> i64 {
    parsed(text)["error"]["code"].as_i64().unwrap()
}

#[test]
fn only_the_opener_of_that_origin_with_that_nonce_and_one_port_opens_it() {
    let text = open_text();
    let right = Knock { origin: SITE, from_opener: true, data: Some(&text), ports: 1 };
    for (what, knock) in [
        ("another origin", Knock { origin: "https://evil.example", ..right }),
        ("a longer origin", Knock { origin: "https://example.org.evil.example", ..right }),
        ("no origin", Knock { origin: "null", ..right }),
        ("a third window", Knock { from_opener: false, ..right }),
        ("no string", Knock { data: None, ..right }),
        ("no port", Knock { ports: 0, ..right }),
        ("two ports", Knock { ports: 2, ..right }),
    ] {
        let mut session = session();
        assert!(!session.knock(&knock), "{what}");
        assert_eq!(session, self::session(), "{what}");
        assert!(session.knock(&right), "after {what} the site itself is still heard");
    }
    for other in [
        "",
        "[]",
        &text.replace("open", "ready"),
        &text.replace(":1,", ":2,"),
        &text.replace("00112233", "10112233"),
        &text.replace("}", r#","more":1}"#),
        &text.replace("}", r#","__proto__":{}}"#),
        &text.replace("Example", "\\u202eExample"),
        &text.replace("Example", &"x".repeat(61)),
        &text.replace(" Example ", " "),
        &format!("{text}{}", " ".repeat(MOST_UNITS)),
    ] {
        let mut session = session();
        assert!(!session.knock(&Knock { data: Some(other), ..right }), "{}", other.get(..80).unwrap_or(other));
        assert_eq!(session, self::session());
    }
}

#[test]
fn it_opens_once_and_shows_the_sites_own_name() {
    let mut session = open();
    assert_eq!((session.is_open(), session.name()), (true, Some("Example")));
    let text = open_text();
    assert!(!session.knock(&Knock { origin: SITE, from_opener: true, data: Some(&text), ports: 1 }));
    let unnamed = format!(r#"{{"assay":1,"kind":"open","nonce":"{NONCE}"}}"#);
    let mut session = self::session();
    assert!(session.knock(&Knock { origin: SITE, from_opener: true, data: Some(&unnamed), ports: 1 }));
    assert_eq!(session.name(), None);
}

#[test]
fn greetings_are_as_the_protocol_says() {
    let nonce = session().nonce().clone();
    assert_eq!(parsed(&ready(&nonce)), json!({ "assay": 1, "kind": "ready", "nonce": NONCE }));
    let told = json!({ "assay": 1, "kind": "refused", "why": "version", "nonce": NONCE });
    assert_eq!(parsed(&refused(&nonce)), told);
}

#[test]
fn requests_wait_in_their_order_and_are_answered_once() {
    let mut session = open();
    assert_eq!(session.receive(Some(&asks(1, "eth_requestAccounts"))), Ok(None));
    assert_eq!(session.receive(Some(&asks(5, "eth_chainId"))), Ok(None));
    assert_eq!((session.front().unwrap().id, session.behind()), (1, 1));
    assert_eq!(session.answer(5, &Ok(json!("0x1"))), None, "its turn has not come");
    let answer = session.answer(1, &Ok(json!(["0x"]))).unwrap();
    assert_eq!(parsed(&answer), json!({ "id": 1, "result": ["0x"] }));
    assert_eq!(session.answer(1, &Ok(Value::Null)), None, "once");
    let answer = session.answer(5, &Ok(Value::Null)).unwrap();
    assert_eq!(parsed(&answer), json!({ "id": 5, "result": null }), "a result that is null is a result");
    assert!(session.front().is_none());
}

#[test]
fn ids_grow_and_what_is_no_message_violates() {
    for second in
        [asks(3, "eth_chainId"), asks(2, "eth_chainId"), asks(0, "eth_chainId"), "{}".to_owned(), String::new()]
    {
        let mut session = open();
        assert_eq!(session.receive(Some(&asks(3, "eth_requestAccounts"))), Ok(None));
        assert!(session.receive(Some(&second)).is_err(), "{second}");
        let said = session.end(Ended::Violated);
        assert_eq!((said.len(), code(&said[0])), (2, 4900));
        assert_eq!(parsed(&said[1])["event"], "disconnect");
        assert_eq!(session.ended(), Some(Ended::Violated));
    }
    assert!(open().receive(None).is_err());
    let long = format!("{}{}", asks(1, "eth_chainId"), " ".repeat(MOST_UNITS));
    assert!(matches!(open().receive(Some(&long)), Err(Violation::TooLong { .. })));
    // A number is used up by what is refused, too.
    let mut session = open();
    assert_eq!(code(&session.receive(Some(&asks(7, "eth_sign"))).unwrap().unwrap()), 4200);
    assert!(session.receive(Some(&asks(7, "eth_chainId"))).is_err());
}

#[test]
fn wrong_requests_are_answered_at_once_and_too_many_refused() {
    let mut session = open();
    assert_eq!(code(&session.receive(Some(&asks(1, "eth_sign"))).unwrap().unwrap()), 4200);
    assert_eq!(code(&session.receive(Some(&asks(2, "eth_sendTransaction"))).unwrap().unwrap()), -32602);
    for id in 3..19 {
        assert_eq!(session.receive(Some(&asks(id, "eth_requestAccounts"))), Ok(None));
    }
    for id in 19..200 {
        assert_eq!(code(&session.receive(Some(&asks(id, "eth_requestAccounts"))).unwrap().unwrap()), -32005);
    }
    assert_eq!(session.behind(), MOST_WAITING - 1);
    assert!(session.answer(3, &Ok(Value::Null)).is_some());
    assert_eq!(session.receive(Some(&asks(200, "eth_requestAccounts"))), Ok(None));
}

#[test]
fn what_waits_is_voided_with_its_own_code() {
    for (why, expected) in [(Void::Locked, 4100), (Void::Account, 4100), (Void::Closed, 4001), (Void::Chain, 4901)] {
        let mut session = open();
        for id in [1, 2] {
            assert_eq!(session.receive(Some(&asks(id, "eth_requestAccounts"))), Ok(None));
        }
        let said = session.void(why);
        assert_eq!(said.iter().map(|text| code(text)).collect::<Vec<_>>(), [expected, expected]);
        assert_eq!(session.answer(1, &Ok(Value::Null)), None, "what was agreed to is void with it");
        assert!(session.is_open() && session.front().is_none());
        assert_eq!(session.receive(Some(&asks(3, "eth_chainId"))), Ok(None), "what comes after is heard");
    }
}

#[test]
fn after_the_end_nothing_is_said_or_heard() {
    for why in [Ended::SiteLeft, Ended::Violated, Ended::Disconnected] {
        let mut session = open();
        assert_eq!(session.receive(Some(&asks(1, "eth_requestAccounts"))), Ok(None));
        assert_eq!(session.end(why).len(), 2);
        assert_eq!(session.end(Ended::Disconnected), Vec::<String>::new());
        assert_eq!(session.receive(Some(&asks(2, "eth_chainId"))), Ok(None));
        assert!(session.front().is_none());
        assert_eq!((session.answer(1, &Ok(Value::Null)), session.ended()), (None, Some(why)));
        let text = open_text();
        assert!(!session.knock(&Knock { origin: SITE, from_opener: true, data: Some(&text), ports: 1 }));
    }
    let mut greeting = session();
    assert_eq!(greeting.end(Ended::SiteLeft), Vec::<String>::new(), "there is nobody to tell");
}

#[test]
fn a_session_of_one_request_has_it_in_front() {
    let waiting = Waiting { id: 4, request: SiteRequest::RequestAccounts };
    let mut session = SiteSession::of_one(session().origin().clone(), session().nonce().clone(), Some(waiting));
    assert_eq!(session.front().unwrap().id, 4);
    assert!(session.answer(4, &Ok(json!([]))).is_some());
}

#[test]
fn an_answer_that_is_too_long_becomes_an_error() {
    let text = answer_text(1, &Ok(json!("x".repeat(MOST_UNITS))));
    assert_eq!(code(&text), -32003);
    assert!(text.len() < 200);
}

#[test]
fn a_site_hears_only_what_it_may_know_and_only_what_is_new() {
    let (alice, bob) = (Address::with_last_byte(1), Address::with_last_byte(2));
    let at = |account, consented, chain| Standing {
        account,
        consented,
        chain: ChainId(chain),
        known: [ChainId(chain)].into(),
    };
    let accounts = |account: &[Address]| {
        let named: Vec<_> = account.iter().map(|account| account.to_checksum(None)).collect();
        event_text("accountsChanged", &json!(named))
    };
    let mut session = open();
    let nothing = Vec::<String>::new();
    assert_eq!(session.news(&at(alice, false, 1)), nothing);
    assert_eq!(session.news(&at(bob, false, 5)), nothing, "without consent nothing is told");
    assert_eq!(session.news(&at(bob, true, 5)), [accounts(&[bob])]);
    assert_eq!(session.news(&at(bob, true, 5)), nothing, "once");
    assert_eq!(session.news(&at(bob, true, 31)), [r#"{"data":"0x1f","event":"chainChanged"}"#]);
    assert_eq!(session.news(&at(alice, false, 1)), [accounts(&[])], "an account that it may not see");
    assert_eq!(session.news(&at(alice, false, 7)), nothing);
    assert_eq!(session.news(&at(bob, true, 7)).len(), 2);
    let _said = session.end(Ended::Disconnected);
    assert_eq!(session.news(&at(alice, true, 1)), nothing);
    assert_eq!(self::session().news(&at(alice, true, 1)), nothing, "nobody is there yet");
}

#[test]
fn what_is_being_carried_out_is_never_said_to_be_undone() {
    for why in [Void::Locked, Void::Account, Void::Chain, Void::Closed] {
        let mut session = open();
        for id in [1, 2] {
            assert_eq!(session.receive(Some(&asks(id, "eth_requestAccounts"))), Ok(None));
        }
        session.agree(2);
        session.agree(1);
        let said = session.void(why);
        assert_eq!(code(&said[0]), 4900);
        assert!(!said[0].contains("Nothing was signed"), "{}", said[0]);
        assert_ne!(code(&said[1]), 4900, "what waited behind it was not agreed to");
        assert_eq!(session.receive(Some(&asks(3, "eth_requestAccounts"))), Ok(None));
        assert_ne!(code(&session.void(why)[0]), 4900, "what comes after has not been agreed to");
    }
}
