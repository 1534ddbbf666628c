//! The people whom the holder sends to: names for addresses, kept in this browser, for all its wallets.

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

use super::accounts;
use super::new_wallet::label_fault;
use crate::worker::protocol::AccountSummary;

/// One contact. It is stored by its address, so that an address has one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// What the user calls them.
    pub name: String,
    /// Where they receive.
    pub address: Address,
}

impl Contact {
    /// A contact of this name, without the space around it.
    ///
    /// # Errors
    /// What is wrong with the name, as a sentence.
    pub fn new(name: &str, address: Address) -> Result<Self, String> {
        let name = name.trim();
        label_fault(name).map_or_else(|| Ok(Self { name: name.to_owned(), address }), Err)
    }

    /// The key of its record: the address with its checksum.
    #[must_use]
    pub fn key(&self) -> String {
        self.address.to_checksum(None)
    }

    /// A record as it was stored under `key`: a name that nobody could have given, or another address than the key's, is damage.
    fn restored(self, key: &str) -> Result<Self, String> {
        if self.key() != key {
            return Err(format!("it is about {}, expected {key}", self.key()));
        }
        Self::new(&self.name, self.address)
    }
}

/// A record that is no contact any more. It stays stored as it is until the user removes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Its key: the address, where that was not damaged too.
    pub key: String,
    /// How it fails to read.
    pub why: String,
}

/// All contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    contacts: Vec<Contact>,
    damaged: Vec<Damaged>,
}

/// What stands before the key of a damaged record that a new one took the place of.
const ASIDE: &str = "damaged/";

impl Contacts {
    /// From what was stored, each record with its key.
    #[must_use]
    pub fn restored(records: Vec<(String, Result<Contact, String>)>) -> Self {
        let mut all = Self::default();
        for (key, record) in records.into_iter().filter(|(key, _)| !key.starts_with(ASIDE)) {
            match record.and_then(|contact| contact.restored(&key)) {
                Ok(contact) => all.contacts.push(contact),
                Err(why) => all.damaged.push(Damaged { key, why }),
            }
        }
        all.sort();
        all
    }

    /// Where a damaged record is kept when a new one takes its place.
    #[must_use]
    pub fn aside(key: &str) -> String {
        format!("{ASIDE}{key}")
    }

    /// Adds a contact, or gives the one of this address another name.
    pub fn insert(&mut self, contact: Contact) {
        self.remove(&contact.key());
        self.contacts.push(contact);
        self.sort();
    }

    /// Takes away what is stored under a key, readable or not.
    pub fn remove(&mut self, key: &str) {
        self.contacts.retain(|known| known.key() != key);
        self.damaged.retain(|known| known.key != key);
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter()
    }

    /// The one of an address.
    #[must_use]
    pub fn of(&self, address: Address) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.address == address)
    }

    /// The records that cannot be read.
    #[must_use]
    pub fn damaged(&self) -> &[Damaged] {
        &self.damaged
    }

    fn sort(&mut self) {
        self.contacts.sort_by_cached_key(|contact| (contact.name.to_lowercase(), contact.address));
    }
}

/// Somebody whom the wallet can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What the user calls them.
    pub name: String,
    /// Where they receive.
    pub address: Address,
    /// Whether it is an account of the open wallet.
    pub is_own: bool,
}

/// Everybody whom the wallet can name: the contacts, then its own accounts. What is both is an account.
#[must_use]
pub fn people(contacts: &Contacts, accounts: &[AccountSummary]) -> Vec<Person> {
    let own = accounts.iter().enumerate().map(|(place, account)| Person {
        name: accounts::name(account, place),
        address: account.address,
        is_own: true,
    });
    let others = contacts.iter().filter(|contact| accounts.iter().all(|account| account.address != contact.address));
    let others = others.map(|contact| Person { name: contact.name.clone(), address: contact.address, is_own: false });
    others.chain(own).collect()
}

/// Whoever of these people has another address that begins and ends as this one: what a shortened address shows is the same. Somebody
/// may have made it so, to be taken for them.
#[must_use]
pub fn look_alike(people: &[Person], address: Address) -> Option<&Person> {
    // Four hexadecimal digits.
    const ENDS: usize = 2;
    let ends =
        |address: Address| (address.0.0.first_chunk::<ENDS>().copied(), address.0.0.last_chunk::<ENDS>().copied());
    if people.iter().any(|person| person.address == address) {
        return None;
    }
    people.iter().find(|person| ends(person.address) == ends(address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::protocol::AccountKind;
    use alloy_primitives::address;

    const BOB: Address = address!("3061750d3dF69ef7B8d4407CB7f3F879Fd9d2398");
    const CAROL: Address = address!("fc2077CA7F403cBECA41B1B0F62D91B5EA631B5E");

    fn contact(name: &str, address: Address) -> Contact {
        Contact::new(name, address).unwrap()
    }

    #[test]
    fn an_address_has_one_name_and_names_are_in_order() {
        let mut all = Contacts::default();
        for (name, address) in [("Zoe", BOB), ("carol", CAROL), (" Bob ", BOB)] {
            all.insert(contact(name, address));
        }
        let names: Vec<_> = all.iter().map(|contact| contact.name.as_str()).collect();
        assert_eq!(names, ["Bob", "carol"]);
        all.remove(&BOB.to_checksum(None));
        assert_eq!((all.of(BOB), all.of(CAROL).is_some()), (None, true));
    }

    #[test]
    fn names_are_trimmed_bounded_and_legible() {
        assert_eq!(contact("  Bob\t", BOB).name, "Bob");
        assert!(Contact::new("ش\u{200c}م", BOB).is_ok(), "a joiner is part of how some languages are written");
        for bad in ["", "  ", &"x".repeat(41), "Bob\u{202e}x", "Bob\u{200b}", "B\nob", "B\u{0}b"] {
            assert!(Contact::new(bad, BOB).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn records_read_back_and_damaged_ones_are_told() {
        let bob = contact("Bob", BOB);
        let text = serde_json::to_string(&bob).unwrap();
        let read =
            |key: &str, text: &str| (key.to_owned(), serde_json::from_str(text).map_err(|error| error.to_string()));
        let torn = r#"{"name":"Bo"#;
        let all = Contacts::restored(vec![
            read(&bob.key(), &text),
            read(&CAROL.to_checksum(None), &text),
            read("torn", torn),
            read("steered", &text.replace("Bob", "\\u202eBob")),
            read(&Contacts::aside("torn"), torn),
        ]);
        assert_eq!(all.iter().collect::<Vec<_>>(), [&bob]);
        let damaged: Vec<_> = all.damaged().iter().map(|damaged| damaged.key.as_str()).collect();
        assert_eq!(damaged, [CAROL.to_checksum(None).as_str(), "torn", "steered"]);
        let mut all = all;
        all.insert(contact("Carol", CAROL));
        assert_eq!(all.damaged().len(), 2, "a new record takes the place of a damaged one");
    }

    #[test]
    fn who_is_an_account_and_a_contact_is_an_account() {
        let mut all = Contacts::default();
        all.insert(contact("Bob", BOB));
        all.insert(contact("Carol", CAROL));
        let account = AccountSummary { address: CAROL, label: "Savings".to_owned(), kind: AccountKind::Key };
        let names: Vec<_> = people(&all, &[account]).into_iter().map(|person| (person.name, person.is_own)).collect();
        assert_eq!(names, [("Bob".to_owned(), false), ("Savings".to_owned(), true)]);
    }

    #[test]
    fn an_address_that_begins_and_ends_alike_is_noticed() {
        let known = [Person { name: "Bob".to_owned(), address: BOB, is_own: false }];
        let alike = |address| look_alike(&known, address).map(|person| person.name.as_str());
        assert_eq!(alike(address!("3061000000000000000000000000000000002398")), Some("Bob"));
        assert_eq!(alike(BOB), None, "the very address");
        assert_eq!(alike(address!("3061000000000000000000000000000000002399")), None);
        assert_eq!(alike(address!("3060000000000000000000000000000000002398")), None);
    }
}
