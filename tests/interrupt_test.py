#!/usr/bin/env python3
"""Ctrl-C ends at once and leaves no half-written report; a full disk and a closed pipe are said."""
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
UK = str(EXAMPLES / "uk-2013/table.csv")


class Interrupt(unittest.TestCase):
    def stopped_after(self, signal_number, seconds):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.Popen(
                [PROGRAM, "estimate", UK, "--resamples", "1000000", "--report", "r.html"],
                cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(seconds)
            self.assertIsNone(run.poll(), "it ended before it could be stopped")
            start = time.monotonic()
            run.send_signal(signal_number)
            out, err = run.communicate(timeout=60)
            self.assertLess(time.monotonic() - start, 5)
            self.assertEqual(run.returncode, 3)
            self.assertEqual(out, "")
            self.assertIn("stopped", err)
            self.assertEqual(os.listdir(folder), [])

    def test_ctrl_c_leaves_nothing_behind(self):
        for seconds in (0.2, 0.7, 1.5):
            self.stopped_after(signal.SIGINT, seconds)

    def test_sigterm_does_the_same(self):
        self.stopped_after(signal.SIGTERM, 0.4)

    def test_a_full_disk_is_said(self):
        with open("/dev/full", "w") as full:
            run = subprocess.run([PROGRAM, "estimate", UK, "--model", "lower-bound", "--quick"],
                                 stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.returncode, 3)
        self.assertIn("standard output", run.stderr)

    def test_a_report_that_cannot_be_written_is_said(self):
        run = subprocess.run([PROGRAM, "estimate", UK, "--model", "lower-bound", "--quick",
                              "--report", "/no-such-folder/r.html"],
                             capture_output=True, text=True)
        self.assertIn(run.returncode, (2, 3))
        self.assertIn("/no-such-folder", run.stderr)

    def test_a_closed_pipe_is_no_error(self):
        run = subprocess.run(
            f"'{PROGRAM}' estimate '{UK}' --model lower-bound --quick --json | head -c 1",
            shell=True, capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""))


unittest.main()
