//! How a page looks as a publisher's system writes it: structured data in the manner of several systems, markup in the manner of
//! others, and around the entries what pages print there.

use std::fmt::Write;

use serde_json::Value;
use serde_json::json;

use crate::history::dice::Dice;
use crate::history::newsroom::Part;
use crate::history::newsroom::Story;
use crate::history::page::Form;
use crate::history::page::View;
use crate::history::page::version;
use crate::history::words;

/// The entries of a page from its top: for each its id, its heading and its paragraphs.
pub(crate) type Posts = Vec<(String, Vec<String>)>;

/// How structured data tells the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    /// Bare ids, the page's headline and time on every entry, text on one line, cut at 1,000 characters.
    Bare,
    /// Addresses with an anchor, entities in the text, times with a zone.
    Escaped,
    /// Addresses with an anchor behind a stray slash, beside another article.
    Plain,
    /// A graph; paragraphs run together, quotations and lists are missing.
    Graph,
    /// None at all.
    Missing,
    /// In a comment, without ids and addresses, with local times and broken words of types.
    Sloppy,
    /// Ids that count along the list, times in the heading.
    Positional,
}

/// How the markup of entries looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Markup {
    Div,
    Article,
    Item,
    Hashed,
    Section,
}

/// What all pages of one publisher have in common.
#[derive(Debug, Clone)]
pub(crate) struct Dress {
    data: Data,
    markup: Markup,
    paper: String,
    address: String,
    /// How many minutes the clocks of the newsroom are ahead.
    zone: usize,
    keys: bool,
    prefix: &'static str,
}

impl Dress {
    pub(crate) fn new(mut dice: Dice, name: &str) -> Self {
        let data = [
            Data::Bare,
            Data::Escaped,
            Data::Plain,
            Data::Plain,
            Data::Graph,
            Data::Missing,
        ];
        let markup = [
            Markup::Div,
            Markup::Div,
            Markup::Article,
            Markup::Item,
            Markup::Hashed,
            Markup::Section,
        ];
        let paper = (*dice.pick(words::PAPERS)).to_owned();
        Self {
            data: *dice.pick(&data),
            markup: *dice.pick(&markup),
            address: format!(
                "https://www.{}.example/news/live/{name}-{}",
                paper.to_lowercase().replace(' ', ""),
                10_000 + dice.below(80_000)
            ),
            paper,
            zone: *dice.pick(&[0, 60, 120]),
            keys: dice.chance(0.8),
            prefix: *dice.pick::<&str>(&["post-", "block-", "live-", ""]),
        }
    }
}

impl Dress {
    /// What the system calls a posting.
    fn id(&self, story: &Story, at: usize) -> String {
        let number = number(&story.id, at);
        match self.prefix {
            "block-" => format!("{number:x}{:x}", number / 7),
            _ => number.to_string(),
        }
    }
}

/// A page that is written.
struct Page<'a> {
    view: &'a View<'a>,
    dress: &'a Dress,
    data: Data,
    shown: Vec<(&'a Story, usize)>,
    ids: Vec<String>,
}

/// Draws a page and tells what stands in it.
pub(crate) fn draw(dice: &mut Dice, view: &View<'_>, dress: &Dress) -> (String, Posts) {
    let shown = view.blog.page(view.minute, view.window);
    let data = match view.form {
        Form::Sloppy => Data::Sloppy,
        Form::Positional => Data::Positional,
        _ => dress.data,
    };
    let ids = shown.iter().enumerate().map(|(i, (story, at))| match data {
        Data::Positional => format!("lb{}", i + 1),
        // Without what its own system puts ahead.
        Data::Sloppy => dress.id(story, *at),
        _ => format!("{}{}", dress.prefix, dress.id(story, *at)),
    });
    let page = Page {
        ids: ids.collect(),
        shown,
        view,
        dress,
        data,
    };
    let posts = page.posts();
    (page.write(dice), posts)
}

impl Page<'_> {
    fn posts(&self) -> Posts {
        let texts = |(story, at): &(&Story, usize)| {
            let (heading, version) = story.told(self.view.minute, *at)?;
            let told = version
                .parts
                .iter()
                .filter(|(part, _)| matches!(part, Part::Body | Part::LeadIn))
                .map(|(_, text)| text.clone());
            Some((story.id.clone(), heading.into_iter().chain(told).collect()))
        };
        self.shown.iter().filter_map(texts).collect()
    }

    fn headline(&self) -> &str {
        &self.view.blog.headlines[version(self.view)]
    }

    fn standfirst(&self) -> &str {
        &self.view.blog.standfirsts[version(self.view)]
    }

    fn write(&self, dice: &mut Dice) -> String {
        let (headline, standfirst, paper) = (self.headline(), self.standfirst(), &self.dress.paper);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0} | {paper}</title><link rel=\"canonical\" href=\"{1}\">\
             <meta property=\"og:title\" content=\"{2}\"><meta property=\"og:description\" content=\"{3}\"><meta property=\"og:url\" content=\"{1}\">\
             <meta property=\"article:modified_time\" content=\"{4}\">{5}<script>window.__CONFIG__={{\"ads\": [0, 1, 2]}};if(a<b){{c('</div>')}}</script></head>\
             <body class=\"no-js\"><a class=\"skip\" href=\"#main\">Skip to main content</a><div id=\"cookie\" role=\"dialog\"><h2>We care about your privacy</h2>\
             <p>We and our 842 partners store and/or access information on a device, such as unique IDs in cookies.</p><button>I accept</button></div>\
             <header><nav><ul><li><a href=\"/news\">News</a></li><li><a href=\"/sport\">Sport</a></li><li><a href=\"/travel\">Travel</a></li></ul></nav></header>\
             <main id=\"main\"><article><h1>{0}</h1><h2 class=\"standfirst\">{6}</h2><div class=\"meta\"><span class=\"live-dot\">Live</span> updated \
             <time datetime=\"{4}\">1 minute ago</time> <a href=\"#comments\">Comments</a><button>Bookmark</button></div><div class=\"body\">",
            escape(headline),
            self.dress.address,
            quoted(headline),
            quoted(standfirst),
            self.iso(self.view.minute),
            self.script(),
            escape(standfirst),
        );
        for text in self.view.leads(&self.shown) {
            let _ = write!(out, "<p>{}</p>", escape(&text));
        }
        let _ = write!(
            out,
            "<aside class=\"newsletter\"><h3>Sign up for the daily newsletter</h3><p>Your support helps us to tell the story. {paper} is trusted by \
             readers across the entire political spectrum.</p><form><label>Email<input></label><button>Subscribe</button></form></aside></div>"
        );
        self.keys(&mut out);
        out.push_str(
            "<div class=\"live-updates\"><button class=\"toast\">2 new updates</button><label>Show key events only<input type=\"checkbox\"></label>\
             <select><option>Latest first</option><option>Oldest first</option></select>",
        );
        out.push_str(if self.dress.markup == Markup::Item {
            "<ol>"
        } else {
            ""
        });
        for (i, (story, at)) in self.shown.iter().enumerate() {
            if i == 3 && self.dress.markup != Markup::Item {
                out.push_str("<div class=\"ad\" aria-hidden=\"true\"><span>Advertisement</span><div data-ad=\"mpu\"></div></div>");
            }
            self.entry(&mut out, dice, i, story, *at);
        }
        out.push_str(if self.dress.markup == Markup::Item {
            "</ol>"
        } else {
            ""
        });
        let _ = write!(
            out,
            "<nav class=\"pagination\"><a href=\"?page=2\">Older posts</a><span>1 of 2</span></nav></div></article><aside class=\"related\"><h2>More about</h2>\
             <ul><li><a href=\"/a\">Five things to know today</a></li><li><a href=\"/b\">Opinion: what happens next</a></li></ul><h2>Most popular</h2><ol>\
             <li><a href='/p1'>Popular story number 1</a></li><li><a href='/p2'>Popular story number 2</a></li></ol></aside><section id=\"comments\">\
             <h2>Join our commenting forum</h2><p>Join thought-provoking conversations, follow other readers and see their replies</p></section></main>\
             <footer><p>© 2031 All rights reserved</p><ul><li>Contact us</li><li>Terms of use</li></ul></footer></body></html>"
        );
        out
    }

    fn keys(&self, out: &mut String) {
        let headed = self
            .shown
            .iter()
            .enumerate()
            .filter_map(|(i, (story, at))| {
                let (heading, _) = story.told(self.view.minute, *at)?;
                Some((&self.ids[i], clock(*at, "."), heading?))
            });
        let keys: Vec<String> = headed
            .take(5)
            .map(|(id, time, heading)| {
                format!(
                    "<li><a href=\"#{id}\"><time>{time}</time> {}</a></li>",
                    escape(&heading)
                )
            })
            .collect();
        if self.dress.keys && keys.len() > 2 {
            let _ = write!(
                out,
                "<section class=\"key-events\"><h2>Key events</h2><ul>{}</ul></section>",
                keys.concat()
            );
        }
    }

    fn entry(&self, out: &mut String, dice: &mut Dice, i: usize, story: &Story, at: usize) {
        let Some((told, version)) = story.told(self.view.minute, at) else {
            return;
        };
        let (id, iso, author) = (&self.ids[i], self.iso(at), escape(&story.author));
        let ago = self.view.minute.saturating_sub(at);
        let ago = if ago < 60 {
            format!("{ago}m ago")
        } else {
            format!("{}h ago", ago / 60)
        };
        let stamp = self.instant(at).as_millisecond();
        let heading = |open: &str, close: &str| {
            told.as_ref()
                .map_or_else(String::new, |text| format!("{open}{}{close}", escape(text)))
        };
        let time = clock(at, ":");
        let (open, close) = match self.dress.markup {
            Markup::Div => (
                format!(
                    "<div id=\"{id}\" class=\"entry\" data-sort-time=\"{stamp}\" data-update-time=\"{stamp}\"><div class=\"info\"><time datetime=\"{iso}\">{ago}</time>\
                     <span class=\"byline\">{author}</span></div>{}",
                    heading("<h3>", "</h3>")
                ),
                format!("<footer><a href=\"#{id}\">Share</a></footer></div>"),
            ),
            Markup::Article => (
                format!(
                    "<article class=\"live-post\" id=\"{id}\" data-last-updated-timestamp=\"{stamp}\"><header>{}<div class=\"live-post__byline\">By <a href=\"/profiles/x\">{author}</a></div>\
                     <div class=\"live-post__timestamp\">{time}</div></header><div class=\"live-post__content\">",
                    heading("<h2>", "</h2>")
                ),
                "</div><div class=\"live-post__share\"><button>Link Copied!</button></div></article>".to_owned(),
            ),
            Markup::Item => (
                format!(
                    "<li class=\"stream-item\"><article id=\"{id}\" data-testid=\"content-post\"><header>{}<span><span class=\"visually-hidden\">published at </span><time datetime=\"{iso}\">{time}</time></span></header><div>",
                    heading("<h3><span role=\"text\">", "</span></h3>")
                ),
                "</div><button>Share</button></article></li>".to_owned(),
            ),
            Markup::Hashed => (
                format!(
                    "<div class=\"css-10cldcv\" id=\"{id}\"><div class=\"css-1vkm6nb\"><div class=\"css-4ajo2\"><span class=\"css-1stvlmo\">{time}</span></div>{}</div><p class=\"css-4anu6l\">{author}</p><div>",
                    heading("<h2 class=\"css-zyj4mg\">", "</h2>")
                ),
                "</div></div>".to_owned(),
            ),
            Markup::Section => (
                format!("<section id=\"{id}\"><p class=\"when\"><time datetime=\"{iso}\">{time}</time></p>{}", heading("<h4>", "</h4>")),
                format!("<p class=\"by\">{author}</p><hr></section>"),
            ),
        };
        out.push_str(&open);
        parts(out, dice, &version.parts);
        out.push_str(&close);
    }

    /// The moment of a minute.
    fn instant(&self, minute: usize) -> jiff::Timestamp {
        let ahead = |minutes: usize| i64::try_from(minutes).unwrap_or(0);
        let minutes = ahead(minute) - ahead(self.dress.zone);
        jiff::Timestamp::from_second(1_931_234_400 + 60 * minutes).unwrap_or_default()
    }

    fn iso(&self, minute: usize) -> String {
        self.instant(minute).to_string()
    }

    /// The same as the newsroom's clock shows it.
    fn local(&self, minute: usize) -> String {
        format!("2031-03-14 {}", clock(minute, ":"))
    }

    fn script(&self) -> String {
        let updates: Vec<Value> = (0..self.shown.len())
            .filter_map(|i| self.update(i))
            .collect();
        let mut blog = json!({
            "@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": self.headline(), "description": self.standfirst(),
            "url": self.dress.address, "datePublished": self.iso(0), "dateModified": self.iso(self.view.minute),
            "coverageStartTime": self.iso(0), "coverageEndTime": self.iso(self.view.minute + 360),
            "publisher": { "@type": "Organization", "name": self.dress.paper }, "liveBlogUpdate": updates,
        });
        let open = "<script type=\"application/ld+json\">";
        match self.data {
            Data::Missing => String::new(),
            Data::Sloppy => {
                blog["dateModified"] = json!(self.local(self.view.minute));
                if let Some(fields) = blog.as_object_mut() {
                    fields.remove("@context");
                }
                let text = blog
                    .to_string()
                    .replace("\",\"", "\",\n \"")
                    .replace("</", "<\\/");
                format!("{open}\n<!--\n{text}\n-->\n</script>")
            }
            Data::Graph => format!(
                "{open}{}</script>",
                json!({ "@context": "https://schema.org", "@graph": [
                    { "@type": "WebPage", "url": self.dress.address, "name": self.headline() }, blog,
                    { "@type": "NewsArticle", "headline": self.headline(), "datePublished": self.iso(0) } ] })
            ),
            Data::Plain => format!(
                "{open}{}</script>",
                json!([{ "@type": "NewsArticle", "headline": self.headline(), "url": self.dress.address }, blog])
            ),
            _ => format!(
                "{open}{{\"@context\": \"https://schema.org\", \"@type\": \"BreadcrumbList\", \"itemListElement\": []}}</script>{open}{blog}</script>"
            ),
        }
    }

    fn update(&self, i: usize) -> Option<Value> {
        let (story, at) = self.shown[i];
        let (heading, version) = story.told(self.view.minute, at)?;
        let told = |lists: bool| {
            let part = |(part, text): &(Part, String)| {
                let told = match part {
                    Part::Body => lists || !text.starts_with(['“', '"']),
                    Part::LeadIn => true,
                    _ => false,
                };
                told.then(|| text.clone())
            };
            version
                .parts
                .iter()
                .filter_map(part)
                .collect::<Vec<String>>()
        };
        let page = &self.dress.address;
        let id = &self.ids[i];
        let heading = heading.as_deref().unwrap_or("");
        Some(match self.data {
            Data::Bare => json!({
                "@type": "BlogPosting", "@id": id, "headline": self.headline(), "datePublished": self.iso(self.view.minute),
                "mainEntityOfPage": page, "articleBody": told(true).join(" ").chars().take(1000).collect::<String>(),
            }),
            Data::Escaped => json!({
                "@type": "BlogPosting", "headline": quoted(heading), "url": format!("{page}#{id}"), "datePublished": self.iso(at),
                "articleBody": quoted(&told(true).join("\n")), "author": story.author,
            }),
            Data::Graph => json!({
                "@type": "BlogPosting", "@id": format!("{page}#post-asset:{id}"), "headline": if heading.is_empty() { self.headline() } else { heading },
                "datePublished": self.iso(at), "articleBody": told(false).join(" "),
            }),
            Data::Sloppy => json!({
                "@type": "BlogPosting", "headline": heading, "datePublished": self.local(at), "author": ["Staff"],
                "articleBody": told(true).iter().map(|text| format!("<p>{text}</p>")).collect::<String>(),
            }),
            Data::Positional => json!({
                "@type": "BlogPosting", "headline": format!("{}(IST) {heading}", clock(at + 270, ":")), "url": format!("{page}#post{}", i + 1),
                "datePublished": self.iso(at), "articleBody": told(true).join(" "),
            }),
            _ => json!({
                "@type": "BlogPosting", "headline": heading, "url": format!("{page}/#liveblog{id}"), "datePublished": self.iso(at),
                "author": { "@type": "Person", "name": story.author }, "articleBody": told(true).join("\n"),
            }),
        })
    }
}

/// The texts of an entry; a related article stands in a box of its own.
fn parts(out: &mut String, dice: &mut Dice, parts: &[(Part, String)]) {
    let mut card = false;
    for (part, text) in parts {
        let shown = escape(text);
        if card && *part != Part::CardText {
            out.push_str("</div>");
            card = false;
        }
        let _ = match part {
            Part::CardTitle => {
                card = true;
                write!(
                    out,
                    "<div class=\"card\"><figure><img src=\"/img/1.jpg\" alt=\"\"><figcaption>(Getty Images)</figcaption></figure><h3><a href=\"/news/x\">{shown}</a></h3>"
                )
            }
            Part::CardText => write!(out, "<p class=\"card-text\">{shown}</p>"),
            Part::Media => write!(
                out,
                "<figure><img src=\"/img/2.jpg\" alt=\"\"><figcaption>{shown}</figcaption></figure>"
            ),
            Part::Body | Part::LeadIn => write!(out, "<p>{}</p>", dressed(dice, &shown)),
        };
    }
    out.push_str(if card { "</div>" } else { "" });
}

/// Now and then the first words are bold, or a word is a link.
fn dressed(dice: &mut Dice, text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let n = words.len();
    match dice.below(10) {
        0 if n > 4 => format!(
            "<strong>{} </strong>{}",
            words[..2].join(" "),
            words[2..].join(" ")
        ),
        1 if n > 4 => {
            let at = dice.below(n);
            format!(
                "{}{}<a href=\"/topic/x\" data-component=\"auto-linked-tag\">{}</a>{}{}",
                words[..at].join(" "),
                if at > 0 { " " } else { "" },
                words[at],
                if at + 1 < n { " " } else { "" },
                words[at + 1..].join(" ")
            )
        }
        _ => text.to_owned(),
    }
}

/// A number that looks like those of systems, the same for the same posting.
fn number(id: &str, at: usize) -> u64 {
    let seed = id.bytes().fold(at as u64, |sum, byte| {
        sum.wrapping_mul(131).wrapping_add(u64::from(byte))
    });
    0x1000_0000 + Dice::new(seed).next() % 0x6000_0000
}

fn clock(minute: usize, between: &str) -> String {
    let minute = (6 * 60 + minute) % (24 * 60);
    format!("{:02}{between}{:02}", minute / 60, minute % 60)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn quoted(text: &str) -> String {
    escape(text).replace('"', "&quot;").replace('\'', "&#x27;")
}
