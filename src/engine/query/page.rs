//! The documentation of the filter language, made from its tables.

use std::fmt::Write;

use crate::engine::query::field::FIELDS;
use crate::engine::query::field::STATES;

/// The page `docs/filters.md`.
pub fn page() -> String {
    let mut out = String::from(HEAD);
    out.push_str("| Field | Example | Lets pass |\n| --- | --- | --- |\n");
    for (_, name, example, what) in FIELDS {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "| `{name}:` | `{example}` | {what} |");
    }
    out.push_str("\n## States\n\n| After `is:` | Means |\n| --- | --- |\n");
    for (_, name, what) in STATES {
        let _ = writeln!(out, "| `{name}` | {what} |");
    }
    out.push_str(TAIL);
    out
}

const HEAD: &str = "\
# Filters

This page is written by the program's tests from its own tables.

A filter says which entries are shown: in the reader after the filter key or `:filter`, on the command line with
`liveblog show BLOG --filter FILTER`, also with `search` and `tail`. It is a row of tests, and an entry passes if all of them hold:

```text
is:unread entity:\"Anna Berg\" after:14:30 -card
```

- A word stands for itself: `grid` lets entries pass whose heading or text holds these letters, in whatever case.
- A test is a field, a colon and a value. A value with spaces stands in quotes, and so does a text that has a colon.
- A minus before a test turns it around: `-card` lets entries pass that have no related article.
- `or` stands between alternatives, and parentheses hold together what belongs together: `is:new (ferry or bridge)`.
  Without them, `or` comes last: `a b or c` means `(a b) or c`.
- What cannot be read is told with its place and with what was probably meant, and nothing is filtered.

While one types, Tab completes fields, states, tags, publishers and names.

## Fields

";

const TAIL: &str = "
## Times

| Written | Means |
| --- | --- |
| `14:30`, `2.30pm` | this time on the day of the blog's newest entry |
| `2031-03-14` | the beginning of this day |
| `2031-03-14T14:30`, `\"2031-03-14 14:30\"` | this time in your zone; with `Z` at its end, in UTC |
| `today`, `yesterday`, `\"yesterday 9:00\"` | days by the clock of the computer |
| `2h`, `90m`, `1d12h` | so long ago |

`after:` includes the moment itself, `before:` does not. An entry of which the page states only a time of day (“14:55”)
is judged by that where the filter, too, gives only a time of day, whatever the day. An entry whose time is not known
passes neither.

## A filter holds what it showed

An entry that you read while `is:unread` is on stays where it is until the filter is applied again. What comes in while a
filter is on is shown if it passes. A filter that no entry passes is not applied, and that is said.
";
