//! How well two colours can be told apart: the contrast ratio of the Web Content Accessibility Guidelines.
//! Only true colours have one; what a terminal's palette looks like is not known here.

/// A true colour.
pub type Rgb = [u8; 3];

/// The contrast ratio, from 1 (none) to 21 (black and white).
pub fn ratio(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour moved towards black or white, whichever is further from the ground, until it reaches a contrast on it.
pub fn readable(colour: Rgb, ground: Rgb, floor: f64) -> Rgb {
    let end = if luminance(ground) < 0.18 { 255 } else { 0 };
    (0..=20)
        .map(|step| colour.map(|channel| mixed(channel, end, step)))
        .find(|tried| ratio(*tried, ground) >= floor)
        .unwrap_or([end; 3])
}

/// `step` twentieths of the way from one channel to another.
fn mixed(from: u8, to: u8, step: i32) -> u8 {
    let (from, to) = (i32::from(from), i32::from(to));
    (from + (to - from) * step / 20).clamp(0, 255) as u8
}

fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_the_most_there_is() {
        assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((ratio([7, 8, 9], [7, 8, 9]) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_pale_colour_becomes_readable_and_a_readable_one_stays() {
        for ground in [[0x10, 0x14, 0x18], [0xf4, 0xf4, 0xf0], [0x80, 0x80, 0x80]] {
            for colour in [[0x20, 0x28, 0x30], [0xe0, 0xe0, 0xd8], [0x77, 0x66, 0x55]] {
                assert!(ratio(readable(colour, ground, 4.5), ground) >= 4.5);
            }
        }
        assert_eq!(readable([255; 3], [0; 3], 4.5), [255; 3]);
    }
}
