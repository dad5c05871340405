//! One member of an archive, with what the archive says of it.

use jiff::Timestamp;

use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::text::SafeText;
use crate::fetch::FetchError;
use crate::fetch::Taken;
use crate::fetch::content;
use crate::fetch::saved;
use crate::fetch::when;

/// What an archive says of a member.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    pub(super) name: SafeText,
    /// When the page was captured, where the archive states that as a fact.
    pub(super) captured_at: Option<Timestamp>,
    /// When the file was changed: a hint.
    pub(super) modified: Option<Timestamp>,
    pub(super) url: Option<String>,
    pub(super) media_type: Option<String>,
}

impl Member {
    /// Adds what is said inside it.
    pub(super) fn with(self, inner: Self) -> Self {
        Self {
            name: self.name,
            captured_at: self.captured_at.or(inner.captured_at),
            modified: self.modified,
            url: self.url.or(inner.url),
            media_type: inner.media_type.or(self.media_type),
        }
    }

    /// The snapshot; or that it is no text, which is passed over. What the person says of the capture comes first.
    pub(super) fn snapshot(
        self,
        place: SafeText,
        said: Option<Timestamp>,
        bytes: Vec<u8>,
    ) -> Result<Taken, FetchError> {
        if let Some(what) = content::not_text(&bytes) {
            let why = format!("not a page or a text: {what}");
            return Err(FetchError::new(place, why, content::NO_TEXT_NEXT).passed_over());
        }
        let named = when::in_name(&self.name);
        let noted = saved::note(&bytes);
        let capture = Capture {
            captured_at: said
                .or(self.captured_at)
                .or(named.instant)
                .or(noted.captured_at),
            modified_hint: when::order_hint(&named, self.modified),
            name: self.name,
            origin: place,
            url: self.url.or(noted.url),
            media_type: self.media_type,
            continues: false,
        };
        Ok(Taken {
            raw: RawSnapshot::new(capture, bytes),
            is_named: false,
        })
    }
}
