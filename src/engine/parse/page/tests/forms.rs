//! Forms in which pages mark up the same entries: with and without containers, ids and classes that say something, with their times
//! in many places and languages. Every form must give the same entries, and nothing that stands around them.

use jiff::civil;

use crate::engine::digest;
use crate::engine::model::Role;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::tests::entries;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::rules::Rules;

/// The headings and paragraphs of the entries, newest first.
const TOLD: &[(&str, &[&str])] = &[
    (
        "Pumps arrive at the lower lock",
        &[
            "Six pumps have arrived and the first of them is running since noon.",
            "A seventh is stuck at the toll house, where the road is under water.",
        ],
    ),
    (
        "Water in the chapel",
        &["The chapel floor is under water up to the second step, says the verger."],
    ),
    (
        "Gate gave way, warden says",
        &[
            "The upper gate gave way shortly after the bell, and the sluice was opened by hand.",
            "“We heard it before we saw it,” said a warden who had stood beside it.",
            "Nobody was hurt.",
        ],
    ),
    (
        "Ferries stop",
        &["The last ferry came in at one and none goes out before the wind has turned."],
    ),
    (
        "A night in the gym",
        &[
            "Some ninety people spent the night on mats in the gym of the lower school.",
            "The baker brought rolls at six.",
        ],
    ),
];

/// Writes every entry as the form says. In a form `{h}` is the heading, `{p}` the paragraphs as elements, `{t}` their text,
/// `{br}` their text with line breaks, `{n}` a number, `{a}` a name, and `{%…}` the time as `strftime` writes it.
fn filled(form: &str) -> String {
    let mut out = String::new();
    for (at, (heading, paragraphs)) in TOLD.iter().enumerate() {
        let time = civil::date(2031, 3, 14).at(18, 2, 0, 0);
        let step = jiff::SignedDuration::from_mins(37 * i64::try_from(at).unwrap());
        let time = time.checked_sub(step).unwrap();
        let elements: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
        let text = form
            .replace("{h}", heading)
            .replace("{p}", &elements)
            .replace("{t}", paragraphs[0])
            .replace("{br}", &paragraphs.join("<br><br>"))
            .replace("{n}", &(90_071 - at * 7).to_string())
            .replace("{ago}", &(at + 2).to_string())
            .replace("{a}", ["Ida Brandt", "Tom Oster"][at % 2]);
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("{%") {
            let (format, after) = after.split_once('}').unwrap();
            out += before;
            out += &time.strftime(&format!("%{format}")).to_string();
            rest = after;
        }
        out += rest;
    }
    out
}

/// A page that shows the entries, with what stands around them.
fn page(title: &str, around: (&str, &str), form: &str) -> String {
    let stories: String = (1..=4)
        .map(|n| format!("<li class=tsr><a href=\"/s/{n}\"><time datetime=\"2031-03-1{n}T10:00:00Z\">March 1{n}</time><h3>Another story number {n}</h3><p>The choir sang for {n} hours, and then it sang again until the morning came.</p></a></li>"))
        .collect();
    let key: String = TOLD
        .iter()
        .map(|(heading, _)| format!("<li><a href=\"#x\"><time>14:05</time> {heading}</a></li>"))
        .collect();
    format!(
        "<!doctype html><html><head><title>{title}</title><link rel=canonical href=\"https://post.example/live/flood-1001\"></head><body>\
         <nav><a href=/>Home</a> <a href=/live>Live</a></nav><main><h1>{title}</h1><div class=kk><h2>Key events</h2><ul>{key}</ul></div>\
         {}{}{}</main><aside><h2>More stories</h2><ul>{stories}</ul></aside><footer>The Post</footer></body></html>",
        around.0,
        filled(form),
        around.1
    )
}

/// What is wrong with the reading of a page, in words; nothing if it holds the entries and nothing else.
fn wrong(html: &str, headed: bool) -> Option<String> {
    let looked = digest::look(&raw(html), Rules::builtin());
    if let Some(why) = looked.refusal {
        return Some(format!("refused: {why}"));
    }
    let of = |role: fn(Role) -> bool| -> Vec<Vec<String>> {
        let list = entries(&looked.reading);
        let texts = list.iter().map(|entry| {
            let own = entry.iter().filter(|piece| role(piece.role));
            own.map(|piece| piece.text.to_string()).collect()
        });
        texts.collect()
    };
    let headings = of(|role| role == Role::Heading);
    let bodies = of(|role| role.is_body());
    let want_headings: Vec<Vec<String>> = TOLD
        .iter()
        .map(|(heading, _)| {
            if headed {
                vec![(*heading).to_owned()]
            } else {
                Vec::new()
            }
        })
        .collect();
    let want_bodies: Vec<Vec<String>> = TOLD
        .iter()
        .map(|(_, paragraphs)| paragraphs.iter().map(|p| (*p).to_owned()).collect())
        .collect();
    let short: Vec<Vec<String>> = want_bodies
        .iter()
        .map(|list| vec![list[0].clone()])
        .collect();
    if headings != want_headings {
        return Some(format!("headings {headings:#?}"));
    }
    (bodies != want_bodies && bodies != short).then(|| format!("texts {bodies:#?}"))
}

const NONE: (&str, &str) = ("", "");

#[test]
fn every_form_gives_the_same_entries() {
    let forms: &[(&str, (&str, &str), &str)] = &[
        (
            "what the author does and where below the name",
            NONE,
            "<article id=\"post-{n}\"><time datetime=\"{%Y}-{%m}-{%d}T{%H}:{%M}:00Z\">{%H}:{%M}</time><h3>{h}</h3><p class=byline__name>{a}</p><p>Chief reporter, Ostmole</p><p>Reporting from Ostmole</p>{p}</article>",
        ),
        (
            "headings in one box with the controls to share them",
            NONE,
            "<li class=liveBlogItem id=\"liveblog-{n}\"><div class=timer><span data-time=\"{%Y}-{%m}-{%d}T{%H}:{%M}:00Z\">{%H}:{%M}</span></div><div class=listWithShare><h2>{h}</h2><div class=sharethis><span>Share</span><ul><li>Copy link</li></ul></div></div>{p}</li>",
        ),
        (
            "articles with the time under the heading",
            NONE,
            "<li class=x9><article data-testid=content-post id=\"asset:{n}-aa\"><header><h3><span>{h}</span></h3><time><span class=visually-hidden>published at </span><span>{%H:%M} Greenwich Mean Time 14 March</span></time></header><div>{p}</div><div class=share><button>Share</button><h4>Share page</h4><button>Copy link</button></div></article></li>",
        ),
        (
            "a byline that names the paper",
            NONE,
            "<article class=lsp data-last-updated=\"{%Y-%m-%dT%H:%M:00Z}\"><header><time>{%-I:%M} p.m. ET, March 14, 2031</time><h2>{h}</h2><span class=byline>From The Post's {a}</span></header><section>{p}</section></article>",
        ),
        (
            "two times, how long ago and the hour",
            NONE,
            "<div class=o><div class=c id={n}><div class=dt><div>{ago}h ago</div><span>({%H:%M} GMT)</span></div><h2>{h}</h2><div>{p}</div></div></div>",
        ),
        (
            "class names that say nothing",
            NONE,
            "<div class=x2><div class=x3><div class=x4>{ago} hr</div></div><div class=x6><div class=x7>{h}</div><div class=x8>{p}</div></div></div>",
        ),
        (
            "a label in every entry",
            NONE,
            "<div class=pp id=p{n}><header><span class=date>{%H:%M}</span><span>Essential</span></header><h2>{h}</h2>{p}<ul><li>Share it</li></ul></div>",
        ),
        (
            "a heading in a paragraph with a class",
            NONE,
            "<div class=i><div class=f><span class=w>Há {ago} horas</span><p class=post-title>{h}</p><div>{p}</div></div></div>",
        ),
        (
            "a heading that only its place tells",
            NONE,
            "<div class=nu><div class=nd>Mar 14, 2031 {%H:%M} (IST)</div><div class=nh>{h}</div><div>{p}</div></div>",
        ),
        (
            "text with line breaks",
            NONE,
            "<div class=lb><div><span>{%H:%M} (IST)</span><span>Mar 14</span></div><h3>{h}</h3><div>{br}</div></div>",
        ),
        (
            "rows of a table",
            ("<table><tbody>", "</tbody></table>"),
            "<tr><td>{%H:%M}</td><td><b>{h}</b><br>{br}</td></tr>",
        ),
        (
            "terms of a details element",
            NONE,
            "<details open><summary><time datetime=\"{%Y-%m-%dT%H:%M:00Z}\">{%H:%M}</time> <b>{h}</b></summary><div>{p}</div></details>",
        ),
        (
            "an abbreviation with the time as its title",
            NONE,
            "<div class=en><abbr class=timeago title=\"{%Y-%m-%dT%H:%M:00Z}\">{ago} hours ago</abbr><h3>{h}</h3>{p}</div>",
        ),
        (
            "a time element without text",
            NONE,
            "<div class=en><time datetime=\"{%Y-%m-%dT%H:%M:00Z}\"></time><h3>{h}</h3>{p}</div>",
        ),
        (
            "elements of one's own",
            ("<live-feed>", "</live-feed>"),
            "<feed-entry entry=\"e{n}\"><relative-time datetime=\"{%Y-%m-%dT%H:%M:00Z}\">{ago}h</relative-time><h3>{h}</h3>{p}</feed-entry>",
        ),
        (
            "who posted it on which day",
            NONE,
            "<div class=en><h3>{h}</h3><div class=sub>Posted by <b>{a}</b> on March 14, 2031 at {%-I:%M %p}</div>{p}</div>",
        ),
        (
            "headings that lead to pages of their own",
            NONE,
            "<div class=lp id=e-{n}><div><a href=\"/entry/{n}\">{%-I:%M %P}</a></div><h4><a href=\"https://post.example/entry/{n}\">{h}</a></h4><div class=byline>By <a href=/w>{a}</a></div>{p}</div>",
        ),
        (
            "answers of readers inside",
            NONE,
            "<section class=item><div class=when>{%H:%M}</div><h3>{h}</h3>{p}<div class=replies><div class=reply><span>{%H}:59</span><p>A reader writes that it was seen from the window.</p></div></div></section>",
        ),
        (
            "nothing around the entries",
            NONE,
            "<hr><p class=meta><time datetime=\"{%Y-%m-%dT%H:%M:00Z}\">{%H:%M}</time> <span>{a}</span></p><h3>{h}</h3>{p}",
        ),
        (
            "the time in a line below the heading",
            NONE,
            "<h3>{h}</h3><p class=meta>{a}, {%-I:%M %p}</p>{p}",
        ),
        (
            "headings that begin with the time",
            NONE,
            "<a name={n}></a><h4><span>{%-I:%M %p}</span> <span>{h}</span></h4>{p}<p class=share><a href=#>Share</a></p>",
        ),
        (
            "headings that begin with a word and the time",
            NONE,
            "<h3>Update {%-I:%M %p}: {h}</h3>{p}",
        ),
        (
            "headings between plus signs",
            NONE,
            "<h2>+++ {%H:%M} {h} +++</h2>{p}",
        ),
        (
            "bold lines between plus signs",
            NONE,
            "<p><strong>+++ {%H:%M} {h} +++</strong><br>{t}</p>",
        ),
        (
            "bold lines that begin with the hour",
            NONE,
            "<p><strong>Ore {%H:%M} - {h}</strong></p>{p}",
        ),
        (
            "bold lines for the time and the heading",
            NONE,
            "<p><strong>{%-I:%M} p.m.</strong></p><p><strong>{h}</strong></p>{p}",
        ),
        (
            "the time and the day above",
            NONE,
            "<div class=c><div class=l>14.03.2031 • {%H:%M} Uhr</div></div><div class=c><h2>{h}</h2></div><div class=c>{p}</div>",
        ),
        (
            "the author behind a dash below",
            NONE,
            "<div class=lp><div><span>Fri, Mar 14 2031</span><span>{%-I:%M %p} EDT</span></div><h2>{h}</h2><div>{p}<p>— {a}</p></div></div>",
        ),
        (
            "the author by himself below",
            NONE,
            "<div class=Post><div><span>i dag {%H.%M}</span></div><h2>{h}</h2><div>{p}</div><div>{a}</div></div>",
        ),
        (
            "a name and a time side by side",
            NONE,
            "<article class=lbe><header><span>vor {ago} Minuten</span><span>{a}</span></header><h2>{h}</h2><div>{p}</div></article>",
        ),
        (
            "published and updated in one line",
            NONE,
            "<div class=en><span>Published {%H:%M} · Updated 18:30</span><h3>{h}</h3>{p}</div>",
        ),
        (
            "a form among the entries",
            (
                "",
                "<div class=card><div class=b><h3>Our letter</h3><p>Get the news of the valley every morning, free and short.</p><form><input></form></div></div>",
            ),
            "<div class=card><div>{%-I:%M %p} GMT</div><div class=b><h3>{h}</h3>{p}</div></div>",
        ),
        (
            "a dash between the time and the heading",
            NONE,
            "<div class=\"media live-item\" id=\"live-item-{n}\"><div class=live-hour>Ore {%H:%M}</div><h4> - {h}</h4><div class=chapter>{p}</div><span class=condividi>Condividi</span></div>",
        ),
        (
            "headings that state an update with its day",
            NONE,
            "<h2>Update vom 14. März, {%H.%M} Uhr: {h}</h2>{p}",
        ),
        (
            "kinds of entries that are marked apart",
            NONE,
            "<div class=\"post post--{n}\"><div title=\"2031-03-14 {%H:%M}\">{ago}h</div><div class=headline>{h}</div><div>{p}</div></div>",
        ),
    ];
    let mut failed = Vec::new();
    for (name, around, form) in forms {
        if let Some(why) = wrong(&page("Flood live", *around, form), true) {
            failed.push(format!("=== {name}: {why}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// For each system of the rules a form that its selector finds: no row of the rules is without one.
#[test]
fn every_known_system_is_known_by_its_markup() {
    let body = "<div><time datetime=\"{%Y-%m-%dT%H:%M:00Z}\">{%H:%M}</time><h2>{h}</h2>{p}</div>";
    let forms = [
        (
            "The Guardian",
            "<article class=block id=block-6f{n}>BODY</article>",
        ),
        (
            "The Independent",
            "<div id=post-{n} data-sort-time=1931{n}>BODY</div>",
        ),
        (
            "Daily Express",
            "<div class=live-events__entry id=live-1001-{n}>BODY</div>",
        ),
        ("Reach", "<div class=live-blog-entry id={n}>BODY</div>"),
        ("BBC", "<li class=lx-stream__post-container>BODY</li>"),
        (
            "Associated Press",
            "<bsp-liveblog-post data-post-id=u{n}>BODY</bsp-liveblog-post>",
        ),
        (
            "Norkon Live Center",
            "<div class=ncpost data-ncpost-id={n}>BODY</div>",
        ),
        (
            "CNN",
            "<article class=\"live-story-post liveStoryPost\">BODY</article>",
        ),
        (
            "The New York Times",
            "<div data-testid=live-blog-post>BODY</div>",
        ),
        (
            "la Repubblica",
            "<div class=live-event id=4711_event{n}>BODY</div>",
        ),
        (
            "Automattic Liveblog",
            "<div class=liveblog-entry id=id_{n}>BODY</div>",
        ),
        (
            "Easy Liveblogs",
            "<li class=elb-liveblog-post data-elb-post-id={n}>BODY</li>",
        ),
        (
            "Sourcefabric Live Blog",
            "<article class=lb-post data-js-post-id=urn:{n}>BODY</article>",
        ),
        ("Arena", "<div class=arena-post>BODY</div>"),
        ("Tickaroo", "<div class=tik4-event>BODY</div>"),
        (
            "Al Jazeera",
            "<div class=liveblog-container><div class=card-live>BODY</div></div>",
        ),
        ("schema.org", "<div itemprop=liveBlogUpdate>BODY</div>"),
    ];
    let known: Vec<&str> = Marks::builtin()
        .sites
        .iter()
        .map(|site| site.name.as_str())
        .collect();
    assert_eq!(known, forms.map(|(name, _)| name));
    for (name, form) in forms {
        let html = page("Flood live", NONE, &form.replace("BODY", body));
        assert_eq!(wrong(&html, true), None, "{name}");
        let looked = digest::look(&raw(&html), Rules::builtin());
        let why = &looked
            .reading
            .pieces
            .iter()
            .find(|piece| piece.native.is_some())
            .unwrap()
            .why;
        assert!(why.ends_with(&format!("entry by {name}")), "{name}: {why}");
    }
}

/// News of the whole site above the headline, a letter to subscribe to among the entries.
#[test]
fn what_runs_above_and_between_is_no_entry() {
    let strip: String = (1..=6)
        .map(|n| format!("<li><time>1{n}:10</time><a href=\"/b/{n}\">Breaking thing number {n} elsewhere on the site</a></li>"))
        .collect();
    let letter = "<div class=x5><h4>The morning letter</h4><p>All you need to know about the valley, every morning.</p><form><input type=email></form></div>";
    for form in [
        "<h3>{h}</h3><p class=ts>{%-I:%M %p}</p>{p}LETTER",
        "<p class=ts>{%H:%M}</p><h3>{h}</h3>{p}LETTER",
        "<p><b>{%H:%M}: {h}</b></p>{p}LETTER",
        "<h3><span class=hora>{%H:%M}</span> | <span>{h}</span></h3>{p}LETTER",
        "<div class=en><div class=w>{%H:%M}</div><h3>{h}</h3>{p}</div>LETTER",
    ] {
        let html = page("Flood live", NONE, &form.replace("LETTER", letter));
        let html = html.replace(
            "<main>",
            &format!("<div class=strip><ul>{strip}</ul></div><main>"),
        );
        assert_eq!(wrong(&html, true), None, "{form}");
    }
}

#[test]
fn entries_without_headings_have_none() {
    let forms = [
        "<p><strong>{%-I:%M %P}</strong>: {t}</p>",
        "<div class=lp><div class=l><div>{%-I:%M %p} EST</div><div>{a}</div></div><div class=r><p>{t}</p></div></div>",
        "<div class=cu><div>{a}<span class=s>·</span><time>Mar 14, 2031, {%-I:%M %p} UTC</time></div><div>{p}</div></div>",
        "<p><strong>Update vom 14. März, {%H.%M} Uhr:</strong> {t}</p>",
        "<p>Freitag, 14. März 2031, {%H.%M} Uhr: {t}</p>",
        "<p><b>Friday, March 14, 2031, {%-I:%M %p} ET:</b> {t}</p>",
        "<p><strong>+++ {%H:%M} +++</strong> {t}</p>",
        "<p><strong>Klockan {%H.%M}:</strong> {t}</p>",
    ];
    for form in forms {
        assert_eq!(
            wrong(&page("Flood live", NONE, form), false),
            None,
            "{form}"
        );
    }
}

#[test]
fn times_are_known_in_many_languages() {
    let forms = [
        "{%-H}h{%M}min",
        "{%H.%M} Uhr MEZ",
        "{%-I.%M%P} GMT",
        "{%Y/%m/%d %H:%M}",
        "[{%H:%M}, 14/3/2031]",
        "{%H:%M} | 14.03.31",
        "{%A, %B %d, %Y} at {%-I:%M %p}",
        "Mar. 14, 2031, {%-I:%M} p.m. EDT",
        "14 de marzo de 2031 a las {%H:%M}",
        "14 de março de 2031, {%Hh%M}",
        "Le 14 mars 2031 à {%Hh%M}",
        "{%H} h {%M}",
        "14 marzo 2031 - Ore {%H:%M}",
        "{%H:%M} 14/03/2031",
        "{%H.%M} WIB",
        "14. března 2031 {%H:%M}",
        "2031. március 14. {%H:%M}",
        "14 березня 2031, {%H:%M}",
        "2031년 3월 14일 오후 {%-I}시 {%-M}분",
        "午後{%-I}時{%-M}分",
        "3月14日 下午{%-I:%M}",
        "{%-I:%M} μ.μ.",
        "{%H:%M} (IST) 14 मार्च 2031",
        "{%H.%M} น.",
        "14.3.31, {%H:%M}",
        "klo {%-H.%M}",
        "Kl. {%H.%M}",
        "14 marca 2031, {%H:%M}",
        "{ago} минут назад",
        "{ago} minut temu",
        "{ago} dakika önce",
        "{ago}분 전",
        "{ago} phút trước",
        "πριν από {ago} λεπτά",
        "{ago} मिनट पहले",
        "{ago} хвилин тому",
        "před {ago} minutami",
        "לפני {ago} דקות",
        "{ago} menit lalu",
        "för {ago} minuter sedan",
        "منذ {ago} ساعات",
    ];
    let mut failed = Vec::new();
    for form in forms {
        let form = format!(
            "<div class=en><div class=w><span>{form}</span></div><h3>{{h}}</h3>{{p}}</div>"
        );
        if let Some(why) = wrong(&page("Flood live", NONE, &form), true) {
            failed.push(format!("=== {form}: {why}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn entries_are_found_by_what_structured_data_says_in_them() {
    let updates: Vec<serde_json::Value> = TOLD
        .iter()
        .enumerate()
        .map(|(at, (heading, _))| serde_json::json!({"@type": "BlogPosting", "headline": heading, "url": format!("https://post.example/live/flood-1001#post{}", at + 1), "datePublished": format!("2031-03-14T1{}:00:00Z", 8 - at)}))
        .collect();
    let data = serde_json::json!({"@type": "LiveBlogPosting", "liveBlogUpdate": updates});
    let script = format!("<script type=application/ld+json>{data}</script>");
    let html = page(
        "Flood live",
        (&script, ""),
        "<section><div class=q>{h}</div>{p}</section>",
    );
    assert_eq!(wrong(&html, true), None);
    let looked = digest::look(&raw(&html), Rules::builtin());
    let times = looked
        .reading
        .pieces
        .iter()
        .filter_map(|piece| piece.native.as_ref()?.published_at);
    assert_eq!(times.count(), TOLD.len());
}

#[test]
fn data_that_frameworks_pack_is_unpacked() {
    let record = |at: usize| {
        let (heading, paragraphs) = TOLD[at];
        let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
        (
            format!("u{at}"),
            heading,
            format!("2031-03-14T1{}:00:00Z", 8 - at),
            body,
        )
    };
    let called: Vec<String> = (0..TOLD.len())
        .map(record)
        .map(|(id, heading, at, body)| {
            format!(
                "{{id:\"{id}\",title:\"{heading}\",date:\"{at}\",body:\"{}\",live:a}}",
                body.replace('/', "\\u002F")
            )
        })
        .collect();
    let called = format!(
        "<script>window.__NUXT__=(function(a,b){{return {{data:[{{posts:[{}]}}],x:b}}}}(true,null));</script>",
        called.join(",")
    );
    let mut list = vec![serde_json::json!({"posts": 1}), serde_json::Value::Null];
    let mut places = Vec::new();
    for (id, heading, at, body) in (0..TOLD.len()).map(record) {
        let first = list.len();
        list.extend([id.into(), heading.into(), at.into(), body.into()]);
        places.push(list.len());
        list.push(serde_json::json!({"id": first, "title": first + 1, "publishedAt": first + 2, "body": first + 3}));
    }
    list[1] = serde_json::json!(places);
    let referring = format!(
        "<script type=application/json>{}</script>",
        serde_json::Value::from(list)
    );
    for script in [called, referring] {
        let html = format!(
            "<!doctype html><html><head><title>Flood live</title></head><body><h1>Flood live</h1><div id=root></div>{script}</body></html>"
        );
        assert_eq!(wrong(&html, true), None, "{script}");
    }
}
