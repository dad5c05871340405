//! Reads a filter as it is typed. What cannot be read is told with its place and with what was probably meant.

use crate::engine::query::Query;
use crate::engine::query::field::FIELDS;
use crate::engine::query::field::Field;
use crate::engine::query::field::Is;
use crate::engine::query::field::STATES;
use crate::engine::query::field::nearest;
use crate::engine::query::when::Moment;

/// Parentheses and negations may lie so deep in each other.
const DEEPEST: usize = 32;

/// Why a text is no filter, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at character {}: {why}", at + 1)]
pub struct QueryError {
    /// How many characters stand before the place.
    pub at: usize,
    /// What is wrong there, and what may have been meant.
    pub why: String,
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    parser.skip();
    if parser.rest().is_empty() {
        return Ok(Query::All(Vec::new()));
    }
    let query = parser.either()?;
    match parser.rest().chars().next() {
        None => Ok(query),
        Some(_) => Err(parser.wrong(parser.at, "this “)” closes nothing")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn wrong(&self, at: usize, why: impl Into<String>) -> QueryError {
        QueryError {
            at: self.text[..at].chars().count(),
            why: why.into(),
        }
    }

    /// The word that comes next, without taking it.
    fn peek(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(ends_word).unwrap_or(rest.len())]
    }

    /// Takes a word, if it comes next.
    fn take(&mut self, words: &[&str]) -> bool {
        let next = self.peek();
        let found = words.iter().any(|word| next.eq_ignore_ascii_case(word));
        if found {
            self.at += next.len();
            self.skip();
        }
        found
    }

    fn either(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.all()?];
        loop {
            let at = self.at;
            if !self.take(&["or", "|"]) {
                break;
            }
            if self.at_end() {
                return Err(self.wrong(at, "nothing stands after this “or”"));
            }
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Query::Any))
    }

    fn at_end(&self) -> bool {
        self.rest().is_empty() || self.rest().starts_with(')')
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        while !self.at_end() {
            let next = self.peek();
            if next.eq_ignore_ascii_case("or") || next == "|" {
                if parts.is_empty() {
                    return Err(self.wrong(self.at, "nothing stands before this “or”"));
                }
                break;
            }
            if !self.take(&["and"]) {
                parts.push(self.unit()?);
            }
            self.skip();
        }
        if parts.is_empty() {
            return Err(self.wrong(self.at, "something to look for is missing here"));
        }
        Ok(one_or(parts, Query::All))
    }

    fn unit(&mut self) -> Result<Query, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong(self.at, "too many parentheses or minus signs in each other"));
        }
        let begun = self.at;
        let out = if self.rest().starts_with('(') {
            self.at += 1;
            self.skip();
            let inner = self.either()?;
            if !self.rest().starts_with(')') {
                return Err(self.wrong(begun, "this “(” is not closed"));
            }
            self.at += 1;
            Ok(inner)
        } else if let Some(after) = self.rest().strip_prefix('-')
            && after.starts_with(|c: char| !c.is_whitespace() && c != ')')
        {
            self.at += 1;
            Ok(Query::Not(Box::new(self.unit()?)))
        } else if self.take(&["not"]) {
            if self.at_end() {
                return Err(self.wrong(begun, "nothing stands after this “not”"));
            }
            Ok(Query::Not(Box::new(self.unit()?)))
        } else {
            self.test()
        };
        self.depth -= 1;
        out
    }

    fn test(&mut self) -> Result<Query, QueryError> {
        let begun = self.at;
        if let Some(quoted) = self.quoted() {
            return Ok(Query::Text(quoted));
        }
        let word = self.peek();
        let name = word.split(':').next().unwrap_or_default();
        let after = &self.rest()[name.len()..];
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
        if !is_name || !after.starts_with(':') || after.starts_with("://") {
            self.at += word
                .len()
                .max(self.rest().chars().next().map_or(0, char::len_utf8));
            return Ok(match word {
                "card" => Query::Card(None),
                _ => Query::Text(self.text[begun..self.at].to_owned()),
            });
        }
        let Some(field) = Field::from_name(name) else {
            let near = nearest(name, FIELDS.iter().map(|row| row.1));
            let near = near
                .map(|near| format!("did you mean “{near}:”? "))
                .unwrap_or_default();
            return Err(self.wrong(
                begun,
                format!(
                    "there is no field “{name}:”; {near}Text with a colon is looked for in quotes"
                ),
            ));
        };
        self.at += name.len() + 1;
        let place = self.at;
        let value = match self.quoted() {
            Some(quoted) => quoted,
            None => {
                let value = self.peek();
                self.at += value.len();
                value.to_owned()
            }
        };
        self.of(field, value.trim(), place)
    }

    /// A text in quotes, if one comes next; one that is not closed goes on to the end.
    fn quoted(&mut self) -> Option<String> {
        let rest = self.rest();
        let opened = rest.starts_with(is_quote);
        let inner = opened.then(|| &rest[rest.chars().next().map_or(0, char::len_utf8)..])?;
        let end = inner.find(is_quote);
        let text = &inner[..end.unwrap_or(inner.len())];
        self.at += rest.len() - inner.len() + text.len();
        if end.is_some() {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        Some(text.to_owned())
    }

    fn of(&self, field: Field, value: &str, at: usize) -> Result<Query, QueryError> {
        if value.is_empty() && !field.stands_alone() {
            let (name, example) = (field.name(), field.example());
            return Err(self.wrong(at, format!("“{name}:” needs a value, like {example}")));
        }
        let some = || (!value.is_empty()).then(|| value.to_owned());
        let moment = || Moment::parse(value).map_err(|why| self.wrong(at, why));
        Ok(match field {
            Field::Is => Query::Is(self.state(value, at)?),
            Field::Entity => Query::Entity(value.to_owned()),
            Field::Text => Query::Text(value.to_owned()),
            Field::Heading => Query::Heading(value.to_owned()),
            Field::Author => Query::Author(value.to_owned()),
            Field::After => Query::After(moment()?),
            Field::Before => Query::Before(moment()?),
            Field::On => Query::On(moment()?),
            Field::Card => Query::Card(some()),
            Field::Note => Query::Note(some()),
            Field::Tag => Query::Tag(some().map(|tag| tag.trim_start_matches('#').to_owned())),
            Field::Publisher => Query::Publisher(value.to_owned()),
            Field::Blog => Query::Blog(value.to_owned()),
        })
    }

    fn state(&self, value: &str, at: usize) -> Result<Is, QueryError> {
        Is::from_name(value).ok_or_else(|| {
            let names = STATES.iter().map(|row| row.1);
            let hint = match nearest(value, names.clone()) {
                Some(near) => format!("did you mean “is:{near}”?"),
                None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
            };
            self.wrong(at, format!("“{value}” is no state; {hint}"))
        })
    }
}

fn one_or(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)
}
