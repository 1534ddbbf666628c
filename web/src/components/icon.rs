//! One set of pictures: strokes on a 24-unit square, drawn for this wallet. Decoration only: the name stands beside it, or in
//! the `aria-label` of the button around it.

use leptos::prelude::*;

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// Something failed or needs attention.
    Alert,
    /// Back to where one came from.
    Back,
    /// Done, allowed.
    Check,
    /// More below.
    ChevronDown,
    /// Waiting; how old something is.
    Clock,
    /// Take it away in the clipboard.
    Copy,
    /// Close.
    Cross,
    /// The parts of what one holds.
    Portfolio,
    /// A deed, a report.
    Document,
    /// Leave the wallet's pages.
    External,
    /// Show what is hidden.
    Eye,
    /// Hide what is shown.
    EyeOff,
    /// A fact to know.
    Info,
    /// What opens something.
    Key,
    /// Tied to something elsewhere.
    Link,
    /// Only with the key.
    Lock,
    /// Add.
    Plus,
    /// Cannot tell.
    Question,
    /// Redeem: back into what it stands for.
    Redeem,
    /// Once more.
    Retry,
    /// Send.
    Send,
    /// Settings.
    Sliders,
    /// What happened so far.
    Activity,
    /// Not allowed.
    Stop,
    /// Income.
    Yield,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 L21 19.5 H3 Z M12 10 V14.5 M12 17 V17.1",
            Self::Back => "M19 12 H5 M11 6 L5 12 L11 18",
            Self::Check => "M4.5 12.5 L10 18 L19.5 7",
            Self::ChevronDown => "M6 9.5 L12 15.5 L18 9.5",
            Self::Clock => "M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M12 7.5 V12.5 L15.5 14.5",
            Self::Copy => "M9 8.5 H19.5 V20 H9 Z M14.5 8.5 V4 H4.5 V15.5 H9",
            Self::Cross => "M6 6 L18 18 M18 6 L6 18",
            Self::Portfolio => "M12 3.5 V12 H20.5 A8.5 8.5 0 1 1 12 3.5 M15.5 4 A8.5 8.5 0 0 1 20 8.5 H15.5 Z",
            Self::Document => "M6 3.5 H14 L18.5 8 V20.5 H6 Z M14 3.5 V8 H18.5 M9 12.5 H15.5 M9 16 H15.5",
            Self::External => "M13.5 4.5 H19.5 V10.5 M19.5 4.5 L11 13 M17 14 V19.5 H4.5 V7 H10",
            Self::Eye => {
                "M2.5 12 Q7 5.5 12 5.5 T21.5 12 Q17 18.5 12 18.5 T2.5 12 M12 9 A3 3 0 1 0 12 15 A3 3 0 1 0 12 9"
            }
            Self::EyeOff => {
                "M4 4 L20 20 M9.5 6 Q16 4.5 21.5 12 Q20.3 14 18.6 15.5 M14.8 18 Q7.5 19.5 2.5 12 Q4 9.6 6 8"
            }
            Self::Info => "M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M12 11 V16.5 M12 7.6 V7.7",
            Self::Key => {
                "M8.5 10.5 A4.5 4.5 0 1 0 8.5 19.5 A4.5 4.5 0 1 0 8.5 10.5 M11.7 11.8 L20 3.5 M16 7.5 L19 10.5"
            }
            Self::Link => {
                "M10 14 A3.6 3.6 0 0 0 15.1 14 L18.9 10.2 A3.6 3.6 0 0 0 13.8 5.1 L12.6 6.3 M14 10 A3.6 3.6 0 0 0 8.9 10 L5.1 13.8 A3.6 3.6 0 0 0 10.2 18.9 L11.4 17.7"
            }
            Self::Lock => "M5.5 11 H18.5 V20 H5.5 Z M8.5 11 V7.5 A3.5 3.5 0 0 1 15.5 7.5 V11",
            Self::Plus => "M12 5 V19 M5 12 H19",
            Self::Question => {
                "M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M9.5 10 A2.5 2.5 0 1 1 13 12.3 Q12 12.8 12 14 M12 16.6 V16.7"
            }
            Self::Redeem => "M4.5 9 H16 A4.5 4.5 0 0 1 16 18 H8 M8.5 5 L4.5 9 L8.5 13",
            Self::Retry => "M19.5 12 A7.5 7.5 0 1 1 17 6.4 M17.5 2.5 V7 H13",
            Self::Send => "M5 19 L19 5 M9 5 H19 V15",
            Self::Sliders => {
                "M4 7.5 H13 M17.5 7.5 H20 M4 16.5 H6.5 M11 16.5 H20 M15.2 5.2 A2.3 2.3 0 1 0 15.2 9.8 A2.3 2.3 0 1 0 15.2 5.2 M8.8 14.2 A2.3 2.3 0 1 0 8.8 18.8 A2.3 2.3 0 1 0 8.8 14.2"
            }
            Self::Activity => "M8.5 6.5 H20 M8.5 12 H20 M8.5 17.5 H20 M4.5 6.5 V6.6 M4.5 12 V12.1 M4.5 17.5 V17.6",
            Self::Stop => "M12 3.5 A8.5 8.5 0 1 0 12 20.5 A8.5 8.5 0 1 0 12 3.5 M6.2 6.2 L17.8 17.8",
            Self::Yield => "M12 20.5 V10 M12 14 Q12 9 5 8.5 Q5 14 12 14 M12 11 Q12 5 19.5 4 Q19.5 11 12 11 M7 20.5 H17",
        }
    }

    /// Whether it points along the line of reading, and so turns where that runs from right to left.
    const fn turns(self) -> bool {
        matches!(self, Self::Back | Self::Redeem | Self::Send | Self::External)
    }
}

/// A picture, hidden from screen readers.
#[component]
pub(crate) fn Icon(
    /// Which.
    #[prop(into)]
    glyph: Signal<Glyph>,
) -> impl IntoView {
    let class = move || if glyph.get().turns() { "icon icon--turns" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <path d=move || glyph.get().path() />
        </svg>
    }
}
