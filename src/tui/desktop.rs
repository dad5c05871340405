//! Notifications of the desktop. The desktop may take its time, so that a thread waits for it.

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use notify_rust::Notification;

/// Whether a notification is on its way. A desktop that hangs costs one thread.
static BUSY: AtomicBool = AtomicBool::new(false);

/// Shows a notification, with `otherwise` where the desktop does not.
pub(crate) fn show(title: String, text: String, otherwise: fn(&str)) {
    if BUSY.swap(true, Ordering::SeqCst) {
        return otherwise(&title);
    }
    let instead = title.clone();
    let thread = std::thread::Builder::new()
        .name("desktop".to_owned())
        .spawn(move || {
            let shown = ask(&title, &text);
            BUSY.store(false, Ordering::SeqCst);
            if shown.is_err() {
                otherwise(&title);
            }
        });
    if thread.is_err() {
        BUSY.store(false, Ordering::SeqCst);
        otherwise(&instead);
    }
}

fn ask(title: &str, text: &str) -> io::Result<()> {
    Notification::new()
        .appname("liveblog")
        .summary(title)
        .body(&plain(text))
        .show()
        .map(drop)
        .map_err(io::Error::other)
}

/// A body as a text that holds no markup, which desktops understand there.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_page_is_no_markup_for_the_desktop() {
        assert_eq!(
            plain("<img src=x> & <b>"),
            "&lt;img src=x&gt; &amp; &lt;b&gt;"
        );
    }
}
