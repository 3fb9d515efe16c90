#!/usr/bin/env python3
"""Runs one script of commands and compares what they print.

    run_script.py PROGRAM SCRIPT.txt [--rewrite]

A script is a list of blocks:

    # a comment, any number of lines
    $ hearim estimate t.csv
    more lines belong to the command
    ----
    what is printed: standard output, then standard error, then "[exit N]" when N is not 0
    ====

Commands run with bash, all of a script's in one empty folder, with $EXAMPLES naming the examples;
its path is printed as EXAMPLES. --rewrite puts what is printed now into the script: look at the
difference before you commit it.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def blocks(text):
    """Yields (lines before the command, command, expected)."""
    before, command, expected, state = [], [], [], "before"
    for line in text.splitlines():
        if state == "before" and line.startswith("$ "):
            command, state = [line[2:]], "command"
        elif state == "before":
            before.append(line)
        elif state == "command" and line == "----":
            expected, state = [], "expected"
        elif state == "command":
            command.append(line)
        elif line == "====":
            yield before, command, expected
            before, state = [], "before"
        else:
            expected.append(line)
    if state != "before":
        raise SystemExit("the last block does not end with ====")
    if before:
        yield before, None, None


def run(command, program, folder):
    examples = str(HERE.parent / "examples")
    env = dict(os.environ, EXAMPLES=examples, LC_ALL="C.UTF-8", NO_COLOR="1",
               PATH=f"{Path(program).resolve().parent}:{os.environ['PATH']}")
    done = subprocess.run(["bash", "-c", "\n".join(command)], cwd=folder, env=env,
                          stdin=subprocess.DEVNULL, capture_output=True)
    text = (done.stdout + done.stderr).decode("utf-8", "backslashreplace")
    text = text.replace(examples, "EXAMPLES")
    lines = text.splitlines()
    if done.returncode != 0:
        lines.append(f"[exit {done.returncode}]")
    return lines


def main():
    program, script = sys.argv[1], Path(sys.argv[2])
    rewrite = "--rewrite" in sys.argv[3:]
    written, commands, failures = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for before, command, expected in blocks(script.read_text(encoding="utf-8")):
            written += before
            if command is None:
                continue
            commands += 1
            seen = run(command, program, folder)
            written += ["$ " + command[0], *command[1:], "----", *seen, "===="]
            if seen != expected and not rewrite:
                failures += 1
                print(f"{script.name}: $ " + "\n".join(command))
                print("  expected:", *expected, "  printed:", *seen, sep="\n")
    if rewrite:
        script.write_text("\n".join(written) + "\n", encoding="utf-8")
    print(f"{commands} commands, {failures} differ")
    sys.exit(1 if failures or not commands else 0)


main()
