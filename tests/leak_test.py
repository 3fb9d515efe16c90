#!/usr/bin/env python3
"""Nobody is named in what leaves a case: invented people on lists and in documents are looked for in
every spelling in the export (and the report, where that verb is there), and none may be found. The
search itself is tested: a planted name must be found in each spelling."""
import csv
import html
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())
MAKE_CASE = str(Path(PROGRAM).with_name("hearim_make_case"))

# All invented. On lists only, in documents only, and on both.
LISTED = ["Zorvette Quillmane", "Brannoc Tildesleigh", "Ysolde Vanterpool-Krux", "표솔빛", "옥다람쥐",
          "欧阳霁雪", "鬱金葉", "زمردة القنطري", "Çağrı Özyıldızoğlu"]
TOLD = ["Wexley Drumgoole", "Perpetua Nightingall"]
PEOPLE = LISTED + TOLD
PHONE = "0105550123487"
SPOT = "41.7763, 129.7921"


def words_of(name):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))


def bare(text):
    """Letters and digits only, without case, marks and widths."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in text if c.isalnum())


def spellings(name):
    """Every way a name could stand in a file, by what it is called."""
    words = words_of(name)
    orders = {"written": words, "reversed": words[::-1]}
    if len(words) == 1 and not words[0].isascii():  # surname first, in Hangul and Han
        cut = 2 if words[0].startswith("欧阳") else 1
        orders["reversed"] = [words[0][cut:] + words[0][:cut]]
        orders["apart"] = [words[0][:cut], words[0][cut:]]
    said = {}
    for (order, parts), (how, join) in itertools.product(
            orders.items(), {"spaced": " ", "comma": ", ", "under": "_", "joined": ""}.items()):
        plain = join.join(parts)
        for form in ("NFC", "NFD", "NFKC"):
            said[f"{order} {how} {form}"] = unicodedata.normalize(form, plain)
        said[f"{order} {how} folded"] = plain.casefold()
        said[f"{order} {how} upper"] = plain.upper()
        said[f"{order} {how} html"] = html.escape(plain).encode("ascii", "xmlcharrefreplace").decode()
        said[f"{order} {how} hex html"] = "".join(
            c if c.isascii() else f"&#x{ord(c):X};" for c in plain)
        said[f"{order} {how} json"] = json.dumps(plain)[1:-1]
        said[f"{order} {how} JSON"] = json.dumps(plain)[1:-1].upper().replace("\\U", "\\u")
        said[f"{order} {how} formula"] = "'" + plain
    return said


def leaks(folder, people=PEOPLE, more=(PHONE,)):
    """(file, name) for every name found in a file's bytes, its text brought to bare letters, or in
    its name."""
    exact = {name: {s.encode() for s in spellings(name).values()} for name in people}
    bared = {name: {bare(s) for s in (" ".join(words_of(name)), " ".join(words_of(name)[::-1]))}
             for name in people}
    found = set()
    for path in [folder, *folder.rglob("*")] if folder.is_dir() else [folder]:
        content = path.read_bytes() if path.is_file() else b""
        text = content.decode("utf-8", "replace")
        unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), html.unescape(text))
        searched = bare(text) + "\0" + bare(unescaped) + "\0" + bare(path.name)
        for name in people:
            if any(s in content for s in exact[name]) or any(s in searched for s in bared[name]):
                found.add((path.name, name))
        found |= {(path.name, word) for word in more if word in searched}
    return found


class Leaks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        (cls.folder / "pass").write_text("correct horse battery\n")
        (cls.folder / "analyst").write_text("stapled to a door\n")
        cls.env = dict(os.environ, HEARIM_PASSPHRASE_FILE=str(cls.folder / "pass"),
                       HEARIM_NEW_PASSPHRASE_FILE=str(cls.folder / "analyst"), LC_ALL="C.UTF-8")
        cls.make_material()
        cls.make("osh.case", *itertools.chain(*(("text", *d) for d in cls.documents.items())))
        cls.hearim("add", "osh.case", "material")
        cls.hearim("read", "osh.case")
        cls.hearim("claims", "osh.case")
        cls.hearim("link", "osh.case", "--draws", "5")
        cls.hearim("estimate", "osh.case", "--quick", "--model", "loglinear,lower-bound", status=None)
        cls.judge_things()
        cls.hearim("read", "osh.case")
        cls.hearim("claims", "osh.case")
        cls.hearim("key", "osh.case", "add", "--for", "the analyst", "--analyst")
        cls.export("out")

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def run_program(cls, *words, env=None):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=cls.folder, env=env or cls.env,
                              capture_output=True)

    @classmethod
    def hearim(cls, *words, status=0, env=None):
        done = cls.run_program(*words, env=env)
        if status is not None and done.returncode != status:
            raise AssertionError(f"{words}: exit {done.returncode}: {done.stderr.decode()}")
        return (done.stdout if status in (0, None) else done.stderr).decode()

    @classmethod
    def make(cls, *words):
        subprocess.run([MAKE_CASE, words[0], "correct horse battery", *words[1:]], cwd=cls.folder,
                       check=True)

    @classmethod
    def export(cls, folder, *words, **how):
        said = cls.hearim("export", "osh.case", "-o", folder, *words, **how)
        (cls.folder / f"{folder}.said").write_text(said)
        return said

    @classmethod
    def make_material(cls):
        material = cls.folder / "material"
        material.mkdir()
        # 60 and 47 people, 7 of them on both lists, and the listed ones on one or both.
        rows_a, rows_b = [], []
        for n in range(100):
            person = (f"Person{chr(97 + n % 26)} Family{n * 7919}", f"19{50 + n % 40}-0{1 + n % 9}-1{n % 9}")
            if n < 60:
                rows_a.append(person)
            if n >= 53:
                rows_b.append(person)
        for n, name in enumerate(LISTED):
            (rows_a if n % 2 else rows_b).append((name, f"1971-02-1{n}"))
        with open(material / "kept by Brannoc Tildesleigh.csv", "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["name", "birth date", "phone", "village"])
            for n, row in enumerate(rows_a):
                writer.writerow([*row, PHONE if n == 3 else "", "Winterhafen"])
        with open(material / "b.csv", "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["full name", "DOB", "GPS"])
            for row in rows_b:
                writer.writerow([*row, SPOT])
        cls.documents = {
            "news.txt": "Wexley Drumgoole, the centre's director, said on Tuesday that 30,000 people "
                        "had been sold across the border.\n\nHe said he had met Zorvette Quillmane.",
            "radio.txt": "About 20,000 people were sold across the border, according to Perpetua "
                         "Nightingall. Brannoc Tildesleigh said that 12 women were held.",
            "interview Ysolde Vanterpool-Krux.txt": "Ysolde Vanterpool-Krux told the centre that 7 "
                         "women of her village were sold. \"They beat 3 women,\" she said.",
            "ko.txt": "표솔빛은 여성 40명이 팔렸다고 말했다. 옥다람쥐에 따르면 300명이 북송됐다.",
            "zh.txt": "欧阳霁雪说，有三百名妇女被卖。",
            "ar.txt": "قالت زمردة القنطري إن 400 امرأة بيعت عبر الحدود.",
        }

    @classmethod
    def judge_things(cls):
        cls.items = {name: n + 1 for n, name in enumerate(cls.documents)}
        linkage = json.loads(cls.hearim("link", "osh.case", "--json"))["result"]
        interview = cls.items["interview Ysolde Vanterpool-Krux.txt"]
        news = cls.items["news.txt"]
        act = {"id": "a1", "case_id": "the case of Zorvette Quillmane", "victim": "Zorvette Quillmane",
               "perpetrators": [{"person": "Wexley Drumgoole", "involvement": "planned"}],
               "act": "=trafficking.sale", "elements": [], "place": SPOT, "date": "1999-03-04",
               "statements": [f"item:{news}#t1"]}
        words = []
        for n in range(12):
            words += ["judged", "act", f"person:{n}",
                      json.dumps(dict(act, id=f"b{n}", act="trafficking.sale", place="Winterhafen",
                                      victim=f"Zorvette Quillmane {n}"))]
        words += ["judged", "act", "person:99", json.dumps(act)]
        words += ["judged", "act", "person:98",
                  json.dumps(dict(act, statements=[f"item:{interview}#t1"]))]
        # As kept with their place, under a number that an older reading gave.
        readings = map(json.loads, cls.hearim("read", "osh.case", "--json").splitlines())
        radio = cls.items["radio.txt"]
        places = {a["id"]: {"kind": a["kind"], "start": a["start"], "end": a["end"]}
                  for reading in readings if reading["document"]["path"] == "radio.txt"
                  for a in reading["annotations"]}
        kept = dict(places["q2"], statement=f"item:{radio}#q1")
        words += ["judged", "consent", f"item:{radio}#q1",
                  json.dumps({"agreed": ["analysis"], "statements": [kept]})]
        words += ["judged", "act", "person:97",
                  json.dumps({"undone": True, "case": "x", "victim": "Zorvette Quillmane",
                              "act": "trafficking.sale", "statements": [kept]})]
        words += ["judged", "access", f"item:{news}", "public"]
        words += ["judged", "consent", f"item:{interview}", json.dumps({"allow": ["analysis"]})]
        words += ["commit", "figure", "people Brannoc Tildesleigh kept", "=6*7", f"result:{linkage}",
                  "figure", "where they were", f"at {SPOT}", f"result:{linkage}"]
        cls.make("osh.case", *words)

    def rows(self, name, folder="out"):
        with open(self.folder / folder / name, newline="") as file:
            return list(csv.DictReader(file))

    def test_nobody_is_named_in_any_spelling(self):
        self.assertEqual(leaks(self.folder / "out"), set())
        self.assertEqual(leaks(self.folder / "out.said"), set())
        self.assertGreaterEqual(len(leaks(self.folder / "material")), len(LISTED))  # the search does find
        written = (self.folder / "out" / "export.json").read_text()
        self.assertIn("[name]", written)
        self.assertIn("30,000", written)
        for spot in SPOT.split(", "):
            for path in (self.folder / "out").iterdir():
                self.assertNotIn(spot, path.read_text(), path.name)

    def test_nobody_is_named_in_the_report(self):
        if not re.search(r"^  report ", self.hearim("--help"), re.M):
            self.skipTest("this program has no verb report")
        self.hearim("report", "osh.case", "-o", "report.html", status=None)  # 1: it has a refusal
        self.assertGreater((self.folder / "report.html").stat().st_size, 1000)
        self.assertEqual(leaks(self.folder / "report.html"), set())

    def test_a_planted_name_is_found_in_every_spelling(self):
        self.assertGreater(sum(len(spellings(name)) for name in PEOPLE), 500)
        for name in PEOPLE:
            for how, spelling in spellings(name).items():
                planted = self.folder / "planted"
                shutil.rmtree(planted, ignore_errors=True)
                planted.mkdir()
                (planted / "figures.csv").write_text(f"figure,name\n1,said {spelling} 7\n")
                self.assertIn(("figures.csv", name), leaks(planted, [name]), how)

    def test_every_way_a_name_is_written_in_a_text_is_masked(self):
        """What a name on a list is spelled like in a document must not decide."""
        text = []
        for name in LISTED:
            for how, spelling in spellings(name).items():
                if "html" not in how and "json" not in how.lower():
                    text.append(f"In {len(text) + 10} towns {spelling} counted 50 people.")
        self.make("spelled.case", "text", "a.txt", "\n\n".join(text))
        self.hearim("add", "spelled.case", "material")
        self.hearim("read", "spelled.case")
        self.hearim("claims", "spelled.case")
        self.hearim("export", "spelled.case", "-o", "spelled-out")
        self.assertGreater((self.folder / "spelled-out" / "claims.csv").stat().st_size, 1000)
        self.assertEqual(leaks(self.folder / "spelled-out"), set())

    def test_two_exports_are_the_same_to_the_last_byte(self):
        self.export("one")  # a report made since the first export has made figures
        self.export("again")
        names = sorted(p.name for p in (self.folder / "one").iterdir())
        self.assertEqual(names, sorted(p.name for p in (self.folder / "again").iterdir()))
        for name in names:
            self.assertEqual((self.folder / "one" / name).read_bytes(),
                             (self.folder / "again" / name).read_bytes(), name)
        self.assertIn("capture-draws.csv", names)

    def test_the_manifest_has_the_hash_of_every_file(self):
        import hashlib
        manifest = json.loads((self.folder / "out" / "manifest.json").read_text())
        named = {f["name"]: f["sha256"] for f in manifest["files"]}
        there = {p.name: hashlib.sha256(p.read_bytes()).hexdigest()
                 for p in (self.folder / "out").iterdir() if p.name != "manifest.json"}
        self.assertEqual(named, there)

    def test_small_counts_are_left_out_unless_a_reason_is_given(self):
        counts = {row["count"] for row in self.rows("capture.csv")}
        self.assertIn("", counts)
        self.assertFalse({c for c in counts if c} & {str(n) for n in range(1, 10)})
        self.assertTrue(all(int(c) % 5 == 0 for c in counts if c))
        self.assertIn("", {row["cluster"] for row in self.rows("clusters.csv")})
        # Nor are the 7 people on both lists told by counts of rows, pairs, or a table's hash.
        shown = json.loads((self.folder / "out" / "export.json").read_text())
        link, estimate = shown["link"], shown["estimate"]
        self.assertEqual(set(link) - {"command", "version", "seed", "settings", "input", "model",
                                      "fields", "people"}, set())
        self.assertEqual(set(link["input"]), {"lists"})
        self.assertNotIn("sizes", link["people"])
        self.assertNotIn("sha256", estimate["input"])
        self.assertNotIn("on_two_lists", json.dumps(estimate))
        self.assertEqual(estimate["strata"][0]["estimates"][1]["population"]["point"] % 5, 0)
        self.assertIn("why", self.export("small", "--small-cells", "0", status=2))
        self.export("small", "--small-cells", "0", "--reason", "a test for Zorvette Quillmane")
        full = [int(row["count"]) for row in self.rows("capture.csv", "small")]
        self.assertTrue(any(c % 5 for c in full))
        self.assertEqual(sum(full), len({r["cluster"] for r in self.rows("clusters.csv", "small")}))
        self.assertEqual(leaks(self.folder / "small"), set())
        log = self.hearim("log", "osh.case", "--each")
        self.assertIn("small counts shown because: a test for [name]", " ".join(log.split()))

    def test_a_capture_table_with_counts_left_out_is_refused_by_estimate(self):
        self.assertIn("count", self.hearim("estimate", "out/capture.csv", status=2))

    def test_acts_show_no_person_no_spot_and_nothing_without_consent(self):
        acts = self.rows("acts.csv")
        self.assertEqual(len(acts), 13)  # that of the interview is left out
        self.assertTrue(all(re.fullmatch(r"p\d+", act["victim"]) for act in acts))
        self.assertTrue(all(act["case"] == "c1" for act in acts))
        self.assertEqual({act["perpetrators"] for act in acts} - {"p2", "p2:planned"}, set())
        self.assertTrue(all(act["date"] in ("", "1999") for act in acts))
        # 12 of one kind and 1 of another: either would tell the other.
        self.assertEqual({act["kind"] for act in acts}, {""})
        said = (self.folder / "out.said").read_text()
        self.assertIn("1 act(s)", said)
        self.export("kinds", "--small-cells", "0", "--reason", "a test")
        self.assertEqual({act["kind"] for act in self.rows("acts.csv", "kinds")},
                         {"trafficking.sale", "'=trafficking.sale"})

    def test_statements_without_consent_are_left_out(self):
        interview = f"item:{self.items['interview Ysolde Vanterpool-Krux.txt']}#"
        self.assertFalse([r for r in self.rows("claims.csv") if r["statement"].startswith(interview)])
        self.export("analysis", "--use", "analysis")
        self.assertTrue([r for r in self.rows("claims.csv", "analysis")
                         if r["statement"].startswith(interview)])
        radio = f"item:{self.items['radio.txt']}#"
        self.assertEqual([r["words"] for r in self.rows("claims.csv")
                          if r["statement"].startswith(radio)], ["About 20,000"])
        self.assertIn("no use", self.export("other", "--use", "advertising", status=2))

    def test_cells_do_not_run_in_a_spreadsheet(self):
        self.assertEqual(self.rows("figures.csv")[0]["value"], "'=6*7")

    def test_identities_go_out_alone_and_only_with_a_key_that_opens_them(self):
        analyst = dict(self.env, HEARIM_PASSPHRASE_FILE=str(self.folder / "analyst"))
        refused = self.export("names", "--identities", status=1, env=analyst)
        self.assertIn("does not open the identities", refused)
        for column in ("village", "GPS"):
            self.assertIn("never leave together",
                          self.export("names", "--identities", "--column", column, status=1))
        self.assertFalse((self.folder / "names").exists())
        self.export("names", "--identities")
        self.assertEqual(sorted(p.name for p in (self.folder / "names").iterdir()),
                         ["identities.csv", "manifest.json"])
        written = (self.folder / "names" / "identities.csv").read_text()
        self.assertIn("Zorvette Quillmane", written)
        self.assertNotIn("Winterhafen", written)
        self.assertNotIn(SPOT.split(",")[0], written)
        entries = json.loads(self.hearim("log", "osh.case", "--json"))["entries"]
        said = [e["parameters"] for e in entries if e["action"] == "exported"]
        self.assertTrue(any(p.startswith("identities: ") for p in said))
        log = self.folder / "log.txt"
        log.write_text("\n".join(said))
        self.assertEqual(leaks(log), set())
        self.hearim("export", "osh.case", "-o", "safe", env=analyst)  # the rest is for everybody

    def test_nothing_is_overwritten_and_a_stopped_export_leaves_nothing(self):
        self.assertIn("nothing is overwritten", self.export("out", status=2))
        target = self.folder / "stopped"
        target.mkdir()
        ends = set()
        for milliseconds in (1, 3, 6, 10, 20, 50, 100, 200, 300, 350, 400, 450, 500, 600, 800, 1200):
            run = subprocess.Popen([PROGRAM, "export", "osh.case", "-o", "stopped/out"],
                                   cwd=self.folder, env=self.env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
            time.sleep(milliseconds / 1000)
            run.send_signal(signal.SIGINT)
            ends.add(run.wait())
            left = sorted(os.listdir(target))
            self.assertIn(left, ([], ["out"]))
            if left:
                self.assertTrue((target / "out" / "manifest.json").exists())
                shutil.rmtree(target / "out")
        self.assertTrue(ends & {3, -signal.SIGINT}, ends)

    def test_the_provenance_is_valid_and_leads_from_the_figure_to_items(self):
        prov = json.loads((self.folder / "out" / "prov.json").read_text())
        ends = {"wasGeneratedBy": {"prov:entity": "entity", "prov:activity": "activity"},
                "used": {"prov:activity": "activity", "prov:entity": "entity"},
                "wasAssociatedWith": {"prov:activity": "activity", "prov:agent": "agent"},
                "wasDerivedFrom": {"prov:generatedEntity": "entity", "prov:usedEntity": "entity"},
                "wasAttributedTo": {"prov:entity": "entity", "prov:agent": "agent"}}
        self.assertEqual(set(prov) - set(ends) - {"prefix", "entity", "activity", "agent"}, set())
        for section in ("entity", "activity", "agent"):
            for name in prov[section]:
                prefix, local = name.split(":")
                self.assertIn(prefix, prov["prefix"])
                self.assertRegex(local, r"^[A-Za-z][A-Za-z0-9-]*$")
        for section, needed in ends.items():
            for name, relation in prov.get(section, {}).items():
                self.assertTrue(name.startswith("_:"))
                for attribute, declared in needed.items():
                    self.assertIn(relation[attribute], prov[declared], f"{section} {name}")
        came = {}
        for relation in prov["wasDerivedFrom"].values():
            came.setdefault(relation["prov:generatedEntity"], []).append(relation["prov:usedEntity"])
        reached, ahead = set(), ["hearim:figure-1"]
        while ahead:
            at = ahead.pop()
            if at not in reached:
                reached.add(at)
                ahead += came.get(at, [])
        items = [prov["entity"][e] for e in reached if e.startswith("hearim:item-")]
        self.assertTrue(items)
        for item in items:
            self.assertRegex(item["hearim:sha256"], "^[0-9a-f]{64}$")
            self.assertIsInstance(item["hearim:custody_entry"], int)

    def test_the_case_still_verifies(self):
        self.hearim("verify", "osh.case")


unittest.main()
