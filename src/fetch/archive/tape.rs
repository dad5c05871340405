//! tar files. They are read from beginning to end, so that the folder of a saved page is known by its name alone.

use std::io;
use std::io::Read;

use jiff::Timestamp;

use crate::engine::text::SafeText;
use crate::fetch::archive;
use crate::fetch::archive::Unpacking;
use crate::fetch::archive::member::Member;
use crate::fetch::content;

/// Reads every member, in the order of the file.
pub(super) fn each(
    unpacking: &mut Unpacking<'_>,
    input: &mut dyn Read,
    place: &SafeText,
    depth: usize,
) -> io::Result<()> {
    let mut tar = tar::Archive::new(input);
    for entry in tar.entries()? {
        unpacking.gauge.member()?;
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if archive::is_beside_the_point(name.trim_start_matches("./"), &|_| true) {
            continue;
        }
        let shown = SafeText::from(format!("{place}/{}", SafeText::new(&name)));
        let seconds = entry
            .header()
            .mtime()
            .ok()
            .and_then(|at| i64::try_from(at).ok());
        let member = Member {
            name: archive::file_name(&name),
            modified: seconds.and_then(|at| Timestamp::from_second(at).ok()),
            ..Member::default()
        };
        let mut head = Vec::new();
        (&mut entry)
            .take(archive::LOOK as u64)
            .read_to_end(&mut head)?;
        if archive::kind(&head).is_none() && content::not_text(&head).is_some() {
            // Pictures are not unpacked to be looked at.
            let taken = member.snapshot(shown, None, head);
            unpacking.say(taken);
            continue;
        }
        let bytes = unpacking.gauge.bytes((&head[..]).chain(&mut entry))?;
        unpacking.take(shown, member, bytes, depth);
    }
    Ok(())
}
