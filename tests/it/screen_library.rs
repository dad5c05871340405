//! A library in memory with invented blogs, which performs the reader's effects at once.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;

use jiff::Timestamp;
use liveblog::app::Effect;
use liveblog::app::Msg;
use liveblog::app::folder::Folder;
use liveblog::app::message::Import;
use liveblog::app::message::Way;
use liveblog::app::stamp::Zone;
use liveblog::engine::model::Block;
use liveblog::engine::model::BlogId;
use liveblog::engine::model::BlogRow;
use liveblog::engine::model::Change;
use liveblog::engine::model::Deed;
use liveblog::engine::model::Doubt;
use liveblog::engine::model::Entry;
use liveblog::engine::model::EntryId;
use liveblog::engine::model::EntryRow;
use liveblog::engine::model::EntryState;
use liveblog::engine::model::FilterThen;
use liveblog::engine::model::Form;
use liveblog::engine::model::LeftAt;
use liveblog::engine::model::MarkChange;
use liveblog::engine::model::MarkedEntry;
use liveblog::engine::model::Marks;
use liveblog::engine::model::PageText;
use liveblog::engine::model::Picture;
use liveblog::engine::model::Posting;
use liveblog::engine::model::ReadState;
use liveblog::engine::model::Revision;
use liveblog::engine::model::Role;
use liveblog::engine::model::SearchHit;
use liveblog::engine::model::Shelf;
use liveblog::engine::model::ShelfChange;
use liveblog::engine::model::SnapshotId;
use liveblog::engine::model::SnapshotSummary;
use liveblog::engine::model::Step;
use liveblog::engine::model::Timeline;
use liveblog::engine::names::BlogNames;
use liveblog::engine::names::Correction;
use liveblog::engine::names::Kind;
use liveblog::engine::names::Recogniser;
use liveblog::engine::news::Item;
use liveblog::engine::news::Kind as NewsKind;
use liveblog::engine::news::News;
use liveblog::engine::picture;
use liveblog::engine::query::Bindings;
use liveblog::engine::query::Query;
use liveblog::engine::query::Subject;
use liveblog::engine::query::fold;
use liveblog::engine::text::SafeText;

/// One invented blog.
#[derive(Debug, Clone)]
pub(crate) struct Blog {
    pub(crate) id: BlogId,
    pub(crate) title: SafeText,
    pub(crate) name: Option<SafeText>,
    pub(crate) tags: Vec<SafeText>,
    pub(crate) shelf: Shelf,
    pub(crate) publisher: Option<SafeText>,
    pub(crate) last_seen: Option<Timestamp>,
    pub(crate) page: PageText,
    pub(crate) snapshots: Vec<SnapshotSummary>,
    pub(crate) entries: Vec<MarkedEntry>,
}

/// How everything was before a step, and what the step was.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    blogs: Vec<Blog>,
    doubts: Vec<Doubt>,
    deed: Deed,
    blog: BlogId,
    /// A saved filter that was changed: before and after.
    filter: Option<(FilterThen, FilterThen)>,
}

/// The library.
#[derive(Debug, Clone, Default)]
pub(crate) struct Library {
    pub(crate) blogs: Vec<Blog>,
    /// Whether marks cannot be kept.
    pub(crate) read_only: bool,
    /// How everything was before each step that can be taken back, and before each that was.
    pub(crate) done: Vec<Before>,
    pub(crate) undone: Vec<Before>,
    /// Which blogs may be one.
    pub(crate) doubts: Vec<Doubt>,
    /// What is new in every blog, and how many visits were kept.
    pub(crate) news: News,
    pub(crate) visits: usize,
    /// Where blogs were left.
    pub(crate) left: BTreeMap<BlogId, LeftAt>,
    /// How often rows were read: the clock of this library.
    pub(crate) loads: i64,
    /// Whether it answers what names there are.
    pub(crate) names: bool,
    pub(crate) corrections: Vec<Correction>,
    /// Corrections that were taken back.
    pub(crate) uncorrected: Vec<Correction>,
}

/// The library of the other tests, which finds names.
pub(crate) fn named_library() -> Library {
    Library {
        names: true,
        ..library()
    }
}

/// The same with something of everything: news since the last visit, and blogs that may be one.
pub(crate) fn rich_library() -> Library {
    let library = named_library();
    let doubts = vec![Doubt {
        blogs: [library.blogs[0].id, library.blogs[2].id],
        snapshots: [SnapshotId::of(b"one"), SnapshotId::of(b"other")],
        why: "9 % of the smaller text stands in both, but nowhere in a row".into(),
    }];
    Library {
        news: harbour_news(),
        doubts,
        ..library
    }
}

/// The harbour blog as one sees it who was there before its newest entry came, the ferries changed and an entry went.
pub(crate) fn harbour_news() -> News {
    let entries = harbour().entries;
    let item = |kind, at: usize| Item {
        kind,
        entry: entries[at].entry.clone(),
    };
    News {
        since: Some("2026-03-03T14:00:00Z".parse().unwrap()),
        items: vec![
            item(NewsKind::New, 0),
            item(NewsKind::Changed { against: 1 }, 1),
            item(NewsKind::Withdrawn, 2),
        ],
    }
}

impl Library {
    /// Does what an effect asks for and answers.
    pub(crate) fn perform(&mut self, effect: &Effect) -> Option<Msg> {
        match effect.clone() {
            Effect::LoadBlogs => {
                let rows = self.blogs.iter().map(blog_row).collect();
                Some(Msg::Blogs(rows, self.doubts.clone()))
            }
            Effect::LoadRows { ticket, blog } => {
                self.loads += 1;
                let rows = self.blog(blog).entries.iter().map(row).collect();
                Some(Msg::Rows {
                    ticket,
                    blog,
                    rows,
                    at: Timestamp::from_second(self.loads).unwrap(),
                })
            }
            Effect::LoadEntries { ticket, blog, ids } => {
                let wanted: HashSet<EntryId> = ids.into_iter().collect();
                let all = self.blog(blog).entries.iter();
                let entries = all
                    .filter(|marked| wanted.contains(&marked.entry.id))
                    .cloned()
                    .collect();
                Some(Msg::Entries {
                    ticket,
                    blog,
                    entries,
                })
            }
            Effect::LoadPage { ticket, blog } => {
                let found = self.blog(blog);
                Some(Msg::Page {
                    ticket,
                    blog,
                    page: found.page.clone(),
                    snapshots: found.snapshots.clone(),
                })
            }
            Effect::FindText { ticket, blog, text } => {
                let entries = self.find(blog, &text);
                Some(Msg::Found {
                    ticket,
                    blog,
                    entries,
                    more: false,
                })
            }
            Effect::Select {
                ticket,
                blog,
                query,
                zone,
                now,
            } => {
                let entries = self.select(blog, &query, zone, now);
                Some(Msg::Selected {
                    ticket,
                    blog,
                    entries,
                })
            }
            Effect::Mark { .. } if self.read_only => Some(Msg::Failed {
                what: "keeping the mark".into(),
                why: "the disk is full; make room and try again".into(),
            }),
            Effect::Mark { blog, changes, .. } => {
                self.begin(Deed::Other, blog, None);
                changes.iter().for_each(|change| self.mark(blog, change));
                Some(Msg::Marked { blog })
            }
            Effect::LoadNews { ticket, blog } => Some(Msg::News {
                ticket,
                blog,
                news: self.news.clone(),
                left: self.left.get(&blog).copied(),
            }),
            Effect::KeepLeft(blog, left) => {
                self.left.remove(&blog);
                self.left.extend(left.map(|left| (blog, left)));
                None
            }
            Effect::KeepVisit(..) => {
                self.visits += 1;
                None
            }
            Effect::Step(way) => Some(self.step(way)),
            Effect::NoteFilter {
                name,
                before,
                after,
            } => {
                let then = |text| FilterThen {
                    name: name.clone(),
                    text,
                };
                let filter = (then(before), then(after));
                self.begin(Deed::Filter, BlogId([0; 8]), Some(filter));
                None
            }
            Effect::Decide { snapshots, same } => {
                let deed = if same { Deed::Link } else { Deed::Unlink };
                self.begin(deed, self.blogs[0].id, None);
                self.doubts.retain(|one| one.snapshots != snapshots);
                Some(Msg::Decided { same })
            }
            Effect::Keep { blog, changes } => {
                self.begin(Deed::of_shelf(&changes), blog, None);
                changes.iter().for_each(|change| self.keep(blog, change));
                Some(Msg::Marked { blog })
            }
            Effect::SearchLibrary { ticket, text } => {
                let hits = self.hits(&text);
                Some(Msg::Hits { ticket, text, hits })
            }
            Effect::Gather {
                ticket,
                name,
                query,
                zone,
                now,
            } => {
                let found = self.gather(&query, zone, now);
                Some(Msg::Gathered {
                    ticket,
                    name,
                    found,
                })
            }
            Effect::LoadNames { ticket, blog } => self.names.then(|| Msg::Names {
                ticket,
                blog,
                names: self.names_of(blog),
            }),
            Effect::FindName { kind, name } => Some(Msg::Mentioned {
                found: self.mentions(kind, &name),
                name,
            }),
            Effect::CorrectName { correction, .. } => {
                self.corrections.push(correction);
                Some(Msg::NameCorrected)
            }
            Effect::ShowPicture { ticket, url, .. } => {
                let came = match url.contains("gauge") {
                    true => Err("the server refuses connections; check your connection".into()),
                    false => picture::read(&png(64, 48))
                        .map(|raster| (Arc::new(raster), None))
                        .map_err(Into::into),
                };
                Some(Msg::Picture { ticket, came })
            }
            Effect::LoadBookmarks => Some(Msg::Bookmarks(self.bookmarks())),
            Effect::Import(place) => {
                Some(Msg::Import(Import::Done(format!("{place}: 1 blog (new)"))))
            }
            Effect::ListFolder(path) => {
                let inside = match path.as_str() {
                    "" => vec!["Sync/".to_owned(), "Synthesis/".to_owned()],
                    "Sync/" => vec!["Sync/library.db".to_owned()],
                    _ => Vec::new(),
                };
                Some(Msg::Folder(Folder { path, inside }))
            }
            Effect::Copy(_)
            | Effect::Browse(_)
            | Effect::Theme(_)
            | Effect::KeepTheme(_)
            | Effect::KeepFilter { .. }
            | Effect::Mouse(_)
            | Effect::ReadSettings
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Web(_)
            | Effect::LeavePicture
            | Effect::Quit => None,
        }
    }

    /// The names of a blog; found once for all tests, because that takes long.
    pub(crate) fn names_of(&self, blog: BlogId) -> Arc<BlogNames> {
        static FOUND: Mutex<BTreeMap<String, Arc<BlogNames>>> = Mutex::new(BTreeMap::new());
        let about = self.blog(blog);
        let entries: Vec<&Entry> = about.entries.iter().map(|one| &one.entry).collect();
        let key = format!("{:?}{:?}{entries:?}", self.corrections, about.page);
        let known = FOUND.lock().unwrap().get(&key).cloned();
        known.unwrap_or_else(|| {
            let names = Arc::new(self.find_names(blog));
            FOUND.lock().unwrap().insert(key, Arc::clone(&names));
            names
        })
    }

    fn find_names(&self, blog: BlogId) -> BlogNames {
        let blog = self.blog(blog);
        let timeline = Timeline {
            blog: blog.id,
            title: blog.title.clone(),
            url: None,
            publisher: None,
            page: blog.page.clone(),
            entries: blog.entries.iter().map(|one| one.entry.clone()).collect(),
            snapshots: blog.snapshots.clone(),
            ends_at: None,
        };
        BlogNames::of(&timeline, &self.corrections, &Recogniser::default())
    }

    fn mentions(&self, kind: Kind, name: &str) -> Vec<(BlogRow, MarkedEntry)> {
        let of = |blog: &Blog| -> Vec<_> {
            let names = self.names_of(blog.id);
            let entity = names.find(name).filter(|entity| entity.kind == kind);
            let ids = entity.map_or_else(Vec::new, |entity| entity.entries.clone());
            let entries = blog.entries.iter();
            let entries = entries.filter(|marked| ids.contains(&marked.entry.id));
            entries.map(|one| (blog_row(blog), one.clone())).collect()
        };
        self.blogs.iter().flat_map(of).collect()
    }

    /// A correction that is taken back or made again; marks otherwise.
    fn step_of_names(&mut self, way: Way) -> Option<Msg> {
        let (from, to) = match way {
            Way::Back => (&mut self.corrections, &mut self.uncorrected),
            Way::Again => (&mut self.uncorrected, &mut self.corrections),
        };
        to.push(from.pop()?);
        let step = Step {
            deed: Deed::Name,
            entries: 0,
            blog: self.blogs[0].id,
            entry: None,
            filter: None,
        };
        let step = Some(step);
        Some(Msg::Stepped { way, step })
    }

    fn begin(&mut self, deed: Deed, blog: BlogId, filter: Option<(FilterThen, FilterThen)>) {
        self.undone.clear();
        self.done.push(Before {
            blogs: self.blogs.clone(),
            doubts: self.doubts.clone(),
            deed,
            blog,
            filter,
        });
    }

    fn step(&mut self, way: Way) -> Msg {
        if let Some(told) = self.step_of_names(way) {
            return told;
        }
        let (from, to) = match way {
            Way::Back => (&mut self.done, &mut self.undone),
            Way::Again => (&mut self.undone, &mut self.done),
        };
        let step = from.pop().map(|before| {
            let step = Step {
                deed: before.deed,
                entries: 1,
                blog: before.blog,
                entry: None,
                filter: before.filter.clone().map(|(then, now)| match way {
                    Way::Back => then,
                    Way::Again => now,
                }),
            };
            to.push(Before {
                blogs: std::mem::replace(&mut self.blogs, before.blogs),
                doubts: std::mem::replace(&mut self.doubts, before.doubts),
                ..before
            });
            step
        });
        Msg::Stepped { way, step }
    }

    fn bookmarks(&self) -> Vec<(BlogRow, MarkedEntry)> {
        let of = |blog: &Blog| {
            let marked = blog.entries.iter().filter(|marked| marked.marks.bookmarked);
            let row = blog_row(blog);
            marked
                .map(|one| (row.clone(), one.clone()))
                .collect::<Vec<_>>()
        };
        self.blogs.iter().flat_map(of).collect()
    }

    fn blog(&self, id: BlogId) -> &Blog {
        self.blogs.iter().find(|blog| blog.id == id).unwrap()
    }

    fn select(
        &self,
        blog: BlogId,
        query: &Query,
        zone: Zone,
        now: Option<Timestamp>,
    ) -> Vec<EntryId> {
        let names = self.names.then(|| self.names_of(blog));
        let blog = self.blog(blog);
        let blog_row = blog_row(blog);
        let filter = query.bind(&Bindings {
            blog: &blog_row,
            reference: zone.reference(now, blog_row.newest),
            news: self.news.items.iter().map(|item| item.entry.id).collect(),
            names: names.as_deref(),
        });
        let passes = |marked: &&MarkedEntry| {
            let shown = &marked.entry.revisions[0];
            let heading = shown.heading.as_ref().map(|block| fold(&block.text));
            let blocks = shown.blocks.iter().map(|block| fold(&block.text));
            let text = blocks.collect::<Vec<_>>().join("\n");
            filter.judge(&Subject {
                row: &row(marked),
                marks: Some(&marked.marks),
                text: Some((&heading.unwrap_or_default(), &text)),
                entry: Some(&marked.entry),
            }) == Some(true)
        };
        let passing = blog.entries.iter().filter(passes);
        passing.map(|marked| marked.entry.id).collect()
    }

    fn hits(&self, text: &str) -> Vec<SearchHit> {
        let mut hits = Vec::new();
        for blog in &self.blogs {
            for id in self.find(blog.id, text) {
                let marked = blog.entries.iter().find(|marked| marked.entry.id == id);
                let entry = &marked.unwrap().entry;
                let shown = entry.shown_text();
                let at = shown.to_lowercase().find(&text.to_lowercase());
                hits.push(SearchHit {
                    blog: blog.id,
                    blog_title: blog.title.clone(),
                    entry: id,
                    heading: entry.heading().map(|block| block.text.clone()),
                    published_at: entry.published_at,
                    snippet: SafeText::new(&shown),
                    hits: at.map(|at| at..at + text.len()).into_iter().collect(),
                });
            }
        }
        hits
    }

    fn gather(
        &self,
        query: &Query,
        zone: Zone,
        now: Option<Timestamp>,
    ) -> Vec<(BlogRow, MarkedEntry)> {
        let mut found = Vec::new();
        for blog in &self.blogs {
            let passing = self.select(blog.id, query, zone, now);
            let entries = blog.entries.iter();
            let entries = entries.filter(|marked| passing.contains(&marked.entry.id));
            found.extend(entries.map(|marked| (blog_row(blog), marked.clone())));
        }
        found
    }

    fn find(&self, blog: BlogId, text: &str) -> Vec<EntryId> {
        let wanted = text.to_lowercase();
        let holds = |marked: &MarkedEntry| {
            let shown = &marked.entry.revisions[0];
            shown
                .heading
                .iter()
                .chain(&shown.blocks)
                .any(|block| block.text.to_lowercase().contains(&wanted))
        };
        let entries = self.blog(blog).entries.iter();
        entries
            .filter(|marked| holds(marked))
            .map(|marked| marked.entry.id)
            .collect()
    }

    fn keep(&mut self, blog: BlogId, change: &ShelfChange) {
        let blog = self
            .blogs
            .iter_mut()
            .find(|known| known.id == blog)
            .unwrap();
        match change.clone() {
            ShelfChange::Name(name) => blog.name = name,
            ShelfChange::Put(shelf) => blog.shelf = shelf,
            ShelfChange::Tag(tag) => blog.tags.push(tag),
            ShelfChange::Untag(tag) => blog.tags.retain(|one| *one != tag),
        }
    }

    fn mark(&mut self, blog: BlogId, change: &MarkChange) {
        let blog = self
            .blogs
            .iter_mut()
            .find(|known| known.id == blog)
            .unwrap();
        let mut marks = |id: &EntryId, set: &dyn Fn(&mut Marks)| {
            set(&mut blog
                .entries
                .iter_mut()
                .find(|marked| marked.entry.id == *id)
                .unwrap()
                .marks);
        };
        match change {
            MarkChange::Read(id) => marks(id, &|marks| marks.read = ReadState::Read),
            MarkChange::Unread(id) => marks(id, &|marks| marks.read = ReadState::Unread),
            MarkChange::Bookmark(id) => marks(id, &|marks| marks.bookmarked = true),
            MarkChange::Unbookmark(id) => marks(id, &|marks| marks.bookmarked = false),
            MarkChange::Tag(id, tag) => marks(id, &|marks| marks.tags.push(tag.clone())),
            MarkChange::Untag(id, tag) => marks(id, &|marks| marks.tags.retain(|one| one != tag)),
            MarkChange::Note(id, note) => marks(id, &|marks| marks.note = note.clone()),
        }
    }
}

fn blog_row(blog: &Blog) -> BlogRow {
    let count = |wanted: &dyn Fn(&Marks) -> bool| {
        blog.entries
            .iter()
            .filter(|marked| wanted(&marked.marks))
            .count() as u32
    };
    let times = blog
        .entries
        .iter()
        .filter_map(|marked| marked.entry.published_at);
    BlogRow {
        id: blog.id,
        title: blog.title.clone(),
        name: blog.name.clone(),
        tags: blog.tags.clone(),
        shelf: blog.shelf,
        publisher: blog.publisher.clone(),
        url: blog
            .publisher
            .as_ref()
            .map(|_| "https://news.example/live".to_owned()),
        entries: blog.entries.len() as u32,
        unread: count(&|marks| marks.read == ReadState::Unread),
        changed: count(&|marks| marks.read == ReadState::Changed),
        bookmarked: count(&|marks| marks.bookmarked),
        snapshots: blog.snapshots.len() as u32,
        last_seen: blog.last_seen,
        added_at: Timestamp::UNIX_EPOCH,
        newest: times.clone().max(),
        activity: if times.count() > 1 {
            (0..24).map(|n| n * n % 7).collect()
        } else {
            Vec::new()
        },
        ends_at: None,
    }
}

fn row(marked: &MarkedEntry) -> EntryRow {
    EntryRow {
        id: marked.entry.id,
        read: marked.marks.read,
        bookmarked: marked.marks.bookmarked,
        state: marked.entry.state,
        gap_before: marked.entry.gap_before,
        published_at: marked.entry.published_at,
        clock: marked.entry.clock(),
    }
}

fn snapshot(number: u8) -> SnapshotId {
    SnapshotId::of(&[number])
}

pub(crate) fn block(role: Role, text: &str) -> Block {
    Block {
        role,
        text: text.into(),
        source: Vec::new(),
        links: Vec::new(),
        pictures: Vec::new(),
    }
}

/// Reads an entry written for reading: `H` heading, `P` paragraph, `Q` quote, `L` list item, `R` lead-in,
/// `T` card title, `C` card text, `M` media, `B` byline.
pub(crate) fn entry(number: u64, text: &str) -> MarkedEntry {
    let mut heading = None;
    let mut blocks = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (letter, text) = line.split_once(' ').unwrap();
        let role = match letter {
            "H" => Role::Heading,
            "P" => Role::Paragraph,
            "Q" => Role::Quote,
            "L" => Role::ListItem,
            "R" => Role::LeadIn,
            "T" => Role::CardTitle,
            "C" => Role::CardText,
            "M" => Role::Media,
            "B" => Role::Byline,
            _ => panic!("no role {letter:?}"),
        };
        match role {
            Role::Heading => heading = Some(block(role, text)),
            _ => blocks.push(block(role, text)),
        }
    }
    let entry = Entry {
        postings: vec![Posting {
            snapshot: snapshot(0),
            position: 0,
        }],
        revisions: vec![Revision {
            snapshots: vec![snapshot(0)],
            heading,
            blocks,
            change: None,
        }],
        ..Entry::new(EntryId(number.to_be_bytes()))
    };
    MarkedEntry {
        entry,
        marks: Marks::default(),
    }
}

fn at(mut marked: MarkedEntry, time: &str) -> MarkedEntry {
    marked.entry.published_at = Some(time.parse().unwrap());
    marked
}

fn read(mut marked: MarkedEntry, read: ReadState) -> MarkedEntry {
    marked.marks.read = read;
    marked
}

fn snapshots(names: &[&str]) -> Vec<SnapshotSummary> {
    let summary = |(number, name): (usize, &&str)| SnapshotSummary {
        id: snapshot(number as u8),
        name: (*name).into(),
        origin: "invented".into(),
        captured_at: (number == 0).then(|| "2026-03-03T15:00:00Z".parse().unwrap()),
        format: "text".to_owned(),
        form: Form::Headed,
        dropped: Vec::new(),
    };
    names.iter().enumerate().map(summary).collect()
}

/// The blog that shows everything an entry can have.
pub(crate) fn harbour() -> Blog {
    Blog {
        id: BlogId([1; 8]),
        title: "Harbour bridge closed after barge strikes a pier – live updates".into(),
        name: None,
        tags: vec!["bridge".into(), "river".into()],
        shelf: Shelf::Library,
        publisher: Some("The Saltmarsh Courier".into()),
        last_seen: Some("2026-03-03T15:00:00Z".parse().unwrap()),
        page: PageText {
            title: vec![block(
                Role::Headline,
                "Harbour bridge closed after barge strikes a pier – live updates",
            )],
            standfirst: vec![block(
                Role::Standfirst,
                "Engineers say the crossing stays shut for days; ferries run until midnight",
            )],
            summary: vec![
                block(
                    Role::Summary,
                    "A barge loaded with gravel struck the third pier of the harbour bridge shortly before noon. Nobody was hurt.",
                ),
                block(
                    Role::Summary,
                    "The port authority has closed the crossing to all traffic and opened a second ferry line.",
                ),
            ],
            aside: Vec::new(),
        },
        snapshots: snapshots(&["courier_1500.txt", "courier_1310.txt", "courier_0900.html"]),
        entries: harbour_entries(),
    }
}

fn harbour_entries() -> Vec<MarkedEntry> {
    let mut inspection = at(entry(1, INSPECTION), "2026-03-03T14:41:00Z");
    inspection.entry.author = Some("Ines Varga".into());
    let mut ferries = read(
        at(entry(2, FERRIES), "2026-03-03T14:05:00Z"),
        ReadState::Changed,
    );
    ferries.entry.state = EntryState::Revised;
    ferries.entry.updated_at = Some("2026-03-03T14:30:00Z".parse().unwrap());
    ferries.entry.postings.push(Posting {
        snapshot: snapshot(1),
        position: 0,
    });
    ferries.entry.why = vec!["same heading, and 2 of 3 paragraphs are the same".to_owned()];
    ferries.entry.revisions[0].change = Some(Change::Facts);
    let mut older = entry(2, FERRIES_OLDER).entry.revisions.remove(0);
    older.snapshots = vec![snapshot(1)];
    ferries.entry.revisions.push(older);
    let mut withdrawn = read(
        at(entry(3, WITHDRAWN), "2026-03-03T13:20:00Z"),
        ReadState::Read,
    );
    withdrawn.entry.state = EntryState::Withdrawn;
    let mut mayor = read(at(entry(4, MAYOR), "2026-03-03T12:58:00Z"), ReadState::Read);
    mayor.marks.bookmarked = true;
    let mut morning = entry(5, MORNING);
    morning.entry.gap_before = true;
    morning.entry.order_certain = false;
    let yesterday = at(entry(6, YESTERDAY), "2026-03-02T18:12:00Z");
    vec![
        inspection,
        ferries,
        withdrawn,
        mayor,
        morning,
        yesterday,
        entry(7, "P The first ferry of the new timetable left on time."),
    ]
}

const INSPECTION: &str = "
    H Divers begin to inspect the damaged pier
    P Two teams of divers have gone down to look at the third pier of the bridge, the port authority says. They expect to be in the water until dusk.
    P “We will not guess,” said the chief engineer, Oda Brandt. “We look first, then we talk about dates.”
    Q A bridge is patient. The traffic on it is not, and it is the traffic that we have to answer to tonight.
    P What is known so far:
    L The barge carried 900 tonnes of gravel and drifted after its tow line broke
    L The third pier moved by four centimetres
    L The railway deck is not affected
    M Divers at the foot of the third pier
    R Read more here:
    T How the old bridge was built
    C It took eleven years, two winters of ice and a strike to span the harbour.
";
const FERRIES: &str = "
    H Ferries to run until midnight
    P A second ferry line opens at three, and both lines run until midnight. Tickets of the bridge buses are valid.
    P The crossing takes 25 minutes.
";
const FERRIES_OLDER: &str = "
    H Ferries to run until midnight
    P A second ferry line opens at three, and both lines run until midnight. Tickets of the bridge buses are valid.
    P The crossing takes 15 minutes.
";
const WITHDRAWN: &str = "
    H Railway deck closed too, says union
    P Trains have stopped as well, a spokesman of the union says.
";
const MAYOR: &str = "
    H Mayor asks people to stay at home
    P Whoever can should work from home tomorrow, the mayor said on the steps of the town hall.
";
const MORNING: &str = "
    P The bridge opened for traffic as usual this morning. A light fog lay over the harbour, and the pilots were warned to keep their distance from the piers.
    P Nobody could know.
";
const YESTERDAY: &str = "
    H Council votes on a new timetable
    P The council votes tonight on whether buses cross the bridge every five minutes.
";

/// A blog with wide characters, emoji and a script that runs from right to left.
pub(crate) fn scripts() -> Blog {
    let entries = vec![
        entry(
            21,
            "H 港湾大橋、通行止め続く 👩‍🚀\nP 港湾当局は三日、損傷した橋脚の調査を始めたと発表した。通行再開の時期はまだ決まっていないという。フェリーは深夜まで運航する。",
        ),
        entry(
            22,
            "H الجسر مغلق حتى إشعار آخر\nP قالت سلطات الميناء إن الجسر سيبقى مغلقا حتى تنتهي أعمال الفحص، وإن العبارات ستعمل حتى منتصف الليل.",
        ),
        entry(
            23,
            "H Cafe\u{301} by the pier reopens ❤️ 🇳🇴\nP Zoë’s café is open again. 👨‍👩‍👧‍👦 families welcome.",
        ),
    ];
    Blog {
        id: BlogId([2; 8]),
        title: "港湾大橋 ライブ".into(),
        name: None,
        tags: Vec::new(),
        shelf: Shelf::Library,
        publisher: None,
        last_seen: None,
        page: PageText {
            title: vec![block(Role::Headline, "港湾大橋 ライブ")],
            ..PageText::default()
        },
        snapshots: snapshots(&["bridge.txt"]),
        entries,
    }
}

/// A blog of many entries with headings, each of a paragraph or more.
pub(crate) fn long(count: u64) -> Blog {
    let entries = (0..count)
        .map(|number| numbered(1000 + count - number))
        .collect();
    Blog {
        id: BlogId([3; 8]),
        title: "The long count".into(),
        name: None,
        tags: vec!["count".into()],
        shelf: Shelf::Library,
        publisher: Some("Evening Tide".into()),
        last_seen: None,
        page: PageText {
            title: vec![block(Role::Headline, "The long count")],
            ..PageText::default()
        },
        snapshots: snapshots(&["count.txt"]),
        entries,
    }
}

/// An entry whose number stands in its text; every seventh is a tall one.
pub(crate) fn numbered(number: u64) -> MarkedEntry {
    let paragraphs = if number.is_multiple_of(7) {
        12
    } else {
        number % 3 + 1
    };
    let mut text = format!("H Update number {number}\n");
    for part in 1..=paragraphs {
        text.push_str(&format!("P Part {part} of update {number}: the counting goes on, and those who count say that they will not stop before the tide turns.\n"));
    }
    let mut marked = entry(number, &text);
    let minutes = i64::try_from(number).unwrap() * 37;
    let start: Timestamp = "2026-03-03T00:00:00Z".parse().unwrap();
    let published = start
        .checked_add(jiff::SignedDuration::from_mins(minutes))
        .unwrap();
    marked.entry.published_at = Some(published);
    marked
}

/// A picture of which the page tells, and one of which it says nothing.
pub(crate) fn pictures() -> Vec<Picture> {
    let picture = |name: &str, words: &str| Picture {
        url: format!("https://pics.example/{name}.jpg").into(),
        words: words.into(),
        captioned: false,
    };
    vec![
        picture("tide", "Those who count, at the foot of the tide gauge"),
        picture("gauge", ""),
    ]
}

/// The bytes of a small picture: a slope from red to blue.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let slope = image::RgbImage::from_fn(width, height, |x, y| {
        let part = u8::try_from(255 * x / width).unwrap();
        image::Rgb([255 - part, u8::try_from(255 * y / height).unwrap(), part])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    slope.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A library of the invented blogs.
pub(crate) fn library() -> Library {
    let mut counted = long(40);
    if let Some(last) = counted.entries.last_mut() {
        let block = &mut last.entry.revisions[0].blocks[0];
        block.pictures = pictures();
    }
    Library {
        blogs: vec![harbour(), scripts(), counted],
        read_only: false,
        ..Library::default()
    }
}
