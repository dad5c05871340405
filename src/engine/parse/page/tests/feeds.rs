//! Feeds and documents of JSON, one row for each kind, with what must be read.

use crate::engine::digest;
use crate::engine::model::Cut;
use crate::engine::model::Role;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::parse::page::tests::told::told;
use crate::engine::rules::Rules;

#[test]
fn items_are_entries() {
    let rss = r##"<?xml version="1.0" encoding="iso-8859-1"?><?xml-stylesheet href="x.xsl"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Flood live</title><link>https://post.example/flood-1001</link><description>The river rises.</description>
        <item><title>Gate holds</title><link>https://post.example/flood-1001#p-71</link><guid isPermaLink="false">71</guid><dc:creator>Ida Brandt</dc:creator><pubDate>Fri, 14 Mar 2031 10:00:00 +0100</pubDate><description>Short.</description><content:encoded><![CDATA[<p>The gate <a href="/x">holds</a>.</p><ul><li>For now</li></ul>]]></content:encoded></item>
        <item><title>Quay shut</title><guid isPermaLink="false">70</guid><pubDate>Fri, 31 Feb 2031 10:00:00 GMT</pubDate><description>&lt;p&gt;The quay is shut.&lt;/p&gt;</description></item>
        </channel></rss>"##;
    let want = "T Flood live\nS The river rises.\n# post.example#71 | 2031-03-14T09:00:00Z | Ida Brandt\nH Gate holds\nP The gate holds.\nL For now\n# post.example#70\nH Quay shut\nP The quay is shut.";
    assert_eq!(told(rss), want);
    let without_version = rss.replace("version=\"2.0\" ", "");
    assert_eq!(told(without_version), want);
    let atom = r##"<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Flood &lt;b&gt;live&lt;/b&gt;</title><link rel="self" href="https://post.example/feed"/><link rel="alternate" href="https://post.example/flood-1001"/><updated>2031-03-14T10:00:00Z</updated><id>urn:x</id>
        <entry><id>tag:post.example,2031:71</id><title>Gate holds</title><link href="https://post.example/flood-1001#p-71"/><published>2031-03-14T09:00:00Z</published><updated>2031-03-14T09:30:00Z</updated><author><name>Ida Brandt</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The gate holds.</p><blockquote>So far.</blockquote></div></content></entry></feed>"##;
    assert_eq!(
        told(atom),
        "T Flood live\n# post.example#71 | 2031-03-14T09:00:00Z | Ida Brandt\nH Gate holds\nP The gate holds.\nQ So far."
    );
    let json = r##"{"version": "https://jsonfeed.org/version/1.1", "title": "Flood live", "home_page_url": "https://post.example/flood-1001", "items": [{"id": "71", "title": "Gate holds", "content_html": "<p>The gate holds.</p>", "date_published": "2031-03-14T09:00:00Z", "authors": [{"name": "Ida Brandt"}]}, {"id": "70", "content_text": "The quay is shut."}]}"##;
    assert_eq!(
        told(json),
        "T Flood live\n# post.example#71 | 2031-03-14T09:00:00Z | Ida Brandt\nH Gate holds\nP The gate holds.\n# post.example#70\nP The quay is shut."
    );
}

#[test]
fn an_item_that_carries_a_whole_blog_is_split() {
    let rss = r##"<rss version="2.0"><channel><title>Harbour Post</title><item><title>Flood live</title><link>https://post.example/flood-1001</link><pubDate>Fri, 14 Mar 2031 11:00:00 GMT</pubDate><description>&lt;p&gt;All the news of the river.&lt;/p&gt; &lt;p class="block-time"&gt;&lt;time datetime="2031-03-14T10:53:00Z"&gt;10.53am &lt;span&gt;GMT&lt;/span&gt;&lt;/time&gt;&lt;/p&gt;&lt;p&gt;The gate holds, the wardens say.&lt;/p&gt;&lt;p class="block-time"&gt;10.51am GMT&lt;/p&gt;&lt;h2&gt;Quay shut&lt;/h2&gt;&lt;p&gt;The quay is shut until the evening.&lt;/p&gt;&lt;p class="block-time"&gt;10.40am GMT&lt;/p&gt;&lt;p&gt;It rains again over the upper town.&lt;/p&gt;</description></item></channel></rss>"##;
    let told = told(rss);
    let entries = told.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(entries, 3, "{told}");
    assert!(
        told.contains("P The gate holds, the wardens say."),
        "{told}"
    );
    assert!(told.contains("H Quay shut\n"), "{told}");
}

#[test]
fn feeds_that_are_none_are_refused_with_the_reason() {
    let refused = |bytes: &[u8]| digest::refusal(&raw(bytes), Rules::builtin()).unwrap_or_default();
    let deep = format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(100_000));
    assert!(refused(deep.as_bytes()).contains("deep"));
    assert!(
        refused(b"<rss version=\"2.0\"><channel><title>x</title></channel></rss>")
            .contains("no items")
    );
    assert!(refused(b"<feed><entry>").contains("feed"));
    assert!(
        refused(b"{\"name\": \"package\", \"files\": [{\"path\": \"a\"}]}")
            .contains("list of entries")
    );
    // Declarations of entities are left out, so that nothing grows.
    let laughs = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]><rss version=\"2.0\"><channel><item><title>&b;</title></item></channel></rss>",
        "ha".repeat(1000),
        "&a;".repeat(1000)
    );
    assert_eq!(digest::refusal(&raw(&laughs), Rules::builtin()), None);
    let reading = digest::digest(&raw(laughs), Rules::builtin());
    assert!(reading.pieces.iter().all(|piece| piece.text.len() < 1000));
}

#[test]
fn a_publisher_s_data_by_itself_is_read() {
    let api = r##"{"blog": {"title": "Flood live all day", "posts": {"items": [{"_id": "urn:71", "published_date": "2031-03-14T10:00:00+00:00", "original_creator": "x", "content_updated_date": "2031-03-14T10:20:00+00:00", "headline": "", "text": "<p>The gate holds, the wardens say.</p>"}, {"_id": "urn:70", "published_date": "2031-03-14T09:00:00+00:00", "text": "<p>The quay is shut until the evening.</p>"}]}}}"##;
    assert_eq!(
        told(api),
        "T Flood live all day\n# #71 | 2031-03-14T10:00:00Z\nP The gate holds, the wardens say.\n# #70 | 2031-03-14T09:00:00Z\nP The quay is shut until the evening."
    );
    let nested = r##"{"response": {"content": {"webTitle": "Flood live all day", "blocks": {"body": [{"id": "6f0011aa", "bodyHtml": "<p>The gate holds, the wardens say.</p>", "attributes": {"title": "Gate holds", "pinned": false}, "firstPublishedDate": "2031-03-14T10:00:00Z"}, {"id": "6f0011ab", "bodyHtml": "<p>The quay is shut until the evening.</p>", "attributes": {}, "firstPublishedDate": "2031-03-14T09:00:00Z"}]}}}}"##;
    assert!(told(nested).ends_with(
        "# #6f0011aa | 2031-03-14T10:00:00Z\nH Gate holds\nP The gate holds, the wardens say.\n# #6f0011ab | 2031-03-14T09:00:00Z\nP The quay is shut until the evening."
    ));
    let withdrawn = api.replace("\"_id\": \"urn:71\"", "\"deleted\": true, \"_id\": \"urn:72\", \"published_date\": \"2031-03-14T11:00:00Z\", \"text\": \"<p>A mistake.</p>\"}, {\"post_status\": \"draft\", \"_id\": \"urn:73\", \"published_date\": \"2031-03-14T12:00:00Z\", \"text\": \"<p>Not yet.</p>\"}, {\"_id\": \"urn:71\"");
    assert_eq!(told(&withdrawn), told(api));
    let ld = r##"[{"@type": "LiveBlogPosting", "headline": "Flood live", "url": "https://post.example/flood-1001", "liveBlogUpdate": [{"url": "#p-71", "articleBody": "The gate holds."}]}]"##;
    assert_eq!(
        told(ld),
        "T Flood live\n# post.example#71\nP The gate holds."
    );
}

#[test]
fn an_extract_of_a_page_in_one_object_is_read_as_its_text() {
    let lines: String = (0..5)
        .map(|n| format!("1{n}:05 Gate {n} holds\n\nThe wardens say that gate {n} holds, and that nobody in the lower town needs to leave.\n\n"))
        .collect();
    let marked: String = (0..5)
        .map(|n| format!("## Gate {n} holds\n\nThe wardens say that [gate {n}](/gates/{n}) holds, and that nobody in the lower town needs to leave.\n\n"))
        .collect();
    let markup: String = (0..5)
        .map(|n| format!("<h2>1{n}:05 Gate {n} holds</h2><p>The wardens say that gate {n} holds, and that nobody in the lower town needs to leave.</p>"))
        .collect();
    let url = "https://post.example/live/flood";
    for object in [
        serde_json::json!({"title": "Flood live: gates hold", "url": url, "text": lines}),
        serde_json::json!({"data": {"title": "Flood live: gates hold", "url": url, "content": marked}}),
        serde_json::json!([{"title": "Flood live: gates hold", "source": url, "content": format!("<div>{markup}</div>")}]),
    ] {
        let raw = raw(object.to_string());
        assert_eq!(digest::refusal(&raw, Rules::builtin()), None, "{object}");
        let reading = digest::digest(&raw, Rules::builtin());
        assert_eq!(reading.format, "json");
        assert_eq!(reading.meta.url.as_deref(), Some(url));
        let roles = |role| {
            reading
                .pieces
                .iter()
                .filter(move |piece| piece.role == role)
        };
        let title = roles(Role::Headline)
            .next()
            .map(|piece| piece.text.to_string());
        assert_eq!(title.as_deref(), Some("Flood live: gates hold"));
        let cuts = reading
            .pieces
            .iter()
            .filter(|piece| piece.cut == Cut::Certain);
        assert_eq!(cuts.count(), 5, "{:#?}", reading.pieces);
    }
    let short = raw("{\"title\": \"Flood live\", \"text\": \"One line.\"}");
    assert!(digest::refusal(&short, Rules::builtin()).is_some());
    let story =
        "The choir sang for hours, and then it sang again until the morning came.\n".repeat(9);
    let article = serde_json::json!({"title": "The choir of the valley", "text": story});
    assert!(digest::refusal(&raw(article.to_string()), Rules::builtin()).is_some());
}
