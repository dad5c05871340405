//! Which pictures of a page are found, and at which text they stand.

use crate::engine::digest::digest;
use crate::engine::model::Role;
use crate::engine::parse::page::tests::told::raw;
use crate::engine::rules::Rules;

/// The entries of a page as one line for each text with pictures: its text, and the addresses.
fn found(entries: &[&str]) -> Vec<String> {
    let none = std::iter::repeat("");
    let articles: String = (0..8)
        .zip(entries.iter().copied().chain(none))
        .map(|(n, inner)| {
            let hour = 9 - n;
            let text = if inner.contains("<p>") || inner.is_empty() {
                format!("<p>By {hour} the water had reached step {n} of the old harbour office.</p>")
            } else {
                String::new()
            };
            format!("<article class=live-post id=post-{n}><time datetime=\"2031-03-14T0{hour}:10:00Z\">0{hour}:10</time><h2>Lock number {n} is shut</h2>{text}{inner}</article>")
        })
        .collect();
    let page = format!(
        "<html><head><title>Flood live</title><link rel=canonical href=\"https://post.example/live/flood\"></head><body><h1>Flood live</h1>{articles}</body></html>"
    );
    let reading = digest(&raw(page), Rules::builtin());
    let pieces = reading
        .pieces
        .iter()
        .filter(|piece| !piece.pictures.is_empty());
    pieces
        .map(|piece| {
            let sign = if piece.role == Role::Media { "M " } else { "" };
            let urls: Vec<String> = piece
                .pictures
                .iter()
                .map(|one| {
                    format!(
                        "{} ({}){}",
                        one.url,
                        one.words,
                        if one.captioned || piece.role != Role::Media {
                            ""
                        } else {
                            " below"
                        }
                    )
                })
                .collect();
            format!("{sign}{}: {}", piece.text, urls.join(", "))
        })
        .collect()
}

#[test]
fn a_picture_stands_at_its_caption_else_at_the_text_before_it() {
    assert_eq!(
        found(&[
            "<p>The quay is under water.</p><figure><img src=/quay.jpg alt='The quay'><figcaption>The quay at nine.</figcaption></figure><img src=/no-caption.jpg><p>More rain comes.</p><img src=//pics.example/rain.png>",
            "<figure><figcaption>The bridge, from above.</figcaption><picture><source srcset='/b.avif' type=image/avif><source srcset='/b-400.webp 400w, /b-1200.webp 1200w' type=image/webp><img alt=Bridge></picture></figure><p>The bridge is shut.</p>",
            "<p>A boat is adrift.</p><img data-src='late.jpg?w=1' src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt=\"A boat\">",
        ]),
        [
            "M The quay at nine.: https://post.example/quay.jpg (The quay), https://post.example/no-caption.jpg () below",
            "More rain comes.: https://pics.example/rain.png ()",
            "M The bridge, from above.: https://post.example/b-1200.webp (Bridge)",
            "A boat is adrift.: https://post.example/live/late.jpg?w=1 (A boat)",
        ]
    );
}

#[test]
fn signs_faces_and_pictures_of_the_page_are_none_of_an_entry() {
    let one = "<img src=/face.jpg><img src=/dot.png width=1 height=1><img src=/share.svg><img class=emoji src=/1f30a.png alt=🌊><p>The river rises by a hand.</p>";
    assert_eq!(found(&[one, one, one]), Vec::<String>::new());
}

#[test]
fn an_entry_of_a_picture_alone_is_told_by_what_it_shows() {
    let shown = found(&["<img src=/quay.jpg alt='The quay under water at nine'>"]);
    assert!(
        shown
            .iter()
            .any(|line| line
                .ends_with(": https://post.example/quay.jpg (The quay under water at nine)")),
        "{shown:?}"
    );
}

#[test]
fn pictures_of_structured_data_and_of_feeds_are_known() {
    let update = |n: u8, image: &str| {
        format!(
            "{{\"@type\": \"BlogPosting\", \"@id\": \"https://post.example/flood#e-{n}\", \"headline\": \"Lock {n}\", \"datePublished\": \"2031-03-14T0{n}:00:00Z\", \"articleBody\": \"The lock number {n} is shut since the morning.\"{image}}}"
        )
    };
    let page = format!(
        "<html><head><title>Flood live</title><link rel=canonical href=\"https://post.example/flood\"><script type=application/ld+json>{{\"@type\": \"LiveBlogPosting\", \"headline\": \"Flood live\", \"liveBlogUpdate\": [{}, {}]}}</script></head><body><h1>Flood live</h1></body></html>",
        update(
            2,
            ", \"image\": {\"@type\": \"ImageObject\", \"url\": \"/two.jpg\", \"caption\": \"Lock two\"}"
        ),
        update(1, "")
    );
    let feed = "<?xml version='1.0'?><rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Flood live</title><link>https://post.example/flood</link>
        <item><title>Lock 2</title><guid>a2</guid><pubDate>Fri, 14 Mar 2031 02:00:00 GMT</pubDate><description>The lock is shut since the morning.</description><media:content url='https://pics.example/two.jpg' type='image/jpeg'/></item>
        <item><title>Lock 1</title><guid>a1</guid><pubDate>Fri, 14 Mar 2031 01:00:00 GMT</pubDate><description>&lt;p&gt;The gate opens.&lt;/p&gt;&lt;img src=&quot;https://pics.example/one.jpg&quot;&gt;</description></item></channel></rss>";
    let urls = |bytes: &str| -> Vec<String> {
        let reading = digest(&raw(bytes), Rules::builtin());
        let shown = reading.pieces.iter().flat_map(|piece| &piece.pictures);
        shown.map(|one| one.url.to_string()).collect()
    };
    assert_eq!(urls(&page), ["https://post.example/two.jpg"]);
    assert_eq!(
        urls(feed),
        [
            "https://pics.example/two.jpg",
            "https://pics.example/one.jpg"
        ]
    );
}
