#!/usr/bin/env python3
"""hearim judge on a real terminal: keys work without Enter, every answer is in the case before the
next question is shown, and whatever ends it gives the terminal back as it was."""
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())

# Invented people.
NGO = """name,born,town
김선희,1971-03-02,청진
Ibek Tarrin,1980-01-01,Murl
محمد عبد الرحمن,1965,حلب
Oshan Veld,1990-05-06,Dapto
"""
POLICE = """name,born,town
Kim Sun-hee,1971-03-02,Chongjin
Tarin Ibek,1980-07-12,Murl
Mohammed Abdulrahman,1965-04-01,Aleppo
Oshan Veldt,1990-06-05,Dapto
"""


class Judge(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "pass").write_text("correct horse\n")
        (self.folder / "in").mkdir()
        (self.folder / "in/ngo.csv").write_text(NGO)
        (self.folder / "in/police.csv").write_text(POLICE)
        self.env = dict(os.environ, HEARIM_PASSPHRASE_FILE=str(self.folder / "pass"),
                        LC_ALL="C.UTF-8")
        # Beside the program; its key costs little.
        subprocess.run([str(Path(PROGRAM).parent / "hearim_make_case"), "osh.case", "correct horse"],
                       cwd=self.folder, check=True)
        for words in ("add osh.case in", "link osh.case --clean all"):
            self.hearim(*words.split())
        self.start()

    def hearim(self, *words, keys=""):
        return subprocess.run([PROGRAM, *words], cwd=self.folder, env=self.env, input=keys,
                              capture_output=True, text=True, check=True).stdout

    def start(self):
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.text = ""
        self.run_ = subprocess.Popen([PROGRAM, "judge", "osh.case"], cwd=self.folder, env=self.env,
                                     stdin=self.slave, stdout=self.slave,
                                     stderr=subprocess.DEVNULL)
        self.addCleanup(os.close, self.master)
        self.addCleanup(os.close, self.slave)
        self.addCleanup(self.run_.kill)
        self.wait_for("q quit")

    def wait_for(self, words):
        end = time.monotonic() + 60
        while words not in self.text:
            if time.monotonic() > end:
                raise AssertionError(f"'{words}' never came: {self.text!r}")
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready:
                self.text += os.read(self.master, 65536).decode("utf-8", "replace")

    def press(self, key):
        self.text = ""
        os.write(self.master, key)

    def is_as_before(self):
        return termios.tcgetattr(self.slave) == self.before

    def decided(self):
        """What the next sitting says was decided, of all sittings."""
        last = [line for line in self.hearim("judge", "osh.case", keys="q").splitlines()
                if "decided now" in line][0]
        return int(last.split(" decided now, ")[1].split()[0])

    def test_keys_decide_and_undo_without_enter(self):
        self.assertFalse(self.is_as_before(), "keys are not read one at a time")
        self.press(b"m")
        self.wait_for("no questions are left")
        self.press(b"z")
        self.wait_for("taken back: match")
        self.press(b"x")
        self.wait_for("keys:")
        self.press(b"n")
        self.wait_for("no questions are left")
        self.press(b"q")
        self.wait_for("Stale now: 1 linkage")
        self.assertEqual(self.run_.wait(timeout=60), 0)
        self.assertTrue(self.is_as_before())
        self.assertEqual(self.decided(), 1)

    def ended_by(self, number):
        self.press(b"n")
        self.wait_for("no questions are left")
        self.run_.send_signal(number)
        status = self.run_.wait(timeout=60)
        self.assertTrue(number == signal.SIGKILL or self.is_as_before())
        self.assertEqual(self.decided(), 1)  # and the case opens and holds
        self.assertIn("holds", self.hearim("verify", "osh.case"))
        return status

    def test_ctrl_c_gives_the_terminal_back_and_keeps_what_was_answered(self):
        self.assertEqual(self.ended_by(signal.SIGINT), 3)

    def test_sigterm_gives_the_terminal_back_and_keeps_what_was_answered(self):
        self.assertEqual(self.ended_by(signal.SIGTERM), 3)

    def test_a_lost_line_gives_the_terminal_back_and_keeps_what_was_answered(self):
        self.assertEqual(self.ended_by(signal.SIGHUP), -signal.SIGHUP)

    def test_a_killed_sitting_is_taken_up_where_it_was(self):
        self.assertEqual(self.ended_by(signal.SIGKILL), -signal.SIGKILL)


unittest.main()
