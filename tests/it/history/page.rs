//! How a page looks when an extractor has been over it: the forms that text snapshots come in, each line with its truth.

use crate::history::Truth;
use crate::history::dice::Dice;
use crate::history::newsroom::Blog;
use crate::history::newsroom::Part;
use crate::history::newsroom::Publisher;
use crate::history::newsroom::Story;
use crate::history::prose;

/// A form of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Headings, no blank lines.
    Headed,
    /// Running text only.
    Plain,
    /// "HH:MM , Author" below every heading, blank lines between.
    Timed,
    /// The whole page: the age above every entry, author and day glued together below.
    Paged,
    /// The whole page: the age and the clock above every entry, "Share" and times of change below.
    Shared,
    /// A page with markup, as its publisher writes it.
    Published,
    /// The same with structured data that nobody looked over.
    Sloppy,
    /// The same with ids that count the entries.
    Positional,
}

impl Form {
    pub(crate) const ALL: [Self; 5] = [
        Self::Headed,
        Self::Plain,
        Self::Timed,
        Self::Paged,
        Self::Shared,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Headed => "headed",
            Self::Plain => "plain",
            Self::Timed => "timed",
            Self::Paged => "paged",
            Self::Shared => "shared",
            Self::Published => "published",
            Self::Sloppy => "sloppy",
            Self::Positional => "positional",
        }
    }

    /// Whether it has markup rather than lines.
    pub(crate) fn is_page(self) -> bool {
        matches!(self, Self::Published | Self::Sloppy | Self::Positional)
    }
}

/// What is drawn.
pub(crate) struct View<'a> {
    pub(crate) blog: &'a Blog,
    pub(crate) publisher: &'a Publisher,
    pub(crate) form: Form,
    pub(crate) minute: usize,
    pub(crate) window: usize,
    pub(crate) worn: f64,
    pub(crate) pinned: bool,
}

impl View<'_> {
    /// First sentences of every third entry, which the summary of the page tells.
    pub(crate) fn leads(&self, shown: &[(&Story, usize)]) -> Vec<String> {
        let leads = shown
            .iter()
            .step_by(3)
            .filter_map(|(story, _)| story.lead(self.minute))
            .take(4);
        leads
            .map(|text| {
                let mut first = String::new();
                for sentence in text.split_inclusive(". ") {
                    first.push_str(sentence);
                    if self.worn == 0.0 || first.split(' ').count() > 7 {
                        break;
                    }
                }
                first.trim_end().to_owned()
            })
            .collect()
    }
}

/// The minute of the day at which every blog begins.
const MORNING: usize = 6 * 60;

#[derive(Default)]
struct Sheet {
    lines: Vec<String>,
    truth: Vec<Truth>,
    blank_between: bool,
    straight: bool,
    /// Falls where lines may be worn, and the share of those that are.
    wear: Option<(Dice, f64)>,
}

impl Sheet {
    fn put(&mut self, role: &'static str, entry: Option<&Story>, text: &str) {
        let text = if self.straight {
            prose::straight(text)
        } else {
            text.to_owned()
        };
        let mut text = text;
        if let Some((dice, share)) = &mut self.wear
            && dice.chance(*share)
        {
            text = glued(dice, &text);
        }
        if self.blank_between && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.truth.push(Truth {
            line: self.lines.len() + 1,
            role,
            entry: entry.map(|story| story.id.clone()),
        });
        self.lines.push(text);
    }

    fn chrome(&mut self, text: &str) {
        self.put("chrome", None, text);
    }
}

/// Draws a page: the text and what each of its lines is.
pub(crate) fn draw(dice: &mut Dice, view: &View<'_>) -> (String, Vec<Truth>) {
    let mut sheet = Sheet {
        blank_between: matches!(view.form, Form::Timed | Form::Paged),
        straight: view.form == Form::Headed && view.publisher.straight_when_headed,
        wear: (view.worn > 0.0).then(|| (dice.clone(), view.worn)),
        ..Sheet::default()
    };
    head(&mut sheet, dice, view);
    let shown = view.blog.page(view.minute, view.window);
    summary(&mut sheet, view, &shown);
    for (story, posted) in &shown {
        entry(&mut sheet, view, story, *posted);
    }
    foot(&mut sheet, view);
    (sheet.lines.join("\n") + "\n", sheet.truth)
}

pub(crate) fn version(view: &View<'_>) -> usize {
    view.minute * 4 / (view.blog.end + 1)
}

fn head(sheet: &mut Sheet, dice: &mut Dice, view: &View<'_>) {
    let (headline, standfirst) = (
        &view.blog.headlines[version(view)],
        &view.blog.standfirsts[version(view)],
    );
    match view.form {
        Form::Headed => {
            sheet.put("headline", None, headline);
            sheet.put("standfirst", None, standfirst);
            for text in &view.publisher.above {
                sheet.chrome(text);
            }
        }
        Form::Plain => {
            sheet.chrome(&view.publisher.above[3]);
            sheet.put("standfirst", None, standfirst);
            for text in &view.publisher.above[..3] {
                sheet.chrome(text);
            }
        }
        Form::Timed => sheet.put("headline", None, headline),
        Form::Paged => {
            sheet.chrome(&view.publisher.above[3]);
            sheet.chrome("Liveupdated");
            sheet.chrome(&format!("{} minutes ago", dice.between(2, 9)));
            sheet.put("headline", None, headline);
            sheet.put("standfirst", None, standfirst);
            sheet.chrome(&format!("Friday 14 March 2031 {}", clock(view.minute, ':')));
            sheet.chrome("Comments");
        }
        Form::Shared => {
            sheet.chrome("Skip to content");
            for text in &view.publisher.above[..2] {
                sheet.chrome(text);
            }
            sheet.put("headline", None, headline);
            sheet.put("standfirst", None, standfirst);
            sheet.chrome("Live feed");
        }
        // Pages are drawn elsewhere.
        Form::Published | Form::Sloppy | Form::Positional => {}
    }
}

/// The rolling summary tells the newest leads again; a pinned copy stands below it.
fn summary(sheet: &mut Sheet, view: &View<'_>, shown: &[(&Story, usize)]) {
    for text in view.leads(shown) {
        sheet.put("summary", None, &text);
    }
    if view.form == Form::Paged {
        sheet.chrome("Show latest update");
    }
    let Some((story, posted)) = shown
        .get(5)
        .filter(|_| view.pinned && view.form == Form::Shared)
    else {
        return;
    };
    sheet.put(
        "summary",
        None,
        &format!("From {}m ago", view.minute.saturating_sub(*posted).max(1)),
    );
    for text in story
        .heading
        .as_deref()
        .into_iter()
        .chain(story.lead(view.minute))
    {
        sheet.put("summary", None, text);
    }
}

fn entry(sheet: &mut Sheet, view: &View<'_>, story: &Story, posted: usize) {
    let Some((heading, version)) = story.told(view.minute, posted) else {
        return;
    };
    let only_media = version.parts.iter().all(|(part, _)| *part == Part::Media);
    if view.form == Form::Plain && only_media {
        return;
    }
    let stated = posted + usize::from(story.retimed.is_some_and(|at| at <= view.minute));
    let some = Some(story);
    let ago = view.minute.saturating_sub(stated).max(1);
    match view.form {
        Form::Paged => sheet.put(
            "byline",
            some,
            &if ago < 60 {
                format!("{ago} minute{} ago", if ago == 1 { "" } else { "s" })
            } else {
                format!("{} hour{} ago", ago / 60, if ago < 120 { "" } else { "s" })
            },
        ),
        Form::Shared => {
            sheet.put(
                "byline",
                some,
                &if ago < 60 {
                    format!("{ago}m ago")
                } else {
                    format!("{}h ago", ago / 60)
                },
            );
            sheet.put("byline", some, &format!("{} GMT", clock(stated, '.')));
        }
        _ => {}
    }
    if let Some(heading) = heading.filter(|_| view.form != Form::Plain) {
        sheet.put("heading", some, &heading);
    }
    if view.form == Form::Timed {
        sheet.put(
            "byline",
            some,
            &format!("{} , {}", clock(stated, ':'), story.author),
        );
    }
    for (part, text) in &version.parts {
        match part {
            Part::CardTitle if view.form == Form::Plain => {}
            part => sheet.put(role(*part), some, text),
        }
    }
    match view.form {
        Form::Paged => sheet.put(
            "byline",
            some,
            &format!("{}14 March 2031 {}", story.author, clock(stated, ':')),
        ),
        Form::Shared => {
            sheet.chrome("Share");
            if version.from > story.posted[0] {
                sheet.put(
                    "byline",
                    some,
                    &format!("Updated at {} GMT", clock(version.from, '.')),
                );
            }
        }
        _ => {}
    }
}

/// A long text with a space less.
fn glued(dice: &mut Dice, text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 10 {
        return text.to_owned();
    }
    let at = dice.between(2, words.len() - 2);
    format!("{}{}", words[..at].join(" "), words[at..].join(" "))
}

fn role(part: Part) -> &'static str {
    match part {
        Part::Body => "body",
        Part::LeadIn => "lead-in",
        Part::CardTitle => "card-title",
        Part::CardText => "card-text",
        Part::Media => "media",
    }
}

fn foot(sheet: &mut Sheet, view: &View<'_>) {
    if view.form == Form::Timed {
        return;
    }
    for text in &view.publisher.below {
        sheet.chrome(text);
    }
}

/// The clock time of a minute; blogs that run into the night go on with the next day's hours.
fn clock(minute: usize, between: char) -> String {
    let minute = (MORNING + minute) % (24 * 60);
    format!("{:02}{between}{:02}", minute / 60, minute % 60)
}
