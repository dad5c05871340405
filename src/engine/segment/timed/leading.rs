//! A first entry that states no time, above the first time: it looks like the summary, and something else has to tell.

use std::collections::BTreeSet;

use crate::engine::model::Role;
use crate::engine::segment::closer;
use crate::engine::segment::item::Item;
use crate::engine::segment::parting;
use crate::engine::segment::stamp::Shape;

/// Where the first entry begins, if one stands above the first time.
pub(super) fn above(items: &[Item], cuts: &BTreeSet<usize>, first: usize) -> usize {
    let play = cuts.iter().any(|i| {
        items
            .get(*i)
            .is_some_and(|item| item.shape() == Some(Shape::Play))
    });
    let content: Vec<usize> = (0..first).filter(|i| items[*i].is_content()).collect();
    let says = |i: &&usize| parting::is_of_entry(&items[**i], play);
    content
        .iter()
        .find(says)
        .copied()
        .or_else(|| announced(items, &content, first))
        .or_else(|| below_day(items, &content, first))
        .unwrap_or(first)
}

/// Text right below what says that entries follow, and right above the first time.
fn announced(items: &[Item], content: &[usize], first: usize) -> Option<usize> {
    let follow = |item: &Item| matches!(&item.role, Some((Role::Furniture, why)) if why == closer::ENTRIES_FOLLOW);
    let opener = items[..first].iter().rposition(follow)?;
    together(items, content, opener + 1, first)
}

/// Text below a day on a line of its own that stands below other text: the day is that of the entries.
fn below_day(items: &[Item], content: &[usize], first: usize) -> Option<usize> {
    let day = |item: &Item| {
        let clock = item.byline.as_ref().and_then(|byline| byline.stamp.minutes);
        item.role.is_none() && item.states(Shape::Dated) && clock.is_none()
    };
    let at = items[..first].iter().rposition(day)?;
    let summary = items[..at].iter().any(Item::is_prose);
    together(items, content, at + 1, first).filter(|_| summary)
}

/// The first of the lines from one to another, if they are all text and one of them runs.
fn together(items: &[Item], content: &[usize], from: usize, to: usize) -> Option<usize> {
    let below = content.partition_point(|i| *i < from);
    let lines = &content[below..];
    let prose = lines.iter().any(|i| items[*i].is_prose());
    (prose && lines.len() == to - from && lines.len() <= LONGEST).then_some(from)
}

/// More lines above the first time are several entries, or none.
const LONGEST: usize = 6;
