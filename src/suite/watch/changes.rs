//! What the watcher tells.

use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventHandler, EventKind};

use super::Happening;

/// Hands on what changes a file; reading it, which every round does, is no change.
pub(super) struct Changes {
    pub sender: Sender<Happening>,
}

impl EventHandler for Changes {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        let happening = match event {
            Ok(event) if event.need_rescan() => Happening::Lost,
            Ok(event) => match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write))
                | EventKind::Any
                | EventKind::Create(_)
                | EventKind::Modify(_)
                | EventKind::Remove(_) => Happening::Files(event.paths),
                EventKind::Access(_) | EventKind::Other => return,
            },
            // of a file that vanished between the change and the look
            Err(_) => return,
        };
        // nobody listens any more when the command ends
        let _ = self.sender.send(happening);
    }
}
