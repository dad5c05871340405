//! What stands above the entries of a blog, as the database keeps it.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::PageText;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::store::brief;
use crate::store::brief::Names;
use crate::store::brief::Numbers;
use crate::store::brief::Paragraph;
use crate::store::error::Problem;
use crate::store::pack;

/// What stands above the entries of a blog.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The texts.
    pub(super) page: PageText,
    /// The snapshots, newest first.
    #[serde(default)]
    pub(super) order: Vec<SnapshotId>,
    /// What libraries of older versions keep here of each snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) snapshots: Vec<SnapshotSummary>,
}

/// The same in few bytes.
#[derive(Serialize, Deserialize)]
struct Brief {
    names: Names,
    title: Vec<Paragraph>,
    standfirst: Vec<Paragraph>,
    /// Behind it what is set aside.
    summary: Vec<Paragraph>,
    order: Vec<u32>,
}

/// The head of a blog with these texts and snapshots, newest first, as compressed bytes.
pub(super) fn pack(page: &PageText, order: &[SnapshotId]) -> Result<Vec<u8>, Problem> {
    let mut numbers = Numbers::default();
    let order = numbers.all_of(order);
    let brief = Brief {
        title: numbers.paragraphs(&page.title),
        standfirst: numbers.paragraphs(&page.standfirst),
        summary: [&page.summary, &page.aside]
            .map(|blocks| numbers.paragraphs(blocks))
            .into_iter()
            .flatten()
            .collect(),
        order,
        names: numbers.names(),
    };
    pack::squeeze(&brief::serialise(&brief, "the head of a blog")?)
}

/// Undoes [`pack()`].
pub(super) fn unpack(packed: &[u8]) -> Result<Head, Problem> {
    brief::unpack(packed, "the head of a blog", |brief: Brief| {
        let names = brief.names;
        let mut summary = names.blocks(brief.summary)?;
        let from = summary.partition_point(|block| block.role != Role::Furniture);
        let aside = summary.split_off(from);
        Some(Head {
            page: PageText {
                title: names.blocks(brief.title)?,
                standfirst: names.blocks(brief.standfirst)?,
                summary,
                aside,
            },
            order: names.all_of(brief.order)?,
            snapshots: Vec::new(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Block;
    use crate::engine::model::Source;
    use crate::engine::text::SafeText;

    #[test]
    fn a_head_comes_back_as_it_was_also_one_of_an_older_program() {
        let ids = [SnapshotId([3; 16]), SnapshotId([1; 16])];
        let block = |role, text: &str| Block {
            role,
            text: SafeText::new(text),
            source: ids
                .map(|snapshot| Source {
                    snapshot,
                    line: 2,
                    part: 0,
                })
                .to_vec(),
            links: Vec::new(),
            pictures: Vec::new(),
        };
        let page = PageText {
            title: vec![block(Role::Headline, "Ferry late")],
            standfirst: Vec::new(),
            summary: vec![
                block(Role::Summary, "It was late."),
                block(Role::Byline, "14:05"),
            ],
            aside: vec![block(Role::Furniture, "Most read")],
        };
        let head = Head {
            page,
            order: ids.to_vec(),
            snapshots: Vec::new(),
        };
        assert_eq!(unpack(&pack(&head.page, &ids).unwrap()).unwrap(), head);
        assert_eq!(unpack(&pack::pack(&head).unwrap()).unwrap(), head);
    }
}
