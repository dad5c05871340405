//! Values in few bytes: every snapshot is named once and then by its number, since what many snapshots show names each of
//! them for every line. What an older program wrote is text (JSON) and is still read.

use std::collections::HashMap;

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::model::Block;
use crate::engine::model::Link;
use crate::engine::model::Picture;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::pack;

/// The first byte of a value in this form; one of text begins with a brace.
const FORM: u8 = 1;

/// A snapshot by its number, a line and a part of it.
pub(super) type Place = (u32, u32, u16);

/// A block.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Paragraph {
    role: Role,
    text: SafeText,
    source: Vec<Place>,
    /// The links; behind them the pictures, each as two links that cover nothing: its address, and its words. They begin and
    /// end at 1 where the text is its caption.
    links: Vec<Link>,
}

/// The snapshots that a value names, by their numbers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Names(Vec<[u8; 16]>);

/// The numbers of the snapshots that a value names.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    all: Vec<[u8; 16]>,
    of: HashMap<SnapshotId, u32>,
}

impl Numbers {
    /// The number of a snapshot.
    pub(super) fn of(&mut self, id: SnapshotId) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let all = &mut self.all;
        *self.of.entry(id).or_insert_with(|| {
            all.push(id.0);
            next
        })
    }

    pub(super) fn all_of(&mut self, ids: &[SnapshotId]) -> Vec<u32> {
        ids.iter().map(|id| self.of(*id)).collect()
    }

    pub(super) fn places(&mut self, sources: &[Source]) -> Vec<Place> {
        let place = |one: &Source| (self.of(one.snapshot), one.line, one.part);
        sources.iter().map(place).collect()
    }

    pub(super) fn paragraph(&mut self, block: &Block) -> Paragraph {
        Paragraph {
            role: block.role,
            text: block.text.clone(),
            source: self.places(&block.source),
            links: beside(block),
        }
    }

    pub(super) fn paragraphs(&mut self, blocks: &[Block]) -> Vec<Paragraph> {
        blocks.iter().map(|block| self.paragraph(block)).collect()
    }

    /// The snapshots, once all are numbered.
    pub(super) fn names(self) -> Names {
        Names(self.all)
    }
}

/// Nothing stands for a snapshot that has no number: then the value is damaged.
impl Names {
    pub(super) fn of(&self, number: u32) -> Option<SnapshotId> {
        Some(SnapshotId(*self.0.get(number as usize)?))
    }

    pub(super) fn all_of(&self, numbers: Vec<u32>) -> Option<Vec<SnapshotId>> {
        numbers.into_iter().map(|number| self.of(number)).collect()
    }

    pub(super) fn places(&self, places: Vec<Place>) -> Option<Vec<Source>> {
        let source = |(number, line, part)| {
            Some(Source {
                snapshot: self.of(number)?,
                line,
                part,
            })
        };
        places.into_iter().map(source).collect()
    }

    pub(super) fn block(&self, paragraph: Paragraph) -> Option<Block> {
        let (links, pictures) = parted(paragraph.links);
        Some(Block {
            role: paragraph.role,
            text: paragraph.text,
            source: self.places(paragraph.source)?,
            links,
            pictures,
        })
    }

    pub(super) fn blocks(&self, paragraphs: Vec<Paragraph>) -> Option<Vec<Block>> {
        let blocks = paragraphs.into_iter();
        blocks.map(|paragraph| self.block(paragraph)).collect()
    }
}

/// The links and pictures of a block in one list.
fn beside(block: &Block) -> Vec<Link> {
    let pictures = block.pictures.iter().flat_map(|one| {
        let at = u32::from(one.captioned);
        [&one.url, &one.words].map(|text| Link {
            start: at,
            end: at,
            url: text.clone(),
        })
    });
    block.links.iter().cloned().chain(pictures).collect()
}

/// Undoes [`beside`].
fn parted(mut links: Vec<Link>) -> (Vec<Link>, Vec<Picture>) {
    let covers = |link: &Link| link.start < link.end;
    let bare = links.split_off(links.iter().take_while(|link| covers(link)).count());
    let picture = |pair: &[Link]| Picture {
        url: pair[0].url.clone(),
        words: pair[1].url.clone(),
        captioned: pair[0].start > 0,
    };
    (links, bare.chunks_exact(2).map(picture).collect())
}

/// A value in this form, not yet compressed; `what` names it in an error.
pub(super) fn serialise<B: Serialize>(brief: &B, what: &str) -> Result<Vec<u8>, Problem> {
    postcard::to_extend(brief, vec![FORM])
        .map_err(|error| Problem::Damaged(format!("{what} cannot be written ({error})")))
}

/// The value that compressed bytes are of: `full` makes it of one in this form, and it is read itself where it is text.
pub(super) fn unpack<B: DeserializeOwned, T: DeserializeOwned>(
    packed: &[u8],
    what: &str,
    full: impl FnOnce(B) -> Option<T>,
) -> Result<T, Problem> {
    let bytes = pack::unsqueeze(packed, what)?;
    let Some((&FORM, rest)) = bytes.split_first() else {
        return pack::parse(&bytes, what);
    };
    let brief: B = postcard::from_bytes(rest)
        .map_err(|error| Problem::Damaged(format!("{what} cannot be read ({error})")))?;
    full(brief)
        .ok_or_else(|| Problem::Damaged(format!("{what} names a snapshot that it does not list")))
}
