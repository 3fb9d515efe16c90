#!/usr/bin/env python3
"""`hearim estimate --json` keeps its contract: fields, types, no NaN, same for any --threads."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
MODELS = ["loglinear", "decomposable", "latent-class", "lower-bound"]


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def run(*arguments):
    done = subprocess.run([PROGRAM, "estimate", *map(str, arguments), "--json"],
                          capture_output=True, text=True)
    return done.returncode, done.stdout


def estimate(*arguments, statuses=(0, 1)):
    status, text = run(*arguments)
    assert status in statuses, (status, text)
    return json.loads(text, parse_constant=no_constant)


class JsonContract(unittest.TestCase):
    def check_estimate(self, e):
        self.assertIn(e["model"], MODELS)
        self.assertIn(e["status"], ["ok", "weak", "refused"])
        if e["status"] == "ok":
            self.assertNotIn("reason", e)
        else:
            self.assertTrue(e["reason"])
        if e["status"] == "refused":
            self.assertNotIn("population", e)
        else:
            p = e["population"]
            self.assertIn(p["kind"], ["bca", "profile", "credible", "bound"])
            for end in ("point", "low", "high"):
                if end in p:
                    self.assertIsInstance(p[end], (int, float))
            self.assertLessEqual(p["low"], p["point"] * (1 + 1e-9))
            if "high" in p:
                self.assertLessEqual(p["point"], p["high"] * (1 + 1e-9))
            self.assertEqual(p["level"], 0.95)
        self.assertIsInstance(e["details"], dict)

    def test_every_example_has_every_field(self):
        for table in sorted(EXAMPLES.glob("*/table.csv")):
            with self.subTest(table=table.parent.name):
                # The latent-class answer to the Dutch table takes half a minute; its own test has it.
                slow = table.parent.name == "netherlands-2017"
                models = MODELS[:2] + MODELS[3:] if slow else MODELS
                report = estimate(table, "--quick", "--model", ",".join(models))
                self.assertEqual(report["command"], "estimate")
                self.assertIsInstance(report["version"], str)
                self.assertIsInstance(report["seed"], int)
                given = report["input"]
                self.assertEqual(len(given["sha256"]), 64)
                self.assertIsInstance(given["observed"], int)
                self.assertIsInstance(given["patterns"], int)
                for pair in given["empty_pairs"]:
                    self.assertEqual(len(pair), 2)
                    self.assertTrue(set(pair) <= set(given["lists"]))
                self.assertEqual(len(report["strata"]), 1)
                stratum = report["strata"][0]
                self.assertEqual(stratum["stratum"], {})
                self.assertEqual([e["model"] for e in stratum["estimates"]], models)
                for e in stratum["estimates"]:
                    self.check_estimate(e)

    def test_details_by_model(self):
        report = estimate(EXAMPLES / "kosovo-1999/table.csv", "--quick")
        details = {e["model"]: e["details"] for e in report["strata"][0]["estimates"]}
        self.assertEqual(details["loglinear"]["resamples"], 1000)
        self.assertTrue(details["loglinear"]["terms"])
        self.assertAlmostEqual(details["loglinear"]["bic_best"]["point"], 10356.5, delta=10.4)
        self.assertTrue(details["loglinear"]["bic_best"]["terms"])
        prior = details["decomposable"]["prior"]
        self.assertEqual(prior["count"], 2 ** -4)
        self.assertIn("population", prior)
        self.assertEqual(prior["unseen_max"], 30 * 4400)
        latent = details["latent-class"]
        self.assertIn("0.025", latent["quantiles"])
        self.assertIn("0.975", latent["quantiles"])
        self.assertEqual(latent["chains"], 8)
        for field in ("rhat", "ess_bulk"):
            self.assertIsInstance(latent[field], float)

    def test_the_answer_does_not_depend_on_threads(self):
        table = EXAMPLES / "kosovo-1999/table.csv"
        texts = []
        for threads in (1, 2, 5):
            status, text = run(table, "--threads", threads)
            self.assertEqual(status, 0)
            texts.append(text.replace(f"--threads {threads}", ""))
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(texts[0], texts[2])

    def test_the_seed_is_kept_and_changes_only_what_is_random(self):
        table = EXAMPLES / "kosovo-1999/table.csv"
        a = estimate(table, "--model", "loglinear,decomposable", "--quick", "--seed", 7)
        b = estimate(table, "--model", "loglinear,decomposable", "--quick", "--seed", 8)
        self.assertEqual((a["seed"], b["seed"]), (7, 8))
        for e, f in zip(a["strata"][0]["estimates"], b["strata"][0]["estimates"]):
            self.assertEqual(e["population"]["point"], f["population"]["point"])
        self.assertNotEqual(a["strata"][0]["estimates"][0]["population"]["high"],
                            b["strata"][0]["estimates"][0]["population"]["high"])

    def test_strata_are_added_as_joint_draws(self):
        rows = (EXAMPLES / "kosovo-1999/table.csv").read_text().splitlines()
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "strata.csv"
            table.write_text("\n".join([rows[0] + ",region"] + [r + ",north" for r in rows[1:]] +
                                       [r + ",south" for r in rows[1:]]))
            report = estimate(table, "--by", "region", "--quick", "--model",
                              "loglinear,decomposable,lower-bound")
        self.assertEqual([s["stratum"] for s in report["strata"]],
                         [{"region": "north"}, {"region": "south"}])
        for model, total in enumerate(report["combined"]):
            parts = [s["estimates"][model]["population"] for s in report["strata"]]
            whole = total["population"]
            self.assertAlmostEqual(whole["point"] / sum(p["point"] for p in parts), 1, delta=0.03)
            # Narrower than the ends added, as independent errors partly cancel.
            self.assertGreater(whole["low"], sum(p["low"] for p in parts))
            self.assertLess(whole["high"], sum(p["high"] for p in parts))

    def test_linkage_draws_are_mixed_and_their_share_said(self):
        rows = (EXAMPLES / "kosovo-1999/table.csv").read_text().splitlines()
        counts = [r.rsplit(",", 1) for r in rows[1:]]
        with tempfile.TemporaryDirectory() as folder:
            same, apart = Path(folder) / "same.csv", Path(folder) / "apart.csv"
            header = rows[0] + ",draw"
            same.write_text("\n".join([header] + [f"{r},{d}" for d in range(4) for r in rows[1:]]))
            apart.write_text("\n".join([header] + [
                f"{h},{int(c) * (4 + d) // 4 if h.count('1') == 2 else c},{d}"
                for d in range(4) for h, c in counts]))
            for model in ("loglinear", "decomposable", "lower-bound"):
                shares = []
                for table in (same, apart):
                    report = estimate(table, "--quick", "--model", model, "--resamples", 200)
                    details = report["strata"][0]["estimates"][0]["details"]
                    shares.append(details["linkage_variance_share"])
                self.assertAlmostEqual(shares[0], 0, places=9)
                self.assertGreater(shares[1], 0.3, model)


unittest.main()
