#!/usr/bin/env python3
"""A case from outside: nothing readable is left anywhere, Ctrl-C and a full disk lose nothing."""
import csv
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())
WORDS = ["Winterhafen", "Araceli Quispe", "겨울항구", "오다솜", "ميناء الشتاء", "ليلى"]  # invented


class CaseAdd(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        (self.folder / "pass").write_text("correct horse battery\n")
        self.scratch = self.folder / "scratch"  # where a careless program would leave something
        self.scratch.mkdir()
        self.env = dict(os.environ, HEARIM_PASSPHRASE_FILE=str(self.folder / "pass"),
                        TMPDIR=str(self.scratch), TMP=str(self.scratch), HOME=str(self.scratch),
                        SQLITE_TMPDIR=str(self.scratch), LC_ALL="C.UTF-8")

    def tearDown(self):
        self.temporary.cleanup()

    def hearim(self, *words, status=0):
        done = subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, env=self.env,
                              capture_output=True)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return done.stdout.decode()

    def ledger(self, case="osh.case"):
        return list(csv.DictReader(self.hearim("log", case, "--ledger").splitlines()))

    def search(self, *folders):
        """Every word, in three encodings, in every byte and every name."""
        needles = [w.encode(e) for w in WORDS for e in ("utf-8", "utf-16-le", "utf-16-be")]
        found, size = [], 0
        for folder in folders:
            for path in folder.rglob("*"):
                content = path.read_bytes() if path.is_file() else b""
                size += len(content)
                name = os.fsencode(str(path.relative_to(folder)))
                found += [(path, n) for n in needles if n in content or n in name]
        return found, size

    def make_input(self, repeats):
        given = self.folder / "given"
        for i, word in enumerate(WORDS):
            (given / word).mkdir(parents=True)
            (given / word / f"{word} {i}.txt").write_text(f"what {word} said " * (5 + i * repeats))
            (given / word / f"utf16-{i}.txt").write_bytes(f"{word} spoke".encode("utf-16"))
        rows = "".join(f"{n},{WORDS[n % 6]},{WORDS[(n + 1) % 6]}\n" for n in range(5000))
        (given / "list.csv").write_text("n,name,place\n" + rows + f"7,\"{WORDS[0]}\n9,{WORDS[1]}\n")
        os.symlink(f"/{WORDS[3]}", given / (WORDS[4] + " link"))
        return given

    def test_known_words_are_in_no_byte_of_the_case_or_beside_it(self):
        self.make_input(4000)
        self.hearim("new", "osh.case")
        self.hearim("add", "osh.case", "given")
        self.assertEqual(self.search(self.folder / "osh.case", self.scratch)[0], [])
        self.assertEqual(os.listdir(self.scratch), [])
        found, _ = self.search(self.folder / "given")  # the search itself does find
        self.assertGreater(len(found), 20)
        self.assertIn("겨울항구", self.hearim("log", "osh.case", "--ledger"))

    def test_known_words_are_in_no_byte_of_a_case_that_was_killed(self):
        self.make_input(60000)
        self.hearim("new", "osh.case")
        for seconds in (0.15, 0.25, 0.35, 0.45, 0.55, 0.65):
            run = subprocess.Popen([PROGRAM, "add", "osh.case", "given"], cwd=self.folder,
                                   env=self.env, stdout=subprocess.DEVNULL)
            time.sleep(seconds)
            run.kill()
            run.wait()
            self.assertEqual(self.search(self.folder / "osh.case", self.scratch)[0], [])
        self.hearim("add", "osh.case", "given")
        # Where one came to its end before it was killed, the next is an add of its own.
        paths = [(row["add"], row["path"]) for row in self.ledger()]
        self.assertEqual(len(paths), len(set(paths)))

    def test_known_words_are_in_no_byte_of_a_backup_or_after_a_withdrawal_nor_names_of_who_works(self):
        given = self.make_input(500)
        (given / "testimony of Nobody Winterhafen.csv").write_text(
            "n,name\n" + "".join(f"{n},Winterhafen {n}\n" for n in range(3000)))
        (self.folder / "new").write_text("another passphrase\n")
        self.env["HEARIM_NEW_PASSPHRASE_FILE"] = str(self.folder / "new")
        out = self.folder / "out"
        out.mkdir()
        self.hearim("new", "out/osh.case")
        self.hearim("key", "out/osh.case", "add", "--for", WORDS[1])
        self.hearim("add", "out/osh.case", "given")
        self.hearim("backup", "out/osh.case", "out/1.backup")
        line = next(row for row in self.ledger("out/osh.case") if "Nobody" in row["path"])
        self.hearim("withdraw", "out/osh.case", line["item"], "--for-good")
        self.hearim("backup", "out/osh.case", "out/2.backup")
        self.hearim("restore", "out/2.backup", "out/again.case")
        self.assertEqual(self.search(out, self.scratch)[0], [])
        self.assertEqual(os.listdir(self.scratch), [])
        self.assertNotIn("Nobody", self.hearim("log", "out/osh.case", "--ledger"))
        self.assertIn(WORDS[1], self.hearim("key", "out/osh.case", "list"))

    def test_known_words_are_in_no_core_of_a_program_that_is_aborted_while_it_adds(self):
        self.make_input(60000)
        self.hearim("new", "osh.case")
        for dumped_by in (signal.SIGABRT, signal.SIGSEGV):
            run = subprocess.Popen([PROGRAM, "add", "osh.case", "given"], cwd=self.folder,
                                   env=self.env, stdout=subprocess.DEVNULL,
                                   preexec_fn=lambda: resource.setrlimit(
                                       resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2))
            blobs = self.folder / "osh.case" / "blobs"
            for _ in range(2000):
                if run.poll() is not None or any(blobs.iterdir()):
                    break
                time.sleep(0.01)
            run.send_signal(dumped_by)
            run.wait()
            self.assertEqual(run.returncode, -dumped_by, "it ended before it could be stopped")
            shutil.rmtree(self.folder / "osh.case")
            self.hearim("new", "osh.case")
        left = {path.name for path in self.folder.iterdir()}
        self.assertEqual(left, {"given", "pass", "scratch", "osh.case"})
        self.assertEqual(os.listdir(self.scratch), [])

    def test_no_core_is_dumped_and_nobody_may_look_at_its_memory(self):
        self.hearim("new", "osh.case")
        (self.folder / "pass").unlink()
        os.mkfifo(self.folder / "pass")  # it waits here, with its precautions taken
        run = subprocess.Popen([PROGRAM, "log", "osh.case"], cwd=self.folder, env=self.env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                limits = Path(f"/proc/{run.pid}/limits").read_text()
                if "Max core file size        0                    0" in limits:
                    break
                time.sleep(0.05)
            else:
                self.fail("core dumps are allowed")
        finally:
            run.kill()
            run.wait()

    def test_ctrl_c_in_a_large_file_loses_nothing_and_the_same_command_continues(self):
        given = self.folder / "given"
        given.mkdir()
        for i in range(20):
            (given / f"{i:02}.txt").write_text(f"file {i}")
        with open(given / "large.bin", "wb") as large:
            large.truncate(3 << 30)  # zeros; seconds of work
        self.hearim("new", "osh.case")
        run = subprocess.Popen([PROGRAM, "add", "osh.case", "given"], cwd=self.folder, env=self.env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        blobs = self.folder / "osh.case" / "blobs"
        for _ in range(600):
            if any(blobs.iterdir()):
                break
            time.sleep(0.05)
        self.assertIsNone(run.poll(), "it ended before it could be stopped")
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
        self.assertEqual((run.returncode, out), (3, b""))
        self.assertIn(b"the same command continues", err)
        self.assertEqual(list(blobs.iterdir()), [])
        self.assertEqual(len(self.ledger()), 20)
        os.truncate(given / "large.bin", 100000)
        said = self.hearim("add", "osh.case", "given")
        self.assertIn("Continued where it was interrupted, after 20 things found.", said)
        self.assertIn("21 found = 21 taken + 0 duplicate + 0 refused", said)

    def test_a_full_disk_is_said_and_the_same_command_continues(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", small],
                          capture_output=True).returncode != 0:
            self.skipTest("no file system may be mounted here; the simulated disk tries it")
        try:
            (self.folder / "a.txt").write_text("a")
            (self.folder / "large.bin").write_bytes(os.urandom(600000))
            self.hearim("new", "small/s.case")
            self.hearim("add", "small/s.case", "a.txt")
            self.hearim("add", "small/s.case", "large.bin", status=3)
            self.assertEqual([row["path"] for row in self.ledger("small/s.case")], ["a.txt"])
            subprocess.run(["mount", "-o", "remount,size=4m", small], check=True)
            self.assertIn("1 found = 1 taken", self.hearim("add", "small/s.case", "large.bin"))
        finally:
            subprocess.run(["umount", small], check=True)


unittest.main()
