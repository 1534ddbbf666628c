//! What is handed out, and the check of the backup.

use super::*;
use crate::worker::protocol::Reveal;

fn reveal(what: Reveal, with: &str) -> Call {
    Call::Reveal { what, key: password(with) }
}

#[test]
fn the_phrase_is_shown_for_the_password_alone() {
    let (desk, _) = opened(&Memory::default());
    let phrase = |with| reveal(Reveal::Phrase { secret: 0 }, with);
    assert_eq!(refused(&desk, phrase(OTHER)), KeyErrorKind::WrongPassword);
    let Ok(Answer::Phrase { phrase: shown, ask: asked }) = ask(&desk, phrase(PASSWORD)) else { panic!("no phrase") };
    assert_eq!((shown.as_str(), asked.as_slice()), (PHRASE, [].as_slice()));
    assert_eq!(refused(&desk, reveal(Reveal::Phrase { secret: 1 }, PASSWORD)), KeyErrorKind::Missing);
    status(&desk, Call::Lock);
    assert_eq!(refused(&desk, phrase(PASSWORD)), KeyErrorKind::Locked);
}

#[test]
fn the_backup_is_checked_by_words_and_the_day_is_noted() {
    let shelf = Memory::default();
    let clocks = Clocks::new();
    let desk = desk_at(shelf, &clocks);
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    let id = status(&desk, import(phrase)).open.unwrap();
    assert_eq!(refused(&desk, Call::BackupAnswer { answers: Vec::new() }), KeyErrorKind::Missing, "nothing was asked");
    let Ok(Answer::Ask { positions }) = ask(&desk, Call::BackupQuestion { secret: 0 }) else { panic!("no question") };
    assert_eq!(positions.len(), 3);
    clocks.pass(60);
    let mut wrong = answers(phrase, &positions);
    wrong[2].1 = "zebra".to_owned();
    assert_eq!(refused(&desk, Call::BackupAnswer { answers: wrong }), KeyErrorKind::WrongWords);
    let right = || Call::BackupAnswer { answers: answers(phrase, &positions) };
    let checked = status(&desk, right());
    assert_eq!(find(&checked, &id).backup_checked, Some(START + 60_000));
    assert_eq!(refused(&desk, right()), KeyErrorKind::Missing, "a question is answered once");
    status(&desk, Call::Lock);
    assert_eq!(find(&status(&desk, Call::Status), &id).backup_checked, Some(START + 60_000));
}
