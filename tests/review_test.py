#!/usr/bin/env python3
"""hearim review on a real terminal: keys work without Enter, every decision is on the disk before
the next pair is shown, and whatever ends it gives the terminal back as it was."""
import csv
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


class Screen:
    """The program on a pseudo-terminal of 80 columns."""

    def __init__(self, folder):
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.text = ""
        self.run = subprocess.Popen(
            [PROGRAM, "review", "ngo.csv", "police.csv", "--clean", "all",
             "--decisions", "mine.csv", "--reviewer", "mina"],
            cwd=folder, stdin=self.slave, stdout=self.slave, stderr=subprocess.PIPE)

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

    def end(self):
        status = self.run.wait(timeout=60)
        self.run.stderr.close()
        return status

    def close(self):
        if self.run.poll() is None:
            self.run.kill()
            self.run.wait()
        self.run.stderr.close()
        os.close(self.master)
        os.close(self.slave)


class Review(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        (Path(self.folder.name) / "ngo.csv").write_text(NGO)
        (Path(self.folder.name) / "police.csv").write_text(POLICE)
        self.screen = Screen(self.folder.name)
        self.addCleanup(self.folder.cleanup)
        self.addCleanup(self.screen.close)
        self.screen.wait_for("q quit")

    def decisions(self):
        with open(Path(self.folder.name) / "mine.csv") as file:
            return [row["decision"] for row in csv.DictReader(file)]

    def test_keys_decide_and_undo_without_enter_and_each_is_kept_at_once(self):
        self.assertFalse(self.screen.is_as_before(), "keys are not read one at a time")
        self.screen.press(b"m")
        self.screen.wait_for("q quit")
        self.assertEqual(self.decisions(), ["match"])
        self.screen.press(b"z")
        self.screen.wait_for("taken back: match")
        self.assertEqual(self.decisions(), ["match", "undo"])
        self.screen.press(b"x")
        self.screen.wait_for("keys:")
        self.screen.press(b"q")
        self.screen.wait_for("kept in mine.csv")
        self.assertEqual(self.screen.end(), 0)
        self.assertTrue(self.screen.is_as_before())

    def ended_by(self, number, twice=False):
        self.screen.press(b"n")
        self.screen.wait_for("q quit")
        self.screen.run.send_signal(number)
        if twice:
            self.screen.run.send_signal(number)
        status = self.screen.end()
        self.assertTrue(self.screen.is_as_before())
        self.assertEqual(self.decisions(), ["non_match"])
        return status

    def test_ctrl_c_gives_the_terminal_back(self):
        self.assertEqual(self.ended_by(signal.SIGINT), 3)

    def test_ctrl_c_twice_gives_the_terminal_back(self):
        self.assertEqual(self.ended_by(signal.SIGINT, twice=True), 3)

    def test_sigterm_gives_the_terminal_back(self):
        self.assertEqual(self.ended_by(signal.SIGTERM), 3)

    def test_a_crash_gives_the_terminal_back(self):
        self.assertEqual(self.ended_by(signal.SIGSEGV), -signal.SIGSEGV)

    def test_a_lost_line_gives_the_terminal_back(self):
        self.assertEqual(self.ended_by(signal.SIGHUP), -signal.SIGHUP)

    def test_a_second_review_of_the_same_file_is_refused(self):
        run = subprocess.run(
            [PROGRAM, "review", "ngo.csv", "police.csv", "--decisions", "mine.csv",
             "--reviewer", "jun"], cwd=self.folder.name, input="", capture_output=True, text=True)
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("another review", run.stderr)

    def test_a_killed_review_is_taken_up_where_it_was(self):
        self.screen.press(b"u")
        self.screen.wait_for("q quit")
        self.screen.run.kill()
        self.screen.run.wait()
        again = subprocess.run(
            [PROGRAM, "review", "ngo.csv", "police.csv", "--clean", "all", "--decisions",
             "mine.csv", "--reviewer", "mina"],
            cwd=self.folder.name, input="", capture_output=True, text=True)
        self.assertEqual(again.returncode, 0)
        self.assertIn("1 in all", again.stdout)
        self.assertEqual(self.decisions(), ["unsure"])


class Output(unittest.TestCase):
    def test_a_full_disk_is_said_and_nothing_is_taken_for_decided(self):
        with tempfile.TemporaryDirectory() as folder, open("/dev/full", "w") as full:
            (Path(folder) / "ngo.csv").write_text(NGO)
            (Path(folder) / "police.csv").write_text(POLICE)
            run = subprocess.run(
                [PROGRAM, "review", "ngo.csv", "police.csv", "--decisions", "mine.csv",
                 "--reviewer", "mina"], cwd=folder, input="mmm", stdout=full,
                stderr=subprocess.PIPE, text=True)
            self.assertEqual(run.returncode, 3)
            self.assertIn("standard output", run.stderr)
            with open(Path(folder) / "mine.csv") as file:
                self.assertEqual(len(list(csv.DictReader(file))), 0)


unittest.main()
