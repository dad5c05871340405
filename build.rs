//! Packs the name lists of `assets/names` into tables of words with numbers and a text of canonical names.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

#[path = "src/engine/names/class.rs"]
mod class;
#[path = "src/engine/names/like.rs"]
mod like;
#[allow(dead_code, reason = "the build script packs, the program looks up")]
#[path = "src/engine/names/perfect.rs"]
mod perfect;
#[path = "src/engine/names/table.rs"]
mod table;

use class::GOES_ON;
use class::NAME_BITS;
use class::Name;
use class::TERM_BITS;
use class::Term;
use like::COMPANY_BITS;
use like::Like;

/// A name's classes, and where its canonical name as person, place and organisation begins (0 is none).
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
    /// Canonical names, each after a line break.
    canonical: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=assets/names");
    println!("cargo::rerun-if-changed=src/engine/names/class.rs");
    println!("cargo::rerun-if-changed=src/engine/names/like.rs");
    println!("cargo::rerun-if-changed=src/engine/names/perfect.rs");
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
            self.canonical.push('\n');
            let id = u64::from(u16::try_from(self.canonical.len())?);
            self.canonical.push_str(canonical.trim());
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
        let names = self.names.iter().map(|(name, entry)| {
            let [person, place, organisation] = entry.canonical;
            let value = entry.classes | person << 16 | place << 32 | organisation << 48;
            (name.as_str(), value)
        });
        let mut names: BTreeMap<&str, u64> = names.collect();
        for name in self.names.keys() {
            for beginning in beginnings(name) {
                *names.entry(beginning).or_default() |= GOES_ON;
            }
        }
        write_numbered::<NAME_BITS>(folder, "names", &names)?;
        let terms = self
            .terms
            .iter()
            .map(|(word, classes)| (word.as_str(), *classes));
        write_numbered::<TERM_BITS>(folder, "terms", &terms.collect())?;
        let likeness = table::pack::<{ Like::BITS }>(&self.likenesses);
        fs::write(folder.join("likeness.bin"), likeness)?;
        let company = table::pack::<COMPANY_BITS>(&self.company);
        fs::write(folder.join("company.bin"), company)?;
        fs::write(folder.join("canonical.txt"), &self.canonical)?;
        Ok(())
    }
}

/// What stands before each end of a word within a name: what a reader of words has seen of it so far.
fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.char_indices().filter(|(at, c)| {
        let spaced = name[..*at].ends_with(char::is_whitespace);
        *at > 0 && !c.is_alphanumeric() && !spaced
    });
    ends.map(|(at, _)| &name[..at])
}

/// Writes words with numbers, and what each number means: many words mean the same.
fn write_numbered<const BITS: u32>(
    folder: &Path,
    file: &str,
    words: &BTreeMap<&str, u64>,
) -> Result<(), Box<dyn Error>> {
    let meanings: BTreeSet<u64> = words.values().copied().collect();
    let numbers: BTreeMap<u64, u32> = meanings.iter().copied().zip(1..).collect();
    let numbered = words
        .iter()
        .map(|(word, meaning)| (*word, numbers[meaning]));
    let packed = perfect::pack::<BITS>(numbered).map_err(|error| format!("{file}: {error}"))?;
    fs::write(folder.join(file).with_extension("bin"), packed)?;
    let meanings: Vec<u8> = meanings.into_iter().flat_map(u64::to_le_bytes).collect();
    fs::write(folder.join(file).with_extension("meanings"), meanings)?;
    Ok(())
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
