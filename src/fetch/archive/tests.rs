//! Archives made here, with what must come out of them; and archives that are made to do harm.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

const PAGE: &str = "<html><title>Flood live</title><h1>Flood live</h1>";

/// What comes out of an archive: name, place, capture time, address; or the problem.
fn out(bytes: Vec<u8>) -> Vec<String> {
    let mut found = Vec::new();
    let size = bytes.len() as u64;
    let source = Source {
        place: "box".into(),
        captured_at: None,
        size,
        sink: &mut |taken| found.push(taken),
    };
    each(&mut Cursor::new(bytes), &"box.gz".into(), source);
    found
        .into_iter()
        .map(|taken| match taken {
            Ok(Taken { raw, .. }) => {
                let time = raw
                    .capture
                    .captured_at
                    .map(|at| at.to_string())
                    .unwrap_or_default();
                let url = raw.capture.url.unwrap_or_default();
                format!(
                    "{} | {} | {time} | {url}",
                    raw.capture.name, raw.capture.origin
                )
                .trim_end_matches([' ', '|'])
                .to_owned()
            }
            Err(error) => {
                let kind = if error.passed_over {
                    "passed over"
                } else {
                    "failed"
                };
                format!("{kind} {}: {}", error.place, error.why)
            }
        })
        .collect()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mtime(1_931_255_454);
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A stream of brotli that holds the bytes as they are.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let head = (u32::try_from(bytes.len()).unwrap() - 1) << 4 | 1 << 20;
    [&head.to_le_bytes()[..3], bytes, b"\x03"].concat()
}

fn record(kind: &str, url: &str, media_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-14T10:00:00Z\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

const HTTP: &str = "application/http;msgtype=response";
const URL: &str = "https://post.example/flood-1001";

#[test]
fn pages_come_out_of_every_kind() {
    let members: &[(&str, &[u8])] = &[
        ("day/2031-03-14T0910_b.html", PAGE.as_bytes()),
        (
            "day/2031-03-14T0810_a.txt",
            b"Flood live\n\nThe gate holds.",
        ),
        ("day/2031-03-14T0910_b_files/frame.html", PAGE.as_bytes()),
        ("day/logo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("__MACOSX/day/._x.html", PAGE.as_bytes()),
        ("day/.hidden.txt", b"hidden"),
    ];
    let text = "2031-03-14T0810_a.txt | box/day/2031-03-14T0810_a.txt | 2031-03-14T08:10:00Z";
    let page = "2031-03-14T0910_b.html | box/day/2031-03-14T0910_b.html | 2031-03-14T09:10:00Z";
    let picture = "passed over box/day/logo.png: not a page or a text: a picture (PNG)";
    assert_eq!(out(zip(members)), [text, page, picture]);
    assert_eq!(out(tar(members)), [page, text, picture]);
    assert_eq!(out(gzip(&tar(members))), [page, text, picture]);
    assert_eq!(out(gzip(PAGE.as_bytes())), ["box | box"]);
    assert_eq!(
        out(zip(&[("in.zip", &zip(&members[..1]))])),
        [page.replace("box/", "box/in.zip/")]
    );
}

#[test]
fn records_bring_their_time_and_address() {
    let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
    let records = [
        record(
            "warcinfo",
            "",
            "application/warc-fields",
            b"software: x\r\n",
        ),
        record(
            "request",
            URL,
            "application/http;msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer(
                "200 OK\r\nContent-Type: text/html; charset=utf-8",
                PAGE.as_bytes(),
            ),
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer(
                "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked",
                chunked.as_bytes(),
            ),
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer(
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
                &gzip(PAGE.as_bytes()),
            ),
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer(
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br",
                b"\x8b\x0f\x80\xff",
            ),
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer(
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br",
                &brotli(PAGE.as_bytes()),
            ),
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer(
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br",
                PAGE.as_bytes(),
            ),
        ),
        record(
            "response",
            URL,
            HTTP,
            &answer("404 Not Found\r\nContent-Type: text/html", PAGE.as_bytes()),
        ),
        record(
            "response",
            "https://post.example/x.png",
            HTTP,
            &answer("200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        ),
        record("resource", URL, "text/html", PAGE.as_bytes()),
        record("revisit", URL, HTTP, b""),
    ];
    let page = format!("{URL} | box: {URL} | 2031-03-14T10:00:00Z | {URL}");
    let packed = format!("passed over box: {URL}: its compression is not known, or broken");
    let want = [&page, &page, &page, &packed, &page, &page, &page];
    let plain = records.concat();
    assert_eq!(out(plain.clone()).iter().collect::<Vec<_>>(), want);
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(out(members.clone()).iter().collect::<Vec<_>>(), want);
    let wacz = zip(&[
        ("datapackage.json", b"{\"resources\": []}"),
        ("pages/pages.jsonl", b"{\"url\": \"x\"}"),
        ("archive/data.warc.gz", &members),
    ]);
    let inner: Vec<String> = want
        .iter()
        .map(|line| line.replace("box:", "box/archive/data.warc.gz:"))
        .collect();
    assert_eq!(out(wacz), inner);
}

#[test]
fn a_page_saved_as_mail_is_read() {
    let mail = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/flood-1001\r\nSubject: Flood live\r\nDate: Fri, 14 Mar 2031 11:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----B\"\r\n\r\n\r\n------B\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://post.example/flood-1001\r\n\r\n<html><head><meta charset=3D\"windows-1252\"><title>Flood live</title></head><body>Caf=C3=A9=\r\n</body></html>\r\n------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://post.example/x.png\r\n\r\niVBORw0KGgo=\r\n------B--\r\n";
    assert_eq!(
        out(mail.as_bytes().to_vec()),
        [format!("box | box | 2031-03-14T10:00:00Z | {URL}")]
    );
    let (page, _) = mail::page(mail.as_bytes()).unwrap();
    assert!(String::from_utf8_lossy(&page).contains("Café</body>"));
}

#[test]
fn archives_that_do_harm_are_stopped_and_said() {
    let zeros = vec![b' '; 80 << 20];
    let bomb = gzip(&zeros);
    assert!(bomb.len() < 100_000);
    let said = out(bomb.clone());
    assert_eq!(said.len(), 1);
    assert!(
        said[0].contains("larger than the limit of 32 MiB"),
        "{said:?}"
    );
    let said = out(gzip(&tar(&[("a.txt", &zeros[..]), ("b.txt", &zeros[..])])));
    assert!(
        said.iter()
            .any(|line| line.contains("unpacks to more than 64 MiB")),
        "{said:?}"
    );
    let nested = (0..6).fold(gzip(b"The gate holds."), |inner, _| {
        zip(&[("a.gz", &inner)])
    });
    assert!(out(nested)[0].contains("too many archives"));
    // No path of a member leads anywhere, as nothing is written; those that lead out of the archive are left alone.
    let away = out(tar(&[("../../etc/x.txt", b"The gate holds.")]));
    assert_eq!(
        away,
        ["failed box: there is no page or text in the archive"]
    );
    assert_eq!(out(b"PK\x03\x04 and nothing".to_vec()).len(), 1);
    assert_eq!(out(gzip(b"x")[..12].to_vec()).len(), 1);
    assert_eq!(
        out(zip(&[])),
        ["failed box: there is no page or text in the archive"]
    );
    let endless =
        b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\nWARC-Type: response\r\n\r\nabc";
    assert_eq!(
        out(endless.to_vec()),
        ["failed box: there is no page or text in the archive"]
    );
    let broken = b"WARC/1.0\r\nContent-Length: many\r\n\r\n";
    assert!(out(broken.to_vec())[0].contains("states no length"));
}
