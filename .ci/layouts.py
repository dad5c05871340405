#!/usr/bin/env python3
"""layouts.py PROGRAM [PAGES [SEED]]: reads the entries of `tests/data/newsrooms` in layouts that were made by chance.

The texts of a page are kept; where times, authors, controls and labels stand, how times are written, and what stands at the top and
at the end is drawn anew. So it shows what a mechanism does, not whether one page was looked at. Prints means of borders and of whole
entries by what was drawn: half of the pages state times, half of them none.
"""

import collections
import concurrent.futures
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "data", "newsrooms")
NAMES = [
    ["Ann Archer", "Ben Baker", "Carla Novak"],
    ["Jonas Weber", "Lena Vogt"],
    ["Marie Dupuis", "Luc Ferrand", "Anne Morel"],
    ["Kwame Mensah"],
]
ALONE = [
    "{H}:{M}", "{H}.{M}", "{H}h{M}", "{H}:{M} Uhr", "kl. {H}.{M}", "{h}:{M}{ap}", "{h}.{M}{ap} GMT", "{h}:{M} {AP} EST",
    "{H}:{M} Xelta", "Xelta {H}:{M}", "{H}:{M} , {N}", "{N} {H}:{M}", "{N}{H}:{M}", "{D} Mar 2026 {H}:{M}",
    "Mar {D}, 2026, {h}:{M} {AP}", "{D}.03.2026, {H}:{M}", "{D}/03/2026 - {H}:{M}", "Tue {H}:{M}", "{A} min ago", "vor {A} Min.",
    "{N} - {H}:{M}", "• {H}:{M}", "[{H}:{M}]", "Posted at {H}:{M}", "{H}:{M} (GMT)", "{H}時{M}分", "{H}{M} GMT",
]
BEFORE = [
    "{H}:{M} – {T}", "{H}:{M}: {T}", "{H}:{M} {T}", "{H}:{M}{T}", "[{H}:{M}] {T}", "({H}:{M}) {T}", "{H}:{M} | {T}", "{H}:{M}, {T}",
    "{H}h{M}. {T}", "Kl. {H}.{M} {T}", "{H}.{M} Uhr: {T}", "UPDATE {H}:{M} – {T}", "Xelt, {H}:{M} – {T}", "{h}:{M} {ap}: {T}",
    "{h}.{M}{ap}{T}", "{H}{M}: {T}", "+++ {H}:{M} {T} +++", "- {H}:{M} - {T}", "{D}.03., {H}:{M}: {T}",
]
LABELS = ["Zufelo", "Nukra velt", "Mirtesoje", "Xaro 12"]
CONTROLS = ["Share", "Copy link", "Comments"]
MENU = ["Politika", "Sporti", "Kultura", "Bota", "Video", "Moti", "Arkivi"]


def contents():
    """The title, the standfirst and the entries (heading and paragraphs) of each page that has enough of them."""
    out = []
    for path in sorted(glob.glob(os.path.join(DATA, "*", "*.tsv"))):
        rows = [line.split("\t", 2) for line in open(path, encoding="utf-8").read().splitlines()]
        title = [text for role, entry, text in rows if role == "headline"][:1]
        lead = [text for role, entry, text in rows if role == "standfirst" and entry == "-"][:1]
        entries = collections.OrderedDict()
        for role, entry, text in rows:
            if entry != "-":
                entries.setdefault(entry, []).append((role, text))
        good = []
        for lines in entries.values():
            body = [text for role, text in lines if role == "body"]
            head = [text for role, text in lines if role == "heading" and not re.search(r"\d[:.]\d\d|^\W*\d", text)]
            timed = any(re.match(r"^\W*\d", text) or len(text) < 40 or re.search(r"\d[:.h]\d\d", text) for text in body)
            if body and not timed:
                good.append((head[:1], body[:4]))
        if title and len(good) >= 5:
            out.append((title, lead, good))
    return out


def draw(rnd, pool, timed):
    """A page in a layout: what was drawn, and its lines."""
    title, lead, good = rnd.choice(pool)
    entries = good[: rnd.randint(5, min(12, len(good)))]
    place = rnd.choices(["above", "below heading", "below text", "before text"], [4, 2, 1, 3])[0] if timed else "none"
    form = rnd.choice(BEFORE if place == "before text" else ALONE) if timed else ""
    drawn = {
        "time": place,
        "author": "none" if "{N}" in form else rnd.choice(["none", "none", "above", "below", "end"]),
        "furniture": rnd.choice(["none", "none", "control", "label", "label above"]),
        "end": rnd.choice(["cut off", "whole", "menu"]),
        "top": rnd.choice(["title and lead", "title and lead", "title", "none", "menu"]),
        "order": rnd.choice(["newest first", "newest first", "oldest first"]),
    }
    minute, age, day = rnd.randint(14 * 60, 21 * 60), rnd.randint(1, 9), rnd.randint(2, 27)
    times = []
    for _ in entries:
        times.append((minute, age))
        minute, age = minute - rnd.randint(1, 35), age + rnd.randint(1, 7)
    if drawn["order"] == "oldest first":
        times.reverse()
    names, label, control = rnd.choice(NAMES), rnd.choice(LABELS), rnd.choice(CONTROLS)
    rows = []
    if drawn["top"] == "menu":
        rows += [("chrome", "-", text) for text in MENU]
    if drawn["top"] != "none":
        rows += [("headline", "-", title[0])]
    if drawn["top"] in ("title and lead", "menu"):
        rows += [("standfirst", "-", text) for text in lead]
    for k, ((head, body), (minute, age)) in enumerate(zip(entries, times)):
        entry, name, hour = f"e{k + 1:02}", rnd.choice(names), minute // 60
        written = form.format(
            H=f"{hour:02}", h=(hour - 1) % 12 + 1, M=f"{minute % 60:02}", ap="pm" if hour >= 12 else "am",
            AP="PM" if hour >= 12 else "AM", N=name, D=day, A=age, T="\0",
        )
        text = [("heading", entry, line) for line in head] + [("body", entry, line) for line in body]
        author = [("byline", entry, name)]
        if place == "before text":
            text[0] = (text[0][0], entry, written.replace("\0", text[0][2]))
        first = 1 if head else 0
        above = author if drawn["author"] == "above" else []
        below = author if drawn["author"] == "below" else []
        time = above + [("byline", entry, written)] + below
        if place == "above":
            lines = time + text
        elif place == "below heading":
            lines = text[:first] + time + text[first:]
        elif place == "below text":
            lines = text + time
        else:
            lines = above + text[:first] + below + text[first:]
        if drawn["author"] == "end":
            lines = lines + author
        if drawn["furniture"] == "control":
            lines = lines + [("chrome", "-", control)]
        if drawn["furniture"] == "label":
            lines = lines + [("chrome", "-", label)]
        if drawn["furniture"] == "label above":
            lines = [("chrome", "-", label)] + lines
        rows += lines
    if drawn["end"] == "cut off":
        last = max(i for i, row in enumerate(rows) if row[0] == "body")
        role, entry, text = rows[last]
        rows = rows[:last] + [(role, entry, text[: max(25, len(text) // 2)].rstrip())]
    if drawn["end"] == "menu":
        rows += [("chrome", "-", text) for text in rnd.sample(MENU, 6)]
    return drawn, rows


def starts(entries):
    """Where entries other than the first begin."""
    found, above = set(), None
    for i, entry in enumerate(entries):
        if entry is not None and entry != above:
            if above is not None:
                found.add(i)
            above = entry
    return found


def read(program, rows):
    """The F1 of borders, and the share of whole entries."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.txt")
        with open(path, "w", encoding="utf-8") as page:
            page.write("".join(text + "\n\n" for _, _, text in rows))
        places = dict(os.environ, LIVEBLOG_DATA_DIR=folder + "/data", LIVEBLOG_CONFIG_DIR=folder + "/config")
        out = subprocess.run([program, "inspect", "--json", path], capture_output=True, text=True, env=places, check=True)
    pieces = collections.defaultdict(list)
    for piece in json.loads(out.stdout)["pieces"]:
        pieces[(piece["line"] - 1) // 2].append(piece)
    outside = ("furniture", "headline", "standfirst", "summary")
    got = []
    for i in range(len(rows)):
        of_line = pieces[i]
        best = max(of_line, key=lambda p: (p["role"] != "byline" or len(of_line) == 1, len(p["text"])), default=None)
        got.append(None if best is None or best["role"] in outside else best.get("entry"))
    gold = [None if entry == "-" else entry for _, entry, _ in rows]
    one, other = starts(got), starts(gold)
    borders = 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
    sets = lambda of: [frozenset(i for i, e in enumerate(of) if e == name) for name in dict.fromkeys(of) if name is not None]
    whole = [entry in sets(got) for entry in sets(gold)]
    return borders, sum(whole) / len(whole)


def main():
    program = sys.argv[1]
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    rnd = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    pool = contents()
    drawn = [draw(rnd, pool, k % 2 == 0) for k in range(pages)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        figures = list(pool.map(lambda page: read(program, page[1]), drawn))
    sums = collections.OrderedDict()
    for (layout, _), (borders, whole) in zip(drawn, figures):
        kind = "no times" if layout["time"] == "none" else "times"
        for key in [(kind, "", "all")] + [(kind, what, value) for what, value in layout.items() if what != "order"]:
            total = sums.setdefault(key, [0, 0.0, 0.0])
            total[0] += 1
            total[1] += borders
            total[2] += whole
    for (kind, what, value), (count, borders, whole) in sorted(sums.items()):
        print(f"| {kind:8} | {what:9} | {value:14} | {count:4} | {borders / count:.3f} | {whole / count:.3f} |")


main()
