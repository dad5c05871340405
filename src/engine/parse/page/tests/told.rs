//! How tests write down a reading: one line for each piece, entries by `#` lines.
//!
//! `T` headline, `S` standfirst, `s` summary; `# id | time | author | flags` an entry, what it lacks left out from the right;
//! `H` heading, `B` byline, `P` paragraph, `Q` quote, `L` list item, `>` lead-in, `C` card title, `c` card text, `M` media.
//! Furniture is left out.

use crate::engine::digest;
use crate::engine::model::Capture;
use crate::engine::model::Piece;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::parse::page::HEAD;
use crate::engine::rules::Rules;

/// A snapshot of these bytes, of which nothing else is known.
pub(super) fn raw(bytes: impl AsRef<[u8]>) -> RawSnapshot {
    RawSnapshot::new(Capture::default(), bytes.as_ref().to_vec())
}

/// Reads bytes and writes the reading down.
pub(super) fn told(bytes: impl AsRef<[u8]>) -> String {
    tell(&digest::digest(&raw(bytes), Rules::builtin()))
}

/// The reading written down.
pub(super) fn tell(reading: &Reading) -> String {
    let mut out: Vec<String> = Vec::new();
    for piece in &reading.pieces {
        out.extend(entry(piece));
        out.extend(sign(piece.role).map(|sign| format!("{sign} {}", piece.text)));
    }
    out.join("\n")
}

fn entry(piece: &Piece) -> Option<String> {
    let native = piece.native.as_ref().filter(|_| piece.line < HEAD)?;
    let flags: Vec<&str> = [("positional", native.positional), ("pinned", native.pinned)]
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| name)
        .collect();
    let stated = piece.stamp.as_ref().map(|stamp| {
        let day = stamp.day.map(|(y, m, d)| format!("{y}-{m:02}-{d:02} "));
        let clock = stamp
            .minutes
            .map(|minutes| format!("{:02}:{:02}", minutes / 60, minutes % 60));
        let ago = stamp.ago.filter(|_| clock.is_none());
        let ago = ago.map(|(minutes, _)| format!("{minutes} min ago"));
        [day, clock, ago].into_iter().flatten().collect::<String>()
    });
    let time = native.published_at.map(|at| at.to_string()).or(stated);
    let parts = [
        native.id.clone().unwrap_or_default(),
        time.unwrap_or_default(),
        native.author.as_deref().unwrap_or_default().to_owned(),
        flags.join(" "),
    ];
    let line = format!("# {}", parts.join(" | "));
    Some(line.trim_end_matches(['|', ' ']).replace("  ", " "))
}

fn sign(role: Role) -> Option<char> {
    Some(match role {
        Role::Headline => 'T',
        Role::Standfirst => 'S',
        Role::Summary => 's',
        Role::Heading => 'H',
        Role::Byline => 'B',
        Role::Paragraph => 'P',
        Role::Quote => 'Q',
        Role::ListItem => 'L',
        Role::LeadIn => '>',
        Role::CardTitle => 'C',
        Role::CardText => 'c',
        Role::Media => 'M',
        Role::Furniture => return None,
    })
}
