//! Identities as fixed-size hashes, written as lower-case hexadecimal.
//! They are functions of content, never counters, so every import order mints the same ones.

use std::fmt;
use std::str::FromStr;

/// Says why a text is no identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} hexadecimal digits, found {found:?}")]
pub struct IdError {
    /// How many digits an identity of this kind has.
    pub expected: usize,
    /// What was given instead.
    pub found: String,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($bytes:literal);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let wrong = || IdError { expected: $bytes * 2, found: text.to_owned() };
                if text.len() != $bytes * 2 || !text.is_ascii() {
                    return Err(wrong());
                }
                let mut bytes = [0; $bytes];
                for (i, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| wrong())?;
                }
                Ok(Self(bytes))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(from)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A snapshot: the hash of its raw bytes.
    SnapshotId(16);
    /// A live blog: the hash of its first snapshot in canonical order.
    BlogId(8);
    /// An entry: the hash of its first posting in canonical order.
    EntryId(8);
}

impl SnapshotId {
    /// The identity of a snapshot with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes);
        let mut id = [0; 16];
        id.copy_from_slice(&hash.as_bytes()[..16]);
        Self(id)
    }
}

impl BlogId {
    /// The identity of a blog whose first snapshot is `first`.
    pub fn of(first: SnapshotId) -> Self {
        Self(short_hash(&[b"blog", &first.0]))
    }
}

impl EntryId {
    /// The identity of an entry whose first posting begins at this place.
    pub fn of(snapshot: SnapshotId, line: u32, part: u16) -> Self {
        Self(short_hash(&[
            b"entry",
            &snapshot.0,
            &line.to_be_bytes(),
            &part.to_be_bytes(),
        ]))
    }
}

fn short_hash(parts: &[&[u8]]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    let mut id = [0; 8];
    id.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    id
}
