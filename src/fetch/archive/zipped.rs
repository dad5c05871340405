//! ZIP files, and WACZ, which are ZIP files of WARC files.

use std::collections::HashSet;
use std::io;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use zip::ZipArchive;

use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::fetch::archive;
use crate::fetch::archive::Input;
use crate::fetch::archive::NEXT;
use crate::fetch::archive::Unpacking;
use crate::fetch::archive::member::Member;

/// Reads every member, in the order of their names.
pub(super) fn each(
    unpacking: &mut Unpacking<'_>,
    input: &mut dyn Input,
    place: &SafeText,
    depth: usize,
) -> io::Result<()> {
    let mut zip = ZipArchive::new(input).map_err(io::Error::other)?;
    let mut names: Vec<(String, usize)> = Vec::new();
    for at in 0..zip.len() {
        unpacking.gauge.member()?;
        if let Ok(member) = zip.by_index_raw(at)
            && member.is_file()
        {
            names.push((member.name().to_owned(), at));
        }
    }
    names.sort();
    let all: HashSet<String> = names.iter().map(|(name, _)| name.clone()).collect();
    let is_wacz =
        all.contains("datapackage.json") && all.iter().any(|name| name.starts_with("archive/"));
    for (name, at) in names {
        let aside = archive::is_beside_the_point(&name, &|other| all.contains(other));
        if aside || (is_wacz && !name.starts_with("archive/")) {
            continue;
        }
        let shown = SafeText::from(format!("{place}/{}", SafeText::new(&name)));
        let file = match zip.by_index(at) {
            Ok(file) => file,
            Err(error) => {
                let why = format!("it cannot be unpacked: {error}");
                unpacking.say(Err(FetchError::new(shown, why, NEXT)));
                continue;
            }
        };
        let member = Member {
            name: archive::file_name(&name),
            modified: file.last_modified().and_then(modified),
            ..Member::default()
        };
        let bytes = unpacking.gauge.bytes(unpacking.gauge.reader(file))?;
        unpacking.take(shown, member, bytes, depth);
    }
    Ok(())
}

/// When a member was changed. ZIP states no zone; as a hint UTC will do.
fn modified(at: zip::DateTime) -> Option<Timestamp> {
    let small = |n: u8| i8::try_from(n).ok();
    let date = civil::Date::new(
        i16::try_from(at.year()).ok()?,
        small(at.month())?,
        small(at.day())?,
    )
    .ok()?;
    let time = civil::Time::new(
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
        0,
    )
    .ok()?;
    TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()
}
