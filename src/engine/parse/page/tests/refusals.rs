//! What is no live blog is refused with its reason, and a live blog is not, however few entries it has.

use crate::engine::digest;
use crate::engine::digest::Looked;
use crate::engine::model::Form;
use crate::engine::parse::page::tests::entries;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::rules::Rules;

fn look(html: &str) -> Looked {
    digest::look(&raw(html), Rules::builtin())
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title></head><body><header><nav><a href=/>Post</a> <a href=/live>Live</a></nav></header><main><h1>{title}</h1>{body}</main><footer>Harbour Post</footer></body></html>"
    )
}

/// So many blocks, each with its number in place of `{n}`.
fn times(count: usize, block: &str) -> String {
    (1..=count)
        .map(|n| block.replace("{n}", &n.to_string()))
        .collect()
}

/// A paragraph of an article.
const PROSE: &str = "<p>The old ferry crossed the bay for the last time on Sunday, and those who had come to see it off stayed on the quay long after the lights had gone out behind the point. It had carried people, sheep and once a piano, and in forty years it had been late on three days only.</p>";

/// Other paragraphs of it.
const OTHER: [&str; 3] = [
    PROSE,
    "<p>Who wants to cross now takes the bridge, which is eleven miles up the river and was built for carts. The town has asked for another one since the flood, and each of the four mayors who held office since then has promised it in his first speech and spoken of it no more in the last, while those on the other bank have got used to shopping elsewhere.</p>",
    "<p>The boat will be shown in the museum at the mill, next to the plough, the two fire engines and the stuffed pike that everybody who went to school here has seen at least once. Its bell stays in the chapel, since nobody knows any longer who lent it to the ferrymen, and nobody has asked for it.</p>",
];

#[test]
fn what_is_no_live_blog_is_refused_by_its_kind() {
    let results = times(
        9,
        "<div class=result><h3><a href=\"/2031/story-{n}\">Flood: what happened in street {n}</a></h3><time datetime=\"2031-03-{n}T10:00:00Z\">{n} March</time><p>The water rose in street {n} and everybody left the houses before the evening.</p></div>",
    );
    let videos = times(
        8,
        "<li class=video-item><a href=\"/video/{n}\"><span class=duration>1{n}:31</span><h3>Harbour clip number {n}</h3></a><p>A look at the quay on day {n} of the storm and its waves.</p></li>",
    );
    let comments = times(
        6,
        "<li class=comment id=\"comment-{n}\"><cite>Reader {n}</cite><time datetime=\"2031-03-14T1{n}:00:00Z\">1{n}:00</time><p>I was there as number {n} and saw the whole thing from the window of the old school.</p></li>",
    );
    let forum = times(
        6,
        "<article class=\"topic-post\" id=\"post_{n}\" data-post-id=\"90{n}\" itemprop=comment itemscope itemtype=\"http://schema.org/Comment\"><span class=author>Reader {n}</span><time datetime=\"2031-03-14T1{n}:00:00Z\">1{n}:00</time><p>I was there as number {n} and saw the whole thing from the window of the old school.</p></article>",
    );
    let empty = "<html><head><title></title></head><body><div id=root></div><script src=app.js></script></body></html>";
    let prose = PROSE.repeat(5);
    let within = |list: &str| format!("{prose}<ul class=x>{list}</ul>{PROSE}");
    let cases: [(&str, String, &str); 14] = [
        (
            "programme",
            page(
                "What is on this weekend",
                &within(&times(
                    6,
                    "<li><time>1{n}:30</time> <b>Concert {n}</b> <p>The band number {n} plays songs of the valley in the old hall.</p></li>",
                )),
            ),
            "ordinary article",
        ),
        (
            "recipe",
            page(
                "Bread in a day",
                &within(&times(
                    6,
                    "<li><b>1{n}:00</b> Fold the dough for the time number {n} and let it rest under a cloth.</li>",
                )),
            ),
            "ordinary article",
        ),
        (
            "reviews",
            page(
                "The inn at the lock",
                &within(&times(
                    6,
                    "<li class=rv><b>Guest {n}</b><time datetime=\"2031-03-1{n}\">March 1{n}, 2031</time><p>The room number {n} was warm and the soup was good.</p></li>",
                )),
            ),
            "ordinary article",
        ),
        (
            "what readers say, unmarked",
            page(
                "The last ferry",
                &within(&times(
                    6,
                    "<div class=z><b>Reader {n}</b> <time datetime=\"2031-03-14T1{n}:30:00Z\">1{n}:30</time><p>I was there as number {n} and saw it all.</p></div>",
                )),
            ),
            "ordinary article",
        ),
        (
            "list of changes",
            page(
                "Changes of the mill program",
                &times(
                    6,
                    "<section class=rel id=\"v{n}\"><h2>Version 1.{n}</h2><time datetime=\"2031-0{n}-11T10:00:00Z\">0{n}/11/2031</time><ul><li>The wheel turns by {n} degrees more, and the noise that came with it has gone.</li></ul></section>",
                ),
            ),
            "ordinary article",
        ),
        (
            "people",
            page(
                "People of the year",
                &times(
                    8,
                    "<section><h3>Person {n}</h3><p>Born 12 March 19{n}0</p><p>Number {n} has built a wheel, a weir and a house, and sings in the choir.</p></section>",
                ),
            ),
            "ordinary article",
        ),
        (
            "article",
            page("The last ferry", &PROSE.repeat(4)),
            "ordinary article",
        ),
        (
            "search",
            page("Search results for live flood", &results),
            "list of articles",
        ),
        (
            "video",
            page(
                "Watch live: the storm",
                &format!(
                    "<video src=x></video><p>Waves at the quay.</p><ul class=more>{videos}</ul>"
                ),
            ),
            "video",
        ),
        ("empty", empty.to_owned(), "holds no text"),
        (
            "comments",
            page(
                "The last ferry",
                &format!("{}<ol class=commentlist>{comments}</ol>", PROSE.repeat(4)),
            ),
            "ordinary article",
        ),
        (
            "forum",
            page(
                "Did you see the ferry?",
                &format!(
                    "<div itemscope itemtype=\"http://schema.org/DiscussionForumPosting\">{forum}</div>"
                ),
            ),
            "discussion",
        ),
        (
            "login",
            page(
                "Storm live",
                "<form><input type=email><input type=password></form><p>Please log in to read on.</p>",
            ),
            "log in",
        ),
        (
            "consent",
            page(
                "Before you continue",
                "<p>We value your privacy. We and our partners store cookies.</p><button>Accept all cookies</button>",
            ),
            "consent",
        ),
    ];
    for (name, html, why) in cases {
        let looked = look(&html);
        let reason = looked.refusal.clone().unwrap_or_default();
        assert!(
            reason.contains(why),
            "{name}: {reason:?}, {} entries, {:?}",
            entries(&looked.reading).len(),
            looked.evidence.first()
        );
    }
}

/// A page that calls itself nothing, with updates in its text.
#[test]
fn updates_in_the_text_of_a_page_are_a_live_blog() {
    let update = "<p>1{n}:05</p><p>The gate number {n} was opened by hand in the morning, says the mayor of the lower town.</p>";
    let texts = [
        times(6, update),
        times(6, &update.replace("1{n}:05", "1{n}.05 Uhr")),
        times(
            6,
            "<p>1{n}:05 – The gate number {n} was opened by hand in the morning, says the mayor.</p>",
        ),
    ];
    for text in texts {
        let looked = look(&page("Gates", &format!("{PROSE}{text}")));
        assert_eq!(looked.refusal, None, "{text}");
        assert_eq!(looked.reading.form, Form::Timed);
        assert_eq!(entries(&looked.reading).len(), 6, "{text}");
        let few = page("Gates", &format!("{}{text}", OTHER.join("")));
        assert!(look(&few).refusal.is_some(), "an article with six times");
    }
    let ranked = times(
        6,
        "<h3>{n}. The gate number {n}</h3><p>It was opened by hand in the morning, says the mayor of the lower town.</p>",
    );
    assert!(look(&page("Our gates", &ranked)).refusal.is_some());
}

/// Updates without any time are entries only on a page that calls itself live, and paragraphs in boxes never are.
#[test]
fn undated_updates_are_those_of_their_elements() {
    let told = "The gate number {n} was opened by hand in the morning.</p><p>The mayor of the lower town was there and says that number {n} is next.";
    let update = format!("<section class=u><h3>Gate {{n}} opens</h3><p>{told}</p></section>");
    let plain = format!("<article><p>{told}</p></article>");
    for update in [update, plain] {
        let list = times(6, &update);
        let looked = look(&page("Gates live", &list));
        assert_eq!(looked.reading.form, Form::Native, "{update}");
        assert_eq!(entries(&looked.reading).len(), 6, "{update}");
        assert!(look(&page("Gates", &list)).refusal.is_some());
    }
    let boxed = times(9, &format!("<div class=text><p>{told}</p></div>"));
    let looked = look(&page("Gates live", &boxed));
    assert_ne!(looked.reading.form, Form::Native);
}

/// What stands above the entries is kept, also where the first heading only says what the page is, or there is none.
#[test]
fn texts_above_entries_are_kept_below_any_heading() {
    let list = times(
        4,
        "<article><div>1{n}:05</div><p>The gate number {n} was opened by hand in the morning, says the mayor.</p></article>",
    );
    for heading in [
        "<h1>Live updates</h1>",
        "",
        "<h1>Gates of the lower town</h1>",
    ] {
        let html = format!(
            "<html><head><title>Live updates</title></head><body>{heading}{PROSE}{list}</body></html>"
        );
        let reading = look(&html).reading;
        let told = reading
            .pieces
            .iter()
            .filter(|piece| piece.text.starts_with("The old ferry"));
        assert_eq!(told.count(), 1, "{heading:?}");
        assert_eq!(entries(&reading).len(), 4);
    }
}

/// Boxes of a page, of which one holds all updates, are no updates.
#[test]
fn a_box_with_all_updates_is_none() {
    let update = "<h2>1{n}.05 Uhr: Tor {n} ist offen</h2><p>Das Tor mit der Nummer {n} wurde am Morgen von Hand geöffnet, sagt der Bürgermeister.</p>";
    let boxes = format!(
        "<div class=b><time>14:00</time><p>Am Unterlauf bleiben die Wachen an den Toren.</p></div><div class=b><p><b>Das Wichtigste</b></p><div>13:10</div><div>Tor 3 ist offen, die Wachen bleiben an den Toren.</div></div><div class=b>{}</div>",
        times(6, update)
    );
    let looked = look(&page("Hochwasser-Ticker", &boxes));
    assert_eq!(entries(&looked.reading).len(), 6);
}

#[test]
fn a_live_blog_with_few_entries_is_one() {
    for count in 1..=3 {
        let updates: Vec<String> = (1..=count)
            .map(|n| format!("{{\"@type\":\"BlogPosting\",\"headline\":\"Gate {n} opens\",\"datePublished\":\"2031-03-14T09:0{n}:00Z\",\"articleBody\":\"The gate number {n} was opened in the morning.\"}}"))
            .collect();
        let data = format!(
            "<script type=application/ld+json>{{\"@context\":\"https://schema.org\",\"@type\":\"LiveBlogPosting\",\"headline\":\"Gates\",\"liveBlogUpdate\":[{}]}}</script>",
            updates.join(",")
        );
        let shown = times(
            count,
            "<section><b>Gate {n} opens</b><br>The gate number {n} was opened in the morning.</section>",
        );
        for body in [data.clone(), format!("{data}{shown}{PROSE}")] {
            let looked = look(&page("Gates", &body));
            assert_eq!(looked.refusal, None);
            assert_eq!(entries(&looked.reading).len(), count, "{body}");
        }
    }
}

/// A page that shows the newest three of its entries, with data for its scripts.
fn window(data: &str) -> String {
    let shown = times(
        3,
        "<article class=update id=\"u-{n}\"><time datetime=\"2031-03-14T0{n}:00:00Z\">0{n}:00</time><h2>Gate {n} opens</h2><p>The gate number {n} was opened by {n} people in the morning, says the mayor.</p></article>",
    );
    page(
        "Gates live",
        &format!("{shown}<script>window.__STATE__ = {data};</script>"),
    )
}

#[test]
fn entries_that_only_the_page_s_scripts_have_are_read() {
    let record = |n: usize| {
        format!(
            "{{\"id\":\"u-{n}\",\"headline\":\"Gate {n} opens\",\"publishedAt\":\"2031-03-14T0{n}:00:00Z\",\"body\":\"<p>The gate number {n} was opened by {n} people in the morning, says the mayor.</p>\"}}"
        )
    };
    let records: Vec<String> = (1..=7).map(record).collect();
    let whole = look(&window(&format!("{{\"posts\":[{}]}}", records.join(","))));
    let list = entries(&whole.reading);
    assert_eq!(list.len(), 7);
    let order: Vec<&str> = list.iter().map(|entry| entry[0].text.as_str()).collect();
    assert!(order.is_sorted(), "{order:?}");
    let entry = &whole.evidence[0];
    assert_eq!(entry.sources, [("markup", 3), ("embedded data", 4)]);

    // What readers say of it is in the data, too, and more of it.
    let comment = |n: usize| {
        format!(
            "{{\"id\":\"c{n}\",\"createdAt\":\"2031-03-14T10:0{n}:00Z\",\"text\":\"I do not believe that a gate can be opened by so few people as {n}, and said so.\"}}"
        )
    };
    let comments: Vec<String> = (1..=9).map(comment).collect();
    let talk = look(&window(&format!("{{\"talk\":[{}]}}", comments.join(","))));
    assert_eq!(entries(&talk.reading).len(), 3);
}
