//! Kill at every write: whatever happens at whichever step of the storage, what is found afterwards is the old or the new
//! state, whole, and opens.

use super::doors::{FORMER, FORMER_PASSWORD};
use super::*;

/// What happens at the chosen step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// The storage refuses this step, and goes on to work.
    Refused,
    /// Half of the text is written, and an error is told; a removal is not done.
    Torn,
    /// As `Torn`, and the program ends.
    TornAndDead,
    /// The program ends before this step.
    DeadBefore,
    /// The program ends after this step.
    DeadAfter,
    /// The storage says that it has written, and has not.
    Lied,
}

const CUTS: [Cut; 6] = [Cut::Refused, Cut::Torn, Cut::TornAndDead, Cut::DeadBefore, Cut::DeadAfter, Cut::Lied];

/// Memory in which one writing step goes wrong. A program that has ended is one for which nothing works any more.
#[derive(Clone)]
struct Cutting {
    memory: Memory,
    /// The steps that are left until the cut.
    left: Rc<Cell<usize>>,
    cut: Cut,
    dead: Rc<Cell<bool>>,
}

fn gone() -> StorageError {
    StorageError::Refused { action: "do anything", why: "the program has ended".to_owned() }
}

impl Cutting {
    fn new(memory: &Memory, at: usize, cut: Cut) -> Self {
        Self { memory: memory.clone(), left: Rc::new(Cell::new(at)), cut, dead: Rc::default() }
    }

    /// Whether this step is the one.
    fn is_due(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.wrapping_sub(1));
        left == 0
    }

    fn alive(&self) -> Result<(), StorageError> {
        if self.dead.get() { Err(gone()) } else { Ok(()) }
    }

    /// The step, as it goes.
    fn step(&self, whole: impl FnOnce(&Memory), half: impl FnOnce(&Memory)) -> Result<(), StorageError> {
        self.alive()?;
        if !self.is_due() {
            whole(&self.memory);
            return Ok(());
        }
        self.dead.set(matches!(self.cut, Cut::TornAndDead | Cut::DeadBefore | Cut::DeadAfter));
        match self.cut {
            Cut::Refused | Cut::DeadBefore => {}
            Cut::Torn | Cut::TornAndDead => half(&self.memory),
            Cut::DeadAfter => whole(&self.memory),
            Cut::Lied => return Ok(()),
        }
        Err(gone())
    }
}

impl Records for Cutting {
    type Lock = ();

    async fn all(&self) -> Result<Texts, StorageError> {
        self.alive()?;
        self.memory.all().await
    }
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.alive()?;
        self.memory.read(key).await
    }
    async fn put(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.step(|memory| memory.set(key, text), |memory| memory.set(key, first_half(text)))
    }
    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.step(|memory| drop(memory.0.borrow_mut().remove(key)), |_| {})
    }
    async fn lock(&self, _: &str) -> Result<(), StorageError> {
        self.alive()
    }
}

/// What is stored, as a new worker finds it, with every wallet opened by one of the passwords: what a wallet is called, who is in it,
/// what opens it, when the backup was checked, and which password did it.
fn found(memory: &Memory) -> Vec<String> {
    let listed = status(&desk(memory.clone()), Call::Status).vaults;
    let open = |vault: &VaultSummary| {
        assert_eq!(vault.damage, None, "{}", vault.id);
        let memory = Memory(Rc::new(RefCell::new(memory.0.borrow().clone())));
        memory.0.borrow_mut().remove(&format!("{}/tries", vault.id));
        let desk = desk(memory);
        let keys = [PASSWORD, OTHER, FORMER_PASSWORD].map(|with| Some(password(with)));
        let opened = keys.into_iter().chain([None]).enumerate().find_map(|(at, key)| {
            let answer = ask(&desk, Call::Unlock { vault: vault.id.clone(), key });
            let Ok(Answer::Status(status)) = answer else { return None };
            Some((at, find(&status, &vault.id)))
        });
        let (with, vault) = opened.unwrap_or_else(|| panic!("{} does not open", vault.id));
        let kinds: Vec<_> = vault.methods.iter().map(is_password).collect();
        let VaultSummary { label, accounts, secrets, backup_checked, .. } = vault;
        format!("{label} {accounts:?} {secrets:?} {kinds:?} {backup_checked:?} {with}")
    };
    let mut found: Vec<_> = listed.iter().map(open).collect();
    // Wallets of one moment lie in any order.
    found.sort();
    found
}

/// Prepares a desk, and gives the call that is cut.
type Prepare = fn(&Desk<Cutting>) -> Call;

fn open_phrase(desk: &Desk<Cutting>) -> String {
    status(desk, import(PHRASE)).open.unwrap()
}

/// A wallet, open, with a watched account and so with two different generations.
fn open_two(desk: &Desk<Cutting>) -> String {
    let id = open_phrase(desk);
    status(desk, Call::AddWatched { address: STRANGER, label: "Friend".to_owned() });
    id
}

const CALLS: [(&str, Prepare); 20] = [
    ("confirm", |desk| {
        let (phrase, asked) = generated(desk, 12);
        confirm(answers(&phrase, &asked))
    }),
    ("import", |_| import(PHRASE)),
    ("import beside another", |desk| {
        open_two(desk);
        import("legal winner thank year wave sausage worth useful legal winner thank yellow")
    }),
    ("watch", |_| Call::Watch { address: STRANGER, label: "Friend".to_owned() }),
    ("connect", |_| Call::Connect { address: STRANGER, label: "Elsewhere".to_owned() }),
    ("unlock", |desk| {
        let id = open_two(desk);
        status(desk, Call::Lock);
        unlock(&id, PASSWORD)
    }),
    ("unlock with a wrong password", |desk| {
        let id = open_two(desk);
        unlock(&id, "wrong horse")
    }),
    ("unlock version 1", |desk| {
        desk.records.memory.set("0001-aa", FORMER);
        unlock("0001-aa", FORMER_PASSWORD)
    }),
    ("remove version 1", |desk| {
        desk.records.memory.set("0001-aa", FORMER);
        Call::Remove { vault: "0001-aa".to_owned() }
    }),
    ("remove", |desk| Call::Remove { vault: open_two(desk) }),
    ("rename", |desk| {
        open_two(desk);
        Call::Rename { label: "House".to_owned() }
    }),
    ("add derived", |desk| {
        open_two(desk);
        Call::AddDerived { secret: 0, accounts: vec![("m/44'/60'/0'/0/1".to_owned(), String::new())] }
    }),
    ("add secret", |desk| {
        open_two(desk);
        Call::AddSecret { import: text(&"46".repeat(32)), label: String::new() }
    }),
    ("add watched", |desk| {
        open_phrase(desk);
        Call::AddWatched { address: STRANGER, label: String::new() }
    }),
    ("rename account", |desk| {
        open_two(desk);
        Call::RenameAccount { account: STRANGER, label: "Foe".to_owned() }
    }),
    ("remove account", |desk| {
        open_two(desk);
        Call::RemoveAccount { account: STRANGER }
    }),
    ("backup answer", |desk| {
        open_two(desk);
        let Ok(Answer::Ask { positions }) = ask(desk, Call::BackupQuestion { secret: 0 }) else {
            panic!("no question")
        };
        Call::BackupAnswer { answers: answers(PHRASE, &positions) }
    }),
    ("change password", |desk| {
        open_two(desk);
        Call::ChangePassword { key: password(PASSWORD), password: OTHER.to_owned() }
    }),
    ("add passkey", |desk| {
        open_two(desk);
        let Ok(Answer::PasskeyOffer(offer)) = ask(desk, Call::PasskeyOffer) else { panic!("no offer") };
        let output = passkey(b"one", &offer.salt);
        let (label, rp_id) = ("Key".to_owned(), "localhost".to_owned());
        Call::AddPasskey { key: password(PASSWORD), label, rp_id, output }
    }),
    ("remove method", |desk| {
        let id = open_two(desk);
        add_passkey(desk, b"one", password(PASSWORD)).unwrap();
        let vault = find(&status(desk, Call::Status), &id);
        Call::RemoveMethod { method: vault.methods.iter().find(|method| !is_password(method)).unwrap().id }
    }),
];

/// A desk that is prepared without a cut, the call, and the cutting storage under it.
fn prepared(prepare: Prepare, cut: Cut) -> (Desk<Cutting>, Call, Cutting) {
    let cutting = Cutting::new(&Memory::default(), usize::MAX, cut);
    let desk = desk(cutting.clone());
    let call = prepare(&desk);
    (desk, call, cutting)
}

/// A generated phrase differs from run to run: what is compared then is how much is stored.
fn comparable(name: &str, found: Vec<String>) -> Vec<String> {
    if name == "confirm" { found.iter().map(|_| "a wallet".to_owned()).collect() } else { found }
}

#[test]
fn a_write_that_is_cut_anywhere_leaves_the_old_or_the_new_state() {
    for (name, prepare) in CALLS {
        let (whole, call, storage) = prepared(prepare, Cut::Refused);
        let old = comparable(name, found(&storage.memory));
        storage.left.set(1_000_000);
        let _answer = ask(&whole, call);
        let steps = 1_000_000 - storage.left.get();
        assert!(steps > 0, "{name} writes");
        let new = comparable(name, found(&storage.memory));
        for (cut, step) in CUTS.into_iter().flat_map(|cut| (0..steps).map(move |step| (cut, step))) {
            let (desk, call, storage) = prepared(prepare, cut);
            storage.left.set(step);
            let answered = ask(&desk, call);
            let now = comparable(name, found(&storage.memory));
            assert!(
                now == old || now == new,
                "{name}, {cut:?} at step {step}:\n{now:#?}\nneither\n{old:#?}\nnor\n{new:#?}"
            );
            if answered.is_ok() {
                assert_eq!(now, new, "{name}, {cut:?} at step {step}: what was said to be done is done");
            }
        }
    }
}

#[test]
fn a_desk_that_lives_on_after_a_cut_tells_what_is_stored_and_can_do_it_again() {
    for (name, prepare) in CALLS.into_iter().skip(9) {
        for cut in [Cut::Refused, Cut::Torn, Cut::Lied] {
            let (desk, call, storage) = prepared(prepare, cut);
            let open = status(&desk, Call::Status).open.unwrap();
            storage.left.set(0);
            let _answer = ask(&desk, call);
            if name != "remove" {
                let changed = status(&desk, Call::RenameAccount { account: ADDRESS, label: "Again".to_owned() });
                assert_eq!(find(&changed, &open).accounts[0].label, "Again", "{name}, {cut:?}");
            }
            found(&storage.memory);
        }
    }
}
