#!/usr/bin/env python3
"""Scores the program against the gold folders and compares the figures with .ci/floors.json.

usage: score.py PROGRAM SHARED_FOLDER

A set of floors is "seeds" (one folder), "pages" (one file for each blog) or a folder of blogs ("simulated", "extracts"; "simulated texts" are their text
files alone, scored without the pages): there the floors are for the mean over the blogs, for each of them under "each", or for one blog if its name
stands under the set. A set without floors is left out.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile


TEXTS = " texts"


def figures(program, shared, inputs, gold, texts):
    """The figures of one gold folder, from an export of an otherwise empty library; texts: of the text files alone."""
    with tempfile.TemporaryDirectory() as folder:
        if texts:
            inputs = copies(os.path.join(inputs, "*.txt"), os.path.join(folder, "texts"))
        env = dict(os.environ, LIVEBLOG_DATA_DIR=os.path.join(folder, "data"), LIVEBLOG_CONFIG_DIR=os.path.join(folder, "config"))
        export = os.path.join(folder, "export.json")
        subprocess.run([program, "add", inputs], check=True, env=env, stdout=subprocess.DEVNULL)
        subprocess.run([program, "export", "--format", "json", "-o", export], check=True, env=env)
        score = [sys.executable, os.path.join(shared, "tools", "score.py"), export, gold, "--json", "--entities", *(["--text-only"] if texts else [])]
        return json.loads(subprocess.run(score, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def copies(pattern, folder):
    """A new folder with copies of these files."""
    os.mkdir(folder)
    for path in glob.glob(pattern):
        shutil.copy(path, folder)
    return folder


def runs(shared, name, floors):
    """(label, inputs, gold) of every folder that a set of floors speaks of."""
    name = name.removesuffix(TEXTS)
    inputs, gold = os.path.join(shared, name), os.path.join(shared, "gold", name)
    if not floors or not os.path.isdir(inputs):
        return []
    if name == "seeds":
        return [(name, inputs, gold)]
    if name == "pages":
        return [(blog, page(inputs, os.path.join(gold, blog)), os.path.join(gold, blog)) for blog in sorted(os.listdir(gold))]
    return [(blog, os.path.join(inputs, blog), os.path.join(gold, blog)) for blog in sorted(os.listdir(inputs))]


def page(inputs, gold):
    """The one page that a gold folder speaks of: it names the page's file."""
    stem = next(name for name in sorted(os.listdir(gold)) if name.endswith(".entries.json"))
    return os.path.join(inputs, stem.removesuffix(".entries.json") + ".html")


def below(label, got, floors):
    """Prints a row for each floor and counts those that are not reached."""
    failed = 0
    for figure, floor in floors.items():
        if isinstance(floor, dict):
            continue
        value = got.get(figure, 0.0)
        bad = value < floor
        failed += bad
        print(f"{label:44} {figure:20} {value:8.4f} {floor:8.4f}  {'BELOW' if bad else 'ok'}")
    return failed


def main():
    program, shared = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "floors.json"), encoding="utf-8") as f:
        sets = json.load(f)
    failed = 0
    print(f"{'set':44} {'figure':20} {'value':>8} {'floor':>8}")
    for name, floors in sets.items():
        scored = {label: figures(program, shared, *where, name.endswith(TEXTS)) for label, *where in runs(shared, name, floors)}
        if not scored:
            continue
        for label, got in scored.items():
            for which in ("each", label):
                failed += below(f"{name}/{label}", got, floors.get(which, {}))
        keys = set.intersection(*(set(got) for got in scored.values()))
        mean = {key: sum(got[key] for got in scored.values()) / len(scored) for key in keys}
        failed += below(name, mean, floors)
    if failed:
        sys.exit(f"score: {failed} figures are below their floors; mend the engine, or say in the change why a floor falls")


if __name__ == "__main__":
    main()
