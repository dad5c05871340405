//! The loop: wait for something, take everything that waits, draw once.
//! Nothing ticks; while nothing happens, nothing runs.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::time::Duration;
use std::time::SystemTime;

use anyhow::Context;
use jiff::Timestamp;

use crate::app;
use crate::app::Action;
use crate::app::State;
use crate::app::follow::Beginning;
use crate::app::keymap::Keymap;
use crate::app::message::Effect;
use crate::app::message::Msg;
use crate::app::panel::picture::Drawn;
use crate::app::panel::picture::Pictures;
use crate::app::pointer::Pointer;
use crate::app::state::Keys;
use crate::app::state::Overlay;
use crate::config;
use crate::config::Paths;
use crate::store::Store;
use crate::tui::FAILED;
use crate::tui::Options;
use crate::tui::ahead::Ahead;
use crate::tui::clipboard;
use crate::tui::faults;
use crate::tui::input;
use crate::tui::perform::failed;
use crate::tui::perform::what;
use crate::tui::post::Mailbox;
use crate::tui::resting::Resting;
use crate::tui::screen;
use crate::tui::screen::Screen;
use crate::tui::setup;
use crate::tui::setup::Canvas;
use crate::tui::setup::Graphics;
#[cfg(unix)]
use crate::tui::signals;
use crate::tui::terminal;
use crate::tui::terminal::Guard;
use crate::tui::worker::Worker;
use crate::ui::theme::Theme;

/// How long the first frame waits for the library, so that it is not an empty one.
const FIRST_ANSWER: Duration = Duration::from_millis(50);

/// What waits already is taken, and nothing is waited for.
const AT_ONCE: Option<Duration> = Some(Duration::ZERO);

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// A key was pressed.
    Key(app::Key),
    /// The mouse was used.
    Pointer(Pointer),
    /// A text was pasted.
    Paste(String),
    /// The screen has another size.
    Resized,
    /// The person came back to this terminal.
    FocusGained,
    /// The terminal says whether it knows the graphics protocol of kitty.
    Graphics(bool),
    /// The terminal gives no more input, for this reason.
    InputLost(String),
    /// The library's thread answered.
    Told(Vec<Msg>),
    /// A signal asks to end.
    Stop(i32),
    /// A signal asks to stop.
    Suspend,
    /// The program was continued after a stop.
    Continued,
}

/// Why the loop ended.
enum End {
    Quit,
    Signal(i32),
    InputLost(String),
}

/// Runs the reader on a terminal that was checked. The terminal is given back before the last marks are waited for.
pub(crate) fn run(store: Store, options: Options, canvas: Canvas) -> anyhow::Result<u8> {
    faults::watch();
    let (post, mut mailbox) = Mailbox::new(canvas.ground).context("cannot start")?;
    #[cfg(unix)]
    signals::listen(post.clone()).context("cannot watch for signals")?;
    let worker = Worker::start(store, post, &options.online, options.config.notify.clone())
        .context("cannot start the library's thread")?;
    let guard = Guard::new().context("cannot take the terminal")?;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        mailbox.listen().context("cannot read the terminal")?;
        Turn::new(options, canvas, &worker)?.until_end(&mut mailbox)
    }));
    drop(guard);
    worker.finish();
    let lost = last_failures(&mailbox);
    match outcome {
        Ok(Ok(End::Quit)) => Ok(if lost == 0 { 0 } else { FAILED }),
        Ok(Ok(End::Signal(number))) => Ok(u8::try_from(128 + number).unwrap_or(u8::MAX)),
        Ok(Ok(End::InputLost(why))) => Err(anyhow::anyhow!("the terminal's input ended: {why}")),
        Ok(Err(error)) => Err(error),
        Err(_) => {
            eprintln!(
                "liveblog: a fault in liveblog itself ended it; your marks are kept. Please report what stands above."
            );
            Ok(FAILED)
        }
    }
}

/// Says what failed after the screen was gone; answers how many things.
fn last_failures(mailbox: &Mailbox) -> usize {
    let told = mailbox.rest().filter_map(|event| match event {
        Event::Told(told) => Some(told),
        _ => None,
    });
    let failures = told.flatten().filter_map(|msg| match msg {
        Msg::Failed { what, why } => Some(format!("liveblog: {what}: {why}")),
        _ => None,
    });
    failures.inspect(|failure| eprintln!("{failure}")).count()
}

/// The reader between two frames.
struct Turn<'a> {
    state: State,
    keymap: Keymap,
    theme: Theme,
    canvas: Canvas,
    /// How the person wants pictures to be shown.
    pictures: Pictures,
    paths: Option<Paths>,
    written: Vec<Option<SystemTime>>,
    screen: Screen,
    /// What the next key may bring.
    ahead: Ahead,
    worker: &'a Worker,
    /// What the library's thread is asked for once the frame is out: it must not take the processor from it.
    later: Vec<Effect>,
    stale: bool,
    /// What happens by itself when nothing else does.
    resting: Resting,
}

impl<'a> Turn<'a> {
    fn new(options: Options, canvas: Canvas, worker: &'a Worker) -> anyhow::Result<Self> {
        let settings = setup::settings(
            &options.config,
            canvas,
            options.paths.as_ref(),
            options.blog,
            options.online.beginning,
        );
        let mut state = State::new(settings, &options.config.keymap);
        state.sample = options.sample;
        state.articles.sort = options.config.sort;
        let mut turn = Self {
            state,
            theme: canvas.theme(&options.config),
            keymap: options.config.keymap,
            canvas,
            pictures: options.config.pictures,
            written: options
                .paths
                .as_ref()
                .map(config::written)
                .unwrap_or_default(),
            paths: options.paths,
            screen: Screen::new(),
            ahead: Ahead::default(),
            worker,
            later: Vec::new(),
            stale: true,
            resting: Resting::new(options.config.dwell),
        };
        turn.screen.set_easel(canvas.easel());
        turn.measure()?;
        if turn.state.settings.mouse {
            terminal::use_mouse(true).context("cannot take the mouse")?;
        }
        let effects = app::start(&mut turn.state);
        // Nothing of the start ends the program.
        turn.attend(effects)?;
        if !options.problems.is_empty() {
            turn.state.complain(options.problems.join("; "));
        }
        Ok(turn)
    }

    fn until_end(mut self, mailbox: &mut Mailbox) -> anyhow::Result<End> {
        self.hand_over();
        let mut next = mailbox.next(Some(FIRST_ANSWER));
        loop {
            self.state.settings.now = Some(Timestamp::now());
            // Everything that waits is taken before one frame is drawn; a burst of keys costs one frame.
            let (mut looks, mut asked) = (false, false);
            while let Some(event) = next {
                asked |= matches!(event, Event::Key(_) | Event::Pointer(_));
                looks |= matches!(event, Event::Key(_) | Event::FocusGained | Event::Continued);
                next = mailbox.waiting();
                self.foresee(&event, next.is_none())?;
                if let Some(end) = self.take(event)? {
                    return Ok(end);
                }
                next = next.or_else(|| mailbox.waiting());
            }
            // The frame goes first: what another process did may be told a little later.
            if self.draw()? && asked {
                terminal::rest();
            }
            self.hand_over();
            if looks {
                self.worker.look();
            }
            next = mailbox.next(AT_ONCE);
            if next.is_none() {
                app::prepare(&mut self.state);
                next = mailbox.next(AT_ONCE);
            }
            if next.is_none() {
                self.ahead
                    .prepare(&self.state, &self.keymap, &self.theme, &mut self.screen);
                next = Some(self.wait(mailbox));
            }
        }
    }

    /// Shows what was made ready for a key that comes alone; all else makes it worthless.
    fn foresee(&mut self, event: &Event, alone: bool) -> anyhow::Result<()> {
        match event {
            Event::Key(key) => {
                if alone && !self.stale && terminal::is_taken() {
                    let answered = self
                        .ahead
                        .answer(*key, &mut self.screen, terminal::write_now);
                    if answered.context("cannot write to the terminal")? {
                        terminal::rest();
                    }
                }
                self.ahead.note(*key, &self.keymap);
            }
            Event::Told(told) if told.iter().all(Msg::is_receipt) => {}
            _ => self.ahead.forget(),
        }
        Ok(())
    }

    /// Waits for something to happen; resting long enough is something.
    fn wait(&mut self, mailbox: &mut Mailbox) -> Event {
        self.resting.look(&self.state);
        loop {
            if let Some(event) = mailbox.next(self.resting.left()) {
                return event;
            }
            let due = self.resting.due();
            if !due.is_empty() {
                return Event::Told(due);
            }
        }
    }

    /// Draws what changed; answers whether anything was written.
    fn draw(&mut self) -> anyhow::Result<bool> {
        if !std::mem::take(&mut self.stale) || !terminal::is_taken() {
            return Ok(false);
        }
        self.screen
            .draw(&self.state, &self.theme)
            .context("cannot write to the terminal")
    }

    /// Asks the library's thread for what waits.
    fn hand_over(&mut self) {
        let later = self.later.drain(..);
        later.for_each(|effect| self.worker.perform(effect));
    }

    /// Tells the app the size of the screen, if it is another one.
    fn measure(&mut self) -> anyhow::Result<()> {
        let area = screen::area().context("cannot learn the terminal's size")?;
        if area == self.state.screen {
            return Ok(());
        }
        let effects = app::update(&mut self.state, Msg::Resized(area));
        self.attend(effects)?;
        Ok(())
    }

    fn take(&mut self, event: Event) -> anyhow::Result<Option<End>> {
        self.stale |= !matches!(event, Event::FocusGained);
        let effects = match event {
            Event::Key(key) => {
                faults::arm();
                app::press(&mut self.state, &self.keymap, key)
            }
            Event::Pointer(pointer) => app::point(&mut self.state, pointer),
            Event::Paste(text) => self.paste(&text),
            Event::Told(told) => told
                .into_iter()
                .flat_map(|msg| app::update(&mut self.state, msg))
                .collect(),
            Event::Suspend => vec![Effect::Suspend],
            Event::Continued => {
                terminal::give_back();
                terminal::take().context("cannot take the terminal again")?;
                self.measure()?;
                let mouse = self.state.settings.mouse.then_some(Effect::Mouse(true));
                mouse.into_iter().chain([Effect::Redraw]).collect()
            }
            Event::FocusGained => self.read_settings_if_changed(),
            Event::Graphics(knows) => self.learn_graphics(knows),
            Event::Resized => {
                self.measure()?;
                Vec::new()
            }
            Event::Stop(signal) => return Ok(Some(End::Signal(signal))),
            Event::InputLost(why) => return Ok(Some(End::InputLost(why))),
        };
        self.attend(effects)
    }

    /// Pasted text is typed where text is typed, and never taken as keys elsewhere.
    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let types = self.state.search.input.is_some()
            || match &self.state.overlay {
                Some(Overlay::Command(_) | Overlay::Prompt(_)) => true,
                Some(Overlay::Help(help)) => help.typing,
                Some(Overlay::Names) => self.state.names.typing,
                Some(
                    Overlay::List(_)
                    | Overlay::Page(_)
                    | Overlay::Hints(_)
                    | Overlay::Scrub(_)
                    | Overlay::Picture(_),
                )
                | None => false,
            };
        if !types {
            self.state.say("Pasted text is not taken as keys");
            return Vec::new();
        }
        let keymap = &self.keymap;
        input::typed(text)
            .flat_map(|key| app::press(&mut self.state, keymap, key))
            .collect()
    }

    /// Passes effects on; those that concern the terminal are done here.
    fn attend(&mut self, effects: Vec<Effect>) -> anyhow::Result<Option<End>> {
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(Some(End::Quit)),
                Effect::Redraw => {
                    self.measure()?;
                    self.screen.forget();
                }
                Effect::Suspend => {
                    if let Err(why) = suspend() {
                        self.fail(&effect, why);
                    }
                }
                Effect::Theme(name) => self.put_on(&name),
                Effect::KeepTheme(ref name) => {
                    let kept = self
                        .paths
                        .as_ref()
                        .map(|paths| config::write::keep_theme(paths, name));
                    if let Some(Err(why)) = kept {
                        self.fail(&effect, &why);
                    }
                }
                Effect::KeepFilter { ref name, ref text } => {
                    let kept = self
                        .paths
                        .as_ref()
                        .map(|paths| config::write::keep_filter(paths, name, text.as_deref()));
                    if let Some(Err(why)) = kept {
                        self.fail(&effect, &why);
                    }
                }
                Effect::Mouse(on) => {
                    terminal::use_mouse(on).context("cannot write to the terminal")?;
                }
                Effect::ReadSettings => {
                    let effects = self.read_settings();
                    self.attend(effects)?;
                }
                Effect::Browse(ref url) => {
                    if open::that_detached(url.as_str()).is_err() {
                        let key = self.state.keys.name(Action::CopyLink);
                        let why =
                            format!("no browser could be started here; {key} copies the address");
                        self.fail(&effect, &why);
                    }
                }
                Effect::Copy(ref text) => {
                    if let Err(why) = clipboard::copy(text) {
                        self.fail(&effect, &why);
                    }
                }
                other => {
                    if matches!(other, Effect::ShowPicture { .. }) {
                        self.ask_for_graphics()?;
                    }
                    self.later.push(other);
                }
            }
        }
        Ok(None)
    }

    /// Asks the terminal once whether it knows the graphics protocol, where pictures are to be as good as they can.
    fn ask_for_graphics(&mut self) -> anyhow::Result<()> {
        let asks = self.pictures == Pictures::Auto && self.state.settings.drawn == Drawn::Blocks;
        if asks && self.canvas.graphics == Graphics::Unasked && terminal::is_taken() {
            self.canvas.graphics = Graphics::Asked;
            terminal::write_now(screen::QUESTION).context("cannot write to the terminal")?;
        }
        Ok(())
    }

    /// Takes the terminal's answer.
    fn learn_graphics(&mut self, knows: bool) -> Vec<Effect> {
        let asked = self.canvas.graphics == Graphics::Asked;
        if !asked || !knows {
            return Vec::new();
        }
        self.canvas.graphics = Graphics::Known;
        match self.pictures {
            Pictures::Auto => app::update(&mut self.state, Msg::Graphics),
            _ => Vec::new(),
        }
    }

    /// Reads the person's files again if one of them was written since; asked when they come back to this terminal.
    fn read_settings_if_changed(&mut self) -> Vec<Effect> {
        let written = self.paths.as_ref().map(config::written).unwrap_or_default();
        if written == self.written {
            return Vec::new();
        }
        self.stale = true;
        self.read_settings()
    }

    fn read_settings(&mut self) -> Vec<Effect> {
        let Some(paths) = &self.paths else {
            return Vec::new();
        };
        self.written = config::written(paths);
        let (config, problems) = config::load(paths);
        self.theme = self.canvas.theme(&config);
        self.pictures = config.pictures;
        let settings = setup::settings(&config, self.canvas, Some(paths), None, Beginning::Stored);
        let names = Keys::names_in(&config.keymap);
        let mouse = settings.mouse != self.state.settings.mouse;
        let mouse = mouse.then_some(Effect::Mouse(settings.mouse));
        self.keymap = config.keymap;
        let msg = Msg::Configured {
            settings,
            names,
            problems,
        };
        let mut effects = app::update(&mut self.state, msg);
        effects.extend(mouse);
        effects
    }

    /// Uses a theme. What its file gets wrong is told.
    fn put_on(&mut self, name: &str) {
        let mut notes = Vec::new();
        let theme = match &self.paths {
            Some(paths) => config::theme(paths, name, &mut notes),
            None => Theme::builtin(name).unwrap_or_else(Theme::plain),
        };
        self.theme = theme.reduced(self.canvas.depth);
        self.stale = true;
        if !notes.is_empty() {
            self.state.complain(notes.join("; "));
        }
    }

    fn fail(&mut self, effect: &Effect, why: &str) {
        let effects = app::update(&mut self.state, failed(what(effect), why));
        self.later.extend(effects);
    }
}

impl Drop for Turn<'_> {
    /// Whatever ends the reader, marks that were made are kept, and where one was.
    fn drop(&mut self) {
        self.later.extend(app::leave(&self.state));
        self.hand_over();
    }
}

#[cfg(unix)]
fn suspend() -> Result<(), &'static str> {
    signals::stop()
}

#[cfg(not(unix))]
fn suspend() -> Result<(), &'static str> {
    Err("this system has no way to stop a program")
}
