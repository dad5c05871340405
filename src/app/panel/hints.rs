//! Links of what is in view, each with letters to choose it by.

use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::key::Code;
use crate::app::key::Key;
use crate::app::links;
use crate::app::wrap;
use crate::engine::text::SafeText;

/// What is done with the link that is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is opened in the browser.
    Open,
    /// It is copied.
    Copy,
}

/// The links and what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hints {
    /// The links with their labels.
    pub links: Vec<(String, SafeText)>,
    /// What is done with the one that is chosen.
    pub to: Use,
    typed: String,
    /// What is shown, line by line.
    pub view: Vec<Line>,
}

/// What a key did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    NotYet,
    /// This link.
    Link(SafeText),
    /// None; never mind.
    None,
}

impl Hints {
    /// Labels for links.
    pub fn new(found: Vec<SafeText>) -> Self {
        let labels = links::labels(found.len());
        Self {
            links: labels.into_iter().zip(found).collect(),
            to: Use::Open,
            typed: String::new(),
            view: Vec::new(),
        }
    }

    /// Takes a key: letters of a label, `y` for copying, anything else for never mind.
    pub fn take(&mut self, key: Key) -> Chosen {
        match key.code {
            Code::Char('y') if !key.ctrl && self.typed.is_empty() => {
                self.to = match self.to {
                    Use::Open => Use::Copy,
                    Use::Copy => Use::Open,
                };
                return Chosen::NotYet;
            }
            Code::Char(c) if !key.ctrl => self.typed.push(c),
            _ => return Chosen::None,
        }
        if let Some((_, url)) = self.links.iter().find(|(label, _)| *label == self.typed) {
            return Chosen::Link(url.clone());
        }
        if self
            .links
            .iter()
            .any(|(label, _)| label.starts_with(&self.typed))
        {
            Chosen::NotYet
        } else {
            Chosen::None
        }
    }

    /// Builds the lines for a size.
    pub fn show(&mut self, width: usize, height: usize, ellipsis: &str) {
        let column = self
            .links
            .iter()
            .map(|(label, _)| label.len())
            .max()
            .unwrap_or(1);
        self.view = self
            .links
            .iter()
            .filter(|(label, _)| label.starts_with(&self.typed))
            .take(height)
            .map(|(label, url)| {
                let room = width.saturating_sub(column + 4);
                Line::of(format!(" {label:column$} "), Ink::Key)
                    .and(" ", Ink::Text)
                    .and(wrap::cut(url, room, ellipsis), Ink::CardTitle)
            })
            .collect();
    }
}
