//! Frames made ready for keys that are likely to come next, while nothing else is to be done. When such a key comes, and nothing
//! else came before it, its frame is written at once; then the key is taken as any other, and whatever that shows in another
//! way is drawn over. So a frame made ready makes the answer earlier and never another one.

use std::io;

use crate::app;
use crate::app::Key;
use crate::app::Keymap;
use crate::app::State;
use crate::tui::screen::Ready;
use crate::tui::screen::Screen;
use crate::ui::theme::Theme;

/// For so many keys: the last one, and the one that was pressed before it.
const KEYS: usize = 2;
/// So often at most after one key, whatever else comes in meanwhile.
const OFTEN: u8 = 4;

/// The frames made ready.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    /// The keys that lead on which were pressed last, the last one first.
    likely: Vec<Key>,
    ready: Vec<(Key, Ready)>,
    /// How often they may still be made ready before the next key.
    left: u8,
}

impl Ahead {
    /// Forgets the frames: something else is there to be shown.
    pub(crate) fn forget(&mut self) {
        self.ready.clear();
    }

    /// Notes a key that was pressed.
    pub(crate) fn note(&mut self, key: Key, keymap: &Keymap) {
        self.forget();
        self.left = OFTEN;
        if app::leads_on(keymap, key) {
            self.likely.retain(|known| *known != key);
            self.likely.insert(0, key);
            self.likely.truncate(KEYS);
        }
    }

    /// Makes the frames ready, unless they are. To be done once nothing else is.
    pub(crate) fn prepare(
        &mut self,
        state: &State,
        keymap: &Keymap,
        theme: &Theme,
        screen: &mut Screen,
    ) {
        if !self.ready.is_empty() || self.left == 0 {
            return;
        }
        self.left -= 1;
        for key in &self.likely {
            let then = app::ahead(state, keymap, *key);
            let ready = then.and_then(|then| screen.make_ready(&then, theme));
            self.ready.extend(ready.map(|ready| (*key, ready)));
        }
    }

    /// Writes the frame of a key, if it was made ready for what the terminal shows; answers whether it was. `write` is given
    /// its bytes.
    pub(crate) fn answer(
        &mut self,
        key: Key,
        screen: &mut Screen,
        write: impl FnOnce(&[u8]) -> io::Result<()>,
    ) -> io::Result<bool> {
        let at = self.ready.iter().position(|(known, _)| *known == key);
        let Some(at) = at.filter(|at| screen.fits(&self.ready[*at].1)) else {
            return Ok(false);
        };
        let (_, ready) = self.ready.swap_remove(at);
        write(ready.bytes())?;
        screen.become_ready(ready);
        Ok(true)
    }
}
