//! Derivation paths (BIP-32) and the schemes by which wallets number their accounts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What BIP-32 adds to the number of a hardened step.
const HARDENED: u32 = 1 << 31;

/// A path of BIP-32 from the root of a seed, such as `m/44'/60'/0'/0/0`.
///
/// Read with `'`, `h` or `H` after a hardened step (BIP-32 uses all of these), and written with `'`. In serde it is that text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DerivationPath(Vec<u32>);

/// How a wallet numbers the accounts of one seed: a path with a place for the account's index.
///
/// Its text is the path with `i` in that place, such as `m/44'/60'/i'/0/0`; in serde it is that text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PathScheme {
    /// `m/44'/60'/0'/0/i`: BIP-44 with the index as the address. Nearly every wallet, this one too.
    Bip44,
    /// `m/44'/60'/i'/0/0`: BIP-44 with the index as the account, as Ledger's application does.
    LedgerLive,
    /// `m/44'/60'/0'/i`: what Ledger's Chrome application and some early web wallets used.
    LedgerLegacy,
    /// Any other. Reading one of the three above as text gives that one, never this.
    Custom(PathTemplate),
}

/// A path with one place for an index, which may be hardened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    before: DerivationPath,
    place: Place,
    after: DerivationPath,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Plain,
    Hardened,
}

/// Why a text is no path. Steps are counted from 1 after `m`, characters from 1 within their step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// The text does not begin with `m`, alone or followed by a slash.
    #[error("a derivation path begins with m/, as in m/44'/60'/0'/0/0")]
    NoRoot,
    /// There is nothing between two slashes, or after the last one.
    #[error("step {step} of the derivation path is empty: expected a number")]
    EmptyStep {
        /// Which step.
        step: usize,
    },
    /// A character that does not belong into a step.
    #[error(
        "step {step} of the derivation path has {got:?} at character {position}: expected digits, and ' at the end if it is hardened"
    )]
    Character {
        /// Which step.
        step: usize,
        /// Which character of the step.
        position: usize,
        /// The character.
        got: char,
    },
    /// A number of 2^31 or more.
    #[error("step {step} of the derivation path is too large: expected a number below 2147483648")]
    TooLarge {
        /// Which step.
        step: usize,
    },
    /// More steps than BIP-32 can count.
    #[error("a derivation path has at most {max} steps", max = DerivationPath::MAX_DEPTH)]
    TooDeep,
    /// A scheme has one place for the account's index.
    #[error("a scheme of paths has one step i or i' for the account's number: got {got}")]
    Places {
        /// How many such steps there are.
        got: usize,
    },
}

impl DerivationPath {
    /// The most steps: BIP-32 writes the depth in one byte.
    pub const MAX_DEPTH: usize = 255;

    /// The path of these steps, each a number with the top bit set where it is hardened, as BIP-32 counts children.
    ///
    /// # Errors
    /// [`PathError::TooDeep`].
    pub fn from_steps(steps: &[u32]) -> Result<Self, PathError> {
        if steps.len() > Self::MAX_DEPTH { Err(PathError::TooDeep) } else { Ok(Self(steps.to_vec())) }
    }

    /// Its steps, each a number with the top bit set where it is hardened.
    #[must_use]
    pub fn steps(&self) -> &[u32] {
        &self.0
    }
}

impl FromStr for DerivationPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        steps_of(text)?.map(|(step, text)| number(step, text)).collect::<Result<_, _>>().map(Self)
    }
}

impl PathScheme {
    /// The schemes that a wallet looks for when it does not know which one was used, the likeliest first.
    pub const WELL_KNOWN: [Self; 3] = [Self::Bip44, Self::LedgerLive, Self::LedgerLegacy];

    /// The path of an account. `None` for an index of 2^31 or more, which no step can have.
    #[must_use]
    pub fn path(&self, index: u32) -> Option<DerivationPath> {
        let template = self.template();
        let index = [template.child(index)?];
        Some(DerivationPath([template.before.steps(), &index, template.after.steps()].concat()))
    }

    /// The index of the account at a path, where the path is one of this scheme.
    #[must_use]
    pub fn index_of(&self, path: &DerivationPath) -> Option<u32> {
        self.template().index_of(path)
    }

    pub(crate) fn template(&self) -> PathTemplate {
        let ethereum = |rest: &[u32], place, after: &[u32]| {
            let before = [&[44 | HARDENED, 60 | HARDENED], rest].concat();
            PathTemplate { before: DerivationPath(before), place, after: DerivationPath(after.to_vec()) }
        };
        match self {
            Self::Bip44 => ethereum(&[HARDENED, 0], Place::Plain, &[]),
            Self::LedgerLive => ethereum(&[], Place::Hardened, &[0, 0]),
            Self::LedgerLegacy => ethereum(&[HARDENED], Place::Plain, &[]),
            Self::Custom(template) => template.clone(),
        }
    }
}

impl FromStr for PathScheme {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let template = text.parse::<PathTemplate>()?;
        let known = Self::WELL_KNOWN.into_iter().find(|known| known.template() == template);
        Ok(known.unwrap_or(Self::Custom(template)))
    }
}

impl PathTemplate {
    /// What comes before the index.
    pub(crate) const fn before(&self) -> &DerivationPath {
        &self.before
    }

    /// What comes after it, as seen from there.
    pub(crate) const fn after(&self) -> &DerivationPath {
        &self.after
    }

    /// The step that stands for this index.
    pub(crate) fn child(&self, index: u32) -> Option<u32> {
        step_of(index, self.place)
    }

    fn index_of(&self, path: &DerivationPath) -> Option<u32> {
        let [step] = path.steps().strip_prefix(self.before.steps())?.strip_suffix(self.after.steps())? else {
            return None;
        };
        let index = step & !HARDENED;
        (self.child(index) == Some(*step)).then_some(index)
    }
}

impl FromStr for PathTemplate {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut found = Vec::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (step, text) in steps_of(text)? {
            match text {
                "i" => found.push(Place::Plain),
                "i'" | "ih" | "iH" => found.push(Place::Hardened),
                _ if found.is_empty() => before.push(number(step, text)?),
                _ => after.push(number(step, text)?),
            }
        }
        match *found {
            [place] => Ok(Self { before: DerivationPath(before), place, after: DerivationPath(after) }),
            _ => Err(PathError::Places { got: found.len() }),
        }
    }
}

/// The texts of the steps after `m`, each with its number.
fn steps_of(text: &str) -> Result<impl Iterator<Item = (usize, &str)>, PathError> {
    let rest = text.trim().strip_prefix('m').ok_or(PathError::NoRoot)?;
    let steps = match rest.strip_prefix('/') {
        Some(steps) => Some(steps),
        None if rest.is_empty() => None,
        None => return Err(PathError::NoRoot),
    };
    if rest.matches('/').count() > DerivationPath::MAX_DEPTH {
        return Err(PathError::TooDeep);
    }
    Ok((1..).zip(steps.into_iter().flat_map(|steps| steps.split('/'))))
}

fn number(step: usize, text: &str) -> Result<u32, PathError> {
    let hardened = text.strip_suffix(['\'', 'h', 'H']);
    let (digits, place) = hardened.map_or((text, Place::Plain), |digits| (digits, Place::Hardened));
    if digits.is_empty() {
        return Err(PathError::EmptyStep { step });
    }
    if let Some((position, got)) = (1..).zip(digits.chars()).find(|(_, c)| !c.is_ascii_digit()) {
        return Err(PathError::Character { step, position, got });
    }
    digits.parse().ok().and_then(|index| step_of(index, place)).ok_or(PathError::TooLarge { step })
}

/// A step as BIP-32 counts children. `None` for an index of 2^31 or more.
fn step_of(index: u32, place: Place) -> Option<u32> {
    let bit = match place {
        Place::Plain => 0,
        Place::Hardened => HARDENED,
    };
    (index < HARDENED).then_some(index | bit)
}

fn write_steps(f: &mut fmt::Formatter<'_>, steps: &[u32]) -> fmt::Result {
    steps.iter().try_for_each(|step| write!(f, "/{}{}", step & !HARDENED, if *step < HARDENED { "" } else { "'" }))
}

impl fmt::Display for DerivationPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("m")?;
        write_steps(f, &self.0)
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("m")?;
        write_steps(f, &self.before.0)?;
        f.write_str(match self.place {
            Place::Plain => "/i",
            Place::Hardened => "/i'",
        })?;
        write_steps(f, &self.after.0)
    }
}

impl fmt::Display for PathScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.template().fmt(f)
    }
}

impl TryFrom<String> for DerivationPath {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, PathError> {
        text.parse()
    }
}

impl From<DerivationPath> for String {
    fn from(path: DerivationPath) -> Self {
        path.to_string()
    }
}

impl TryFrom<String> for PathScheme {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, PathError> {
        text.parse()
    }
}

impl From<PathScheme> for String {
    fn from(scheme: PathScheme) -> Self {
        scheme.to_string()
    }
}
