//! The settings of the web, `[network]` in `config.toml`.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::table;

/// How long one request may take, in seconds.
const TIMEOUTS: RangeInclusive<u64> = 1..=300;

/// How long to wait between two requests to one host, in seconds.
const SPACINGS: RangeInclusive<u64> = 1..=300;

/// The options by name, for suggestions.
const OPTIONS: &[&str] = &[
    "timeout",
    "spacing",
    "ca_file",
    "archive_list",
    "archive_page",
];

/// What the person says of the web; what is not said is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// How long one request may take as a whole.
    pub timeout: Option<Duration>,
    /// How long to wait between two requests to one host.
    pub spacing: Option<Duration>,
    /// A file with further certificates to trust; relative to the folder of the settings.
    pub ca_file: Option<PathBuf>,
    /// The address at which an archive lists the captures of `{url}`.
    pub archive_list: Option<String>,
    /// The address at which it gives the capture of `{url}` taken at `{timestamp}`.
    pub archive_page: Option<String>,
}

/// Takes the table. Answers what cannot be used, with where it stands in the text.
pub(crate) fn take(network: &mut Network, options: &DeTable<'_>) -> Vec<(usize, String)> {
    table::take(network, options, set)
}

fn set(network: &mut Network, key: &str, value: &DeValue<'_>) -> Result<(), String> {
    match key {
        "timeout" => network.timeout = Some(seconds(key, value, TIMEOUTS)?),
        "spacing" => network.spacing = Some(seconds(key, value, SPACINGS)?),
        "ca_file" => match value {
            DeValue::String(path) => network.ca_file = Some(PathBuf::from(path.as_ref())),
            _ => return Err("ca_file must be the name of a file".to_owned()),
        },
        "archive_list" => network.archive_list = Some(template(key, value)?),
        "archive_page" => network.archive_page = Some(template(key, value)?),
        other => return Err(table::unknown(other, " in [network]", OPTIONS)),
    }
    Ok(())
}

/// An address in which `{url}` stands for that of a page.
fn template(key: &str, value: &DeValue<'_>) -> Result<String, String> {
    match value {
        DeValue::String(text) if text.contains("{url}") => Ok(text.to_string()),
        _ => Err(format!(
            "{key} must be an address in which {{url}} stands for that of a page"
        )),
    }
}

fn seconds(
    key: &str,
    value: &DeValue<'_>,
    allowed: RangeInclusive<u64>,
) -> Result<Duration, String> {
    let number = match value {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        _ => None,
    };
    number
        .filter(|seconds| allowed.contains(seconds))
        .map(Duration::from_secs)
        .ok_or_else(|| {
            let (least, most) = (allowed.start(), allowed.end());
            format!("{key} must be a number of seconds from {least} to {most}")
        })
}
