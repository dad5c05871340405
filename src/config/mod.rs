//! The person's files: where they are and what they say.
