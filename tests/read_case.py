#!/usr/bin/env python3
"""Reads a case by docs/formats/case.md alone, sharing no code with the program but the libraries
libsodium, SQLite and zstd. Prints what it finds as JSON; used by src/casefile/format_test.cc.

    read_case.py CASE PASSPHRASE
"""
import base64
import ctypes
import ctypes.util
import hashlib
import json
import sqlite3
import struct
import sys
import tempfile
from pathlib import Path

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
assert sodium.sodium_init() >= 0
BLOCK = 4096


def unseal(key, nonce, data, sealed):
    """The plaintext, or None when it does not authenticate."""
    out = ctypes.create_string_buffer(max(1, len(sealed) - 16))
    failed = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, None, None, sealed, ctypes.c_ulonglong(len(sealed)), data,
        ctypes.c_ulonglong(len(data)), nonce, key)
    return None if failed else out.raw[:len(sealed) - 16]


def argon2id(passphrase, salt, passes, memory):
    out = ctypes.create_string_buffer(32)
    assert sodium.crypto_pwhash(out, ctypes.c_ulonglong(32), passphrase,
                                ctypes.c_ulonglong(len(passphrase)), salt,
                                ctypes.c_ulonglong(passes), ctypes.c_size_t(memory), 2) == 0
    return out.raw


def derived(key, number):
    return hashlib.blake2b(key=key, digest_size=32, salt=struct.pack("<Q8x", number),
                           person=b"hearimK1" + bytes(8)).digest()


def read_keys(path, passphrase):
    file = path.read_bytes()
    assert len(file) == 8288 and file[:16] == b"hearim-case-keys"
    assert struct.unpack("<II", file[16:24]) == (1, 16)
    case_id = file[24:40]
    for number in range(16):
        slot = file[64 + 512 * number:64 + 512 * (number + 1)]
        if slot[0] != 1:
            continue
        passes, memory = struct.unpack("<IQ", slot[4:16])
        bound = b"hearim-slot-1" + case_id + bytes([number]) + slot[:48] + slot[256:]
        keys = unseal(argon2id(passphrase, slot[16:32], passes, memory), slot[48:72], bound,
                      slot[72:152])
        if keys:
            tag = hashlib.blake2b(file[:8256], key=derived(keys[:32], 2), digest_size=32).digest()
            assert tag == file[8256:], "case.keys was changed"
            return case_id, keys[:32], keys[32:] if slot[1] == 3 else None
    sys.exit("no slot opens")


def blocks(path, key, role):
    file = path.read_bytes() if path.exists() else b""
    for number in range(len(file) // BLOCK):
        block = file[BLOCK * number:BLOCK * (number + 1)]
        yield unseal(key, block[:24], b"hearim-block-1" + struct.pack("<BQ", role, number),
                     block[24:])


def open_database(case, key, folder):
    """Lays the database and its log out again as SQLite has them."""
    plain = Path(folder) / "plain.db"
    with plain.open("wb") as out:
        for payload in blocks(case / "case.db", key, 1):
            out.write((payload or bytes(4056))[:4032] + bytes(64))
    with Path(str(plain) + "-wal").open("wb") as out:
        for number, payload in enumerate(blocks(case / "case.db-wal", key, 2)):
            if payload is None:
                break
            out.write(payload[:32] if number == 0 else payload + bytes(64))
    return sqlite3.connect(plain)


def padme(size):
    if size < 4096:
        return 4096
    exponent = size.bit_length() - 1
    unit = 1 << (exponent - (exponent.bit_length()))
    return (size + unit - 1) // unit * unit


def read_blob(case, name_key, digest, size, key):
    name = hashlib.blake2b(digest, key=name_key, digest_size=32).hexdigest()
    stored = (case / "blobs" / name).read_bytes()
    step = 65536 + 16
    count = (len(stored) + step - 1) // step
    plain = b"".join(
        unseal(key, bytes(15) + struct.pack("<QB", i, i == count - 1), b"hearim-blob-1",
               stored[step * i:step * (i + 1)]) for i in range(count))
    assert len(plain) == padme(size + 8) and plain[-8:] == struct.pack("<Q", size)
    return plain[:size]


zstd = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
zstd.ZSTD_decompress.restype = ctypes.c_size_t


def unpacked(frame):
    size = zstd.ZSTD_getFrameContentSize(frame, ctypes.c_size_t(len(frame)))
    out = ctypes.create_string_buffer(max(1, size))
    got = zstd.ZSTD_decompress(out, ctypes.c_size_t(size), frame, ctypes.c_size_t(len(frame)))
    assert got == size
    return out.raw[:size]


def led(value):
    return struct.pack("<Q", len(value)) + value


def rows_of(block, column_count):
    """The rows of a block: (line, offset, size, cells or reason)."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = block[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def take(size):
        nonlocal at
        at += size
        return block[at - size:at]

    count = number()
    states = take(count)
    sums = []
    for _ in range(2):
        total, column = 0, []
        for _ in range(count):
            total += number()
            column.append(total)
        sums.append(column)
    sizes = [number() for _ in range(count)]
    accepted = states.count(0)
    columns = []
    for _ in range(column_count):
        cell_sizes = [number() for _ in range(accepted)]
        columns.append([take(size).decode() for size in cell_sizes])
    cells = iter(zip(*columns))
    rows = []
    for i in range(count):
        said = list(next(cells)) if states[i] == 0 else [number(), take(number()).decode()]
        rows.append((sums[0][i], sums[1][i], sizes[i], said))
    assert at == len(block)
    return rows


def read_received(database, committed):
    """The ledger, the lists and the texts, each checked against the custody log."""
    ledger, lists, texts = [], [], []
    for number, request, salt in database.execute("SELECT id, request, salt FROM intake"):
        said = committed[b"intake:%d" % number]
        assert said[b"request"] == commitment(salt, b"request", request)
    for number, first, last, salt in database.execute(
            "SELECT id, first_line, last_line, salt FROM ledger_batch"):
        all_lines = hashlib.sha256()
        for intake, place, inside, member, outcome, item, reason, size, modified, line_salt, kept \
                in database.execute(
                    "SELECT intake, place, inside, member, outcome, item, reason, size_bytes, "
                    "modified, salt, commitment FROM ledger_line WHERE id BETWEEN ? AND ? "
                    "ORDER BY id", (first, last)):
            canonical = (struct.pack("<Q", intake) + led(place) +
                         struct.pack("<QQQQ", inside or 0, member, outcome, item or 0) +
                         led(reason.encode()) + struct.pack("<Q", size) + led(modified.encode()))
            assert kept == commitment(line_salt, b"line", canonical)
            all_lines.update(kept)
            ledger.append([place.decode(), ["taken", "duplicate", "refused"][outcome - 1]])
        said = committed[b"ledger:%d" % number]
        assert said[b"lines"] == commitment(salt, b"lines", all_lines.digest())
    for number, item, name, columns, how, row_count, rejected, salt in database.execute(
            "SELECT id, item, name, columns, how_read, row_count, rejected_count, salt FROM list "
            "WHERE length(salt) > 0"):
        names, at = [], 0
        while at < len(columns):
            size = struct.unpack("<Q", columns[at:at + 8])[0]
            names.append(columns[at + 8:at + 8 + size].decode())
            at += 8 + size
        digests, rows = hashlib.sha256(), []
        for (frame,) in database.execute(
                "SELECT rows FROM list_block WHERE list = ? ORDER BY first_row", (number,)):
            block = unpacked(frame)
            digests.update(hashlib.sha256(block).digest())
            rows += rows_of(block, len(names))
        assert len(rows) == row_count
        canonical = (struct.pack("<Q", item) + led(name.encode()) + led(columns) +
                     led(how.encode()) + struct.pack("<QQ", row_count, rejected) +
                     digests.digest())
        said = committed[b"list:%d" % number]
        assert said[b"list"] == commitment(salt, b"list", canonical)
        lists.append(rows)
    for number, item, tool, content, map_format, places, salt in database.execute(
            "SELECT id, item, tool, content, map_format, map, salt FROM text WHERE length(salt) > 0"):
        content, places = unpacked(content), unpacked(places)
        canonical = (struct.pack("<Q", item) + led(tool.encode()) +
                     hashlib.sha256(content).digest() + led(map_format.encode()) +
                     hashlib.sha256(places).digest())
        said = committed[b"text:%d" % number]
        assert said[b"text"] == commitment(salt, b"text", canonical)
        texts.append(content.decode())
    for number, item, tool, why, salt in database.execute(
            "SELECT id, item, tool, why, salt FROM shortfall"):
        canonical = struct.pack("<Q", item) + led(tool.encode()) + led(why.encode())
        said = committed[b"shortfall:%d" % number]
        assert said[b"why"] == commitment(salt, b"why", canonical)
    return ledger, lists, texts


def fields(entry):
    at = 0
    while at < len(entry):
        size = struct.unpack(">I", entry[at:at + 4])[0]
        yield entry[at + 4:at + 4 + size]
        at += 4 + size


def commitment(salt, field, value):
    big = lambda b: struct.pack(">Q", len(b)) + b
    return hashlib.sha256(b"hearim-commitment-1" + salt + big(field) + big(value)).digest()


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def main():
    case, passphrase = Path(sys.argv[1]), sys.argv[2].encode()
    case_id, coded, identities = read_keys(case / "case.keys", passphrase)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(case, derived(coded, 1), folder)
        entries = [row[0] for row in database.execute("SELECT entry FROM custody ORDER BY sequence")]
        committed = {}
        for entry in entries:
            parts = list(fields(entry))
            assert parts[0] == b"hearim-entry-1"
            rest = parts[10:]
            committed.setdefault(parts[6], {}).update(zip(rest[0::2], rest[1::2]))
        items = {}
        for item, blob, content_salt, name, name_salt in database.execute(
                "SELECT id, blob, content_salt, name, name_salt FROM item"):
            digest, size, content, key = database.execute(
                "SELECT sha256, size_bytes, content, key FROM blob WHERE id = ?", (blob,)).fetchone()
            if content is None:
                content = read_blob(case, derived(coded, 3), digest, size, key)
            assert hashlib.sha256(content).digest() == digest
            said = committed[b"item:%d" % item]
            assert said[b"content"] == commitment(content_salt, b"content", digest)
            assert said[b"name"] == commitment(name_salt, b"name", name.encode())
            items[name] = hashlib.sha256(content).hexdigest()
        judgements = []
        for number, about, kind, value, supersedes, salt in database.execute(
                "SELECT id, about, kind, value, supersedes, salt FROM judgement ORDER BY id"):
            canonical = struct.pack("<q", supersedes or 0) + b"".join(
                led(t.encode()) for t in (about, kind, value))
            said = committed[b"judgement:%d" % number]
            assert said[b"judgement"] == commitment(salt, b"judgement", canonical)
            judgements.append(value)
        names = []
        for number, sequence, sealed in database.execute("SELECT id, sequence, sealed FROM identity"):
            plain = unseal(derived(identities, 4), sealed[:24],
                           b"hearim-identity-1" + struct.pack("<Q", sequence), sealed[24:])
            size = struct.unpack("<Q", plain[32:40])[0]
            text = plain[40:40 + size]
            said = committed[b"identity:%d" % number]
            assert said[b"identity"] == commitment(plain[:32], b"identity", text)
            names.append(text.decode())
        ledger, lists, texts = read_received(database, committed)
        seed = database.execute("SELECT value FROM setting WHERE name = 'signing_seed'").fetchone()[0]
        database.close()
    head = root([hashlib.sha256(b"\0" + entry).digest() for entry in entries])
    note = (case / "checkpoints" / "latest.note").read_text()
    text, signature = note.split("\n\n")
    origin, size, base64_root = text.split("\n")
    assert origin == "hearim.case/" + case_id.hex() and int(size) == len(entries)
    assert base64.b64decode(base64_root) == head
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    sodium.crypto_sign_seed_keypair(public, secret, seed)
    key_id = hashlib.sha256(origin.encode() + b"\n\1" + public.raw).digest()[:4]
    dash, name, signed = signature.strip().split(" ")
    signed = base64.b64decode(signed)
    assert dash == "\u2014" and name == origin and signed[:4] == key_id
    message = (text + "\n").encode()
    assert sodium.crypto_sign_verify_detached(signed[4:], message,
                                              ctypes.c_ulonglong(len(message)), public.raw) == 0
    print(json.dumps({"items": items, "judgements": judgements, "identities": names,
                      "ledger": ledger, "lists": lists, "texts": texts, "entries": len(entries)}, sort_keys=True))


main()
