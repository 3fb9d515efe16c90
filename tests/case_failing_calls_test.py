#!/usr/bin/env python3
"""The whole program while system calls are interrupted, do half, or fail, one after the other.

    case_failing_calls_test.py PROGRAM FAILING_CALLS_LIBRARY

HEARIM_FULL=1 fails every call; otherwise each eleventh."""
import csv
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
LIBRARY = Path(sys.argv[2]).resolve()
STEP = 1 if os.environ.get("HEARIM_FULL") else 11
LARGE = 300_000  # a content in a file of its own


class FailingCalls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        (cls.folder / "pass").write_text("correct horse\n")
        given = cls.folder / "given"
        given.mkdir()
        (given / "a.txt").write_text("what one said")
        (given / "b.txt").write_text("what another said " * (LARGE // 18))
        (given / "c.csv").write_text("n,name\n" + "".join(f"{i},invented {i}\n" for i in range(900)))
        cls.env = dict(os.environ, HEARIM_PASSPHRASE_FILE=str(cls.folder / "pass"))
        subprocess.run([PROGRAM.parent / "hearim_make_case", "base.case", "correct horse", "item",
                        "x.txt", "received before", "large", "y", str(LARGE), "judgement", "item:1",
                        "B2"], cwd=cls.folder, check=True)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def setUp(self):
        for left in ("osh.case", "osh.backup"):
            path = self.folder / left
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        shutil.copytree(self.folder / "base.case", self.folder / "osh.case")

    def run_hearim(self, *words, plan=None):
        env = dict(self.env)
        if plan is not None:
            env.update(LD_PRELOAD=str(LIBRARY), HEARIM_FAILING_CALLS=plan,
                       HEARIM_FAILING_CALLS_COUNT=str(self.folder / "count"))
        return subprocess.run([PROGRAM, *words], cwd=self.folder, env=env, capture_output=True,
                              text=True, timeout=60)

    def hearim(self, *words, plan=None):
        done = self.run_hearim(*words, plan=plan)
        self.assertEqual(done.returncode, 0, (words, plan, done.stderr))
        return done.stdout

    def count_of(self, *words):
        self.hearim(*words, plan="none")
        return int((self.folder / "count").read_text())

    def ledger(self):
        rows = csv.DictReader(self.hearim("log", "osh.case", "--ledger").splitlines())
        return sorted(row["path"] for row in rows)

    ADDED = ["given/a.txt", "given/b.txt", "given/c.csv"]

    def test_calls_that_are_interrupted_or_do_half_change_nothing(self):
        for plan in ("interrupted", "short"):
            self.setUp()
            self.assertIn("3 found = 3 taken", self.hearim("add", "osh.case", "given", plan=plan))
            self.hearim("withdraw", "osh.case", "2", "--for-good", plan=plan)
            self.hearim("backup", "osh.case", "osh.backup", plan=plan)
            self.hearim("verify", "osh.case", plan=plan)
            self.assertIn("holds", self.hearim("verify", "osh.case"))
            self.assertEqual(self.ledger(), self.ADDED)

    def test_a_disk_that_is_read_only_is_said_in_one_line_and_nothing_changes(self):
        files = {p: p.read_bytes() for p in (self.folder / "osh.case").rglob("*") if p.is_file()}
        for words in (("add", "osh.case", "given"), ("withdraw", "osh.case", "1", "--for-good"),
                      ("backup", "osh.case", "osh.backup"), ("new", "new.case")):
            done = self.run_hearim(*words, plan="readonly")
            self.assert_one_error(done, (words, "readonly"))
            self.assertIn("ead-only", done.stderr, words)
        now = {p: p.read_bytes() for p in (self.folder / "osh.case").rglob("*") if p.is_file()}
        self.assertEqual(now, files)

    def assert_one_error(self, done, what):
        self.assertEqual(done.returncode, 3, (what, done.stdout, done.stderr))
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, (what, done.stderr))
        self.assertTrue(done.stderr.startswith("hearim: "), (what, done.stderr))

    def each_call_fails(self, words, check):
        """Plans for some of the calls; `check` looks at the case afterwards."""
        self.setUp()
        count = self.count_of(*words)
        self.assertGreater(count, 40)
        tried = failed = 0
        for number in range(1, count + 1, STEP):
            for kind, error in (("at", errno.EIO), ("from", errno.ENOSPC), ("from", errno.EROFS)):
                self.setUp()
                plan = f"{kind} {number} {error}"
                done = self.run_hearim(*words, plan=plan)
                tried += 1
                if done.returncode != 0:
                    failed += 1
                    self.assert_one_error(done, (words, plan))
                with self.subTest(words=words, plan=plan):
                    check(done)
                    self.assertIn("holds", self.hearim("verify", "osh.case"))
        print(f"{words[0]}: {tried} of {3 * count} failing calls, {failed} ended in an error")
        self.assertGreater(failed, tried / 2)

    def test_whatever_call_fails_while_adding_the_same_command_continues(self):
        def check(done):
            if done.returncode == 0:
                self.assertEqual(self.ledger(), self.ADDED)
                return
            before = self.ledger()
            self.hearim("add", "osh.case", "given")
            after = self.ledger()
            # What was in the ledger stays; where the intake had been finished, an add of its own.
            self.assertEqual(sorted(set(after)), self.ADDED)
            self.assertTrue(after == self.ADDED or before == self.ADDED, (before, after))
        self.each_call_fails(("add", "osh.case", "given"), check)

    def test_whatever_call_fails_while_withdrawing_the_item_is_whole_or_gone(self):
        def check(done):
            again = self.run_hearim("withdraw", "osh.case", "2", "--for-good")
            if done.returncode == 0:
                self.assertEqual(again.returncode, 1)
            self.assertIn(again.returncode, (0, 1), again.stderr)
        self.each_call_fails(("withdraw", "osh.case", "2", "--for-good"), check)

    def test_whatever_call_fails_while_backing_up_there_is_a_whole_backup_or_none(self):
        def check(done):
            self.assertEqual((self.folder / "osh.backup").exists(), done.returncode == 0)
        self.each_call_fails(("backup", "osh.case", "osh.backup"), check)


unittest.main(argv=sys.argv[:1])
