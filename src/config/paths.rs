//! Where the library and the person's files are.
//! Nothing is created here.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folders of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Where the library is.
    pub data: PathBuf,
    /// Where the person's settings, keys and themes are.
    pub config: PathBuf,
}

/// Says why no folder can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The home folder is not an absolute path, so files would land wherever the program is started.
    #[error(
        "HOME is {0:?}, which is no absolute path; set it to your home folder, or give --data-dir and --config-dir"
    )]
    Home(PathBuf),
    /// The system names no home folder.
    #[error("no home folder is known; set HOME, or give --data-dir and --config-dir")]
    NoHome,
    /// A folder was asked for that cannot be made absolute.
    #[error("the folder {0:?} cannot be used; give an absolute path")]
    Folder(PathBuf),
}

impl Paths {
    /// The folders asked for on the command line, else by `LIVEBLOG_DATA_DIR` and `LIVEBLOG_CONFIG_DIR`,
    /// else those of the platform.
    pub fn find(data_dir: Option<PathBuf>, config_dir: Option<PathBuf>) -> Result<Self, PathError> {
        let data = asked(data_dir, std::env::var_os("LIVEBLOG_DATA_DIR"))?;
        let config = asked(config_dir, std::env::var_os("LIVEBLOG_CONFIG_DIR"))?;
        if let (Some(data), Some(config)) = (&data, &config) {
            return Ok(Self {
                data: data.clone(),
                config: config.clone(),
            });
        }
        check_home(std::env::var_os("HOME"))?;
        let platform =
            directories::ProjectDirs::from("", "", "liveblog").ok_or(PathError::NoHome)?;
        Ok(Self {
            data: data.unwrap_or_else(|| platform.data_dir().to_owned()),
            config: config.unwrap_or_else(|| platform.config_dir().to_owned()),
        })
    }

    /// The file with the settings.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The file with the person's keys.
    pub fn keymap_file(&self) -> PathBuf {
        self.config.join("keymap.toml")
    }

    /// The file of a person's own theme.
    pub fn theme_file(&self, name: &str) -> PathBuf {
        self.config.join("themes").join(format!("{name}.toml"))
    }
}

/// The folder that was asked for, if one was. An empty variable asks for nothing.
fn asked(
    option: Option<PathBuf>,
    variable: Option<OsString>,
) -> Result<Option<PathBuf>, PathError> {
    let variable = variable
        .filter(|value| !value.is_empty())
        .map(PathBuf::from);
    let Some(folder) = option.or(variable) else {
        return Ok(None);
    };
    std::path::absolute(&folder)
        .map(Some)
        .map_err(|_| PathError::Folder(folder))
}

/// An unset `HOME` is left to the password database; one that is set must be absolute.
fn check_home(home: Option<OsString>) -> Result<(), PathError> {
    let home = home.filter(|_| cfg!(unix)).map(PathBuf::from);
    match home {
        Some(home) if !home.is_absolute() => Err(PathError::Home(home)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_before_variables() {
        let option = PathBuf::from("/a/option");
        assert_eq!(
            asked(Some(option.clone()), Some("/a/variable".into())),
            Ok(Some(option))
        );
        assert_eq!(
            asked(None, Some("/a/variable".into())),
            Ok(Some("/a/variable".into()))
        );
        assert_eq!(asked(None, Some("".into())), Ok(None));
        assert_eq!(asked(None, None), Ok(None));
    }

    #[test]
    fn relative_folders_are_made_absolute() {
        let folder = asked(Some("here".into()), None).unwrap().unwrap();
        assert!(folder.is_absolute() && folder.ends_with("here"));
        assert!(asked(Some("".into()), None).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_relative_or_empty_home_is_refused() {
        assert_eq!(
            check_home(Some("somewhere".into())),
            Err(PathError::Home("somewhere".into()))
        );
        assert_eq!(check_home(Some("".into())), Err(PathError::Home("".into())));
        assert_eq!(check_home(Some("/srv/ann".into())), Ok(()));
        assert_eq!(check_home(None), Ok(()));
    }
}
