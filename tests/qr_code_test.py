#!/usr/bin/env python3
"""The QR code of a checkpoint, read back by another program (zbarimg), is the signed note."""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv.pop(1)).resolve()


def drawn(svg):
    """The picture as a portable grey map, by the paths and rectangles alone."""
    width, height = map(int, re.search(r'width="(\d+)" height="(\d+)"', svg).groups())
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    modules = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", svg)
    for x, y, w, h in (map(int, m) for m in modules):
        for row in rows[y:y + h]:
            row[x:x + w] = bytes(w)
    return b"P5 %d %d 255\n" % (width, height) + b"".join(rows), len(modules)


class QrCode(unittest.TestCase):
    @unittest.skipUnless(shutil.which("zbarimg"), "zbar-tools is not installed")
    def test_another_program_reads_the_note(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "pass").write_text("p\n")
            subprocess.run([PROGRAM.parent / "hearim_make_case", "a.case", "p", "item", "a", "b"],
                           cwd=folder, check=True)
            subprocess.run([PROGRAM, "checkpoint", "a.case", "-o", "a.note", "--qr", "a.svg"],
                           cwd=folder, check=True, stdout=subprocess.DEVNULL,
                           env={"HEARIM_PASSPHRASE_FILE": "pass"})
            picture, modules = drawn((folder / "a.svg").read_text())
            self.assertGreater(modules, 400)
            (folder / "a.pgm").write_bytes(picture)
            read = subprocess.run(["zbarimg", "--quiet", "--raw", "a.pgm"], cwd=folder, check=True,
                                  capture_output=True).stdout.decode()
            self.assertEqual(read.rstrip("\n"), (folder / "a.note").read_text().rstrip("\n"))


unittest.main()
