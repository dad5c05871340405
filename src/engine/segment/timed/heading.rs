//! Headings that are sentences, known by what stands between them and the text.

use crate::engine::segment::author;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;

/// The first text of an entry, where nothing but its author stands between it and longer ones: a heading, though it be a sentence.
pub(super) fn above_author(items: &[Item], content: &[usize]) -> Option<usize> {
    let [title, text, ..] = content else {
        return None;
    };
    let short = items[*title].features.len() <= author::TITLE && !items[*title].features.bullet;
    let longer =
        items[*text].is_prose() && items[*text].features.len() > items[*title].features.len();
    let mut between = items[title + 1..*text]
        .iter()
        .filter(|item| !item.is_furniture())
        .peekable();
    let author = |item: &Item| {
        let byline = item.byline.as_ref().filter(|_| item.states(Shape::Author));
        byline.is_some_and(|byline| !byline.closes)
    };
    let signed = between.peek().is_some() && between.all(author);
    (short && longer && signed).then_some(*title)
}
