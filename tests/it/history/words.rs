//! The vocabulary of the invented newsrooms: people, places, bodies, subjects and the words around them.
//! Nothing here is taken from a real page.

pub(crate) const FIRST: &[&str] = &[
    "Odile", "Marek", "Tamsin", "Ivo", "Henrike", "Bastian", "Noor", "Caspar", "Leonie", "Rufus", "Saskia", "Emeric", "Petra", "Anselm", "Juno",
    "Tobin", "Ilse", "Corin", "Maren", "Lucan", "Freya", "Osric", "Delia", "Jarek", "Minna", "Alaric", "Perdita", "Stellan", "Wanda", "Yorick",
];

pub(crate) const LAST: &[&str] = &[
    "Ashgrove", "Penhallow", "Tarrant", "Redfern", "Whitlow", "Marchmain", "Lindmoor", "Achterhuis", "Stroud", "Daalmeyer", "Okonjo", "Velter",
    "Brackwater", "Hollin", "Quennell", "Sarvik", "Trevanion", "Umber", "Wyckham", "Zeller", "Carrow", "Dunmore", "Eskdale", "Farthing", "Garrick",
    "Haverly", "Imrie", "Jessop", "Kessler", "Lorimer", "Mossgrave", "Nethercott", "Orchard", "Pellow", "Rookwood", "Selby", "Thornquist",
];

pub(crate) const PLACES: &[&str] = &[
    "Haldmouth", "Castle Merrow", "Fenny Halt", "Nether Quay", "Gannet Point", "Eastferry", "Chapel Hill", "Corran Bridge", "Lime Avenue", "Tolven",
    "Ravelstone", "Upper Drey", "Port Selwick", "Marlow Sands", "Kestrel Down", "Birchmoor", "Oxley Cross", "Stanmere", "Wendle", "Grayling Ferry",
    "Harrow Pike", "Saltergate", "Inchmore", "Dunwold", "Pellmarsh", "Quarry Bank", "Thessaly Road", "Vesper Court", "Yarrowby", "Amberlea",
];

pub(crate) const BODIES: &[&str] = &[
    "the harbour office", "the rail union", "GridNorth", "the water authority", "the city council", "the weather office", "the coastguard",
    "the election board", "the hospital trust", "the transport ministry", "the teachers’ league", "the fire service", "the audit chamber",
    "the farmers’ association", "the regional bank", "the football federation", "the film guild", "the tram company", "the space agency",
    "the court of appeal", "the fisheries board", "the student council", "the port workers’ union", "the rescue service", "the energy regulator",
];

pub(crate) const OFFICES: &[&str] = &[
    "chief engineer", "deputy mayor", "spokeswoman", "head of planning", "regional director", "duty officer", "chair of the inquiry", "senior analyst",
    "station master", "head teacher", "lead investigator", "finance secretary", "team captain", "union organiser", "consultant surgeon", "museum keeper",
];

/// Subjects: each has nouns that its entries share, so that an entry hangs together and differs from its neighbours.
pub(crate) const SUBJECTS: &[&[&str]] = &[
    &["barrier", "flood gate", "river level", "sandbag wall", "pumping station", "meadow", "dyke", "catchment", "spillway", "tide table"],
    &["ballot", "counting hall", "recount", "turnout", "candidate list", "polling station", "coalition", "manifesto", "constituency", "majority"],
    &["timetable", "signal box", "locomotive", "platform", "freight line", "level crossing", "track bed", "commuter train", "viaduct", "ticket office"],
    &["substation", "transformer", "power line", "blackout", "reserve capacity", "wind park", "cable", "generator", "meter", "grid frequency"],
    &["ward", "waiting list", "operating theatre", "ambulance", "vaccine", "nurse rota", "clinic", "emergency room", "scanner", "blood bank"],
    &["kick-off", "penalty", "goalkeeper", "midfield", "replay", "stadium roof", "substitute", "league table", "away end", "transfer window"],
    &["budget gap", "tax return", "interest rate", "bond sale", "audit", "subsidy", "pension fund", "exchange rate", "ledger", "deficit"],
    &["verdict", "witness", "cross-examination", "defence brief", "courtroom", "appeal", "prosecutor", "jury", "testimony", "injunction"],
    &["orchestra", "premiere", "rehearsal", "stage set", "audience", "curtain", "soloist", "festival tent", "film reel", "box office"],
    &["classroom", "timetable change", "examination", "syllabus", "playground", "school bus", "admission", "scholarship", "laboratory", "canteen"],
    &["harvest", "orchard", "irrigation ditch", "grain silo", "livestock", "tractor", "seed bank", "drought", "barley field", "dairy herd"],
    &["trawler", "quota", "harbour wall", "lighthouse", "cargo ship", "crane", "container yard", "pilot boat", "dry dock", "ferry berth"],
    &["rocket stage", "launch pad", "satellite", "telemetry", "fuel tank", "orbit", "antenna", "payload", "countdown", "heat shield"],
    &["wildfire", "fire line", "helicopter", "ridge", "evacuation order", "smoke plume", "hydrant", "pine forest", "ember", "water bomber"],
    &["strike ballot", "pay offer", "picket", "shift pattern", "walkout", "arbitration", "overtime ban", "depot", "mediator", "wage scale"],
    &["bridge deck", "scaffolding", "tunnel", "planning permit", "crane permit", "foundation", "contractor", "road closure", "girder", "survey"],
];

pub(crate) const QUALITIES: &[&str] = &[
    "second", "northern", "temporary", "disputed", "oldest", "new", "provisional", "damaged", "central", "narrow", "unfinished", "promised", "heavy",
    "eastern", "remaining", "early", "public", "private", "rusted", "shared", "late", "controversial", "spare", "regional", "independent",
];

/// What something did, with an object to come.
pub(crate) const DID: &[&str] = &[
    "delayed", "replaced", "overtook", "blocked", "strengthened", "exposed", "doubled", "threatened", "reopened", "divided", "restored", "emptied",
    "postponed", "linked", "weakened", "cleared", "covered", "halved", "revived", "supplied", "surprised", "crippled", "shortened", "saved",
];

/// What somebody announced.
pub(crate) const WILL: &[&str] = &[
    "would be inspected", "had to be rebuilt", "was beyond repair", "could open again", "was out of danger", "had been underestimated",
    "should never have been approved", "was under guard", "would stay shut", "needed more staff", "had passed every test", "was safe to use",
    "might be sold", "had run out of money", "was ready for use", "was being moved", "would be voted on", "had been hidden from the public",
];

pub(crate) const SAID: &[&str] = &["said", "announced", "warned", "confirmed", "told reporters that", "claimed", "reported"];

pub(crate) const WHEN: &[&str] = &[
    "shortly before dawn", "during the night", "in the early hours", "after a long meeting", "within the hour", "by the end of the week",
    "before the summer break", "on Tuesday evening", "on Thursday morning", "over the weekend", "for the first time in a decade", "without warning",
    "despite earlier assurances", "in front of several hundred people", "after weeks of silence", "in spite of heavy rain", "as the light faded",
    "at the request of the ministry", "while talks went on next door", "against the advice of its own lawyers", "to loud applause", "with two votes to spare",
];

pub(crate) const THINGS: &[&str] = &[
    "residents", "passengers", "volunteers", "households", "metres of cable", "vehicles", "tonnes of gravel", "complaints", "tickets", "pages of evidence",
    "firefighters", "students", "crates", "signatures", "workers", "officers", "visitors", "animals", "books", "beds",
];

pub(crate) const DONE: &[&str] = &[
    "were brought to safety", "were counted", "had been registered", "were still missing", "arrived", "were turned away", "had been stored",
    "were checked by hand", "will be paid for", "had been lost", "were moved across the river", "are waiting for an answer",
];

pub(crate) const QUOTES: &[&str] = &[
    "We were told to expect the worst and we prepared for it", "Nobody here has slept since the alarm went off", "It is not the end, but it is a beginning",
    "I have seen many winters and none like this", "You cannot plan for everything, you can only be quick", "The figures speak for themselves",
    "There was a noise like a falling tree", "We shall not be hurried by anyone", "That promise was made to every family in the street",
    "My grandmother would have laughed at this", "The door was open and the lights were on", "If it holds until noon it will hold for good",
    "This is a matter of patience, not of money", "I would do the same again tomorrow",
];

pub(crate) const OPENERS: &[&str] = &["Meanwhile", "In a statement", "According to an internal note", "Late in the day", "Elsewhere", "In a first reaction", "Under the plan", "At the same time"];

/// Reports that end headings.
pub(crate) const HEADING_TAILS: &[&str] = &["for now", "after all", "within days", "again", "at last", "before winter", "in doubt", "under review", "without a vote", "by ferry", "in secret", "on schedule"];

pub(crate) const PAPERS: &[&str] = &["Courier", "Northern Post", "Tidewater Gazette", "Evening Lantern", "Merrow Observer", "Coastal Record", "Ravelstone Mail", "Harbour Sentinel"];

/// Furniture that the rules which come with the program know.
pub(crate) const KNOWN_FURNITURE: &[&str] = &[
    "Please refresh your browser to be logged in", "Thank you for registering", "Comments", "Share this article", "Show latest update", "Back to top",
    "Most popular", "Join the conversation", "Sign up here", "Subscribe now", "Related articles", "View comments", "All rights reserved", "Bookmark",
    "Advertisement", "Newsletter", "Skip to content", "Follow us on every wave", "Support us", "Join our commenting forum",
];

/// Furniture that no rule knows, to be told from its place alone.
pub(crate) const UNKNOWN_FURNITURE: &[&str] = &[
    "Puzzles", "Weather map", "Today’s tide times", "Letters to the editor", "House & garden", "Classified", "Our apps", "Crossword", "Deaths and births",
    "Jobs on the coast", "Reader offers", "Archive since 1871", "Local sport", "Opinion", "Travel",
];
