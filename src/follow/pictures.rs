//! Pictures that a person asks to see: from the library where they were kept, else from the web, and then kept.

use jiff::Timestamp;

use crate::engine::picture;
use crate::engine::text::SafeText;
use crate::fetch::Address;
use crate::fetch::WebError;
use crate::follow;
use crate::store::Result;
use crate::store::Store;

/// Where a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Here, with when it was fetched; nothing for one that a page brings with it.
    Here(Vec<u8>, Option<Timestamp>),
    /// On the web, at this address.
    Web(Address),
    /// It cannot be asked for, in words.
    Nowhere(SafeText),
}

/// Finds a picture by its address.
pub fn find(store: &Store, url: &str, now: Timestamp) -> Result<Place> {
    if url.starts_with("data:") {
        return Ok(match picture::inline(url) {
            Some(bytes) => Place::Here(bytes, None),
            None => Place::Nowhere("the page holds it in a damaged form".into()),
        });
    }
    if let Some((bytes, at)) = store.picture(url)? {
        return Ok(Place::Here(bytes, Some(at)));
    }
    let address = match Address::parse(url) {
        Ok(address) => address,
        Err(error) => return Ok(Place::Nowhere(error.why)),
    };
    Ok(match follow::request(store, &address, now)? {
        Ok(request) => Place::Web(request.address),
        Err(resting) => Place::Nowhere(resting.why),
    })
}

/// Keeps a picture that came and can be drawn, if there is room. What did not come may say that its host wants to be left alone.
pub fn keep(
    store: &mut Store,
    (url, address): (&str, &Address),
    answer: &std::result::Result<Vec<u8>, WebError>,
    now: Timestamp,
) -> Result<()> {
    match answer {
        Ok(bytes) => store.keep_picture(url, bytes, now).map(|_| ()),
        Err(error) => follow::let_rest(store, address, error.wait, now),
    }
}
