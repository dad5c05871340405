//! Packs the name lists of `assets/names` into two finite-state maps and a table of canonical names.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

#[path = "src/engine/names/class.rs"]
mod class;
#[path = "src/engine/names/like.rs"]
mod like;
#[path = "src/engine/names/table.rs"]
mod table;

use class::Name;
use class::Term;
use like::COMPANY_BITS;
use like::Like;

/// A name's classes, and its canonical name as person, place and organisation (0 is none).
#[derive(Default)]
struct Entry {
    classes: u64,
    canonical: [u64; 3],
}

#[derive(Default)]
struct Lists {
    names: BTreeMap<String, Entry>,
    terms: BTreeMap<String, u64>,
    likenesses: Vec<(String, u8)>,
    company: Vec<(String, u8)>,
    canonical: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=assets/names");
    println!("cargo::rerun-if-changed=src/engine/names/class.rs");
    println!("cargo::rerun-if-changed=src/engine/names/like.rs");
    println!("cargo::rerun-if-changed=src/engine/names/table.rs");
    let mut lists = Lists::default();
    let places = |section: &str| match section {
        "country" => Name::Country,
        "city" => Name::Capital,
        _ => Name::Region,
    };
    lists.read_canonical("places.txt", 1, places)?;
    lists.read_canonical("organisations.txt", 2, |_| Name::Organisation)?;
    lists.read_canonical("people.txt", 0, |_| Name::Person)?;
    lists.read_cities()?;
    for (file, class) in [("first.txt", Name::First), ("last.txt", Name::Last)] {
        for line in lines(file)? {
            lists.add_name(&line, class);
        }
    }
    for line in lines("things.txt")? {
        lists.add_name(&line, Name::Thing);
    }
    for word in lines("demonyms.txt")?
        .iter()
        .flat_map(|line| line.split_whitespace())
    {
        lists.add_name(word, Name::Demonym);
    }
    lists.read_terms()?;
    lists.read_words()?;
    lists.read_company()?;
    lists.read_likenesses()?;
    lists.write(Path::new(&env::var("OUT_DIR")?))
}

impl Lists {
    fn add_name(&mut self, name: &str, class: Name) -> &mut Entry {
        let entry = self.names.entry(class::fold(name)).or_default();
        entry.classes |= class.bit();
        entry
    }

    /// Reads `Canonical = other; other`, where a final `!` says that the surname alone is enough.
    fn read_canonical(
        &mut self,
        file: &str,
        kind: usize,
        class_of: impl Fn(&str) -> Name,
    ) -> Result<(), Box<dyn Error>> {
        let mut class = class_of("");
        for line in lines(file)? {
            if let Some(section) = line.strip_prefix('[') {
                class = class_of(section.trim_end_matches(']'));
                continue;
            }
            let (line, bare) = match line.strip_suffix('!') {
                Some(rest) => (rest.trim(), true),
                None => (line.as_str(), false),
            };
            let (canonical, others) = line.split_once(" = ").unwrap_or((line, ""));
            self.canonical.push(canonical.trim().to_owned());
            let id = self.canonical.len() as u64;
            let surnames = bare.then(|| canonical.rsplit(' ').next().unwrap_or(canonical));
            let names = std::iter::once(canonical)
                .chain(others.split(';'))
                .map(|name| (name, class));
            let names: Vec<_> = names
                .chain(surnames.map(|name| (name, Name::Bare)))
                .collect();
            for (name, class) in names {
                if !name.trim().is_empty() {
                    let slot = &mut self.add_name(name.trim(), class).canonical[kind];
                    *slot = if *slot == 0 { id } else { *slot };
                }
            }
        }
        Ok(())
    }

    fn read_cities(&mut self) -> Result<(), Box<dyn Error>> {
        for line in lines("cities.txt")? {
            let (name, size) = line.split_once('\t').ok_or("cities.txt: no tab")?;
            let class = if size == "b" { Name::City } else { Name::Town };
            self.add_name(name, class);
        }
        Ok(())
    }

    fn read_terms(&mut self) -> Result<(), Box<dyn Error>> {
        let mut class = None;
        for line in lines("terms.txt")? {
            if let Some(section) = line.strip_prefix('[') {
                let section = section.trim_end_matches(']');
                class = Some(
                    Term::from_section(section).ok_or_else(|| format!("terms.txt: {section}"))?,
                );
            } else if let Some(class) = class {
                for word in line.split_whitespace() {
                    *self.terms.entry(class::fold(word)).or_default() |= class.bit();
                }
            }
        }
        Ok(())
    }

    fn read_words(&mut self) -> Result<(), Box<dyn Error>> {
        for word in front_coded("words.txt")? {
            *self.terms.entry(word).or_default() |= Term::Common.bit();
        }
        Ok(())
    }

    /// Reads the words that keep one company from each line.
    fn read_company(&mut self) -> Result<(), Box<dyn Error>> {
        for (company, line) in (1..).zip(lines("company.txt")?) {
            if company >= 1 << COMPANY_BITS {
                return Err(format!("company.txt: more than {} groups", company - 1).into());
            }
            for word in line.split_whitespace() {
                self.company.push((word.to_owned(), company));
            }
        }
        Ok(())
    }

    /// Reads words that end with a space and the letter of what they are like.
    fn read_likenesses(&mut self) -> Result<(), Box<dyn Error>> {
        for line in front_coded("likeness.txt")? {
            let like = line.chars().next_back().and_then(Like::from_letter);
            let like = like.ok_or_else(|| format!("likeness.txt: {line}"))?;
            let word = line[..line.len() - 1].trim_end().to_owned();
            self.likenesses.push((word, like as u8));
        }
        Ok(())
    }

    fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let packed = self.names.iter().map(|(name, entry)| {
            let [person, place, organisation] = entry.canonical;
            let value = entry.classes | person << 16 | place << 32 | organisation << 48;
            (name.as_str(), value)
        });
        fs::write(
            folder.join("names.fst"),
            fst::Map::from_iter(packed)?.as_fst().as_bytes(),
        )?;
        let terms = self
            .terms
            .iter()
            .map(|(word, classes)| (word.as_str(), *classes));
        fs::write(
            folder.join("terms.fst"),
            fst::Map::from_iter(terms)?.as_fst().as_bytes(),
        )?;
        let likeness = table::pack::<{ Like::BITS }>(&self.likenesses);
        fs::write(folder.join("likeness.bin"), likeness)?;
        let company = table::pack::<COMPANY_BITS>(&self.company);
        fs::write(folder.join("company.bin"), company)?;
        fs::write(
            folder.join("canonical.rs"),
            format!("&{:?}", self.canonical),
        )?;
        Ok(())
    }
}

/// Front-coded lines: a letter for the length shared with the line before, and the rest.
fn front_coded(file: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut before = String::new();
    let whole = lines(file)?.into_iter().map(|line| {
        before.truncate(usize::from(line.as_bytes()[0] - b'A'));
        before.push_str(&line[1..]);
        before.clone()
    });
    Ok(whole.collect())
}

fn lines(file: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let path = Path::new("assets/names").join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}
