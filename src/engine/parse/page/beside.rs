//! What a text is by what stands right before it, or how it begins: a caption below its picture, a time that is told again, an item
//! of a list.

use scraper::ElementRef;

use crate::engine::model::Role;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::block::Walk;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::element::length;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

impl Walk<'_> {
    /// Whether a time stands before an element that says it again, for narrower screens perhaps with fewer words.
    pub(super) fn is_told_again(&self, element: &ElementRef<'_>) -> bool {
        /// Times are no longer, in bytes.
        const TIME: usize = 40;
        let before = self.buffer.text.trim();
        if before.is_empty() || before.len() > TIME || length(element, TIME + 1) > TIME {
            return false;
        }
        let again = collapse(&element.text().collect::<String>());
        let is_time = || {
            let byline = stamp::parse_element(before, self.rules);
            byline.is_some_and(|byline| byline.rest == 0 && byline.shape != Shape::Author)
        };
        let digits = again.contains(|c: char| c.is_numeric());
        let same = before.starts_with(again.as_str()) || before.ends_with(again.as_str());
        digits && same && is_time()
    }

    /// Whether a text right below a picture says whose it is, or a line for authors does; the caption above it is one, too.
    pub(super) fn is_caption(&mut self, block: &Block, author: bool) -> bool {
        /// Longer texts are running text that names an agency.
        const CAPTION: usize = 60;
        let at = self.out.blocks.len();
        let below = self.pictured == Some(at);
        let above = at
            .checked_sub(1)
            .filter(|above| self.pictured == Some(*above));
        if !author && !below && above.is_none() || words::count(&block.text) > CAPTION {
            return false;
        }
        let text = block.text.to_lowercase();
        let mut marks = self.rules.credit.iter();
        let credited = if below {
            marks.any(|mark| text.contains(mark.as_str()))
        } else {
            marks.any(|mark| text.starts_with(mark.as_str()))
        };
        let may_be = author || block.role == Role::Paragraph;
        let caption = above.and_then(|above| self.out.blocks.get_mut(above));
        if let Some(caption) = caption.filter(|caption| {
            credited
                && may_be
                && caption.role == Role::Paragraph
                && words::count(&caption.text) <= CAPTION
        }) {
            caption.role = Role::Media;
            caption.why = "caption above its credit".to_owned();
        }
        credited && may_be
    }
}

/// Whether a line begins with the sign of an item.
pub(super) fn is_item(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['•', '▪', '◦', '‣', '●', '■', '▲', '►', '▶', '✓', '✔'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parse::page::block;
    use crate::engine::parse::page::block::Scope;
    use crate::engine::parse::page::tree;
    use crate::engine::rules::Rules;

    fn read(html: &str) -> Vec<(Role, String)> {
        let page = tree::build(html);
        let blocks = block::read(*page.root_element(), Scope::Entry, Rules::builtin()).blocks;
        let told = blocks
            .into_iter()
            .filter(|block| block.role != Role::Furniture);
        told.map(|block| (block.role, block.text.to_string()))
            .collect()
    }

    fn roles(html: &str) -> Vec<Role> {
        read(html).into_iter().map(|(role, _)| role).collect()
    }

    #[test]
    fn a_time_for_narrow_screens_is_told_once() {
        let twice = "<div><span>12 min ago</span><span>12 min</span></div><p>The dyke holds.</p>";
        assert_eq!(
            read(twice),
            [
                (Role::Byline, "12 min ago".to_owned()),
                (Role::Paragraph, "The dyke holds.".to_owned())
            ]
        );
    }

    #[test]
    fn captions_are_known_by_their_credits() {
        let below = "<div><img src='/a.jpg'></div><div>The quay at noon. Photo: Ann Archer</div><p>The dyke holds. Photo: none.</p>";
        assert_eq!(roles(below), [Role::Media, Role::Paragraph]);
        let apart = "<div><img src='/a.jpg'></div><div>The quay at noon.</div><div class='author'>Foto: Ann Archer</div>";
        assert_eq!(roles(apart), [Role::Media, Role::Media]);
    }

    #[test]
    fn items_behind_line_breaks_are_parted() {
        let list = "<p>Closed are:<br>• the bridge<br>• the ferry</p>";
        let told = [
            (Role::Paragraph, "Closed are:".to_owned()),
            (Role::ListItem, "• the bridge".to_owned()),
            (Role::ListItem, "• the ferry".to_owned()),
        ];
        assert_eq!(read(list), told);
    }
}
