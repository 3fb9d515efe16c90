#!/usr/bin/env python3
"""What `hearim claims` finds in the documents of examples/closed-border, against what a careful
reader finds in them (truth/documents.json, written before the program read any).

The reader's findings that the program misses are printed; the test fails when more are missed than
when the numbers below were measured. A number may rise in silence, never fall."""
import itertools
import json
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())
EXAMPLE = Path(__file__).resolve().parent.parent / "examples/closed-border"
TEXTS = sorted((EXAMPLE / "make/texts").glob("*.txt"))
TRUTH = json.loads((EXAMPLE / "truth/documents.json").read_text())


def ask(verb):
    return subprocess.run([PROGRAM, verb, "--json", *map(str, TEXTS)], capture_output=True, text=True,
                          check=True).stdout


def pairs_of(groups):
    return {pair for group in groups for pair in itertools.combinations(sorted(set(group)), 2)}


class ExampleDocuments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.texts = {path.stem: path.read_text(encoding="utf-8") for path in TEXTS}
        cls.readings = {Path(r["document"]["path"]).stem: r
                        for r in map(json.loads, ask("read").splitlines())}
        cls.board = json.loads(ask("claims"))

    def at_least(self, what, found, wanted, floor):
        missed = [w for w in wanted if w not in found]
        print(f"{what}: {len(wanted) - len(missed)} of {len(wanted)}")
        for m in missed:
            print("   missed:", m)
        self.assertGreaterEqual(len(wanted) - len(missed), floor, what)

    def test_the_gold_quotes_the_documents(self):
        for figure in TRUTH["figures"]:
            self.assertIn(figure["words"], self.texts[figure["document"]])
        named = {d for lineage in TRUTH["lineages"] for d in lineage["documents"]}
        self.assertEqual(named, set(self.texts))

    def annotation_of(self, figure):
        """The quantity within the reader's words that has the reader's bounds, or None."""
        start = self.texts[figure["document"]].index(figure["words"])
        end = start + len(figure["words"])
        for a in self.readings[figure["document"]]["annotations"]:
            if a["kind"] != "quantity" or a["start"] >= end or a["end"] <= start:
                continue
            value = a.get("value", {})
            if (value.get("low") == figure.get("low") and value.get("high") == figure.get("high")
                    and value.get("low_inclusive", True) == figure.get("low_inclusive", True)):
                return a["id"]
        return None

    def test_the_figures_are_found_with_their_bounds(self):
        wanted = [(f["document"], f["words"]) for f in TRUTH["figures"]]
        found = [(f["document"], f["words"]) for f in TRUTH["figures"] if self.annotation_of(f)]
        self.at_least("figures with their bounds", found, wanted, 13)

    def test_conflicts_and_agreements_are_seen(self):
        of_the_matter = {(f["document"], self.annotation_of(f)) for f in TRUTH["figures"]}
        seen = set()
        for claim in self.board["claims"]:
            for pair in claim["pairs"]:
                ends = sorted((Path(pair[side]["document"]).stem, pair[side]["annotation"])
                              for side in "ab")
                if all(end in of_the_matter for end in ends):
                    seen.add((ends[0][0], ends[1][0], pair["agreement"]))
        wanted = [(*sorted((p["a"], p["b"])), p["agreement"]) for p in TRUTH["pairs"]]
        self.at_least("pairs of figures compared rightly", seen, wanted, 1)

    def test_lineages_are_those_of_the_reader(self):
        wanted = pairs_of(lineage["documents"] for lineage in TRUTH["lineages"])
        found = pairs_of([Path(d).stem for d in lineage["documents"]]
                         for lineage in self.board["lineages"])
        self.at_least("pairs of documents of one origin", found, sorted(wanted), 22)
        wrong = sorted(found - wanted)
        print(f"   joined wrongly: {len(wrong)} of {len(found)}")
        self.assertLessEqual(len(wrong), 7, wrong)

    def test_independent_sources_are_counted(self):
        print(f"independent sources: {self.board['independent_sources']},"
              f" the reader counts {TRUTH['independent_sources']}")
        self.assertLessEqual(abs(self.board["independent_sources"] - TRUTH["independent_sources"]), 1)

    def test_accounts_told_twice_are_joined_and_no_others(self):
        wanted = pairs_of(t["documents"] for t in TRUTH["testimonies"])
        found = pairs_of([Path(s["document"]).stem for s in t["statements"]]
                         for t in self.board["testimonies"])
        self.at_least("accounts told in two documents", found, sorted(wanted), 2)
        self.assertEqual(found - wanted, set())


unittest.main()
