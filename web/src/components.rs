//! What pages are made of. Components take props and answer through callbacks; they know neither state nor services.
//!
//! A component that shows a figure takes a [`Fact`](assay_sdk::evidence::Fact) or a [`Reading`] of one, so that no figure can be
//! drawn without its hallmark. Time comes in as a [`Clock`]. Class names are those of `web/style/components`.

mod address;
mod allocation_bar;
mod amount_field;
mod asset_row;
mod badge;
mod button;
mod clipboard;
mod copy_button;
mod definition_list;
mod empty_state;
mod error_panel;
mod field;
mod figure;
mod geometry;
mod hallmark;
mod hidden;
mod icon;
mod id;
mod identicon;
mod known;
mod line_chart;
mod nav_bar;
mod notice;
mod page_header;
mod password_field;
mod phrase_grid;
mod provenance;
mod sheet;
mod skeleton;
mod step_line;
mod tabs;
mod theme_switch;
mod verdict_panel;

pub(crate) use address::AddressView;
pub(crate) use allocation_bar::{AllocationBar, Part};
pub(crate) use amount_field::AmountField;
pub(crate) use asset_row::{AssetName, AssetRow, Worth};
pub(crate) use badge::{Badge, BadgeKind};
pub(crate) use button::{Button, ButtonKind, ButtonPurpose, ButtonWidth};
pub(crate) use copy_button::CopyButton;
pub(crate) use definition_list::{Definition, DefinitionList};
pub(crate) use empty_state::EmptyState;
pub(crate) use error_panel::{ErrorPanel, ErrorText};
pub(crate) use field::{SelectField, TextField, TextKind};
pub(crate) use figure::{AmountFigure, FigureSize, Number, Reading, ValueFigure};
pub(crate) use hallmark::{Hallmark, LevelMark};
pub(crate) use hidden::VisuallyHidden;
pub(crate) use icon::{Glyph, Icon};
pub(crate) use identicon::{Identicon, IdenticonSize};
pub(crate) use known::{Clock, Known};
pub(crate) use line_chart::{LineChart, Point};
pub(crate) use nav_bar::{NavBar, NavItem};
pub(crate) use notice::{Notice, NoticeKind};
pub(crate) use page_header::{Back, PageHeader};
pub(crate) use password_field::{PasswordField, PasswordKind};
pub(crate) use phrase_grid::PhraseGrid;
pub(crate) use sheet::Sheet;
pub(crate) use skeleton::{Skeleton, SkeletonWidth};
pub(crate) use step_line::{Step, StepLine, StepState};
pub(crate) use tabs::{Tab, Tabs};
pub(crate) use theme_switch::{Theme, ThemeSwitch};
pub(crate) use verdict_panel::{VerdictLine, VerdictPanel, VerdictView};
