//! The writing system of a line.

/// A writing system, as far as one tells languages apart by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Indic,
    Korean,
    Chinese,
}

impl Script {
    /// The script of most of the letters of a text; `None` where it has no letters.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut counts = [0_usize; 8];
        for script in text.chars().filter_map(Self::of_letter) {
            counts[script as usize] += 1;
        }
        let all = [
            Self::Latin,
            Self::Greek,
            Self::Cyrillic,
            Self::Hebrew,
            Self::Arabic,
            Self::Indic,
            Self::Korean,
            Self::Chinese,
        ];
        all.into_iter()
            .max_by_key(|script| (counts[*script as usize], std::cmp::Reverse(*script)))
            .filter(|script| counts[*script as usize] > 0)
    }

    fn of_letter(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                Some(Self::Latin)
            }
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Self::Greek),
            '\u{400}'..='\u{52f}' => Some(Self::Cyrillic),
            '\u{590}'..='\u{5ff}' => Some(Self::Hebrew),
            '\u{600}'..='\u{77f}' => Some(Self::Arabic),
            '\u{900}'..='\u{dff}' => Some(Self::Indic),
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Some(Self::Korean),
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => Some(Self::Chinese),
            _ => None,
        }
    }
}
