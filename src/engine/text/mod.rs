//! Text without meaning of its own: made safe, normalised, compared.

mod safe;

pub use safe::SafeText;
