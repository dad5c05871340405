//! The running program: the app and its drawing on a terminal.
