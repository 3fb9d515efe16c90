#!/usr/bin/env python3
"""`hearim run` killed at random moments goes on, and ends where an undisturbed one ends.

    run_kill_test.py PROGRAM      12 kills; 100 with HEARIM_FULL set
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
TOP = pathlib.Path(__file__).resolve().parent.parent
MATERIAL = sorted((TOP / "examples/three-lists").glob("*.csv")) + sorted(
    (TOP / "tests/stories/mine").glob("*.txt"))
KILLS = 100 if os.environ.get("HEARIM_FULL") else 12


class KilledRuns(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="hearim-run-kill-")
        self.addCleanup(self.folder.cleanup)
        passphrase = pathlib.Path(self.folder.name) / "passphrase"
        passphrase.write_text("an invented passphrase\n")
        self.env = os.environ | {"HEARIM_PASSPHRASE_FILE": str(passphrase)}

    def hearim(self, *arguments, status=0):
        run = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder.name, env=self.env,
                             capture_output=True, text=True)
        if status is not None:
            self.assertEqual(run.returncode, status, run.stderr)
        return run.stdout

    def new_case(self, name):
        self.hearim("new", name)
        # There is nothing to link or to estimate from yet; what was chosen is kept all the same.
        self.hearim("link", name, "--draws", 5, status=None)
        self.hearim("estimate", name, "--quick", "--model", "loglinear,lower-bound", status=None)

    def run_case(self, name):
        return self.hearim("run", name, *MATERIAL)

    def what_stands(self, name):
        link = json.loads(self.hearim("link", name, "--json"))
        estimate = json.loads(self.hearim("estimate", name, "--json"))
        claims = json.loads(self.hearim("claims", name, "--json"))
        for made in (link, claims):
            del made["result"], made["reused"]
        for item in claims["items"]:
            del item["result"]
        del estimate["input"]["path"]  # names the result it was made from
        return link, estimate, claims

    def test_a_run_that_is_killed_again_and_again_ends_the_same(self):
        self.new_case("whole.case")
        begun = time.monotonic()
        said = self.run_case("whole.case")
        seconds = time.monotonic() - begun
        self.new_case("killed.case")
        rng = random.Random(7)
        killed = 0
        for _ in range(KILLS):
            run = subprocess.Popen([PROGRAM, "run", "killed.case", *map(str, MATERIAL)],
                                   cwd=self.folder.name, env=self.env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
            time.sleep(seconds * rng.random())
            run.send_signal(signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL
            self.hearim("verify", "killed.case")
        self.assertGreater(killed, KILLS // 4)
        self.assertEqual(self.run_case("killed.case").splitlines()[1:], said.splitlines()[1:])
        self.assertEqual(self.what_stands("killed.case"), self.what_stands("whole.case"))
        self.hearim("verify", "killed.case")


if __name__ == "__main__":
    unittest.main()
