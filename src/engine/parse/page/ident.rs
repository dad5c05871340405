//! Identities of entries: what of an id is the same in every place of the page that names the entry, and what is only a position.

/// Whether a text can be an identity.
pub(super) fn is_plausible(id: &str) -> bool {
    (1..=200).contains(&id.len())
        && !id.contains(char::is_whitespace)
        && id.chars().any(char::is_alphanumeric)
}

/// What of an address names an entry: the fragment, else a query parameter that holds an id.
pub(super) fn in_address(url: &str) -> Option<&str> {
    let (page, fragment) = url
        .split_once('#')
        .map_or((url, None), |(page, fragment)| (page, Some(fragment)));
    if let Some(fragment) = fragment
        .map(|f| f.trim_start_matches(['/', '!']))
        .filter(|f| is_plausible(f))
    {
        return Some(fragment);
    }
    let (_, query) = page.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(name, value)| {
            let name = name.to_ascii_lowercase();
            let names = [
                "post",
                "post-id",
                "postid",
                "post_id",
                "entry",
                "block",
                "update",
                "liveblog-post",
                "pinned_post",
                "page",
            ];
            (names.contains(&name.as_str())
                && is_plausible(value)
                && value.bytes().any(|b| b.is_ascii_digit())
                && value.len() > 3)
                .then_some(value)
        })
}

/// The part of an id that every naming of the entry shares: `liveblogPost1288`, `post-1288` and `#post-1288` are all `1288`.
pub(super) fn core(id: &str) -> String {
    let id = id
        .rsplit(['#', '/'])
        .find(|part| !part.is_empty())
        .unwrap_or(id);
    let id = id
        .strip_prefix("with:")
        .unwrap_or(id)
        .to_ascii_lowercase()
        .replace("%3a", ":");
    let mut rest = id.as_str();
    loop {
        let word = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                .len();
        let Some(next) = rest[word..].chars().next().filter(|_| word > 0) else {
            break;
        };
        let after = &rest[word..];
        let separated = matches!(next, '-' | '_' | ':' | '.' | '=');
        let tail = if separated { &after[1..] } else { after };
        let glued = next.is_ascii_digit() && word >= 4 && tail.bytes().all(|b| b.is_ascii_digit());
        if (separated || glued) && tail.bytes().any(|b| b.is_ascii_digit()) && !is_uuid(rest) {
            rest = tail;
        } else {
            break;
        }
    }
    rest.to_owned()
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| {
            if matches!(i, 8 | 13 | 18 | 23) {
                b == b'-'
            } else {
                b.is_ascii_hexdigit()
            }
        })
}

/// Whether ids only count along the list from its top: 1, 2, 3. Counting down is how a blog numbers its entries for good.
pub(super) fn are_positional(ids: &[Option<String>]) -> bool {
    let numbers: Vec<Option<u64>> = ids
        .iter()
        .map(|id| id.as_deref().and_then(number))
        .collect();
    let known: Vec<u64> = numbers.iter().flatten().copied().collect();
    if known.len() < 2 || known.len() < ids.len() {
        return known.len() == 1 && ids.len() == 1 && known[0] <= 1;
    }
    known[0] <= 1 && known.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// The number that an id ends in.
fn number(id: &str) -> Option<u64> {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    id[id.len() - digits..].parse().ok().filter(|_| digits <= 6)
}

/// The host of an address, without the prefixes that name a rendering of the same page.
pub(super) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()?
        .rsplit('@')
        .next()?
        .to_ascii_lowercase();
    let bare = ["www.", "m.", "amp.", "mobile.", "edition."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(&host);
    (bare.contains('.') && bare.len() <= 200).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_of_an_entry_have_one_core() {
        for (id, want) in [
            ("liveblogPost1288930", "1288930"),
            ("post-1288930", "1288930"),
            (
                "https://news.example/a.html/#liveblogPost1288930",
                "1288930",
            ),
            ("block-64621992ab", "64621992ab"),
            ("with:block-64621992ab", "64621992ab"),
            ("live-1924698-qq0im", "1924698-qq0im"),
            (
                "asset:1ab2cd3e-0000-4000-8000-00000000000f",
                "1ab2cd3e-0000-4000-8000-00000000000f",
            ),
            (
                "abcdefab-0000-4000-8000-00000000000f",
                "abcdefab-0000-4000-8000-00000000000f",
            ),
            ("asset%3A12ab", "12ab"),
            ("79", "79"),
            ("introduction", "introduction"),
        ] {
            assert_eq!(core(id), want, "{id}");
        }
    }

    #[test]
    fn counting_down_is_no_position() {
        let ids = |list: &[&str]| {
            list.iter()
                .map(|id| Some((*id).to_owned()))
                .collect::<Vec<_>>()
        };
        assert!(are_positional(&ids(&["post1", "post2", "post3"])));
        assert!(are_positional(&ids(&["0", "1", "2"])));
        assert!(!are_positional(&ids(&["79", "78", "77"])));
        assert!(!are_positional(&ids(&["3", "2", "1"])));
        assert!(!are_positional(&ids(&["4", "5", "6"])));
        assert!(!are_positional(&ids(&["a", "b"])));
    }

    #[test]
    fn an_address_names_an_entry_by_fragment_or_parameter() {
        assert_eq!(in_address("https://a.example/x#post-7"), Some("post-7"));
        assert_eq!(in_address("?page=with:block-7ab#"), Some("with:block-7ab"));
        assert_eq!(
            in_address("https://a.example/x?post-id=cm123&cid=9"),
            Some("cm123")
        );
        assert_eq!(in_address("https://a.example/x?page=2"), None);
        assert_eq!(
            host("https://www.a.example/x").as_deref(),
            Some("a.example")
        );
        assert_eq!(host("nothing"), None);
    }
}
