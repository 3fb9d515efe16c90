#!/usr/bin/env python3
"""Checks a bundle from a Hearim case by docs/formats/bundle.md alone: the twin of hearim-verify.

    verify.py BUNDLE.tar [--key FILE] [--against FILE]      - is standard input

Needs `cryptography` (Debian: python3-cryptography). An age file is opened first: age -d -i
identity.txt bundle.age | verify.py -    Exit status: 0 it holds; 1 it does not; 2 usage.
"""
import base64, hashlib, re, sys, tarfile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

def need(condition, message):
    if not condition:
        raise ValueError(message)
def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def parse_key(text):
    name, key_id, key = text.decode().strip().split("+", 2)
    raw = base64.b64decode(key, validate=True)
    need(len(raw) == 33 and raw[0] == 1, "the public key is not an Ed25519 key")
    need(sha256(name.encode(), b"\n", raw)[:4].hex() == key_id, "the public key does not fit its name")
    return name, raw[1:], bytes.fromhex(key_id)
def parse_head(text):
    origin, size, root = text.split("\n")[:3]
    need(str(int(size)) == size, "a checkpoint's second line is not a number")
    return origin, int(size), base64.b64decode(root, validate=True)
def open_note(note, key, what):
    name, public, key_id = key
    text, _, signatures = note.decode().rpartition("\n\n")
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        raw = base64.b64decode(signature, validate=True)
        if dash == "\u2014" and signer == name and raw[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], (text + "\n").encode())
            except InvalidSignature:
                need(False, f"{what}: the signature does not hold")
            return parse_head(text)
    need(False, f"{what} is not signed by the bundle's key")
def split(size, proof):  # where a tree divides: at the largest power of two below its size
    need(size > 1 and proof, "a proof is too short")
    return 1 << ((size - 1).bit_length() - 1)
def included(leaf, index, size, proof):  # the root, by RFC 6962, 2.1.1, backwards
    if size == 1:
        need(index == 0 and not proof, "a proof is too long, or an entry beyond the checkpoint")
        return leaf
    k = split(size, proof)
    if index < k:
        return sha256(b"\1", included(leaf, index, k, proof[:-1]), proof[-1])
    return sha256(b"\1", proof[-1], included(leaf, index - k, size - k, proof[:-1]))
def old_and_new(m, n, proof, old_root, whole=True):  # both roots, 2.1.2 backwards
    if m == n:
        need(len(proof) == (0 if whole else 1), "a proof is of the wrong length")
        return (old_root, old_root) if whole else (proof[0], proof[0])
    k = split(n, proof)
    if m <= k:
        old, new = old_and_new(m, k, proof[:-1], old_root, whole)
        return old, sha256(b"\1", new, proof[-1])
    old, new = old_and_new(m - k, n - k, proof[:-1], old_root, False)
    return sha256(b"\1", proof[-1], old), sha256(b"\1", proof[-1], new)
def pieces(data):  # each led by its length
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at:at + 4], "big")
        need(at + 4 + size <= len(data), "an entry is cut short")
        yield data[at + 4:at + 4 + size]
        at += 4 + size
def parse_entry(data):
    fields = list(pieces(data))
    need(len(fields) >= 10 and fields[0] == b"hearim-entry-1" and
         int.from_bytes(fields[9], "big") * 2 == len(fields) - 10, "an entry is of an unknown kind")
    return int.from_bytes(fields[1], "big"), fields[2], fields[5], fields[6], fields[10:]
def commitment(salt, field, value):
    led = lambda b: len(b).to_bytes(8, "big") + b
    return sha256(b"hearim-commitment-1", salt, led(field), led(value))
def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves), True)
    return sha256(b"\1", root_of(leaves[:k]), root_of(leaves[k:]))
ALLOWED = (r"hearim-bundle|READ-ME-FIRST\.txt|key|checkpoint|kept/(checkpoint|proof)|log/(entries|"
           r"leaves)|item/[0-9]+/(entry|proof|salts|name|content(\.[A-Za-z0-9]+)?)")
def read_bundle(path):  # name -> bytes; of a content, its SHA-256, under item/N/content
    files = {}
    with tarfile.open(fileobj=sys.stdin.buffer if path == "-" else open(path, "rb"), mode="r|") as tar:
        for member in tar:
            name, hashed = member.name.split(".")[0], hashlib.sha256()
            need(member.isreg() and re.fullmatch(ALLOWED, member.name) and name not in files,
                 f"{member.name} does not belong there")
            need(files or name == "hearim-bundle", "this is not a bundle")
            stream = tar.extractfile(member)
            for piece in iter(lambda: stream.read(1 << 16), b"") if "/content" in name else ():
                hashed.update(piece)
            files[name] = hashed.digest() if "/content" in name else stream.read()
    need(files.get("hearim-bundle") == b"1\n", "the bundle is of an unknown version")
    return files
def main(path, options):
    files = read_bundle(path)
    proof_of = lambda name: [base64.b64decode(l, validate=True) for l in files[name].splitlines()]
    key = parse_key(files["key"])
    need("--key" not in options or parse_key(open(options["--key"], "rb").read()) == key, "another key")
    origin, size, root = open_note(files["checkpoint"], key, "the checkpoint")
    need(origin == key[0], "the checkpoint speaks of another log")
    roots = {size: root}
    if "kept/checkpoint" in files:
        kept = open_note(files["kept/checkpoint"], key, "the kept checkpoint")
        need(kept[0] == origin and kept[1] <= size, "the kept checkpoint speaks of another log")
        need(old_and_new(kept[1], size, proof_of("kept/proof"), kept[2]) == (kept[2], root),
             "the log does not begin with the kept checkpoint")
        roots[kept[1]] = kept[2]
    if "--against" in options:
        text = open(options["--against"], "rb").read().replace(b"\r", b"").strip() + b"\n"
        given = open_note(text, key, "--against") if b"\n\n" in text else parse_head(text.decode())
        need(given[0] == origin and roots.get(given[1]) == given[2],
             "the checkpoint given does not agree, or is not proved by this bundle")
    items = sorted({name.split("/")[1] for name in files if name.startswith("item/")}, key=int)
    need(items or "log/entries" in files, "the bundle holds no item and no log")
    for item in items:
        entry, proof = files[f"item/{item}/entry"], proof_of(f"item/{item}/proof")
        sequence, time, action, about, committed = parse_entry(entry)
        need((action, about) == (b"item-added", b"item:" + item.encode()), f"item {item}: wrong entry")
        need(included(sha256(b"\0", entry), sequence, size, proof) == root,
             f"item {item}: entry {sequence} is not in the log")
        salts = re.fullmatch(rb"content ([0-9a-f]+)\nname ([0-9a-f]+)\n", files[f"item/{item}/salts"])
        need(salts, f"item {item}: its salts are not as they are written")
        said = dict(zip(committed[0::2], committed[1::2]))
        for field, salt in zip(("content", "name"), salts.groups()):
            made = commitment(bytes.fromhex(salt.decode()), field.encode(), files[f"item/{item}/{field}"])
            need(said.get(field.encode()) == made, f"item {item}: its {field} is not what was logged")
        print(f"item {item} holds: entry {sequence}, {time.decode()}, "
              f"SHA-256 {files[f'item/{item}/content'].hex()}")
    if "log/entries" in files:
        leaves = [sha256(b"\0", entry) for entry in pieces(files["log/entries"])]
        kept = files["log/leaves"]
        wrong = [i for i, leaf in enumerate(leaves) if leaf != kept[32 * i:32 * i + 32]]
        need(len(leaves) == size and len(kept) == 32 * size and root_of(leaves) == root and not wrong,
             f"log: its entries are not those that were signed for; they differ at {wrong[:5]}")
    print(f"It holds: {origin}, {size} entries, root {root.hex()}, key {files['key'].decode().strip()}")

if len(sys.argv) < 2 or len(sys.argv) % 2 or not set(sys.argv[2::2]) <= {"--key", "--against"}:
    sys.exit(print(__doc__, file=sys.stderr) or 2)
try:
    main(sys.argv[1], dict(zip(sys.argv[2::2], sys.argv[3::2])))
except (KeyError, ValueError, TypeError, tarfile.TarError) as error:
    sys.exit(f"It does NOT hold: {error}")
