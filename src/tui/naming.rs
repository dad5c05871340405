//! Names in the running reader. The library's thread reads entries in small portions, so that marks do not wait; a thread
//! of its own finds the names in them and keeps those of each blog, so that a later state costs only what changed.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;

use crate::app::message::Msg;
use crate::engine::model::BlogId;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::PageText;
use crate::engine::names::Correction;
use crate::engine::names::Kind;
use crate::engine::names::NameKeeper;
use crate::engine::names::Recogniser;
use crate::store::Store;
use crate::store::StoreError;
use crate::tui::faults;
use crate::tui::perform::failed;
use crate::tui::perform::mentions;
use crate::tui::post::Post;
use crate::tui::run::Event;
use crate::tui::worker::Job;

/// How many entries are read before other jobs have their turn.
const PORTION: usize = 256;

/// What the names are read for.
#[derive(Debug, Clone)]
enum Goal {
    /// To be shown: the blog and the ticket of the request.
    Show(BlogId, u64),
    /// To find a name in all blogs.
    Find(Kind, String),
}

/// Blogs whose names are to be read, portion by portion.
#[derive(Debug)]
pub(crate) struct Errand {
    goal: Goal,
    blogs: Vec<BlogId>,
    order: Vec<EntryId>,
    changed: Vec<Entry>,
}

/// Something for the names' thread to do.
#[derive(Debug)]
enum Task {
    Update {
        blog: BlogId,
        changed: Vec<Entry>,
        order: Vec<EntryId>,
        page: PageText,
        corrections: Vec<Correction>,
    },
    Reach(Goal),
}

/// The way to the names' thread, and what it knows of each blog.
#[derive(Debug)]
pub(crate) struct Naming {
    jobs: Sender<Job>,
    events: Post,
    tasks: Option<Sender<Task>>,
    running: Arc<AtomicBool>,
    prints: HashMap<BlogId, HashMap<EntryId, u64>>,
}

impl Naming {
    /// Nothing is known and no thread runs yet.
    pub(crate) fn new(jobs: Sender<Job>, events: Post) -> Self {
        Self {
            jobs,
            events,
            tasks: None,
            running: Arc::default(),
            prints: HashMap::new(),
        }
    }

    /// Begins to read the names of a blog, to be shown.
    pub(crate) fn show(&mut self, store: &Store, blog: BlogId, ticket: u64) -> Told {
        self.begin(store, Goal::Show(blog, ticket), vec![blog])
    }

    /// Begins to look for a name in all blogs.
    pub(crate) fn find(&mut self, store: &Store, kind: Kind, name: String) -> Told {
        let blogs = store.blogs()?.iter().map(|row| row.id).collect();
        self.begin(store, Goal::Find(kind, name), blogs)
    }

    fn begin(&mut self, store: &Store, goal: Goal, blogs: Vec<BlogId>) -> Told {
        if let Err(error) = self.wake() {
            return Ok(vec![failed("The names are not shown", &error.to_string())]);
        }
        let errand = Errand {
            goal,
            blogs,
            order: Vec::new(),
            changed: Vec::new(),
        };
        self.go_on(store, errand)
    }

    /// Reads the next portion.
    pub(crate) fn go_on(&mut self, store: &Store, mut errand: Errand) -> Told {
        let Some(blog) = errand.blogs.last().copied() else {
            self.send(Task::Reach(errand.goal));
            return Ok(Vec::new());
        };
        let prints = self.prints.entry(blog).or_default();
        let known = |id| prints.get(&id).copied();
        let bodies = store.bodies(blog, errand.order.len(), PORTION, &known)?;
        let done = bodies.len() < PORTION;
        for body in bodies {
            errand.order.push(body.id);
            prints.insert(body.id, body.print);
            errand.changed.extend(body.entry);
        }
        if done {
            let (page, _) = store.page(blog)?;
            let corrections = store.name_corrections()?.into_iter();
            let order = std::mem::take(&mut errand.order);
            let task = Task::Update {
                blog,
                changed: std::mem::take(&mut errand.changed),
                order,
                page,
                corrections: corrections.map(|(_, one)| one).collect(),
            };
            self.send(task);
            errand.blogs.pop();
        }
        // The queue is open as long as somebody works on it, which is here.
        let _ = self.jobs.send(Job::Names(Box::new(errand)));
        Ok(Vec::new())
    }

    /// Starts the thread, if none runs; a new one knows nothing of what another knew that ended by a fault.
    fn wake(&mut self) -> std::io::Result<()> {
        if self.tasks.is_some() && self.running.load(Ordering::SeqCst) {
            return Ok(());
        }
        let (tasks, queue) = channel();
        let running = Arc::new(AtomicBool::new(true));
        let (jobs, events, runs) = (self.jobs.clone(), self.events.clone(), Arc::clone(&running));
        std::thread::Builder::new()
            .name("names".to_owned())
            .spawn(move || work(&queue, &jobs, &events, &runs))?;
        self.prints.clear();
        self.tasks = Some(tasks);
        self.running = running;
        Ok(())
    }

    fn send(&self, task: Task) {
        // A thread that ended has told why.
        if let Some(tasks) = &self.tasks {
            let _ = tasks.send(task);
        }
    }
}

/// What is told at once.
type Told = Result<Vec<Msg>, StoreError>;

/// Names by blog.
type Keepers = HashMap<BlogId, NameKeeper>;

fn work(queue: &Receiver<Task>, jobs: &Sender<Job>, events: &Post, running: &AtomicBool) {
    let mut keepers = Keepers::new();
    for task in queue {
        let done = catch_unwind(AssertUnwindSafe(|| attend(task, &mut keepers, jobs)));
        let told = match done {
            Ok(told) => told,
            Err(payload) => {
                running.store(false, Ordering::SeqCst);
                let fault = faults::words(payload.as_ref());
                let why = format!("a fault in liveblog itself ({fault}); please report it");
                let _ = events.send(Event::Told(vec![failed("The names are not shown", &why)]));
                return;
            }
        };
        if let Some(told) = told
            && events.send(Event::Told(vec![told])).is_err()
        {
            return;
        }
    }
}

fn attend(task: Task, keepers: &mut Keepers, jobs: &Sender<Job>) -> Option<Msg> {
    match task {
        Task::Update {
            blog,
            changed,
            order,
            page,
            corrections,
        } => {
            let changed: Vec<&Entry> = changed.iter().collect();
            let keeper = keepers.entry(blog).or_default();
            keeper.update(
                &changed,
                &order,
                &page,
                &corrections,
                &Recogniser::default(),
            );
            None
        }
        Task::Reach(Goal::Show(blog, ticket)) => Some(Msg::Names {
            ticket,
            blog,
            names: Arc::new(keepers.get(&blog)?.names()),
        }),
        Task::Reach(Goal::Find(kind, name)) => {
            let found = keepers
                .iter()
                .map(|(blog, keeper)| (*blog, mentions(&keeper.names(), kind, &name)))
                .filter(|(_, entries)| !entries.is_empty())
                .collect();
            // The library's thread lives at least as long as this one has somebody to answer.
            let _ = jobs.send(Job::Mentioned(name, found));
            None
        }
    }
}
