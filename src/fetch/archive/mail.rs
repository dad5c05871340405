//! Pages that a browser saved as mail (MHTML): one file with the page and all that it shows.

use jiff::Timestamp;
use mail_parser::MessageParser;
use mail_parser::MimeHeaders;
use mail_parser::PartType;

use crate::fetch::archive::LOOK;
use crate::fetch::archive::member::Member;

/// Whether a file is mail with related parts: its first lines are headers that say so.
pub(super) fn sniff(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(LOOK)]).to_ascii_lowercase();
    let head = head.trim_start();
    let name = head.split(':').next().unwrap_or_default();
    let is_header =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_header && head.contains("mime-version:") && head.contains("multipart/related")
}

/// The page in a mail, with what its headers say of the capture.
pub(super) fn page(bytes: &[u8]) -> Option<(Vec<u8>, Member)> {
    let mail = MessageParser::new().parse(bytes)?;
    let header = |name: &str| mail.header_raw(name).map(|value| value.trim().to_owned());
    let url = header("Snapshot-Content-Location");
    let pages: Vec<(Option<&str>, &str)> = mail
        .parts
        .iter()
        .filter_map(|part| match &part.body {
            PartType::Html(html) => Some((part.content_location(), html.as_ref())),
            _ => None,
        })
        .collect();
    let (place, html) = pages
        .iter()
        .find(|(place, _)| place.is_some() && *place == url.as_deref())
        .or_else(|| pages.first())?;
    let member = Member {
        captured_at: mail
            .date()
            .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
        url: url
            .or_else(|| place.map(str::to_owned))
            .filter(|url| url.starts_with("http")),
        media_type: Some("text/html; charset=utf-8".to_owned()),
        ..Member::default()
    };
    Some((html.as_bytes().to_vec(), member))
}
