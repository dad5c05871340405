//! Structured data as publishers really emit it: one row for each habit, with what must be read. All of it is invented.

use crate::engine::digest;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::parse::page::tests::told::told;
use crate::engine::rules::Rules;

/// What is said of the page, its script, its markup below the headline, and what must be read below the headline.
struct Row(&'static str, &'static str, &'static str, &'static str);

fn page(script: &str, markup: &str) -> String {
    format!(
        "<!doctype html><html><head><title>Flood live</title><link rel=canonical href=\"https://post.example/flood-1001\">\
         <script type=\"application/ld+json\">{script}</script></head><body><h1>Flood live</h1>{markup}</body></html>"
    )
}

fn check(rows: &[Row]) {
    let mut wrong = String::new();
    for row in rows {
        let got = told(page(row.1, row.2));
        let want = format!("T Flood live\n{}", row.3.trim());
        if got != want {
            wrong.push_str(&format!(
                "=== {}\n--- want\n{want}\n--- got\n{got}\n",
                row.0
            ));
        }
        let refused = digest::refusal(&raw(page(row.1, row.2)), Rules::builtin());
        if let Some(why) = refused {
            wrong.push_str(&format!("=== {}: refused: {why}\n", row.0));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_shape_of_the_data_is_walked() {
    check(&[
        Row(
            "one object",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@type": "BlogPosting", "url": "#p-71", "headline": "Gate holds", "datePublished": "2031-03-14T10:00:00Z", "articleBody": "The gate holds."}]}"##,
            "",
            "# post.example#71 | 2031-03-14T10:00:00Z\nH Gate holds\nP The gate holds.",
        ),
        Row(
            "graph, with the page and another article beside it",
            r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "WebPage", "@id": "https://post.example/flood-1001", "name": "Flood live"},
                {"@type": "LiveBlogPosting", "@id": "https://post.example/flood-1001#liveblog", "liveBlogUpdate": [
                    {"@type": "BlogPosting", "@id": "https://post.example/flood-1001#post-asset:0f0e0d0c-1111-4222-8333-444455556666", "headline": "Gate holds", "datePublished": "2031-03-14T10:00:00.000Z", "articleBody": "The gate holds.", "author": {"@type": "Person", "name": "Ida Brandt"}},
                    {"@type": "BlogPosting", "@id": "https://post.example/flood-1001#post-asset:0f0e0d0c-1111-4222-8333-444455556667", "headline": "Quay shut", "datePublished": "2031-03-14T09:00:00.000Z", "author": {"@type": "NewsMediaOrganization", "name": "Harbour Post"}}]},
                {"@type": "NewsArticle", "@id": "https://post.example/flood-1001#newsarticle", "articleBody": "The gate holds. And all the rest again.", "publisher": {"name": "Harbour Post"}}]}"##,
            "",
            "# post.example#0f0e0d0c-1111-4222-8333-444455556666 | 2031-03-14T10:00:00Z | Ida Brandt\nH Gate holds\nP The gate holds.\n# post.example#0f0e0d0c-1111-4222-8333-444455556667 | 2031-03-14T09:00:00Z\nH Quay shut",
        ),
        Row(
            "array of objects, updates in nested arrays",
            r##"[{"@type": "BreadcrumbList", "itemListElement": []}, {"@type": "LiveBlogPosting", "liveBlogUpdate": [[[{"@type": "BlogPosting", "url": "https://post.example/flood-1001?page=with:block-6f0011223344556677889900#block-6f0011223344556677889900", "headline": "Gate holds", "articleBody": "The gate holds.", "datePublished": "2031-03-14T10:00:00+0000"}], null, "x", 3]]}]"##,
            "",
            "# post.example#6f0011223344556677889900 | 2031-03-14T10:00:00Z\nH Gate holds\nP The gate holds.",
        ),
        Row(
            "one update instead of a list, types as lists and addresses",
            r##"{"@type": ["NewsArticle", "https://schema.org/LiveBlogPosting"], "liveBlogUpdate": {"@type": ["schema:BlogPosting"], "@id": "#u-9", "articleBody": "The gate holds."}}"##,
            "",
            "# post.example#9\nP The gate holds.",
        ),
        Row(
            "updates as an item list, entry without type",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"identifier": 4711, "articleBody": "The gate holds."}}]}}"##,
            "",
            "# post.example#4711\nP The gate holds.",
        ),
        Row(
            "type missing, updates there",
            r##"{"@type": "", "headline": "Flood live", "liveBlogUpdate": [{"@type": "", "share_link": "x", "url": "https://post.example/flood-1001#liveblog-entry-88", "headline": "The gate holds and the quay is shut since nine…", "articleBody": "The gate holds and the quay is shut since nine in the morning."}]}"##,
            "",
            "# post.example#88\nP The gate holds and the quay is shut since nine in the morning.",
        ),
        Row(
            "the live blog inside another object",
            r##"{"@type": "WebPage", "mainEntity": {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": "#a-5x", "articleBody": "The gate holds."}]}}"##,
            "",
            "# post.example#5x\nP The gate holds.",
        ),
        Row(
            "fields of the wrong kind",
            r##"{"@type": "LiveBlogPosting", "headline": ["Flood live"], "liveBlogUpdate": [
                {"url": 12, "@id": {"x": 1}, "headline": {"@value": "Gate holds"}, "articleBody": ["The gate", "holds."], "datePublished": 1931248800, "author": [["x"], {"name": ["Ida Brandt"]}]},
                {"headline": 7, "articleBody": null, "datePublished": {}}, {"headline": "Quay shut", "datePublished": true, "articleBody": {"@type": "Text"}}, true, "text"]}"##,
            "",
            "# | | Ida Brandt\nH Gate holds\nP The gate\nP holds.\n#\nH Quay shut",
        ),
        Row(
            "body as typed text",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": "#a-51", "articleBody": {"@type": "Text", "@value": "The gate holds."}}, {"url": "#a-50", "headline": "Quay shut", "articleBody": {"@type": "Text"}}]}"##,
            "",
            "# post.example#51\nP The gate holds.\n# post.example#50\nH Quay shut",
        ),
        Row(
            "two blocks of data",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": "#a-51", "articleBody": "The gate holds."}]}</script><script type="application/ld+json">{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": "#a-50", "articleBody": "The quay is shut."}]}"##,
            "",
            "# post.example#51\nP The gate holds.\n# post.example#50\nP The quay is shut.",
        ),
    ]);
}

#[test]
fn every_break_of_the_syntax_is_mended() {
    let want = "# post.example#71 | 2031-03-14T10:00:00Z\nH Gate holds\nP The gate holds.";
    let good = r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": "#p-71", "headline": "Gate holds", "datePublished": "2031-03-14T10:00:00Z", "articleBody": "The gate holds."}]}"##;
    let broken = [
        good.to_owned(),
        format!("<!--\n{good}\n-->"),
        format!("//<![CDATA[\n{good}\n//]]>"),
        format!("/* <![CDATA[ */ {good} /* ]]> */"),
        format!("\u{feff}{good};"),
        format!("// the data\n{good} /* end */"),
        good.replace("\"headline\"", "// the heading\n\"headline\""),
        good.replace("}]}", "},]},"),
        good.replace("\", \"", "\",\n\t\""),
        good.replace("\"headline\"", "headline")
            .replace("\"url\"", "url"),
        good.replace('"', "'"),
        good.replace("}]}", "}"),
        good.replace("holds.\"", "holds.\n\t\""),
        good.replace('"', "&quot;"),
        format!("{good}{good}"),
        good.replace("holds.", "holds.\u{0}"),
    ];
    let want = format!("T Flood live\n{want}");
    let read = |script: &String| told(page(script, "")).replace(['␀', '\u{fffd}'], "");
    let wrong: Vec<(&String, String)> = broken
        .iter()
        .map(|script| (script, read(script)))
        .filter(|(_, got)| *got != want)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_page_says_is_no_entry_s() {
    check(&[
        Row(
            "headline and time of the page on every entry",
            r##"{"@type": "LiveBlogPosting", "headline": "Flood live", "datePublished": "2031-03-14T12:00:00+0000", "coverageStartTime": "2031-03-14T12:00:00+0000", "liveBlogUpdate": [
                {"@id": "6f0011223344556677889900", "headline": "Flood live", "datePublished": "2031-03-14T12:00:00+0000", "articleBody": "The gate holds."},
                {"@id": "6f0011223344556677889901", "headline": "Flood live", "datePublished": "2031-03-14T12:00:00+0000", "articleBody": "The quay is shut."},
                {"@id": "6f0011223344556677889902", "headline": "Flood live", "datePublished": "2031-03-14T12:00:00+0000", "articleBody": "The rain begins."}]}"##,
            "",
            "# post.example#6f0011223344556677889900\nP The gate holds.\n# post.example#6f0011223344556677889901\nP The quay is shut.\n# post.example#6f0011223344556677889902\nP The rain begins.",
        ),
        Row(
            "address of the page on every entry",
            r##"{"@type": "LiveBlogPosting", "url": "https://post.example/flood-1001", "liveBlogUpdate": [
                {"url": "https://post.example/flood-1001", "articleBody": "The gate holds."}, {"url": "https://post.example/flood-1001", "articleBody": "The quay is shut."}, {"url": "https://post.example/flood-1001", "articleBody": "The rain begins."}]}"##,
            "",
            "#\nP The gate holds.\n#\nP The quay is shut.\n#\nP The rain begins.",
        ),
        Row(
            "one constant as the id of every entry",
            r##"{"@type": "LiveBlogPosting", "@id": "#liveBlogPosting", "liveBlogUpdate": [
                {"@id": "#liveBlogPosting", "articleBody": "The gate holds."}, {"@id": "#liveBlogPosting", "articleBody": "The quay is shut."}]}"##,
            "",
            "#\nP The gate holds.\n#\nP The quay is shut.",
        ),
        Row(
            "positions as ids, clock and zone before a headline that is the cut body",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [
                {"url": "https://post.example/flood-1001#post1", "headline": "12:31(IST) The gate holds and the...", "datePublished": "2031-03-14T12:31:00+05:30", "articleBody": "The gate holds and the quay is shut"},
                {"url": "https://post.example/flood-1001#post2", "headline": "12:20(IST) Rain", "datePublished": "2031-03-14T12:20:00+05:30", "articleBody": "It rains on the upper town"}]}"##,
            "",
            "# post.example#1 | 2031-03-14T07:01:00Z | | positional\nP The gate holds and the quay is shut\n# post.example#2 | 2031-03-14T06:50:00Z | | positional\nH Rain\nP It rains on the upper town",
        ),
        Row(
            "headlines that are the body's beginning, cut without a sign",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [
                {"url": "https://post.example/flood-1001#p-73", "headline": "12:31(IST) The gate holds and the qu", "articleBody": "The gate holds and the quay is shut"},
                {"url": "https://post.example/flood-1001#p-72", "headline": "12:20(IST) Rain falls on the", "articleBody": "Rain falls on the upper town"},
                {"url": "https://post.example/flood-1001#p-71", "headline": "12:10(IST) Wardens walk al", "articleBody": "Wardens walk along the lower quay"}]}"##,
            "",
            "# post.example#73\nP The gate holds and the quay is shut\n# post.example#72\nP Rain falls on the upper town\n# post.example#71\nP Wardens walk along the lower quay",
        ),
        Row(
            "authors of the page on every entry, as a bare string",
            r##"{"@type": "LiveBlogPosting", "author": "Ida Brandt, Tom Oster", "coverageEndTime": "2099-01-01T00:00:00Z", "liveBlogUpdate": [
                {"url": "#live-1924698-ab1de", "author": "Ida Brandt, Tom Oster", "articleBody": "The gate holds."}, {"url": "#live-1924698-cd2fg", "author": "Ida Brandt, Tom Oster", "articleBody": "The quay is shut."}, {"url": "#live-1924698-gh3ij", "author": "Ida Brandt, Tom Oster", "articleBody": "The rain begins."}]}"##,
            "",
            "# post.example#1924698-ab1de\nP The gate holds.\n# post.example#1924698-cd2fg\nP The quay is shut.\n# post.example#1924698-gh3ij\nP The rain begins.",
        ),
        Row(
            "sample updates of a theme",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"headline": "Green landscape", "articleBody": {"@type": "Text"}}, {"headline": "Mountains", "articleBody": {"@type": "Text"}}, {"url": "urn:newsml:post.example:2031-03-14T10:00:00.1:ab12", "@id": "urn:newsml:post.example:2031-03-14T10:00:00.1:ab12", "headline": "Gate holds", "articleBody": "The gate holds."}]}"##,
            "",
            "# post.example#2031-03-14t10:00:00.1:ab12\nH Gate holds\nP The gate holds.",
        ),
        Row(
            "times of creation beside later ones that are shown, which the order of the page follows",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [
                {"url": "https://post.example/flood-1001.html/#liveblogPost71", "headline": "Latest", "datePublished": "2031-03-14T09:00:00Z", "articleBody": "The gate holds."},
                {"url": "https://post.example/flood-1001.html/#liveblogPost74", "headline": "Latest", "datePublished": "2031-03-14T11:00:00Z", "articleBody": "The quay is shut."},
                {"url": "https://post.example/flood-1001.html/#liveblogPost72", "headline": "Rain", "datePublished": "2031-03-14T10:00:00Z", "articleBody": "The rain begins."}]}"##,
            "<div id=post-71 data-sort-time=1931256000><h3>Latest</h3><amp-timeago datetime=\"2031-03-14T12:00:00Z\">1 hour ago</amp-timeago><p>The gate holds.</p></div><div id=post-74 data-sort-time=1931252400><h3>Latest</h3><amp-timeago datetime=\"2031-03-14T11:00:00Z\">2 hours ago</amp-timeago><p>The quay is shut.</p></div><div id=post-72 data-sort-time=1931248800 data-tombstone></div><div id=post-72 data-sort-time=1931248800><h3>Rain</h3><amp-timeago datetime=\"2031-03-14T10:00:00Z\">3 hours ago</amp-timeago><p>The rain begins.</p></div>",
            "# post.example#71 | 2031-03-14T12:00:00Z\nH Latest\nP The gate holds.\n# post.example#74 | 2031-03-14T11:00:00Z\nH Latest\nP The quay is shut.\n# post.example#72 | 2031-03-14T10:00:00Z\nH Rain\nP The rain begins.",
        ),
        Row(
            "no ids in the data, ids of events in the markup, key points that repeat headings",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [
                {"headline": "Gate holds\n", "datePublished": "2031-03-14T10:00:00Z", "articleBody": "L&#39;acqua &egrave; alta at the gate, [[ge:embed:12]] say the wardens."},
                {"headline": "Quay shut\n", "datePublished": "2031-03-14T09:00:00Z", "articleBody": "The quay is shut until the evening."},
                {"headline": "Rain ahead\n", "datePublished": "2031-03-14T08:00:00Z", "articleBody": "The rain begins in the upper town."}]}"##,
            "<ul class=key-points><li><a href=#4711_event3>Gate holds</a></li><li><a href=#4711_event1>Rain ahead</a></li></ul><div class=live-event id=4711_event3><h2>Gate holds</h2><p>L'acqua è alta at the gate, say the wardens.</p></div><div class=live-event id=4711_event2><h2>Quay shut</h2><p>The quay is shut until the evening.</p></div><div class=live-event id=4711_event1><h2>Rain ahead</h2><p>The rain begins in the upper town.</p></div>",
            "s Gate holds\ns Rain ahead\n# post.example#4711_event3 | 2031-03-14T10:00:00Z\nH Gate holds\nP L'acqua è alta at the gate, say the wardens.\n# post.example#4711_event2 | 2031-03-14T09:00:00Z\nH Quay shut\nP The quay is shut until the evening.\n# post.example#4711_event1 | 2031-03-14T08:00:00Z\nH Rain ahead\nP The rain begins in the upper town.",
        ),
        Row(
            "an anchor of words and a number as id and address",
            r##"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@id": "https://post.example/flood-1001#live-blog-post-2301", "url": "https://post.example/flood-1001#live-blog-post-2301", "headline": "Gate holds", "datePublished": "2031-03-14T10:00:00Z", "articleBody": "The gate holds."}]}"##,
            "",
            "# post.example#2301 | 2031-03-14T10:00:00Z\nH Gate holds\nP The gate holds.",
        ),
        Row(
            "coverage that ends a minute after it began, access as a word",
            r##"{"@type": "LiveBlogPosting", "isAccessibleForFree": "False", "coverageStartTime": "2031-03-14T10:00:00Z", "coverageEndTime": "2031-03-14T10:01:00Z", "liveBlogUpdate": [{"url": "https://post.example/flood-1001#post-5ab", "datePublished": "2031-03-14T15:00:00Z", "articleBody": "The gate holds."}]}"##,
            "",
            "# post.example#5ab | 2031-03-14T15:00:00Z\nP The gate holds.",
        ),
    ]);
}

#[test]
fn bodies_become_paragraphs_without_markup_and_entities() {
    let body = |body: &str, want: &str| {
        let script = serde_json::json!({"@type": "LiveBlogPosting", "liveBlogUpdate": [{"url": "#a-51", "headline": "Gate &amp;amp; quay\n", "articleBody": body}]}).to_string();
        let got = told(page(&script.replace("</", "<\\/"), ""));
        assert_eq!(
            got,
            format!("T Flood live\n# post.example#51\nH Gate & quay\n{want}"),
            "{body}"
        );
    };
    body("One.\nTwo.\n\nThree.", "P One.\nP Two.\nP Three.");
    body("<p>One.</p><p>Two <b>bold</b>.</p>", "P One.\nP Two bold.");
    body("One.<br>Two.<br/><br/>Three.", "P One.\nP Two.\nP Three.");
    body(
        "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;",
        "P One.\nP Two.",
    );
    body(
        "It&amp;#39;s &amp;quot;safe&amp;quot; now.",
        "P It's \"safe\" now.",
    );
    body(
        "He said &quot;stay&quot; &ndash; twice.&nbsp;Then left.",
        "P He said \"stay\" – twice. Then left.",
    );
    body("One.[[ge:embed:1234]]\n\nTwo.", "P One.\nP Two.");
    body(
        "<ul><li>One</li><li>Two</li></ul><blockquote><p>Three.</p></blockquote>",
        "L One\nL Two\nQ Three.",
    );
    body("A price < 5 and > 3.", "P A price < 5 and > 3.");
    body("<script>alert(1)</script><style>p{}</style>One.", "P One.");
}

#[test]
fn the_richer_text_wins_and_nothing_is_lost() {
    let long =
        "The wardens say that the gate holds and that nobody needs to leave the quay. ".repeat(20);
    let cut: String = long.chars().take(1000).collect();
    let script = serde_json::json!({"@type": "LiveBlogPosting", "headline": "Flood live", "liveBlogUpdate": [
        {"@id": "6f0011223344556677889900", "articleBody": cut, "datePublished": "2031-03-14T10:00:00Z"},
        {"@id": "6f0011223344556677889901", "articleBody": "Only the data has this one.", "datePublished": "2031-03-14T09:00:00Z"},
        {"@id": "6f0011223344556677889902", "articleBody": "The rain begins. It goes on in the data for many more words than the page itself shows to its readers here, which it cuts.", "datePublished": "2031-03-14T08:00:00Z"}]}).to_string();
    let markup = format!(
        "<article id=block-6f0011223344556677889900><time datetime=2031-03-14T10:00:00Z>10.00</time><h2>Gate holds</h2><p>{long}</p></article>\
         <article id=block-6f0011223344556677889902><time datetime=2031-03-14T08:00:00Z>8.00</time><p>The rain begins.</p></article>"
    );
    let want = format!(
        "T Flood live\n# post.example#6f0011223344556677889900 | 2031-03-14T10:00:00Z\nH Gate holds\nP {}\n# post.example#6f0011223344556677889901 | 2031-03-14T09:00:00Z\nP Only the data has this one.\n# post.example#6f0011223344556677889902 | 2031-03-14T08:00:00Z\nP The rain begins. It goes on in the data for many more words than the page itself shows to its readers here, which it cuts.",
        long.trim()
    );
    assert_eq!(told(page(&script, &markup)), want);
}

#[test]
fn microdata_is_read_like_json() {
    check(&[
        Row(
            "attributes without quotation marks, a body cut at one",
            "// a comment only",
            r##"<div itemscope itemtype="http://schema.org/LiveBlogPosting">
                <div itemprop=liveBlogUpdate itemscope itemtype=http://schema.org/BlogPosting><meta itemprop=url content=https://post.example/flood-1001#79><meta itemprop=datePublished content=2031-03-14T12:00:00+05:30><meta itemprop="articleBody" content="The mayor said "stay calm" and left."><h2 itemprop=headline>Gate holds</h2><p>The mayor said "stay calm" and left.</p></div>
                <div itemprop=liveBlogUpdate itemscope itemtype=http://schema.org/BlogPosting><meta itemprop=url content=https://post.example/flood-1001#78><meta itemprop=datePublished content=2031-03-14T11:00:00+05:30><h2 itemprop=headline>Quay shut</h2><div itemprop=articleBody><p>The quay is shut.</p><ul><li>Until nine</li></ul></div></div></div>"##,
            "# post.example#79 | 2031-03-14T06:30:00Z\nH Gate holds\nP The mayor said \"stay calm\" and left.\n# post.example#78 | 2031-03-14T05:30:00Z\nH Quay shut\nP The quay is shut.\nL Until nine",
        ),
        Row(
            "only in hidden attributes",
            "",
            r##"<div itemscope itemtype="https://schema.org/LiveBlogPosting"><span itemprop="liveBlogUpdate" itemscope><meta itemprop="headline" content="Gate holds"><meta itemprop="articleBody" content="&lt;p&gt;The gate holds.&lt;/p&gt;"><span itemprop=author itemscope><meta itemprop=name content="Ida Brandt"></span><meta itemprop=dateModified content=2031-03-14T11:00:00Z></span></div>"##,
            "# | | Ida Brandt\nH Gate holds\nP The gate holds.",
        ),
    ]);
}

/// Structured data may state the newest entries only, and cut their texts: what is marked like them in the page is an entry, too.
#[test]
fn older_entries_that_only_the_markup_has_are_read() {
    let entry = |n: u32, time: &str, text: &str| {
        format!(
            "<section class=\"feed__post\" id=\"post-{n}\"><div><a class=\"feed__time\">{time}</a></div><div><h2>Heading {n}</h2>\
             <p>{text} at the harbour gate, and here it goes on for a while.</p><p>A second paragraph of update {n} in the town.</p></div></section>"
        )
    };
    let texts = [
        "The gate holds",
        "The quay is shut",
        "Two boats came in",
        "The ferry waits",
        "Pumps were started",
    ];
    let stated = texts.iter().take(2).enumerate().map(|(i, text)| {
        format!(
            r##"{{"@type": "BlogPosting", "headline": "Heading {}", "datePublished": "2031-03-14T1{}:00:00Z", "articleBody": "{text} at the harbour gate, and here..."}}"##,
            9 - i,
            9 - i
        )
    });
    let stated: Vec<String> = stated.collect();
    let script = format!(
        r##"{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{}]}}"##,
        stated.join(",")
    );
    let markup: String = (0u32..5)
        .zip(texts)
        .map(|(i, text)| entry(9 - i, &format!("1{}:00", 9 - i), text))
        .collect();
    let got = told(page(
        &script,
        &format!("<div class=\"feed\">{markup}</div>"),
    ));
    assert_eq!(got.matches("\n# ").count(), 5, "{got}");
    for text in texts {
        assert!(
            got.contains(&format!(
                "P {text} at the harbour gate, and here it goes on for a while."
            )),
            "{got}"
        );
    }
}

#[test]
fn entries_are_told_from_what_is_said_of_them_above() {
    let summary = "<div class=body><p>The gate on the eastern bank holds, the harbour office says.</p>\
        <aside class=newsletter><h3>Sign up for the daily newsletter</h3><p>Your support helps us to tell the story of the river and of those who live by it.</p>\
        <form><label>Email<input></label><button>Subscribe</button></form></aside></div>";
    let entry = |id: u32, time: &str, text: &str| {
        format!("<div id=lb{id} class=entry><time datetime={time}>now</time>{text}</div>")
    };
    let said = [
        "<p>The gate on the eastern bank holds, the harbour office says.</p>",
        "<p>Ferries to Sandholm stay in port until the wind drops.</p>",
        "<p>Two schools on the quay are shut.</p>",
    ];
    let times = [
        "2031-03-14T10:00:00Z",
        "2031-03-14T09:40:00Z",
        "2031-03-14T09:20:00Z",
    ];
    let entries: Vec<String> = (1..)
        .zip(times)
        .zip(said)
        .map(|((id, time), text)| entry(id, time, text))
        .collect();
    let update = |id: u32, time: &str, text: &str| {
        format!(
            r##"{{"@type": "BlogPosting", "headline": "12:31(IST) ", "url": "https://post.example/flood-1001#post{id}", "datePublished": "{time}", "articleBody": "{text}"}}"##
        )
    };
    let bare = said.map(|text| text.replace("<p>", "").replace("</p>", ""));
    let updates: Vec<String> = (1..)
        .zip(times)
        .zip(&bare)
        .map(|((id, time), text)| update(id, time, text))
        .collect();
    let script = |count: usize| {
        format!(
            r##"{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{}]}}"##,
            updates[..count].join(",")
        )
    };
    for count in [3, 2] {
        let got = told(page(
            &script(count),
            &format!(
                "{summary}<div class=live>{}</div>",
                entries[..count].concat()
            ),
        ));
        for text in &bare[..count] {
            assert_eq!(got.matches(&format!("P {text}")).count(), 1, "{got}");
        }
        assert!(!got.contains("12:31"), "{got}");
        assert_eq!(got.matches("# ").count(), count, "{got}");
    }
}

#[test]
fn what_is_told_again_is_one_with_its_data_by_its_place() {
    let text = "The gate on the eastern bank holds, says the office.";
    let entry = |time: &str, more: &str| {
        format!(
            "<article class=entry><time datetime={time}>now</time><p>{text}{more}</p></article>"
        )
    };
    let update = |time: &str, more: &str| {
        format!(
            r##"{{"@type": "BlogPosting", "datePublished": "{time}", "articleBody": "{text}{more}"}}"##
        )
    };
    let (new, old) = ("2031-03-14T10:00:00Z", "2031-03-14T09:00:00Z");
    let quay = "2031-03-14T09:30:00Z";
    let markup = [
        entry(new, " More to follow."),
        format!(
            "<article class=entry><time datetime={quay}>now</time><p>The quay below the market is shut.</p></article>"
        ),
        entry(old, ""),
    ];
    let script = format!(
        r##"{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{}, {}]}}"##,
        update(new, " More to follow."),
        update(old, "")
    );
    let got = told(page(&script, &markup.concat()));
    assert_eq!(got.matches("# ").count(), 3, "{got}");
}

#[test]
fn a_text_that_ends_with_a_card_is_none() {
    let entry = |id: u32, text: &str| {
        format!(
            "<article class=live-post id=post-{id}><h2>Report {id} from the quay</h2><time datetime=2031-03-14T10:{id}:00Z>10:{id}</time>\
             <div class=content><p>{text}</p><div class=card><h3><a href=/news/x>How the gate works</a></h3><p class=card-text>It is closed by hand</p></div></div></article>"
        )
    };
    let markup = [
        entry(
            41,
            "Ferries to Sandholm stay in port until the wind drops, the harbour office says.",
        ),
        entry(
            40,
            "The school on the quay stays shut until Friday because its cellar is under water.",
        ),
        entry(
            39,
            "Two bakers of the upper town have brought 300 loaves to the quay for the helpers.",
        ),
    ];
    let got = told(page("{}", &markup.concat()));
    assert_eq!(got.matches("\nP ").count(), 3, "{got}");
}

#[test]
fn what_stands_above_the_text_of_the_data_is_of_its_entry() {
    let answer = "Because the grid has to make at any moment as much as is used, says the warden of the lock.";
    let data = format!(
        r##"{{"@type": "LiveBlogPosting", "liveBlogUpdate": [
            {{"@type": "BlogPosting", "url": "#p-72", "datePublished": "2031-03-14T10:00:00Z", "articleBody": "Why does one gate flood a whole valley? Ida {answer}"}},
            {{"@type": "BlogPosting", "url": "#p-71", "headline": "Gate holds", "datePublished": "2031-03-14T09:00:00Z", "articleBody": "The gate holds, and the quay is shut until the evening."}}]}}"##
    );
    let markup = format!(
        "<article class=post><p>Your questions</p><blockquote class=\"post-comment\"><p class=\"comment-text\">Why does one gate flood a whole valley?</p><p class=\"comment-name\">Ida</p></blockquote><p>{answer}</p></article>\
         <article class=post><h3>Gate holds</h3><p>The gate holds, and the quay is shut until the evening.</p><p><a href=/timetable><b>SEE ALSO: Ferries and their timetables</b></a></p></article>"
    );
    let want = format!(
        "# post.example#72 | 2031-03-14T10:00:00Z\nP Your questions\nQ Why does one gate flood a whole valley?\nQ Ida\nP {answer}\n\
         # post.example#71 | 2031-03-14T09:00:00Z\nH Gate holds\nP The gate holds, and the quay is shut until the evening.\nC SEE ALSO: Ferries and their timetables"
    );
    assert_eq!(
        told(page(&data, &markup)),
        format!(
            "T Flood live
{want}"
        )
    );
}

#[test]
fn an_update_behind_its_word_goes_on_with_the_entry_above() {
    let entry = |time: &str, text: &str| format!("<p><strong>{time}</strong> – {text}</p>");
    let entries = [
        entry("11:30 a.m.", "The ferry stays in port until the wind has gone down to seven."),
        entry("10:40 a.m.", "The mayor asks all who live below the dyke to fill their bath tubs."),
        "<p><strong>UPDATE 9:05 p.m.:</strong> All but nine houses have water again, says the board.</p>".to_owned(),
        entry("9:45 a.m.", "The pumps of the lower lock have stopped, and nobody knows why yet."),
        entry("8:50 a.m.", "Schools on both banks send their pupils home with the next buses."),
    ];
    let told = told(page(
        "{}",
        &format!("<p>Live updates</p>{}", entries.concat()),
    ));
    assert_eq!(told.matches("# ").count(), 4, "{told}");
    assert!(told.contains("P UPDATE 9:05 p.m.: All but nine"), "{told}");
}
