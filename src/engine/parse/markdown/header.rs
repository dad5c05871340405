//! What a converter writes above the text: fields between rows of dashes, or a list of fields with the address.

use crate::engine::model::Role;
use crate::engine::parse::markdown::told::Kind;
use crate::engine::parse::markdown::told::Told;
use crate::engine::text::SafeText;

/// So many lines a header has at most.
const MOST: usize = 60;

/// The fields of a header that are of use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The page's address.
    pub(super) url: Option<String>,
    /// The page's title, with its line.
    title: Option<(u32, SafeText)>,
    /// What the page is about.
    description: Option<(u32, SafeText)>,
    /// The name of the site.
    pub(super) publisher: Option<SafeText>,
    /// Every line of the header that holds something.
    pub(super) lines: Vec<(u32, SafeText)>,
}

impl Header {
    /// The header of a text, the text below it, and the number of that one's first line.
    pub(super) fn of(text: &str) -> (Self, &str, u32) {
        let start = text.trim_start_matches('\u{feff}');
        let count = fenced(start).or_else(|| listed(start)).unwrap_or(0);
        let mut header = Self::default();
        let mut rest = start;
        let mut number = 1;
        for _ in 0..count {
            let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
            header.take(number, line.trim());
            rest = below;
            number += 1;
        }
        (header, rest, number)
    }

    fn take(&mut self, number: u32, line: &str) {
        if line.is_empty() {
            return;
        }
        self.lines.push((number, SafeText::new(line)));
        let Some((name, value)) = line.split_once(':') else {
            return;
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        match name.trim().to_lowercase().as_str() {
            "title" if !value.is_empty() && self.title.is_none() => {
                self.title = Some((number, SafeText::new(value)));
            }
            "description" | "excerpt" if !value.is_empty() && self.description.is_none() => {
                self.description = Some((number, SafeText::new(value)));
            }
            "sitename" | "site_name" | "site" | "publisher" if !value.is_empty() => {
                self.publisher = Some(SafeText::new(value));
            }
            "url" | "url source" | "source" | "link" | "canonical" | "canonical_url"
                if value.starts_with("http") && self.url.is_none() =>
            {
                self.url = Some(value.to_owned());
            }
            _ => {}
        }
    }

    /// Whether the fields are those of a page.
    pub(super) fn is_of_a_page(&self) -> bool {
        self.title.is_some() && self.lines.len() > 2
    }

    /// The title, if the text has no heading of the first level, with what it says of the page.
    pub(super) fn above(&self, told: &[Told]) -> Vec<Told> {
        if told.iter().any(|told| told.level == 1) {
            return Vec::new();
        }
        let field = |(line, text): &(u32, SafeText), level| Told {
            line: *line,
            text: text.clone(),
            level,
            kind: Kind::Text,
            ..Told::default()
        };
        let title = self.title.as_ref().map(|title| field(title, 1));
        let description = self.description.as_ref().filter(|_| title.is_some());
        let description = description.map(|text| field(text, 0));
        title.into_iter().chain(description).collect()
    }

    /// What a line of the header is, if it is a text of the page.
    pub(super) fn role(&self, line: u32) -> Option<Role> {
        let is =
            |field: &Option<(u32, SafeText)>| field.as_ref().is_some_and(|(own, _)| *own == line);
        is(&self.title)
            .then_some(Role::Headline)
            .or_else(|| is(&self.description).then_some(Role::Standfirst))
    }
}

/// How many lines stand between two rows of dashes at the top, with them.
fn fenced(text: &str) -> Option<usize> {
    let mut lines = text.lines().take(MOST);
    (lines.next()?.trim_end() == "---").then_some(())?;
    let mut count = 1;
    let mut fields = 0;
    for line in lines {
        count += 1;
        if matches!(line.trim_end(), "---" | "...") {
            return (fields > 0).then_some(count);
        }
        let name = line.split_once(':').map(|(name, _)| name.trim());
        fields += usize::from(name.is_some_and(|name| !name.is_empty() && name.len() <= 40));
    }
    None
}

/// How many lines a list of fields has that begins with the title and names the source.
fn listed(text: &str) -> Option<usize> {
    const NAMES: &[&str] = &[
        "title:",
        "url source:",
        "published time:",
        "warning:",
        "markdown content:",
        "description:",
        "author:",
        "number of pages:",
    ];
    let mut count = 0;
    let mut has_source = false;
    for line in text.lines().take(MOST) {
        let line = line.trim().to_lowercase();
        if !line.is_empty() && !NAMES.iter().any(|name| line.starts_with(name)) {
            break;
        }
        count += 1;
        has_source |= line.starts_with("url source:");
        if line.starts_with("markdown content:") {
            break;
        }
    }
    has_source.then_some(count)
}
