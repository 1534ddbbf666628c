//! What pages are made of. Components take props and answer through callbacks; they know neither state nor services.
//!
//! A component that shows a figure takes a [`Fact`](assay_sdk::evidence::Fact) or a [`Reading`] of one, so that no figure can be
//! drawn without its hallmark. Time comes in as a [`Clock`]. Class names are those of `web/style/components`.

mod button;
mod definition_list;
mod figure;
mod hallmark;
mod icon;
mod id;
mod known;
mod provenance;
mod skeleton;

pub(crate) use button::{Button, ButtonKind};
pub(crate) use definition_list::{Definition, DefinitionList};
pub(crate) use figure::{AmountFigure, FigureSize, Number, Reading, ValueFigure};
pub(crate) use hallmark::{Hallmark, LevelMark};
pub(crate) use icon::{Glyph, Icon};
pub(crate) use known::{Clock, Known};
pub(crate) use skeleton::{Skeleton, SkeletonWidth};
