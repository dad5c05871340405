//! Values as few bytes: the form in which derived state is kept. Nothing in it says what it is, so only a program that
//! knows the types can read it; whatever the bytes are, reading them fails in order or gives a value.

mod read;
mod write;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why a value cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompactError(String);

impl fmt::Display for CompactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CompactError {}

impl serde::ser::Error for CompactError {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

impl serde::de::Error for CompactError {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

/// The bytes of a value.
///
/// # Errors
/// If the value is of a type that has no such form: a sequence whose length is not known before.
pub fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, CompactError> {
    let mut out = write::Writer::default();
    value.serialize(&mut out)?;
    Ok(out.bytes)
}

/// Undoes [`to_bytes`].
///
/// # Errors
/// If the bytes are no such value.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CompactError> {
    let mut input = read::Reader { bytes };
    let value = T::deserialize(&mut input)?;
    if input.bytes.is_empty() {
        Ok(value)
    } else {
        Err(CompactError("bytes are left over".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Nothing,
        One(i64),
        Two(String, f32),
        Named { at: Option<u16>, flag: bool },
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Everything {
        kinds: Vec<Kind>,
        names: BTreeMap<String, u64>,
        pair: (i32, u8),
        fixed: [u32; 3],
        letter: char,
        nested: Option<Box<Everything>>,
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop_oneof![
            Just(Kind::Nothing),
            any::<i64>().prop_map(Kind::One),
            (".*", -1e6_f32..1e6).prop_map(|(text, number)| Kind::Two(text, number)),
            (any::<Option<u16>>(), any::<bool>()).prop_map(|(at, flag)| Kind::Named { at, flag }),
        ]
    }

    fn everything() -> impl Strategy<Value = Everything> {
        let one = || {
            (
                prop::collection::vec(kind(), 0..5),
                prop::collection::btree_map(".{0,4}", any::<u64>(), 0..4),
                any::<(i32, u8)>(),
                any::<[u32; 3]>(),
                any::<char>(),
            )
        };
        (one(), one(), any::<bool>()).prop_map(|(a, b, deep)| {
            let of = |(kinds, names, pair, fixed, letter), nested| Everything {
                kinds,
                names,
                pair,
                fixed,
                letter,
                nested,
            };
            let inner = of(b, None);
            of(a, deep.then(|| Box::new(inner)))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_written_is_read(value in everything()) {
            let bytes = to_bytes(&value).unwrap();
            prop_assert_eq!(from_bytes::<Everything>(&bytes).unwrap(), value);
            prop_assert!(from_bytes::<Everything>(&bytes[..bytes.len() - 1]).is_err());
            let longer = [&bytes[..], &[0]].concat();
            prop_assert!(from_bytes::<Everything>(&longer).is_err());
        }

        #[test]
        fn no_bytes_make_reading_fail_otherwise(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = from_bytes::<Everything>(&bytes);
            let _ = from_bytes::<Vec<Vec<u64>>>(&bytes);
        }
    }
}
