//! What the mouse reports, in cells of the screen.

/// What was done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The main button was pressed.
    Press,
    /// The wheel was turned away from the person.
    WheelUp,
    /// The wheel was turned towards the person.
    WheelDown,
}

/// A gesture and where it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointer {
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
    /// What was done.
    pub gesture: Gesture,
}
