//! Pictures: bytes to points, within limits, and points to the size of a place on the screen.
//! Bytes come from anybody; whatever they are, the answer is a picture or a reason, in bounded memory.

mod fit;

use std::io::Cursor;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;
use image::DynamicImage;
use image::ImageDecoder;
use image::ImageFormat;
use image::ImageReader;
use image::Limits;
use image::imageops;

pub use fit::Fitted;
pub use fit::within;

/// The most bytes of a picture.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// The longest side of a picture, in points.
const LONGEST: u32 = 16_384;

/// The most points of a picture.
const POINTS: u64 = 40_000_000;

/// The most memory that reading one takes, in bytes.
const MEMORY: u64 = 256 * 1024 * 1024;

/// What is kept of a picture for the screen is at most so large, in points.
const KEPT: (u32, u32) = (1280, 1024);

/// What can be drawn, and what is told of the rest.
const DRAWN: &[ImageFormat] = &[
    ImageFormat::Jpeg,
    ImageFormat::Png,
    ImageFormat::Gif,
    ImageFormat::WebP,
];

/// A picture as points: red, green, blue and how much of it is there, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    points: Vec<u8>,
    /// How large the picture was.
    full: (u32, u32),
}

impl std::fmt::Debug for Raster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Raster({} × {})", self.width, self.height)
    }
}

impl Raster {
    /// Columns and rows of points.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// How large the picture was before it was made smaller.
    pub fn full(&self) -> (u32, u32) {
        self.full
    }
}

/// Reads a picture; of one that moves, its first frame.
pub fn read(bytes: &[u8]) -> Result<Raster, String> {
    if bytes.len() > LARGEST {
        return Err(format!(
            "it is larger than the limit of {} MiB",
            LARGEST / 1024 / 1024
        ));
    }
    let format = format(bytes)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let broken = |error: image::ImageError| format!("it is damaged or no such picture ({error})");
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points == 0 || points > POINTS || width.max(height) > LONGEST {
        return Err(format!(
            "it has {width} × {height} points, more than are drawn"
        ));
    }
    let turned = decoder.orientation();
    let mut whole = DynamicImage::from_decoder(decoder).map_err(broken)?;
    let (most_wide, most_high) = KEPT;
    if whole.width() > most_wide || whole.height() > most_high {
        whole = whole.thumbnail(most_wide, most_high);
    }
    if let Ok(turned) = turned {
        whole.apply_orientation(turned);
    }
    let points = whole.into_rgba8();
    Ok(Raster {
        width: points.width(),
        height: points.height(),
        points: points.into_raw(),
        full: (width, height),
    })
}

/// The format by the bytes themselves, whatever was said of them.
fn format(bytes: &[u8]) -> Result<ImageFormat, String> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if text.contains("<html") || text.contains("<!doctype html") {
        return Err("a page came instead of a picture".to_owned());
    }
    if text.contains("<svg") {
        return Err("it is an SVG drawing, which is not drawn here".to_owned());
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err("it is an AVIF, HEIC or video file, which is not drawn here".to_owned());
    }
    let found = image::guess_format(bytes).ok();
    found
        .filter(|found| DRAWN.contains(found))
        .ok_or_else(|| "it is no JPEG, PNG, GIF or WebP picture".to_owned())
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    limits
}

/// What is read as base64: padded or not, and whatever the bits after the last byte are.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes of a picture that stands in an address itself, in base64 of either alphabet.
pub fn inline(url: &str) -> Option<Vec<u8>> {
    let (_, data) = url.strip_prefix("data:")?.split_once(";base64,")?;
    let digits = data.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let digits = digits.map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    });
    LENIENT.decode(digits.collect::<Vec<u8>>()).ok()
}

/// The points of a picture made smaller or larger, laid on a ground of one colour.
pub fn points(raster: &Raster, (width, height): (u32, u32), ground: [u8; 3]) -> Vec<[u8; 3]> {
    let image = image::RgbaImage::from_raw(raster.width, raster.height, raster.points.clone());
    let Some(image) = image else {
        return Vec::new();
    };
    let image = if (width, height) == (raster.width, raster.height) {
        image
    } else if width <= raster.width && height <= raster.height {
        imageops::thumbnail(&image, width, height)
    } else {
        imageops::resize(&image, width, height, imageops::FilterType::Triangle)
    };
    let laid = |value: u8, there: u8, ground: u8| {
        let (value, there, ground) = (u32::from(value), u32::from(there), u32::from(ground));
        u8::try_from((value * there + ground * (255 - there)) / 255).unwrap_or(u8::MAX)
    };
    let points = image.pixels();
    points
        .map(|point| {
            let [red, green, blue, there] = point.0;
            [
                laid(red, there, ground[0]),
                laid(green, there, ground[1]),
                laid(blue, there, ground[2]),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = image::RgbaImage::from_fn(width, height, |x, _| {
            image::Rgba([u8::try_from(x % 256).unwrap(), 0, 200, 255])
        });
        let mut out = Cursor::new(Vec::new());
        image.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_large_picture_is_kept_small() {
        let raster = read(&png(3000, 600)).unwrap();
        assert_eq!((raster.size(), raster.full()), ((1280, 256), (3000, 600)));
        assert_eq!(read(&png(3, 2)).unwrap().size(), (3, 2));
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        let cut = png(300, 200);
        for (bytes, why) in [
            (&b""[..], "no JPEG"),
            (b"<!DOCTYPE html><html>", "a page came"),
            (b"<?xml version='1.0'?><svg xmlns='x'/>", "SVG"),
            (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF"),
            (b"BM\0\0\0\0", "no JPEG"),
            (&cut[..cut.len() / 2], "damaged"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged"),
            (b"GIF89a\xff\xff\xff\xff", "damaged"),
            (b"RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\xff", "damaged"),
        ] {
            let said = read(bytes).unwrap_err();
            assert!(said.contains(why), "{why}: {said}");
        }
        let long = read(&vec![0; LARGEST + 1]).unwrap_err();
        assert!(long.contains("8 MiB"), "{long}");
    }

    /// A PNG that says it is of this size, with next to no bytes of it.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut out = png(1, 1);
        out[16..20].copy_from_slice(&width.to_be_bytes());
        out[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&out[12..29]);
        out[29..33].copy_from_slice(&sum.to_be_bytes());
        out
    }

    fn crc(bytes: &[u8]) -> u32 {
        let mut crc = !0_u32;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 {
                    crc >> 1 ^ 0xedb8_8320
                } else {
                    crc >> 1
                };
            }
        }
        !crc
    }

    #[test]
    fn a_picture_that_claims_to_be_huge_is_refused_before_room_is_made_for_it() {
        for (width, height) in [(100_000, 100_000), (16_000, 16_000), (1, 30_000), (0, 5)] {
            assert!(read(&bomb(width, height)).is_err(), "{width} × {height}");
        }
    }

    #[test]
    fn pictures_in_addresses_are_unpacked() {
        assert_eq!(inline("data:image/png;base64,aGVsbG8h").unwrap(), b"hello!");
        assert_eq!(
            inline("data:image/png;base64,aGVs\nbG8=").unwrap(),
            b"hello"
        );
        assert_eq!(
            inline("data:image/png;base64,-_-_").unwrap(),
            [251, 255, 191]
        );
        assert_eq!(inline("data:image/png;base64,aGVsbG9").unwrap(), b"hello");
        assert_eq!(inline("data:image/png;base64,<"), None);
        assert_eq!(inline("https://a.example/x"), None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
        #[test]
        fn damaged_pictures_harm_nobody(at in 8_usize..150, with: u8, more: Vec<u8>) {
            let mut bytes = png(20, 10);
            let at = at % bytes.len();
            bytes[at] = with;
            let _ = read(&bytes);
            for magic in [&b"\xff\xd8\xff"[..], b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 ", b"\x89PNG\r\n\x1a\n"] {
                let _ = read(&[magic, &more].concat());
            }
        }
    }
}
