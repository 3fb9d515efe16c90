#!/usr/bin/env python3
"""The report of a case: every number on the page is a figure, opens to what was received in at most
five steps and reproduces; nobody is named; what changed is stale. All people here are invented."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

HEARIM = Path(sys.argv.pop(1)).resolve()
MAKE_CASE = HEARIM.parent / "hearim_make_case"
LISTS = Path(__file__).resolve().parent.parent / "examples/three-lists"
SEEDS = Path(__file__).resolve().parent.parent / "../shared/seeds"
VOID = {"meta", "br", "circle", "line", "rect", "path", "hr", "link"}

TEXTS = {
    "bureau.txt": "The Border Bureau said that 1,200 women were sold across the river in 2019. Osei "
                  "Invented, its director, said that at least 300 people are missing. 'We were "
                  "sold for 4,000 dollars', Lina Invented told the Bureau.",
    "post.txt": "The Post, citing the Border Bureau, reports that about 2,500 women were sold across "
                "the river in 2019. More than 40 were freed, said Osei Invented.",
    "interview of Lina Invented.txt": "Lina Invented told the centre that 12 people were held with "
                                      "her. أكثر من 30 امرأة فقدت، قالت الوكالة. 최소 45명의 여성이 "
                                      "실종됐다고 센터가 밝혔다.",
}


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


class Page(HTMLParser):
    """Visible text with where it stands, links, and what is inside which object."""

    QUOTED = {"q", "blockquote", "code", "pre", "style", "title"}

    def __init__(self, source):
        super().__init__()
        self.stack, self.free, self.text, self.figures = [], [], [], []
        self.links, self.kinds, self.ids = {}, {}, set()
        self.feed(source)
        self.close()
        assert not self.stack, self.stack

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        classes = (at.get("class") or "").split()
        up = self.stack[-1] if self.stack else (None, False, False, ())
        objects = up[3] + ((at["id"],) if "id" in at else ())
        if "id" in at:
            assert at["id"] not in self.ids, at["id"]
            self.ids.add(at["id"])
            self.kinds[at["id"]] = classes
        exempt = up[1] or tag in self.QUOTED or "id" in classes or "custody" in classes
        figure = up[2] or "data-figure" in at
        if "data-figure" in at and tag == "a":
            self.figures.append((at["data-figure"], at["href"][1:]))
        if tag == "a" and at.get("href", "").startswith("#"):
            for inside in objects:
                self.links.setdefault(inside, set()).add(at["href"][1:])
        for name in at:
            assert not name.startswith("on") and name not in ("src", "style"), (tag, name)
        if tag not in VOID:
            self.stack.append((tag, exempt, figure, objects))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.stack[-1][0] == tag, (tag, self.stack[-1])
        self.stack.pop()

    def handle_data(self, data):
        if self.stack and self.stack[-1][0] in ("style", "title"):
            return
        self.text.append(data)
        if re.search(r"\d", data) and not (self.stack[-1][1] or self.stack[-1][2]):
            self.free.append(data)


def steps_to_an_item(page, start):
    seen, at, steps = {start}, [start], 1
    while at:
        if any("item" in page.kinds.get(here, []) for here in at):
            return steps
        at = [to for here in at for to in page.links.get(here, ()) if to not in seen]
        seen.update(at)
        steps += 1
    return None


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.case = cls.folder / "osh.case"
        (cls.folder / "pass").write_text("p\n")
        os.environ["HEARIM_PASSPHRASE_FILE"] = str(cls.folder / "pass")
        words = [word for name, text in TEXTS.items() for word in ("text", name, text)]
        if SEEDS.exists():
            for path in sorted(SEEDS.glob("*.txt")):
                words += ["text", path.name, path.read_text()]
        else:
            print("../shared/seeds is not here: without it", file=sys.stderr)
        cls.check(run(MAKE_CASE, cls.case, "p", *words))
        cls.check(cls.hearim("add", *sorted(LISTS.glob("*.csv"))))
        cls.check(cls.hearim("read"))
        cls.check(cls.hearim("claims"))
        cls.check(cls.hearim("link", "--draws", "20", "--clean", "all"))
        cls.check(cls.hearim("estimate", "--quick", "--model", "loglinear,lower-bound"))
        cls.first = cls.report()
        cls.source = (cls.folder / "r.html").read_text()
        cls.page = Page(cls.source)

    @classmethod
    def hearim(cls, verb, *words):
        return run(HEARIM, verb, cls.case, *words)

    @classmethod
    def report(cls):
        return json.loads(cls.check(cls.hearim("report", "-o", cls.folder / "r.html", "--json")))

    @staticmethod
    def check(done):
        if done.returncode != 0:
            raise AssertionError(f"{done.args}: {done.returncode} {done.stdout} {done.stderr}")
        return done.stdout

    def test_every_number_on_the_page_is_a_figure(self):
        self.assertGreater(len(self.page.figures), 50)
        self.assertEqual(self.page.free, [])

    def test_every_figure_opens_to_what_was_received_in_five_steps(self):
        longest = 0
        for figure, start in self.page.figures:
            self.assertIn(start, self.page.ids)
            steps = steps_to_an_item(self.page, start)
            self.assertIsNotNone(steps, f"figure:{figure} leads to no item")
            longest = max(longest, steps)
        self.assertLessEqual(longest, 5)
        print(f"{len(self.page.figures)} links to figures, at most {longest} steps",
              file=sys.stderr)

    def test_every_link_leads_somewhere(self):
        for links in self.page.links.values():
            self.assertEqual(links - self.page.ids, set())

    def test_every_figure_reproduces_to_the_last_digit(self):
        done = json.loads(self.check(self.hearim("reproduce", "--all", "--json", "--threads", "1")))
        self.assertEqual(done["same"], len(done["figures"]))
        shown = {int(figure) for figure, _ in self.page.figures}
        self.assertLessEqual(shown, {figure["figure"] for figure in done["figures"]})

    def test_a_figure_in_the_page_is_what_the_case_published(self):
        done = json.loads(self.check(self.hearim("reproduce", "--all", "--json")))
        values = {figure["figure"]: figure["published"] for figure in done["figures"]}
        found = re.findall(r'<a class="figure"[^>]*data-figure="(\d+)"[^>]*><bdi>([^<]*)</bdi>',
                           self.source)
        self.assertGreater(len(found), 30)
        for figure, value in found:
            if "&" not in value and "[person]" not in value:
                self.assertEqual(value, values[int(figure)])

    def test_nobody_is_named(self):
        names = {"Lina Invented", "Osei Invented"}
        for path in sorted(LISTS.glob("*.csv")):
            with open(path, newline="", encoding="utf-8-sig") as file:
                for row in csv.DictReader(file):
                    for column, value in row.items():
                        if re.search("name|이름|姓名|성명", column or "", re.I) and value:
                            names.add(value.strip())
        for line in self.check(self.hearim("read", "--json")).splitlines():
            for one in json.loads(line)["annotations"]:
                if one["kind"] == "mention" and one["type"] == "person" and one.get("named", True):
                    names.add(one["text"].strip())
        self.assertGreater(len(names), 100)
        visible = " ".join(self.page.text)
        found = []
        for name in names:
            if len(name) < 2 or name.isdigit():
                continue
            pattern = re.escape(name)
            if name[0].isascii():
                pattern = rf"(?<!\w){pattern}(?!\w)"
            if re.search(pattern, visible):
                found.append(name)
        self.assertEqual(found, [])
        self.assertIn("[person]", visible)
        print(f"{len(names)} names searched for, none found", file=sys.stderr)

    def test_the_page_loads_nothing(self):
        self.assertIn("default-src &#39;none&#39;", self.source)
        for word in ("<script", "<img", "<link", "@import", "url(", "http:", "https:"):
            self.assertNotIn(word, self.source.replace("http://www.w3.org", ""))

    def test_a_second_report_makes_nothing_twice(self):
        again = self.report()
        self.assertEqual(again["new"], 0)
        self.assertEqual(again["figures"], self.first["figures"])
        self.assertEqual((self.folder / "r.html").read_text(), self.source)

    def test_show_walks_from_a_figure_to_the_log(self):
        number = re.search(r'figure:(\d+) distinct people on the lists',
                           self.check(self.hearim("show", "figures"))).group(1)
        at = f"figure:{number}"
        for wanted in (r"result:\d+", r"list:\d+", r"item:\d+", r"entry:\d+"):
            shown = self.check(self.hearim("show", at))
            self.assertTrue(all(len(line) <= 80 for line in shown.splitlines()), shown)
            below = shown.split("made from:")[-1] if "made from:" in shown else shown
            at = re.search(wanted, below if wanted != r"entry:\d+" else shown).group(0)
        self.assertIn("item-added", self.check(self.hearim("show", at)))

    def test_rows_are_shown_only_when_asked_for_and_that_is_logged(self):
        with open(LISTS / "ngo.csv", newline="", encoding="utf-8-sig") as file:
            first = next(csv.reader(list(file)[1:]))
        plain = self.check(self.hearim("show", "list:1/1"))
        self.assertNotIn(first[0], plain)
        self.assertIn(first[0], self.check(self.hearim("show", "list:1/1", "--names")))
        self.assertIn("looked at what names people: list:1/1",
                      self.check(self.hearim("log", "--each")))

    def test_zz_figures_that_rest_on_what_changed_are_stale(self):
        run(MAKE_CASE, self.case, "p", "text", "new.txt", "The centre said 77 people are missing.")
        later = self.hearim("report", "-o", self.folder / "stale.html", "--json")
        self.assertEqual(later.returncode, 1, later.stderr)
        self.assertTrue(any("text:" in why for why in json.loads(later.stdout)["stale"]))
        page = (self.folder / "stale.html").read_text()
        self.assertIn('class="figure stale"', page)
        self.assertEqual(Page(page).free, [])
        figure = re.search(r'class="figure stale" data-figure="(\d+)"', page).group(1)
        again = self.hearim("reproduce", f"figure:{figure}")
        self.assertEqual(again.returncode, 1)
        self.assertIn("stale", again.stdout)


unittest.main()
