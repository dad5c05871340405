//! The person's files: where they are and what they say. Stand-in until the real one is merged.

use std::path::PathBuf;

/// The folders of the program.
#[derive(Debug, Clone)]
pub struct Paths {
    /// Where the library is.
    pub data: PathBuf,
    /// Where the person's files are.
    pub config: PathBuf,
}

/// What the person's files say.
#[derive(Debug, Clone, Default)]
pub struct Config {}

impl Paths {
    /// The folders: as given, else from the environment, else the platform's.
    pub fn find(data: Option<PathBuf>, config: Option<PathBuf>) -> Result<Self, String> {
        let base = directories::ProjectDirs::from("", "", "liveblog");
        let pick =
            |given: Option<PathBuf>, name: &str, of: fn(&directories::ProjectDirs) -> PathBuf| {
                given
                    .or_else(|| std::env::var_os(name).map(PathBuf::from))
                    .or_else(|| base.as_ref().map(of))
            };
        let none = || "no home folder is known; set --data-dir and --config-dir".to_owned();
        Ok(Self {
            data: pick(data, "LIVEBLOG_DATA_DIR", |base| base.data_dir().to_owned())
                .ok_or_else(none)?,
            config: pick(config, "LIVEBLOG_CONFIG_DIR", |base| {
                base.config_dir().to_owned()
            })
            .ok_or_else(none)?,
        })
    }
}

/// Reads the person's files; what is wrong in them is told, never fatal.
pub fn load(_paths: &Paths) -> (Config, Vec<String>) {
    (Config::default(), Vec::new())
}
