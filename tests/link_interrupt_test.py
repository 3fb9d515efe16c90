#!/usr/bin/env python3
"""`hearim link`: Ctrl-C ends at once and leaves none of its files; a full disk and a closed pipe are
said; what was there before stays."""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())
EXAMPLES = Path(__file__).resolve().parent.parent / "examples/three-lists"
LISTS = [str(EXAMPLES / name) for name in ("ngo.csv", "police.csv", "shelter.csv")]
OUTPUTS = ["-o", "c.csv", "--pairs", "p.csv", "--table", "t.csv", "--draws", "20", "--rejected",
           "x.csv", "--report", "r.html"]


def invented_list(path, rows, seed):
    rng = random.Random(seed)
    syllables = "ba de fi go lu ma ne po ri su ta vo ke zi".split()

    def word():
        return "".join(rng.choice(syllables) for _ in range(rng.randrange(2, 4)))
    words = [word() for _ in range(3000)]
    with open(path, "w") as out:
        out.write("name,born,village\n")
        for _ in range(rows):
            out.write(f"{rng.choice(words)} {rng.choice(words)},{rng.randrange(1950, 2000)}-"
                      f"{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02},{rng.choice(words[:300])}\n")


class Interrupt(unittest.TestCase):
    def test_ctrl_c_and_sigterm_leave_nothing_behind(self):
        with tempfile.TemporaryDirectory() as lists:
            for i in range(2):
                invented_list(f"{lists}/l{i}.csv", 150000, i)
            for number, seconds in ((signal.SIGINT, 0.05), (signal.SIGINT, 0.6),
                                    (signal.SIGTERM, 1.5)):
                with tempfile.TemporaryDirectory() as folder:
                    (Path(folder) / "c.csv").write_text("what was there before")
                    run = subprocess.Popen([PROGRAM, "link", f"{lists}/l0.csv", f"{lists}/l1.csv",
                                            "--threads", "1", *OUTPUTS], cwd=folder,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                    time.sleep(seconds)
                    self.assertIsNone(run.poll(), "it ended before it could be stopped")
                    start = time.monotonic()
                    run.send_signal(number)
                    out, err = run.communicate(timeout=60)
                    took = time.monotonic() - start
                    self.assertEqual(run.returncode, -number if seconds < 0.1 and err == "" else 3)
                    self.assertEqual(out, "")
                    if run.returncode == 3:
                        self.assertIn("stopped", err)
                    self.assertLess(took, 10)
                    self.assertEqual(os.listdir(folder), ["c.csv"])
                    self.assertEqual((Path(folder) / "c.csv").read_text(), "what was there before")

    def test_a_full_disk_is_said(self):
        with open("/dev/full", "w") as full:
            run = subprocess.run([PROGRAM, "link", *LISTS], stdout=full, stderr=subprocess.PIPE,
                                 text=True)
        self.assertEqual(run.returncode, 3)
        self.assertIn("standard output", run.stderr)
        run = subprocess.run([PROGRAM, "link", *LISTS, "-o", "/dev/full"], capture_output=True,
                             text=True)
        self.assertEqual((run.returncode, run.stdout), (3, ""))
        self.assertIn("/dev/full", run.stderr)

    def test_a_limit_on_the_size_of_files_leaves_none_of_them(self):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run(["bash", "-c", 'ulimit -f 8; exec "$@"', "bash", PROGRAM, "link",
                                  *LISTS, *OUTPUTS], cwd=folder, capture_output=True, text=True)
            self.assertEqual((run.returncode, run.stdout), (3, ""))
            self.assertEqual(os.listdir(folder), [])

    def test_no_memory_is_said(self):
        # A limit from outside that the forecast knows nothing of.
        with tempfile.TemporaryDirectory() as folder:
            invented_list(f"{folder}/l.csv", 60000, 3)
            run = subprocess.run(["bash", "-c", 'ulimit -d 12000; exec "$@"', "bash", PROGRAM,
                                  "link", f"{folder}/l.csv", "--threads", "1", "-o",
                                  f"{folder}/c.csv"], capture_output=True, text=True)
            self.assertEqual((run.returncode, run.stdout), (3, ""), run.stderr)
            self.assertIn("memory", run.stderr)
            self.assertEqual(os.listdir(folder), ["l.csv"])

    def test_a_closed_pipe_is_no_error(self):
        lists = " ".join(f"'{path}'" for path in LISTS)
        run = subprocess.run(f"'{PROGRAM}' link {lists} --json | head -c 1", shell=True,
                             capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "{", ""))

    def test_the_answer_can_go_down_a_pipe_as_a_file(self):
        run = subprocess.run([PROGRAM, "link", *LISTS, "--json", "-o", "/dev/stderr"],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0)
        self.assertEqual(run.stderr.splitlines()[0], "list,row,cluster")
        self.assertEqual(len(run.stderr.splitlines()), 441)


unittest.main()
