//! Paths, as `params.path.[0:20]`, `@.to` and `$.metadata.constants.token`.

use std::fmt;

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// The arguments of the call, or the fields of the message.
    Data,
    /// The descriptor itself.
    File,
    /// What is around the data: sender, contract, coin, chain.
    Container,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    /// Negative ones count from the end.
    Index(i64),
    /// Every item.
    All,
    Slice(Option<i64>, Option<i64>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) root: Root,
    pub(super) steps: Vec<Step>,
}

impl Path {
    /// `None` where the text is no path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (root, rest) = match text.split_once('.') {
            Some(("#", rest)) => (Root::Data, rest),
            Some(("$", rest)) => (Root::File, rest),
            Some(("@", rest)) => (Root::Container, rest),
            _ => (Root::Data, text),
        };
        let steps = rest.split('.').map(step).collect::<Option<Vec<_>>>()?;
        Some(Self { root, steps })
    }

    /// The same path from within another one: only data has a within.
    pub(super) fn within(&self, outer: Option<&Self>) -> Self {
        match outer {
            Some(outer) if self.root == Root::Data => {
                Self { root: outer.root, steps: [outer.steps.as_slice(), &self.steps].concat() }
            }
            Some(_) | None => self.clone(),
        }
    }
}

fn step(text: &str) -> Option<Step> {
    let Some(inside) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        let word = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
        return word.then(|| Step::Name(text.to_owned()));
    };
    let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    match inside.split_once(':') {
        Some((from, to)) => Some(Step::Slice(end(from)?, end(to)?)),
        None if inside.is_empty() => Some(Step::All),
        None => inside.parse().ok().map(Step::Index),
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.root {
            Root::Data => "#",
            Root::File => "$",
            Root::Container => "@",
        })?;
        for step in &self.steps {
            let end = |end: &Option<i64>| end.map_or_else(String::new, |end| end.to_string());
            match step {
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, ".[{index}]")?,
                Step::All => f.write_str(".[]")?,
                Step::Slice(from, to) => write!(f, ".[{}:{}]", end(from), end(to))?,
            }
        }
        Ok(())
    }
}
