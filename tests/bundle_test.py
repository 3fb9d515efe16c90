#!/usr/bin/env python3
"""Bundles: two checkers that share no code agree on good ones and on every kind of altered one;
age files open with the `age` program and the other way round; signatures hold by `openssl`."""
import base64
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

HEARIM = Path(sys.argv.pop(1)).resolve()
CHECKER = HEARIM.parent / "hearim-verify"
TWIN = Path(__file__).resolve().parent.parent / "tools/verify.py"
INSTANCES = 100 if os.environ.get("HEARIM_FULL") else 3


def run(*command, stdin=b"", env=None):
    return subprocess.run([str(word) for word in command], input=stdin, capture_output=True,
                          env={**os.environ, **(env or {})})


def files_of(tar):
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        return [(m.name, archive.extractfile(m).read()) for m in archive]


def tar_of(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


class Bundles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.env = {"HEARIM_PASSPHRASE_FILE": str(cls.folder / "pass")}
        (cls.folder / "pass").write_text("p\n")
        for name in ("a", "b"):
            run(HEARIM.parent / "hearim_make_case", cls.folder / f"{name}.case", "p", "item",
                "\ubaa9\ub85d.csv", "name", "item", "two.txt", "2" * 5000, "large", "big.bin", 200000)
        keygen = run("age-keygen")
        cls.identity = cls.folder / "identity.txt"
        cls.identity.write_bytes(keygen.stdout)
        cls.recipient = re.search(r"age1\w+", keygen.stdout.decode())[0]
        run(HEARIM, "checkpoint", cls.folder / "a.case", "-o", cls.folder / "kept.note", env=cls.env)
        run(HEARIM.parent / "hearim_make_case", cls.folder / "a.case", "p", "judgement", "item:1", "B",
            "item", "later", "later")
        cls.tar = {name: cls.bundle(name) for name in ("a", "b")}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def bundle(cls, name, *more):
        since = ("--since", cls.folder / "kept.note") if name == "a" else ()
        made = run(HEARIM, "bundle", cls.folder / f"{name}.case", "1-3", "--log", *since, "--to",
                   cls.recipient, "-o", cls.folder / f"{name}.age", *more, env=cls.env)
        assert made.returncode == 0, made.stderr
        opened = run("age", "-d", "-i", cls.identity, cls.folder / f"{name}.age")
        assert opened.returncode == 0, opened.stderr
        return opened.stdout

    def verdicts(self, tar, *options):
        return [run(CHECKER, "-", *options, stdin=tar), run(sys.executable, TWIN, "-", *options,
                                                            stdin=tar)]

    def test_both_checkers_say_it_holds(self):
        kept = ("--against", self.folder / "kept.note")
        for verdict in self.verdicts(self.tar["a"], *kept):
            self.assertEqual(verdict.returncode, 0, verdict.stdout + verdict.stderr)
        files = dict(files_of(self.tar["a"]))
        self.assertEqual(files["item/1/content.csv"], b"name")
        self.assertEqual(files["item/1/name"].decode(), "\ubaa9\ub85d.csv")
        self.assertEqual(len(files["item/3/content.bin"]), 25000 * 8)
        # Without the proof, a kept checkpoint of another size is refused, not believed.
        bare = tar_of([f for f in files_of(self.tar["a"]) if not f[0].startswith("kept")])
        for verdict in self.verdicts(bare, *kept):
            self.assertEqual(verdict.returncode, 1)
        for verdict in self.verdicts(self.tar["b"], *kept):
            self.assertEqual(verdict.returncode, 1)

    def altered(self, kind, rng):
        """One random instance of an attack on the bundle of case a."""
        files = files_of(self.tar["a"])
        other = dict(files_of(self.tar["b"]))
        at = {name: i for i, (name, _) in enumerate(files)}
        item = rng.choice("123")
        another = rng.choice([i for i in "123" if i != item])

        def flip(name):
            content = bytearray(dict(files)[name])
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
            files[at[name]] = (name, bytes(content))

        def swap(first, second):
            a, b = dict(files)[first], dict(files)[second]
            files[at[first]], files[at[second]] = (first, b), (second, a)

        content = {"1": "content.csv", "2": "content.txt", "3": "content.bin"}
        if kind == "content altered":
            flip(f"item/{item}/{content[item]}")
        elif kind == "entry altered":
            flip(f"item/{item}/entry")
        elif kind == "name altered":
            flip(f"item/{item}/name")
        elif kind == "salt altered":
            flip(f"item/{item}/salts")
        elif kind == "proof altered":
            flip(f"item/{item}/proof")
        elif kind == "key altered":
            flip("key")
        elif kind == "checkpoint altered":
            flip("checkpoint")
        elif kind == "key of another case":
            files[at["key"]] = ("key", other["key"])
        elif kind == "checkpoint of another case":
            files[at["checkpoint"]] = ("checkpoint", other["checkpoint"])
        elif kind == "key and checkpoint of another case":
            for name in ("key", "checkpoint"):
                files[at[name]] = (name, other[name])
        elif kind == "contents swapped":
            swap(f"item/{item}/{content[item]}", f"item/{another}/{content[another]}")
        elif kind == "entries and proofs swapped":
            for name in ("entry", "proof", "salts"):
                swap(f"item/{item}/{name}", f"item/{another}/{name}")
        elif kind == "item of another case":
            for name, _ in list(files):
                if name.startswith(f"item/{item}/"):
                    files[at[name]] = (name, other[name])
        elif kind == "proof cut":
            name = f"item/{item}/proof"
            lines = dict(files)[name].splitlines(True)
            lines.pop(rng.randrange(len(lines)))
            files[at[name]] = (name, b"".join(lines))
        elif kind == "file left out":
            needed = [n for n, _ in files if n != "READ-ME-FIRST.txt" and not n.startswith("kept")]
            files.pop(at[rng.choice(needed)])
        elif kind == "file added":
            files.insert(rng.randrange(1, len(files)), (f"item/{item}/more", b"more"))
        elif kind == "file twice":
            files.append(rng.choice(files))
        elif kind == "log entry altered":
            flip("log/entries")
        elif kind == "log cut":
            name = "log/entries"
            content = dict(files)[name]
            first = 4 + int.from_bytes(content[:4], "big")
            files[at[name]] = (name, content[first:])
        elif kind == "kept proof altered":
            flip("kept/proof")
        elif kind == "archive cut":
            tar = self.tar["a"]
            return tar[:rng.randrange(512, len(tar) - 10241)]
        return tar_of(files)

    KINDS = ["content altered", "entry altered", "name altered", "salt altered", "proof altered",
             "key altered", "checkpoint altered", "key of another case", "checkpoint of another case",
             "key and checkpoint of another case", "contents swapped", "entries and proofs swapped",
             "item of another case", "proof cut", "file left out", "file added", "file twice",
             "log entry altered", "log cut", "kept proof altered", "archive cut"]

    def test_every_altered_bundle_is_refused_by_both_checkers(self):
        for verdict in self.verdicts(tar_of(files_of(self.tar["a"]))):  # the tool itself is sound
            self.assertEqual(verdict.returncode, 0)
        for kind in self.KINDS:
            for instance in range(INSTANCES):
                tar = self.altered(kind, random.Random(f"{kind} {instance}"))
                for verdict in self.verdicts(tar):
                    said = verdict.stdout + verdict.stderr
                    self.assertEqual(verdict.returncode, 1, f"{kind} {instance}: {said}")
                    self.assertIn(b"wrong" if verdict.args[0] == str(CHECKER) else b"NOT", said)
        print(f"{len(self.KINDS)} kinds x {INSTANCES}: all refused by both")

    def test_the_wrong_entry_is_named(self):
        files = files_of(self.tar["a"])
        position = [n for n, _ in files].index("log/entries")
        content = bytearray(files[position][1])
        at = 0
        for _ in range(2):
            at += 4 + int.from_bytes(content[at:at + 4], "big")
        content[at + 4 + 4 + 14 + 4 + 8 + 4 + 3] ^= 1  # in entry 2's time
        files[position] = ("log/entries", bytes(content))
        said = run(CHECKER, "-", stdin=tar_of(files)).stdout.decode()
        self.assertIn("log: entry 2 is not as it was signed for", said)
        self.assertNotIn("entry 3", said.split("root")[0])

    def test_age_files_agree_with_the_age_program_both_ways(self):
        opened = run(CHECKER, self.folder / "a.age", "--identity", self.identity)
        self.assertEqual(opened.returncode, 0, opened.stderr)
        for size in (0, 1, 65535, 65536, 65537, 131072, 200000):
            sealed = run("age", "-r", self.recipient, stdin=b"x" * size).stdout
            said = run(CHECKER, "-", "--identity", self.identity, stdin=sealed)
            self.assertEqual(said.returncode, 1)  # opened, and no bundle
            self.assertIn(b"archive", said.stdout)
        sealed = run("age", "-r", self.recipient, stdin=self.tar["a"]).stdout
        self.assertEqual(run(CHECKER, "-", "--identity", self.identity, stdin=sealed).returncode, 0)
        for cut in (len(sealed) - 1, len(sealed) // 2, 300, 250, 150, 40):
            self.assertIn(run(CHECKER, "-", "--identity", self.identity,
                              stdin=sealed[:cut]).returncode, (1, 3), cut)
        rng = random.Random(5)
        for _ in range(60):
            broken = bytearray(sealed)
            broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
            self.assertNotEqual(run(CHECKER, "-", "--identity", self.identity,
                                    stdin=bytes(broken)).returncode, 0)
        stranger = self.folder / "stranger.txt"
        stranger.write_bytes(run("age-keygen").stdout)
        self.assertEqual(run(CHECKER, self.folder / "a.age", "--identity", stranger).returncode, 3)

    def test_two_recipients_and_a_passphrase(self):
        second = run("age-keygen").stdout
        (self.folder / "second.txt").write_bytes(second)
        self.bundle("b", "--to", re.search(rb"age1\w+", second)[0].decode())
        for identity in ("identity.txt", "second.txt"):
            self.assertEqual(run("age", "-d", "-i", self.folder / identity,
                                 self.folder / "b.age").returncode, 0)
        (self.folder / "seal").write_text("six words that nobody would guess\n")
        made = run(HEARIM, "bundle", self.folder / "b.case", "2", "--with-passphrase", "-o",
                   self.folder / "p.age",
                   env={**self.env, "HEARIM_BUNDLE_PASSPHRASE_FILE": str(self.folder / "seal")})
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(run(CHECKER, self.folder / "p.age", "--passphrase-file",
                             self.folder / "seal").returncode, 0)
        self.assertEqual(run(CHECKER, self.folder / "p.age", "--passphrase-file",
                             self.folder / "pass").returncode, 3)

    def test_the_signature_holds_by_openssl(self):
        note = (self.folder / "kept.note").read_bytes()
        text, _, signature = note.rpartition(b"\n\n")
        raw = base64.b64decode(signature.split()[2])[4:]
        key = base64.b64decode(dict(files_of(self.tar["a"]))["key"].strip().split(b"+", 2)[2])[1:]
        der = bytes.fromhex("302a300506032b6570032100") + key  # RFC 8410
        for name, content in (("k.der", der), ("t", text + b"\n"), ("s", raw)):
            (self.folder / name).write_bytes(content)
        command = ("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                   self.folder / "k.der", "-rawin", "-in", self.folder / "t", "-sigfile",
                   self.folder / "s")
        self.assertEqual(run(*command).returncode, 0)
        (self.folder / "t").write_bytes(text + b"x\n")
        self.assertNotEqual(run(*command).returncode, 0)

    def test_items_never_leave_unsealed_and_nothing_is_left_of_a_refusal(self):
        for more, status in ((("1",), 2), (("99", "--to", self.recipient), 2), ((), 2),
                             (("1", "--to", self.recipient[:-1] + "q"), 2),
                             (("0", "--to", self.recipient), 2), (("2-1", "--log"), 2)):
            made = run(HEARIM, "bundle", self.folder / "b.case", *more, "-o", self.folder / "no.age",
                       env=self.env)
            self.assertEqual(made.returncode, status, made.stderr)
            self.assertFalse((self.folder / "no.age").exists())
        plain = run(HEARIM, "bundle", self.folder / "b.case", "--log", "-o", self.folder / "log.tar",
                    env=self.env)
        self.assertEqual(plain.returncode, 0, plain.stderr)
        self.assertEqual(run(CHECKER, self.folder / "log.tar").returncode, 0)
        self.assertNotIn("\ubaa9\ub85d".encode(), (self.folder / "log.tar").read_bytes())


if not shutil.which("age"):
    print("skipped: the program age is not installed")
    sys.exit(77)
unittest.main()
