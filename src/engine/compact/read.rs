//! Reading values from few bytes.

use serde::de;
use serde::de::DeserializeSeed;
use serde::de::IntoDeserializer;
use serde::de::Visitor;

use crate::engine::compact::CompactError;

/// The bytes that are left.
#[derive(Debug)]
pub(super) struct Reader<'d> {
    pub(super) bytes: &'d [u8],
}

fn wrong(what: &str) -> CompactError {
    CompactError(what.to_owned())
}

impl<'d> Reader<'d> {
    fn take(&mut self, count: usize) -> Result<&'d [u8], CompactError> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(count)
            .ok_or_else(|| wrong("the bytes end too soon"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], CompactError> {
        let taken = self.take(N)?;
        taken
            .try_into()
            .map_err(|_| wrong("the bytes end too soon"))
    }

    fn number(&mut self) -> Result<u64, CompactError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(wrong("a number is too long"))
    }

    fn signed(&mut self) -> Result<i64, CompactError> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// How many bytes or elements follow.
    fn length(&mut self) -> Result<usize, CompactError> {
        usize::try_from(self.number()?).map_err(|_| wrong("a length is too large"))
    }

    fn bytes(&mut self) -> Result<&'d [u8], CompactError> {
        let length = self.length()?;
        self.take(length)
    }

    fn text(&mut self) -> Result<&'d str, CompactError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| wrong("a text is no text"))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty, $read:ident);*) => {
        $(fn $method<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, CompactError> {
            let number = <$number>::try_from(self.$read()?);
            visitor.$visit(number.map_err(|_| wrong("a number is too large"))?)
        })*
    };
}

type Made<'d, V> = Result<<V as Visitor<'d>>::Value, CompactError>;

impl<'d> de::Deserializer<'d> for &mut Reader<'d> {
    type Error = CompactError;

    fn is_human_readable(&self) -> bool {
        false
    }

    numbers!(
        deserialize_u8 visit_u8 u8, number;
        deserialize_u16 visit_u16 u16, number;
        deserialize_u32 visit_u32 u32, number;
        deserialize_u64 visit_u64 u64, number;
        deserialize_i8 visit_i8 i8, signed;
        deserialize_i16 visit_i16 i16, signed;
        deserialize_i32 visit_i32 i32, signed;
        deserialize_i64 visit_i64 i64, signed
    );

    fn deserialize_any<V: Visitor<'d>>(self, _: V) -> Made<'d, V> {
        Err(wrong("nothing in the bytes says what comes"))
    }

    fn deserialize_ignored_any<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        self.deserialize_any(visitor)
    }

    fn deserialize_bool<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        match self.number()? {
            0 => visitor.visit_bool(false),
            1 => visitor.visit_bool(true),
            _ => Err(wrong("neither yes nor no")),
        }
    }

    fn deserialize_char<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        let letter = u32::try_from(self.number()?).ok().and_then(char::from_u32);
        visitor.visit_char(letter.ok_or_else(|| wrong("a letter is no letter"))?)
    }

    fn deserialize_f32<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        visitor.visit_f32(f32::from_le_bytes(self.array()?))
    }

    fn deserialize_f64<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        visitor.visit_f64(f64::from_le_bytes(self.array()?))
    }

    fn deserialize_str<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        visitor.visit_borrowed_bytes(self.bytes()?)
    }

    fn deserialize_byte_buf<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        match self.number()? {
            0 => visitor.visit_none(),
            1 => visitor.visit_some(self),
            _ => Err(wrong("neither something nor nothing")),
        }
    }

    fn deserialize_unit<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'d>>(self, _: &'static str, visitor: V) -> Made<'d, V> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Made<'d, V> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        let left = self.length()?;
        visitor.visit_seq(Parts { input: self, left })
    }

    fn deserialize_tuple<V: Visitor<'d>>(self, length: usize, visitor: V) -> Made<'d, V> {
        visitor.visit_seq(Parts {
            input: self,
            left: length,
        })
    }

    fn deserialize_tuple_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Made<'d, V> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'d>>(self, visitor: V) -> Made<'d, V> {
        let left = self.length()?;
        visitor.visit_map(Parts { input: self, left })
    }

    fn deserialize_struct<V: Visitor<'d>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Made<'d, V> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Made<'d, V> {
        visitor.visit_enum(self)
    }
}

/// The elements of a value of several, of which so many are left.
struct Parts<'r, 'd> {
    input: &'r mut Reader<'d>,
    left: usize,
}

impl<'d> de::SeqAccess<'d> for Parts<'_, 'd> {
    type Error = CompactError;

    fn next_element_seed<T: DeserializeSeed<'d>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, CompactError> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        seed.deserialize(&mut *self.input).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // No more room is made than there are bytes, whatever the length says.
        Some(self.left.min(self.input.bytes.len()))
    }
}

impl<'d> de::MapAccess<'d> for Parts<'_, 'd> {
    type Error = CompactError;

    fn next_key_seed<K: DeserializeSeed<'d>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CompactError> {
        de::SeqAccess::next_element_seed(self, seed)
    }

    fn next_value_seed<T: DeserializeSeed<'d>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, CompactError> {
        seed.deserialize(&mut *self.input)
    }
}

impl<'d> de::EnumAccess<'d> for &mut Reader<'d> {
    type Error = CompactError;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'d>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Self), CompactError> {
        let index = u32::try_from(self.number()?).map_err(|_| wrong("a number is too large"))?;
        let variant: de::value::U32Deserializer<CompactError> = index.into_deserializer();
        Ok((seed.deserialize(variant)?, self))
    }
}

impl<'d> de::VariantAccess<'d> for &mut Reader<'d> {
    type Error = CompactError;

    fn unit_variant(self) -> Result<(), CompactError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'d>>(
        self,
        seed: T,
    ) -> Result<T::Value, CompactError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'d>>(self, length: usize, visitor: V) -> Made<'d, V> {
        de::Deserializer::deserialize_tuple(self, length, visitor)
    }

    fn struct_variant<V: Visitor<'d>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Made<'d, V> {
        de::Deserializer::deserialize_tuple(self, fields.len(), visitor)
    }
}
