//! Every screen has an address of its own, so that a reload, a bookmark or the back button loses nothing: what the user has typed into
//! a form lives in the query.

use assay_sdk::units::{AssetId, Seconds};

use crate::state::period::Period;

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// What I hold and what it is worth.
    Portfolio,
    /// One asset.
    Asset {
        /// Which.
        asset: AssetId,
        /// Which side of it.
        tab: AssetTab,
    },
    /// Send an asset.
    Send {
        /// Which; none yet where the user has still to choose.
        asset: Option<AssetId>,
        /// What has been typed so far.
        draft: SendDraft,
    },
    /// Turn an asset back into the thing or the money.
    Redeem {
        /// Which; none yet where the user has still to choose.
        asset: Option<AssetId>,
        /// The amount typed so far.
        amount: String,
    },
    /// What accrued and what can be claimed.
    Yields {
        /// How far back rates are measured.
        window: YieldWindow,
    },
    /// Transactions.
    Activity,
    /// Statements, gains and tables of a period.
    Records(RecordsQuery),
    /// Accounts, contacts, security, network, appearance.
    Settings {
        /// Which part of it.
        part: SettingsPart,
    },
    /// Make a wallet, or bring one.
    Welcome {
        /// Which way in.
        way: Way,
    },
    /// What a site asks for. Why it was opened stands in the fragment, which is read once: see `state::visit`.
    Connect,
    /// Every component in all its states.
    Gallery,
    /// An address that names no screen.
    Unknown {
        /// The path as given.
        path: String,
    },
}

/// The sides of the asset screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetTab {
    /// Balance and worth.
    Holding,
    /// What it earns.
    Yield,
    /// What backs it.
    Backing,
    /// What limits its transfer.
    Rules,
    /// What the issuer published.
    Documents,
    /// What happened to it here.
    Activity,
}

/// How far back a yield is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YieldWindow {
    /// 30 days.
    Month,
    /// 90 days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
}

/// The parts of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettingsPart {
    /// The open wallet's name and accounts, and the other wallets of this device.
    #[default]
    Wallet,
    /// The people whom the holder sends to.
    Contacts,
    /// The sites that may see an account.
    Connections,
    /// What opens it, its backup, when it locks.
    Security,
    /// Which chain, through which endpoint.
    Network,
    /// Light or dark.
    Appearance,
}

/// The ways to a first wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not chosen yet.
    Choose,
    /// A new phrase.
    Create,
    /// A phrase, a key, a file or shares that the user brings.
    Import,
    /// An address without a key.
    Watch,
    /// An account whose key is in another wallet of this browser.
    Connect,
    /// A file that an Assay wallet was saved to.
    Restore,
    /// One of the demo's public phrases.
    Demo,
}

/// A screen without what has been typed into it: while this stays the same, the page stays and keeps its focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// [`Route::Portfolio`].
    Portfolio,
    /// [`Route::Asset`], whichever side of it.
    Asset(AssetId),
    /// [`Route::Send`].
    Send,
    /// [`Route::Redeem`].
    Redeem,
    /// [`Route::Yields`].
    Yields,
    /// [`Route::Activity`].
    Activity,
    /// [`Route::Records`].
    Records,
    /// [`Route::Settings`].
    Settings,
    /// [`Route::Welcome`].
    Welcome(Way),
    /// [`Route::Connect`].
    Connect,
    /// [`Route::Gallery`].
    Gallery,
    /// [`Route::Unknown`].
    Unknown(String),
}

/// The period of a statement, as chosen and typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordsQuery {
    /// Which.
    pub period: Period,
    /// Its first day, where two days are named.
    pub from: String,
    /// Its last day.
    pub to: String,
}

/// The send form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendDraft {
    /// Receiver.
    pub to: String,
    /// Amount in displayed units.
    pub amount: String,
}

impl AssetTab {
    /// All sides, in the order of the screen.
    pub const ALL: [Self; 6] =
        [Self::Holding, Self::Yield, Self::Backing, Self::Rules, Self::Documents, Self::Activity];

    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Holding => "holding",
            Self::Yield => "yield",
            Self::Backing => "backing",
            Self::Rules => "rules",
            Self::Documents => "documents",
            Self::Activity => "activity",
        }
    }
}

impl YieldWindow {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Its name in the address: its days.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Year => "365",
        }
    }

    /// Its length.
    #[must_use]
    pub const fn length(self) -> Seconds {
        match self {
            Self::Month => Seconds(30 * Seconds::DAY.0),
            Self::Quarter => Seconds(90 * Seconds::DAY.0),
            Self::Year => Seconds(365 * Seconds::DAY.0),
        }
    }

    /// The window of this name.
    #[must_use]
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.slug() == slug)
    }
}

impl SettingsPart {
    /// All parts, in the order of the screen.
    pub const ALL: [Self; 6] =
        [Self::Wallet, Self::Contacts, Self::Connections, Self::Security, Self::Network, Self::Appearance];

    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Contacts => "contacts",
            Self::Connections => "connections",
            Self::Security => "security",
            Self::Network => "network",
            Self::Appearance => "appearance",
        }
    }

    /// The part of this name.
    #[must_use]
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.slug() == slug)
    }
}

impl Route {
    /// Reads an address: a path and a query without its question mark.
    #[must_use]
    pub fn parse(path: &str, query: &str) -> Self {
        let unknown = || Self::Unknown { path: path.to_owned() };
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let field = |name| query_field(query, name);
        match segments.as_slice() {
            [] | ["portfolio"] => Self::Portfolio,
            ["asset", chain, token] => {
                asset(chain, token).map_or_else(unknown, |asset| Self::Asset { asset, tab: AssetTab::Holding })
            }
            ["asset", chain, token, slug] => {
                let tab = AssetTab::ALL.into_iter().find(|tab| tab.slug() == *slug);
                asset(chain, token).zip(tab).map_or_else(unknown, |(asset, tab)| Self::Asset { asset, tab })
            }
            ["send"] => Self::Send { asset: None, draft: SendDraft::default() },
            ["send", chain, token] => asset(chain, token).map_or_else(unknown, |asset| Self::Send {
                asset: Some(asset),
                draft: SendDraft { to: field("to"), amount: field("amount") },
            }),
            ["redeem"] => Self::Redeem { asset: None, amount: String::new() },
            ["redeem", chain, token] => asset(chain, token)
                .map_or_else(unknown, |asset| Self::Redeem { asset: Some(asset), amount: field("amount") }),
            ["yields"] => match field("days").as_str() {
                "" => Self::Yields { window: YieldWindow::default() },
                days => YieldWindow::of_slug(days).map_or_else(unknown, |window| Self::Yields { window }),
            },
            ["activity"] => Self::Activity,
            ["records"] => match field("period").as_str() {
                "" => Some(Period::default()),
                period => Period::of_slug(period),
            }
            .map_or_else(unknown, |period| {
                Self::Records(RecordsQuery { period, from: field("from"), to: field("to") })
            }),
            ["settings"] => Self::Settings { part: SettingsPart::Wallet },
            ["settings", slug] => SettingsPart::of_slug(slug).map_or_else(unknown, |part| Self::Settings { part }),
            ["welcome", rest @ ..] => {
                Way::ALL.into_iter().find(|way| rest == way.segment()).map_or_else(unknown, |way| Self::Welcome { way })
            }
            ["connect"] => Self::Connect,
            ["gallery"] => Self::Gallery,
            _ => unknown(),
        }
    }

    /// The address of this screen: path and, where something was typed, query.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Portfolio => "/".to_owned(),
            Self::Asset { asset, tab: AssetTab::Holding } => format!("/asset/{}", asset_path(asset)),
            Self::Asset { asset, tab } => format!("/asset/{}/{}", asset_path(asset), tab.slug()),
            Self::Send { asset: None, .. } => "/send".to_owned(),
            Self::Send { asset: Some(asset), draft } => {
                with_query(format!("/send/{}", asset_path(asset)), &[("to", &draft.to), ("amount", &draft.amount)])
            }
            Self::Redeem { asset: None, .. } => "/redeem".to_owned(),
            Self::Redeem { asset: Some(asset), amount } => {
                with_query(format!("/redeem/{}", asset_path(asset)), &[("amount", amount)])
            }
            Self::Yields { window: YieldWindow::Quarter } => "/yields".to_owned(),
            Self::Yields { window } => format!("/yields?days={}", window.slug()),
            Self::Activity => "/activity".to_owned(),
            Self::Records(RecordsQuery { period, from, to }) => {
                with_query("/records".to_owned(), &[("period", period.slug()), ("from", from), ("to", to)])
            }
            Self::Settings { part: SettingsPart::Wallet } => "/settings".to_owned(),
            Self::Settings { part } => format!("/settings/{}", part.slug()),
            Self::Welcome { way } => way.href().to_owned(),
            Self::Connect => "/connect".to_owned(),
            Self::Gallery => "/gallery".to_owned(),
            Self::Unknown { path } => path.clone(),
        }
    }
}

impl Route {
    /// The screen that this address belongs to.
    #[must_use]
    pub fn page(&self) -> Page {
        match self {
            Self::Portfolio => Page::Portfolio,
            Self::Asset { asset, .. } => Page::Asset(*asset),
            Self::Send { .. } => Page::Send,
            Self::Redeem { .. } => Page::Redeem,
            Self::Yields { .. } => Page::Yields,
            Self::Activity => Page::Activity,
            Self::Records(_) => Page::Records,
            Self::Settings { .. } => Page::Settings,
            Self::Welcome { way } => Page::Welcome(*way),
            Self::Connect => Page::Connect,
            Self::Gallery => Page::Gallery,
            Self::Unknown { path } => Page::Unknown(path.clone()),
        }
    }
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Choose, Self::Create, Self::Import, Self::Watch, Self::Connect, Self::Restore, Self::Demo];

    /// What follows `/welcome` in its address.
    const fn segment(self) -> &'static [&'static str] {
        match self {
            Self::Choose => &[],
            Self::Create => &["create"],
            Self::Import => &["import"],
            Self::Watch => &["watch"],
            Self::Connect => &["connect"],
            Self::Restore => &["restore"],
            Self::Demo => &["demo"],
        }
    }

    /// The address of this way.
    #[must_use]
    pub const fn href(self) -> &'static str {
        match self {
            Self::Choose => "/welcome",
            Self::Create => "/welcome/create",
            Self::Import => "/welcome/import",
            Self::Watch => "/welcome/watch",
            Self::Connect => "/welcome/connect",
            Self::Restore => "/welcome/restore",
            Self::Demo => "/welcome/demo",
        }
    }
}

fn asset(chain: &str, token: &str) -> Option<AssetId> {
    format!("{chain}/erc20:{token}").parse().ok()
}

fn asset_path(asset: &AssetId) -> String {
    format!("{}/{}", asset.chain, asset.token)
}

fn with_query(path: String, fields: &[(&str, &str)]) -> String {
    let query: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// Percent-encodes all but what RFC 3986 leaves unreserved.
fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// The value of one field of a query; empty where it is missing or not UTF-8.
fn query_field(query: &str, name: &str) -> String {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| decode(value))
        .unwrap_or_default()
}

/// Percent-decodes; `None` for what is not UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(href: &str) -> Route {
        let (path, query) = href.split_once('?').unwrap_or((href, ""));
        Route::parse(path, query)
    }

    #[test]
    fn every_screen_is_found_again_at_its_address() {
        let asset: AssetId = "eip155:31337/erc20:0x6B175474E89094C44Da98b954EedeAC495271d0F".parse().unwrap();
        let mut routes = vec![
            Route::Portfolio,
            Route::Send { asset: None, draft: SendDraft::default() },
            Route::Send {
                asset: Some(asset),
                draft: SendDraft { to: "0xAB & so=on %".to_owned(), amount: "1.5 ü".to_owned() },
            },
            Route::Redeem { asset: Some(asset), amount: "12".to_owned() },
            Route::Redeem { asset: None, amount: String::new() },
            Route::Activity,
            Route::Connect,
        ];
        routes.extend(YieldWindow::ALL.map(|window| Route::Yields { window }));
        routes.extend(Period::ALL.map(|period| Route::Records(RecordsQuery { period, ..RecordsQuery::default() })));
        routes.extend(SettingsPart::ALL.map(|part| Route::Settings { part }));
        routes.extend(Way::ALL.map(|way| Route::Welcome { way }));
        routes.extend(AssetTab::ALL.map(|tab| Route::Asset { asset, tab }));
        for route in routes {
            assert_eq!(read(&route.href()), route, "{}", route.href());
        }
    }

    #[test]
    fn typing_does_not_change_the_page() {
        let asset: AssetId = "eip155:31337/erc20:0x6B175474E89094C44Da98b954EedeAC495271d0F".parse().unwrap();
        let typed = |amount: &str| {
            let draft = SendDraft { to: String::new(), amount: amount.to_owned() };
            Route::Send { asset: Some(asset), draft }.page()
        };
        assert_eq!(typed("1"), typed("12"));
        let tab = |tab| Route::Asset { asset, tab }.page();
        assert_eq!(tab(AssetTab::Holding), tab(AssetTab::Rules));
        assert_ne!(typed("1"), tab(AssetTab::Holding));
    }

    #[test]
    fn nonsense_is_unknown_and_never_another_screen() {
        for href in [
            "/asset/eip155:1/0x12",
            "/asset/eip155:x/0x6B175474E89094C44Da98b954EedeAC495271d0F",
            "/sendx",
            "/welcome/back",
            "/welcome/create/x",
            "/settings/x",
            "/a/b/c/d/e",
            "/yields?days=31",
            "/records?period=tomorrow",
        ] {
            assert!(matches!(read(href), Route::Unknown { .. }), "{href}");
        }
        assert_eq!(query_field("to=%ZZ", "to"), "");
    }
}
