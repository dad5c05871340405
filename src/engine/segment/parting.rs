//! What a live blog says where it ends, and what is said when a game ends or begins: an entry says so, and no page of its own.

use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::text::words;

/// Whether a line can be no headline, standfirst or summary, since only an entry says so; `play` where minutes of play are stated.
pub(crate) fn is_of_entry(item: &Item, play: bool) -> bool {
    signs_off(item) || play && blows(item)
}

/// Whether a text signs off: "That's it from us."
pub(crate) fn signs_off(item: &Item) -> bool {
    item.is_content() && item.features.parts
}

/// Whether the first sentence of a text says that a game is over, or has begun: "It's all over!"
fn blows(item: &Item) -> bool {
    let text = item.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text.find(['.', '!', '?', ':', ',', ']', '。', '!', '،']);
    let first = padded(&text[..end.unwrap_or(text.len())]);
    let says = |phrase: &String| {
        let several = phrase.contains(' ') || words::stand_alone(phrase);
        first.trim() == phrase || several && holds(&first, phrase)
    };
    item.is_content()
        && words::count(text) >= SHORTEST
        && words::count(&first) <= LONGEST
        && Rules::builtin().whistles.iter().any(says)
}

/// Shorter lines are labels.
const SHORTEST: usize = 3;

/// Longer sentences say more than that.
const LONGEST: usize = 12;

fn padded(text: &str) -> String {
    format!(" {} ", words::fold(text))
}

fn holds(padded: &str, phrase: &str) -> bool {
    match words::stand_alone(phrase) {
        true => padded.contains(phrase),
        false => padded.contains(&format!(" {phrase} ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    #[test]
    fn partings_and_whistles_are_known() {
        let says = |text: &str| {
            let item = &items(&[text])[0];
            (signs_off(item), blows(item))
        };
        let cases = [
            ("That's it from us. The harbour sleeps.", (true, false)),
            ("C'est la fin de ce live, bonne nuit !", (true, false)),
            (
                "Good morning and thanks for following the regatta with us.",
                (false, false),
            ),
            ("Koniec! Rokle wins by a goal.", (false, true)),
            (
                "It's all over at the harbour, and the town goes home.",
                (false, true),
            ),
            ("[후반 종료] 심판이 휘슬을 붑니다.", (false, true)),
            ("The final is played on Sunday.", (false, false)),
        ];
        for (text, expected) in cases {
            assert_eq!(says(text), expected, "{text}");
        }
    }
}
