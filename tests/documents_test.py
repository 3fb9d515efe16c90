#!/usr/bin/env python3
"""The documents are true: every verb, option and error code is documented, every option that is
documented exists, links lead somewhere, and the commands in the README and the guide run."""
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = str(Path(sys.argv.pop(1)).resolve())
TOP = Path(__file__).resolve().parent.parent
PAGES = sorted(p for p in TOP.glob("**/*.md") if "build" not in p.relative_to(TOP).parts)


def help_of(*verb):
    return subprocess.run([PROGRAM, *verb, "--help"], capture_output=True, text=True,
                          check=True).stdout


def verbs():
    listed = help_of().split("Subcommands:")[1]
    return re.findall(r"^  ([a-z]+) ", listed, re.M)


class Documents(unittest.TestCase):
    def test_every_verb_and_option_is_documented_and_no_other(self):
        self.assertIn("estimate", verbs())
        for verb in verbs():
            page = (TOP / f"docs/verbs/{verb}.md").read_text()
            options = set(re.findall(r"(--[a-z][a-z-]*)", help_of(verb)))
            documented = set(re.findall(r"`(--[a-z][a-z-]*)", page))
            self.assertEqual(options - documented, set(), f"not in docs/verbs/{verb}.md")
            self.assertEqual(documented - options, set(), f"docs/verbs/{verb}.md invents options")
            self.assertIn(f"hearim {verb}", (TOP / "README.md").read_text())

    def test_every_error_code_is_documented(self):
        source = (TOP / "src/base/error.cc").read_text()
        codes = dict(re.findall(r'CodeRow\{ErrorCode::\w+, "(\w+)", (\d)\}', source))
        self.assertGreater(len(codes), 5)
        page = (TOP / "docs/exit-status.md").read_text()
        self.assertEqual(dict(re.findall(r"^\| `(\w+)` \| (\d) \|", page, re.M)), codes)

    def test_links_lead_somewhere(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
                if not re.match(r"[a-z]+:", target):
                    self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")

    def test_files_named_in_the_documents_exist(self):
        pattern = r"`((?:src|include|docs|tests|bench|tools|examples|fuzz)/[\w./-]+\.\w+)`"
        for page in PAGES:
            for name in re.findall(pattern, page.read_text()):
                self.assertTrue((TOP / name).exists(), f"{page.name}: {name}")

    def run_commands_of(self, page):
        """Every command of a page, one after the other, as a reader would type them in a clone."""
        commands = re.findall(r"^    (hearim .*)$", (TOP / page).read_text(), re.M)
        self.assertGreater(len(commands), 2)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "examples").symlink_to(TOP / "examples")
            secret = Path(folder) / "passphrase"
            secret.write_text("of a test, and no secret\n")
            for command in commands:
                run = subprocess.run(["bash", "-c", command.replace("hearim", PROGRAM, 1)],
                                     cwd=folder, capture_output=True, text=True,
                                     env=os.environ | {"HEARIM_PASSPHRASE_FILE": str(secret)})
                self.assertIn(run.returncode, (0, 1), f"{command}: {run.stderr}")

    def test_the_commands_in_the_readme_run(self):
        self.run_commands_of("README.md")

    def test_the_commands_in_the_guide_run_one_after_the_other(self):
        self.run_commands_of("docs/guide/README.md")


unittest.main()
