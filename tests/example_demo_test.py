#!/usr/bin/env python3
"""What `./demo` says of the invented example, against the truth that was never in its case."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv.pop(1)).resolve()
EXAMPLE = Path(__file__).resolve().parent.parent / "examples/closed-border"
TRUTH = EXAMPLE / "truth"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return int(text.replace(",", ""))


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = Path(cls.scratch.name) / "demo"
        run = subprocess.run([EXAMPLE / "run-demo", PROGRAM, cls.folder], capture_output=True,
                             text=True, check=False)
        if run.returncode != 0:
            raise RuntimeError(run.stdout + run.stderr)
        print(run.stdout)
        # A long line goes on below, indented.
        cls.said = dict(re.findall(r"^(Received|Lists|In all|Printed): +(.+)$",
                                   re.sub(r"\n {4,}", " ", run.stdout), re.M))
        cls.passphrase = os.environ | {"HEARIM_PASSPHRASE_FILE": str(cls.folder / "passphrase")}
        cls.population = {k: int(v) for k, v in rows_of(TRUTH / "population.csv")[0].items()}

    def test_four_lines_are_printed(self):
        self.assertEqual(list(self.said), ["Received", "Lists", "In all", "Printed"])

    def test_the_true_number_lies_in_the_printed_range(self):
        low, high = map(number, re.match(r"Between ([\d,]+) and ([\d,]+) people",
                                         self.said["In all"]).groups())
        self.assertLessEqual(low, self.population["people"])
        self.assertGreaterEqual(high, self.population["people"])
        # A range that holds everything says nothing.
        self.assertLess(high / low, 2)

    def test_the_people_on_the_lists_are_told_apart(self):
        records, low, high, people = map(number, re.match(
            r"([\d,]+) records name ([\d,]+) to ([\d,]+) distinct people \(([\d,]+) in the one",
            self.said["Lists"]).groups())
        identities = rows_of(TRUTH / "identities.csv")
        # Beside those who have an identity: a header again, and totals below the lists.
        self.assertGreaterEqual(records, len(identities))
        self.assertLessEqual(records, len(identities) + 4)
        true = self.population["on_some_list"]
        for said in (people, low, high):
            self.assertLess(abs(said / true - 1), 0.03, f"{said} where {true} are")

    def test_every_file_is_accounted_for(self):
        taken, could_not = map(number, re.match(
            r"([\d,]+) files taken in.*; of ([\d,]+) files nothing", self.said["Received"]).groups())
        files = [p for p in (EXAMPLE / "material").rglob("*") if p.is_file()]
        # One article is there twice; archives bring what is in them.
        self.assertGreaterEqual(taken, len(files) - 1)
        ledger = self.ask("log", "--ledger")
        for damaged in ("report_cut_off", "not_a_text", "empty", "archive_in_archive"):
            self.assertIn(damaged, ledger)
        self.assertGreaterEqual(could_not, 4)

    def ask(self, verb, *options):
        return subprocess.run([PROGRAM, verb, self.folder / "border.case", *options],
                              capture_output=True, text=True, check=True, env=self.passphrase).stdout

    def test_independent_sources_are_fewer_than_documents(self):
        board = json.loads(self.ask("claims", "--json"))
        wanted = json.loads((TRUTH / "documents.json").read_text())["independent_sources"]
        self.assertGreaterEqual(len(board["documents"]), 13)
        self.assertLessEqual(abs(board["independent_sources"] - wanted), 3)

    def test_no_name_of_the_lists_is_in_the_pages(self):
        names = set()
        for line in (EXAMPLE / "material/lists/families_across_the_river_INVENTED.csv").read_text(
                encoding="cp949").splitlines()[1:]:
            name = line.split(";")[1]
            if len(name) >= 3:
                names.add(name)
        for line in (EXAMPLE / "material/lists/hwaran_legal_aid_INVENTED.csv").read_text(
                encoding="utf-8").splitlines()[1:]:
            given, family = line.split(",")[1:3]
            if len(given) > 4 and family:
                names |= {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}
        self.assertGreater(len(names), 1000)
        for page in self.folder.glob("*.html"):
            text = page.read_text(encoding="utf-8")
            self.assertEqual([name for name in names if name in text], [], page.name)


unittest.main()
