#!/usr/bin/env python3
"""Archives are opened in the jail: every member accounted for, hostile ones refused with reasons."""
import csv
import gzip
import io
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


class CaseArchive(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        (self.folder / "pass").write_text("correct horse battery\n")
        self.env = dict(os.environ, HEARIM_PASSPHRASE_FILE=str(self.folder / "pass"),
                        LC_ALL="C.UTF-8")
        self.hearim("new", "c")
        if not (Path(PROGRAM).parent / "hearim-convert").exists():
            self.skipTest("built without the jail that archives are opened in")

    def tearDown(self):
        self.temporary.cleanup()

    def hearim(self, *words, status=0):
        done = subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, env=self.env,
                              capture_output=True)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return done.stdout.decode()

    def add(self, name, content, *more):
        """The ledger after adding a file: (inside, outcome, reason) of what lay in it."""
        (self.folder / name).write_bytes(content)
        said = self.hearim("add", "c", name, *more)
        rows = list(csv.DictReader(self.hearim("log", "c", "--ledger").splitlines()))
        last = rows[-1]["add"]
        rows = [row for row in rows if row["add"] == last]
        self.assertIn(f"{len(rows)} found = ", said)
        return {(row["inside"]): (row["outcome"], row["reason"]) for row in rows}

    def test_members_are_items_with_their_place_and_lists_are_read(self):
        seen = self.add("r.zip", zip_of([("a/한.txt", "one"), ("a/again.txt", "one"),
                                         ("l.csv", "n,p\n1,2\n3\n")]))
        self.assertEqual({k: v[0] for k, v in seen.items()},
                         {"": "taken", "a/한.txt": "taken", "a/again.txt": "duplicate",
                          "l.csv": "taken"})
        self.assertIn("1 field where the header names 2 columns",
                      self.hearim("log", "c", "--rejected-rows"))

    def test_archives_in_archives_are_opened_and_not_without_end(self):
        content = zip_of([("deep.txt", "deep")])
        for level in range(5):
            content = zip_of([(f"level{level}.zip", content), (f"{level}.txt", f"{level}")])
        seen = self.add("nested.zip", content)
        inner = [k for k in seen if k.count(" > ") == 3]
        self.assertTrue(inner)
        self.assertTrue(any("more than 4 deep" in v[1] for v in seen.values()), seen)
        self.assertNotIn("deep.txt", " ".join(seen))

    def test_tar_and_a_lone_gz(self):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            for name, content in (("x/a.txt", b"tar a"), ("../../etc/passwd", b"root"),
                                  ("/abs", b"abs")):
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            link = tarfile.TarInfo("link")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
            device = tarfile.TarInfo("device")
            device.type = tarfile.CHRTYPE
            archive.addfile(device)
        seen = self.add("t.tgz", out.getvalue())
        self.assertEqual(seen["x/a.txt"][0], "taken")
        for name in ("../../etc/passwd", "/abs"):
            self.assertEqual(seen[name], ("refused", "has a name that leads out of the archive"))
        self.assertEqual(seen["link"][0], "refused")
        self.assertEqual(seen["device"][0], "refused")
        seen = self.add("notes.txt.gz", gzip.compress(b"some notes"))
        self.assertEqual(seen["notes.txt"][0], "taken")

    def test_bombs_cut_archives_and_encrypted_members_have_their_reason(self):
        seen = self.add("bomb.zip", zip_of([("a.txt", "a"), ("zeros", b"\0" * (300 << 20))]))
        self.assertEqual(seen["a.txt"][0], "taken")
        self.assertEqual(seen["zeros"][0], "refused")
        self.assertIn("bomb", seen["(the rest of it)"][1])
        whole = zip_of([(f"{i}.bin", os.urandom(20000)) for i in range(20)])
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            for i in range(20):
                info = tarfile.TarInfo(f"{i}")
                info.size = 20000
                archive.addfile(info, io.BytesIO(os.urandom(20000)))
        for name, cut in (("cut.zip", whole[:200000]), ("cut.tar", out.getvalue()[:200000])):
            seen = self.add(name, cut)
            self.assertTrue(any(k.startswith("(") and v[0] == "refused" for k, v in seen.items()) or
                            any(v[0] == "refused" for v in seen.values()), seen)
        encrypted = bytearray(zip_of([("secret.txt", "a secret text")]))
        for at in (encrypted.find(b"PK\3\4") + 6, encrypted.find(b"PK\1\2") + 8):
            encrypted[at] |= 1
        seen = self.add("locked.zip", bytes(encrypted))
        self.assertEqual(seen["secret.txt"][0], "refused")
        self.assertIn("encrypted", seen["secret.txt"][1])

    def test_not_opened_when_asked(self):
        self.assertEqual(list(self.add("r.zip", zip_of([("a", "a")]), "--no-archives")), [""])

    def test_a_document_that_is_a_zip_is_no_archive(self):
        docx = zip_of([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")])
        self.assertEqual(list(self.add("r.docx", docx)), [""])

    def test_killed_in_the_middle_every_member_is_there_once(self):
        inner = zip_of([(f"i{i}.txt", f"inner {i}") for i in range(300)])
        members = [(f"{i}.txt", f"member {i} " * 50) for i in range(3000)]
        (self.folder / "many.zip").write_bytes(zip_of(members + [("inner.zip", inner)]))
        self.hearim("new", "whole")
        start = time.monotonic()
        self.hearim("add", "whole", "many.zip")
        whole = time.monotonic() - start
        kills = 0
        for round_number in range(12):
            run = subprocess.Popen([PROGRAM, "add", "c", "many.zip"], cwd=self.folder, env=self.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(whole * (0.5 + 0.04 * round_number))
            run.send_signal(signal.SIGKILL if round_number % 3 else signal.SIGINT)
            run.wait(timeout=60)
            kills += run.returncode != 0
        self.assertGreater(kills, 2)
        self.hearim("add", "c", "many.zip")
        rows = list(csv.DictReader(self.hearim("log", "c", "--ledger").splitlines()))
        first = [row for row in rows if row["add"] == "1"]
        names = [row["inside"] for row in first]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(len(names), 1 + 3000 + 1 + 300)
        self.assertEqual({row["outcome"] for row in first}, {"taken"})


unittest.main()
