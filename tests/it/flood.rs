//! The invented live blog of a flood that tests of background and of what is withdrawn draw in forms of their own.

/// The headline of its page.
pub(crate) const TITLE: &str = "Flood on the lower Lenn: live updates";

/// What stands below the headline.
pub(crate) const LEAD: &str =
    "What is known of the flood that has cut off four villages since the weekend.";

/// What the page repeats in entry after entry.
pub(crate) const BACKGROUND: &str = "The Lenn has been rising since Sunday, when the dam at Oberried was opened to save the valley above it from a breach.";

/// Its entries, newest first: the heading, what is new, and more of it.
pub(crate) const NEWS: [[&str; 3]; 8] = [
    [
        "Ferry to Ostmole cancelled",
        "No boat leaves Ostmole before Friday, the harbour master told reporters at noon.",
        "He said that the pier had lost two of its piles in the night.",
    ],
    [
        "Schools stay closed",
        "All schools in the three northern districts stay closed until the end of the week.",
        "Exams that were planned for Thursday will be held in March, the ministry said.",
    ],
    [
        "Bridge shut by police",
        "Police shut the bridge over the mill race after a lorry was washed off its ramp.",
        "Its driver was taken to hospital with a broken arm.",
    ],
    [
        "Ring road cleared",
        "Crews cleared eleven trees from the ring road before the morning traffic began.",
        "Two lanes are still closed near the brewery, where a crane is at work.",
    ],
    [
        "Power back in Skarn",
        "Engineers restored the line to Skarn at dusk, the grid company wrote to its customers.",
        "About ninety houses on the island have no power yet.",
    ],
    [
        "Sandbags for Lower Town",
        "Soldiers brought four thousand sandbags to Lower Town before the second wave came.",
        "They will stay until the water is below the marks of the old bridge.",
    ],
    [
        "Concert moved to the hall",
        "The concert in the castle park moves to the hall, where eight hundred can sit.",
        "Tickets stay valid, and those who do not come get their money back.",
    ],
    [
        "Market opens after all",
        "The market on the fish quay opens after all, since the stalls can stand on the ramp.",
        "Cars must be left at the station, from where a bus goes every ten minutes.",
    ],
];
