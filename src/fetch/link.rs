//! The header `Link`, and the lists of links in its form that archives give.

/// One link: where it leads, and its attributes in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) target: String,
    attributes: Vec<(String, String)>,
}

impl Link {
    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is a link of this relation.
    pub(super) fn is(&self, relation: &str) -> bool {
        self.attribute("rel").is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|one| one.eq_ignore_ascii_case(relation))
        })
    }
}

/// The target of the first link with this relation.
pub(super) fn with_relation(text: &str, relation: &str) -> Option<String> {
    links(text)
        .find(|link| link.is(relation))
        .map(|link| link.target)
}

/// All links of a list; what is no link is passed over.
pub(super) fn links(text: &str) -> impl Iterator<Item = Link> + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find('<')?;
        let after = &rest[start + 1..];
        let end = after.find('>')?;
        let target = after[..end].trim().to_owned();
        let (attributes, left) = attributes(&after[end + 1..]);
        rest = left;
        Some(Link { target, attributes })
    })
}

/// The attributes of one link, and what follows the comma after them.
fn attributes(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix(';') {
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let name = after[..end].trim().to_ascii_lowercase();
        rest = &after[end..];
        let Some(value) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let (value, left) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find([';', ',']).unwrap_or(value.len())),
        };
        found.push((name, value.trim().to_owned()));
        rest = left.trim_start();
    }
    (found, rest.strip_prefix(',').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_with_their_attributes() {
        let text = "<https://a.example/live>; rel=\"original\",\n <https://b.example/m/1,2>; REL=\"first memento\"; datetime=\"Fri, 14 Mar 2031 09:05:00 GMT\", <x>; rel=self";
        let all: Vec<Link> = links(text).collect();
        assert_eq!(all.len(), 3);
        assert!(all[1].is("memento") && all[1].is("first"));
        assert_eq!(
            all[1].attribute("datetime"),
            Some("Fri, 14 Mar 2031 09:05:00 GMT")
        );
        assert_eq!(
            with_relation(text, "original").as_deref(),
            Some("https://a.example/live")
        );
        assert_eq!(with_relation(text, "timegate"), None);
    }

    #[test]
    fn broken_lists_end() {
        for text in [
            "",
            "<",
            "<a",
            "<a>;",
            "<a>;;;",
            "<a>; rel=\"",
            "a, b",
            "<a>;=,<",
        ] {
            let _ = links(text).count();
        }
    }
}
