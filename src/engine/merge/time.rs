//! Times: what bylines state, resolved against what is known of the snapshot's own time.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::sheet::Sheet;
use crate::engine::model::NativeEntry;
use crate::engine::model::Stamp;
use crate::engine::text::SafeText;

/// What a posting gives its entry: time, author, address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Time {
    /// The instant and how far it may be off, in minutes; 0 where it is stated in full.
    pub(crate) instant: Option<(Timestamp, u32)>,
    /// The instant of the last change, if stated.
    pub(crate) updated: Option<Timestamp>,
    /// The time as it stands on the page.
    pub(crate) stated: Option<SafeText>,
    /// How far the event was, as it stands there: the minute of play, the over, the lap.
    pub(crate) count: Option<SafeText>,
    /// The author.
    pub(crate) author: Option<SafeText>,
    /// The entry's own address.
    pub(crate) url: Option<String>,
}

/// What a posting states of time and author.
pub(crate) fn of(sheet: &Sheet, native: Option<&NativeEntry>, stamps: &[&Stamp]) -> Time {
    let captured = sheet.capture.captured_at;
    let mut time = Time::default();
    if let Some(native) = native {
        time.instant = native.published_at.map(|at| (at, 0));
        time.updated = native.updated_at;
        time.author.clone_from(&native.author);
        time.url.clone_from(&native.url);
    }
    for stamp in stamps {
        let by_day = || Some((sheet.day?.instant(stamp)?, 0));
        let found = instant(stamp, captured).or_else(by_day);
        time.instant = [time.instant, found]
            .into_iter()
            .flatten()
            .min_by_key(|(_, off)| *off);
        time.author = time.author.or_else(|| stamp.author.clone());
        time.stated = time.stated.or_else(|| as_stated(stamp));
    }
    time
}

/// The instant of a stamp, with its uncertainty in minutes.
fn instant(stamp: &Stamp, captured: Option<Timestamp>) -> Option<(Timestamp, u32)> {
    if let Some(instant) = stamp.instant {
        return Some((instant, 0));
    }
    let (minutes, unit) = stamp.ago?;
    let at = captured?
        .checked_sub(jiff::SignedDuration::from_mins(i64::from(minutes)))
        .ok()?;
    Some((at, unit))
}

/// A value that orders stamps of one page which name no zone: as if it were UTC.
pub(crate) fn local(stamps: &[&Stamp]) -> Option<Timestamp> {
    stamps.iter().find_map(|stamp| {
        let ((year, month, day), minutes) =
            (stamp.day.filter(|(year, _, _)| *year > 0)?, stamp.minutes?);
        let date = civil::Date::new(year, month, day).ok()?;
        let time = date.at(
            i8::try_from(minutes / 60).ok()?,
            i8::try_from(minutes % 60).ok()?,
            0,
            0,
        );
        Offset::UTC.to_timestamp(time).ok()
    })
}

fn as_stated(stamp: &Stamp) -> Option<SafeText> {
    let clock = stamp
        .minutes
        .map(|m| format!("{:02}:{:02}", m / 60, m % 60));
    let day = stamp.day.map(|(year, month, day)| {
        if year > 0 {
            format!("{year}-{month:02}-{day:02}")
        } else {
            format!("{day:02}.{month:02}.")
        }
    });
    let ago = stamp.ago.map(|(minutes, unit)| match unit {
        525_600.. => format!("{} y ago", minutes / 525_600),
        43_200.. => format!("{} mo ago", minutes / 43_200),
        10_080.. => format!("{} w ago", minutes / 10_080),
        1440.. => format!("{} d ago", minutes / 1440),
        60..1440 => format!("{} h ago", minutes / 60),
        _ => format!("{minutes} min ago"),
    });
    let parts: Vec<String> = [day, clock].into_iter().flatten().collect();
    if parts.is_empty() {
        ago.map(SafeText::from)
    } else {
        Some(SafeText::from(parts.join(" ")))
    }
}
