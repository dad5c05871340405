//! The reader on a real terminal: it starts, takes keys, and leaves the terminal as it was on every way out.
//! Every wait is bounded and ends as soon as the awaited output has come.

use std::io::Read;
use std::io::Write;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;

/// Words of the sample's banner, which stand on the screen once the reader shows something.
const READY: &str = "ample";

/// What the shell shows when it waits for a command.
const PROMPT: &str = "what-next:";

/// No single wait of a healthy program takes this long, on any machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the program is started.
pub(crate) enum Start {
    /// By the terminal, as the leader of its session.
    Alone,
    /// The same, with these arguments.
    With(Vec<String>),
    /// By a person in a shell with job control.
    FromShell,
}

/// The program on a terminal of its own, with an empty library.
pub(crate) struct Session {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    bytes: Vec<u8>,
    screen: vt100::Parser,
    modes: String,
    _folder: tempfile::TempDir,
}

impl Session {
    pub(crate) fn start(start: Start, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let size = PtySize {
            rows: 30,
            cols: 110,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let modes = modes(pair.master.as_ref());
        let program = env!("CARGO_BIN_EXE_liveblog");
        let mut command = match start {
            Start::Alone => CommandBuilder::new(program),
            Start::With(ref arguments) => {
                let mut command = CommandBuilder::new(program);
                command.args(arguments);
                command
            }
            Start::FromShell => {
                let mut shell = CommandBuilder::new("sh");
                shell.arg("-i");
                shell
            }
        };
        command.env("LIVEBLOG_DATA_DIR", folder.path().join("data"));
        command.env("LIVEBLOG_CONFIG_DIR", folder.path().join("config"));
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        for name in [
            "NO_COLOR",
            "COLORTERM",
            "LIVEBLOG_TEST_PANIC",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(name);
        }
        environment
            .iter()
            .for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let output = follow(pair.master.try_clone_reader().unwrap());
        let mut session = Self {
            keys: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            output,
            bytes: Vec::new(),
            screen: vt100::Parser::new(
                size.rows.try_into().unwrap(),
                size.cols.try_into().unwrap(),
                0,
            ),
            modes,
            _folder: folder,
        };
        if let Start::FromShell = start {
            // A line editor would change the terminal's modes itself.
            session.press(&format!("set +o emacs\nPS1={PROMPT}\n'{program}'\n"));
        }
        session
    }

    /// A session in which the reader shows the sample.
    fn ready(start: Start, environment: &[(&str, &str)]) -> Self {
        let mut session = Self::start(start, environment);
        session.wait("the sample", |screen| screen.contents().contains(READY));
        session
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn signal(&mut self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    fn pid(&self) -> Pid {
        let pid = self.child.process_id().unwrap();
        Pid::from_raw(i32::try_from(pid).unwrap()).unwrap()
    }

    /// Takes output until the screen is as awaited.
    pub(crate) fn wait(&mut self, what: &str, awaited: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !awaited(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(why) => {
                    panic!(
                        "{what} did not come ({why}); the screen:\n{}",
                        self.contents()
                    )
                }
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }

    /// How often the program wrote this.
    pub(crate) fn written(&self, text: &str) -> usize {
        self.bytes
            .windows(text.len())
            .filter(|window| *window == text.as_bytes())
            .count()
    }

    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits for the end of the program and answers its exit code; the output is taken to its end.
    pub(crate) fn end(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("the program did not end; the screen:\n{}", self.contents());
                }
            }
        }
        self.child.wait().unwrap().exit_code()
    }

    fn is_restored(&self) -> bool {
        modes(self.master.as_ref()) == self.modes && self.left_modes().is_empty()
    }

    /// The modes that are still on.
    fn left_modes(&self) -> Vec<String> {
        let screen = self.screen.screen();
        let mut left = Vec::new();
        if screen.alternate_screen() {
            left.push("alternate screen".to_owned());
        }
        if screen.hide_cursor() {
            left.push("hidden cursor".to_owned());
        }
        for mode in ["1000", "1002", "1003", "1004", "1006", "2004"] {
            let last =
                |end: char| find_last(&self.bytes, format!("\u{1b}[?{mode}{end}").as_bytes());
            if last('h') > last('l') {
                left.push(format!("mode {mode}"));
            }
        }
        left
    }

    pub(crate) fn assert_restored(&self) {
        assert_eq!(modes(self.master.as_ref()), self.modes);
        assert_eq!(self.left_modes(), Vec::<String>::new());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted)
}

/// What the terminal's driver does with input and output, in words that can be compared.
fn modes(master: &dyn MasterPty) -> String {
    let modes = master.get_termios().unwrap();
    format!(
        "{:?} {:?} {:?} {:?}",
        modes.input_flags, modes.output_flags, modes.control_flags, modes.local_flags
    )
}

fn follow(mut reader: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 1 << 16];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    receiver
}

#[test]
fn quitting_ends_with_success() {
    let mut session = Session::ready(Start::Alone, &[]);
    assert!(session.screen.screen().alternate_screen());
    assert!(!session.is_restored());
    session.press("?");
    session.wait("the help", |screen| {
        screen.contents().contains("Quit") || screen.contents().contains("quit")
    });
    session.press("Q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

/// The place is kept while one reads, not only at the end.
#[test]
fn a_reader_that_is_killed_comes_back_to_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let environment = [("LIVEBLOG_DATA_DIR", data.to_str().unwrap())];
    let mut add = std::process::Command::new(env!("CARGO_BIN_EXE_liveblog"));
    let added = add.args(["add", "--sample"]).envs(environment).output();
    assert!(added.unwrap().status.success());
    let text = |screen: &vt100::Screen| {
        let rows = screen.contents_between(1, 0, 27, 109);
        let bar = ['▐', '·', '◆', '~', ' '];
        let rows: Vec<&str> = rows.lines().map(|row| row.trim_end_matches(bar)).collect();
        rows.join("\n")
    };
    let open = || {
        let mut session = Session::start(Start::Alone, &environment);
        session.wait("the timeline", |screen| screen.contents().contains(':'));
        assert!(falls_silent(&mut session, Duration::from_millis(300)));
        session
    };
    let mut session = open();
    let beginning = text(session.screen.screen());
    session.press("jjjj   ");
    session.wait("another place", |screen| text(screen) != beginning);
    assert!(falls_silent(&mut session, Duration::from_millis(1500)));
    let place = text(session.screen.screen());
    let store = liveblog::store::Store::open(&data).unwrap();
    let blog = store.blogs().unwrap()[0].id;
    let deadline = Instant::now() + PATIENCE;
    while store.left_at(blog).unwrap().is_none() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    session.signal(Signal::KILL);
    session.end();
    let again = open();
    assert_eq!(text(again.screen.screen()), place);
}

/// A terminal that is closed tells only the leader of its session. Where that lives on, the reader must notice by itself.
#[test]
fn a_terminal_that_goes_away_ends_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let ended = folder.path().join("ended");
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' HUP; \"$0\"; : > \"$1\""]);
    command.arg(env!("CARGO_BIN_EXE_liveblog"));
    command.arg(&ended);
    command.env("LIVEBLOG_DATA_DIR", folder.path().join("data"));
    command.env("LIVEBLOG_CONFIG_DIR", folder.path().join("config"));
    command.env("TERM", "xterm-256color");
    let mut leader = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains(READY) {
        let mut buffer = [0; 4096];
        let count = output.read(&mut buffer).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&shown));
        shown.extend_from_slice(&buffer[..count]);
    }
    drop((output, pair.master));
    let deadline = Instant::now() + PATIENCE;
    while !ended.exists() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = leader.kill();
    assert!(ended.exists(), "the reader goes on without a terminal");
}

#[test]
fn signals_end_with_their_number() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
    ] {
        let mut session = Session::ready(Start::Alone, &[]);
        session.signal(signal);
        assert_eq!(session.end(), code, "{signal:?}");
        session.assert_restored();
    }
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_back() {
    let mut session = Session::ready(Start::FromShell, &[]);
    for round in 0..3 {
        session.press("\u{1a}");
        session.wait("the shell", |screen| {
            !screen.alternate_screen()
                && screen.contents().matches("topped").count() > round
                && screen.contents().ends_with(PROMPT)
        });
        session.assert_restored();
        session.press("fg\n");
        session.wait("the reader", |screen| {
            screen.alternate_screen() && screen.contents().contains(READY)
        });
        assert!(!session.is_restored());
    }
    session.press("Q");
    session.wait("the shell", |screen| {
        !screen.alternate_screen() && screen.contents().ends_with(PROMPT)
    });
    session.press("exit\n");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn ctrl_z_is_refused_where_no_shell_waits() {
    let mut session = Session::ready(Start::Alone, &[]);
    session.press("\u{1a}");
    session.wait("the refusal", |screen| {
        screen.contents().contains("no shell")
    });
    session.press("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn a_stop_from_outside_is_followed_by_a_fresh_screen() {
    let mut session = Session::ready(Start::Alone, &[]);
    session.signal(Signal::STOP);
    session.signal(Signal::CONT);
    session.bytes.clear();
    session.press("?");
    session.wait("the help", |screen| screen.contents().contains("uit"));
    session.press("Q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn a_fault_while_drawing_ends_the_program_and_says_so() {
    let mut session = Session::ready(Start::Alone, &[("LIVEBLOG_TEST_PANIC", "draw")]);
    session.press("j");
    assert_eq!(session.end(), 2);
    session.assert_restored();
    let said = session.contents();
    assert!(said.contains("a fault that a test asked for"), "{said}");
    assert!(said.contains("your marks are kept"), "{said}");
}

#[test]
fn a_fault_of_the_worker_is_told_and_the_reader_goes_on() {
    let mut session = Session::ready(Start::Alone, &[("LIVEBLOG_TEST_PANIC", "worker")]);
    session.press("j");
    session.wait("the fault", |screen| {
        screen.contents().contains("fault in liveblog itself")
    });
    assert!(session.screen.screen().alternate_screen());
    session.press("Q");
    // The visit was kept when it began, so that nothing is left to fail.
    let code = session.end();
    assert_eq!(code, 0, "{}", session.contents());
    session.assert_restored();
}

#[test]
fn a_dumb_terminal_gets_one_line_and_no_escape() {
    let mut session = Session::start(Start::Alone, &[("TERM", "dumb")]);
    assert_eq!(session.end(), 2);
    assert!(!session.bytes.contains(&0x1b));
    assert_eq!(
        session.contents().matches("liveblog: ").count(),
        1,
        "{}",
        session.contents()
    );
}

/// Waits until nothing is written for a while, and says so; false if something always is, for as long as a slow machine
/// may take to come to rest.
fn falls_silent(session: &mut Session, quiet: Duration) -> bool {
    for _ in 0..200 {
        match session.output.recv_timeout(quiet) {
            Ok(bytes) => session.take(&bytes),
            Err(_) => return true,
        }
    }
    false
}

#[test]
fn idle_writes_nothing() {
    let mut session = Session::ready(Start::Alone, &[]);
    session.press("?");
    session.wait("the help", |screen| screen.contents().contains("uit"));
    // A tick of any kind would write in every second.
    assert!(falls_silent(&mut session, Duration::from_millis(1200)));
    session.press("Q");
    assert_eq!(session.end(), 0);
}

/// How often the threads of a process were put on a processor and gave it up by themselves.
#[cfg(target_os = "linux")]
fn wakeups(pid: Pid) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).unwrap();
    let of = |thread: std::io::Result<std::fs::DirEntry>| {
        let status = std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
        let count = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        count.unwrap().trim().parse::<u64>().unwrap()
    };
    threads.map(of).sum()
}

#[cfg(target_os = "linux")]
#[test]
fn idle_wakes_nothing() {
    let mut session = Session::ready(Start::Alone, &[]);
    session.press("nn");
    let second = Duration::from_secs(1);
    assert!(falls_silent(&mut session, second));
    // A tick of any kind would wake it ten times and more in every second; a machine under load takes some to come to rest.
    let mut seen = Vec::new();
    while seen.len() < 20 && seen.last().is_none_or(|woken| *woken > 2) {
        let before = wakeups(session.pid());
        assert!(falls_silent(&mut session, second));
        seen.push(wakeups(session.pid()) - before);
    }
    assert!(
        seen.last().is_some_and(|woken| *woken <= 2),
        "wake-ups in seconds of nothing: {seen:?}"
    );
    session.press("Q");
    assert_eq!(session.end(), 0);
}
