//! The program: hands the command line to [`liveblog::cli`] and exits with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    liveblog::cli::main()
}
