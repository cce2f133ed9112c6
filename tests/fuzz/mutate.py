"""Ways in which a file is broken, all from one random generator."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

ODD = [
    "", "-1", "0", "1e308", "1e-320", "nan", "inf", "²", "½", "９", "1,5", "1.234", "1'234",
    "1,200", "9" * 30, "9" * 400, "9" * 5000, "0x10", "true", "null", "2026-02-30",
    "31/12/2026", "0001-01-01", "9999-12-31", "2026-05-04T25:00", "\x00", "\x1b[2J", "\u202e",
    '"', "'", "{", "[", "]]", "<", "&", "%s", "=1+1", "../../etc/passwd", "x" * 300, "🍎", "µg",
    "\u00a0", "\t", ";", ",", "|", "\r", "\u2028", "<![x[", "<!--", "</td>", "&#x110000;", "*a",
    "&a [*a]", "!!python/object:x", "---", "mmol/L", "mg", "IU", "Total", "Date", "no", "-",
    "#", ": ", "- ", "\ufeff", "(0-0)", "<", ">=5",
]  # fmt: skip
RAW = [b"\xff", b"\xfe\xff", b"\xc3", b"\x80", b"\x00\x00", b"PK\x03\x04", b"%PDF-1.4"]
SCALARS: list[Any] = [
    None, True, -1, 0, 10**400, 1e308, float("inf"), "", " ", "x" * 300, [], {}, [[]], {"a": 1},
    "²", "2026-02-30", "K 3.1 mmol/L", ["a", None, 3], "\x1b[2J", "nan", 5e-324,
]  # fmt: skip

CODES = ["utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32", "cp437", "mac-roman"]

Rng = random.Random


def _bytes(data: bytes, rng: Rng) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        if not out:
            break
        i = rng.randrange(len(out))
        j = min(len(out), i + rng.randrange(1, 40))
        match rng.randrange(6):
            case 0:
                del out[i:j]
            case 1:
                out[i:i] = out[i:j]
            case 2:
                out[i] = rng.randrange(256)
            case 3:
                out[i:j] = rng.choice(RAW)
            case 4:
                out[i:i] = rng.choice(ODD).encode("utf-8", "replace")
            case _:
                del out[max(1, j) :]
    return bytes(out)


def _tokens(data: bytes, rng: Rng) -> bytes:
    text = data.decode("utf-8", "replace")
    spans = [m.span() for m in re.finditer(r"[\w.\-:/]+", text)]
    for _ in range(rng.randint(1, 4)):
        if not spans:
            break
        i, j = rng.choice(spans)
        text = text[:i] + rng.choice(ODD) + text[j:]
        spans = [m.span() for m in re.finditer(r"[\w.\-:/]+", text[:20_000])]
    return text.encode("utf-8", "replace")


def _lines(data: bytes, rng: Rng) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(rng.randint(1, 3)):
        if not lines:
            break
        i = rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                del lines[i]
            case 1:
                lines.insert(rng.randrange(len(lines) + 1), lines[i])
            case 2:
                rng.shuffle(lines)
            case 3:
                lines[i] = lines[i].rstrip(b"\r\n")
            case _:
                lines[i] = lines[i] * rng.choice([2, 30])
    return b"".join(lines)


def _columns(data: bytes, rng: Rng) -> bytes:
    text = data.decode("utf-8", "replace")
    delimiter = max(",;\t", key=text.count)
    rows = [line.split(delimiter) for line in text.splitlines()]
    if not rows:
        return data
    n = max(map(len, rows))
    i, j = rng.randrange(n), rng.randrange(n)
    kind = rng.randrange(4)
    for row in rows:
        if kind == 0 and max(i, j) < len(row):
            row[i], row[j] = row[j], row[i]
        elif kind == 1 and i < len(row):
            del row[i]
        elif kind == 2 and i < len(row):
            row.insert(i, row[i])
        elif kind == 3 and i < len(row) and rng.random() < 0.5:
            row[i] = rng.choice(ODD)
    return "\n".join(delimiter.join(row) for row in rows).encode("utf-8", "replace")


def _encoding(data: bytes, rng: Rng) -> bytes:
    text = data.decode("utf-8", "replace")
    code = rng.choice(CODES)
    out = text.encode(code, "replace")
    return out.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n", b"\n"]))


def _tree(value: Any, rng: Rng) -> Any:
    """The same JSON with one place replaced, doubled, dropped or wrapped."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(sorted(value, key=str))
        new = dict(value)
        match rng.randrange(7):
            case 0:
                del new[key]
            case 1:
                new[rng.choice(["x", key + "s", key.upper(), ""])] = new.pop(key)
            case _:
                new[key] = _tree(value[key], rng)
        return new
    if isinstance(value, list) and value and rng.random() < 0.9:
        i = rng.randrange(len(value))
        return [_tree(v, rng) if k == i else v for k, v in enumerate(value)] + (
            [value[i]] if rng.random() < 0.2 else []
        )
    if rng.random() < 0.2:
        return [value]
    return rng.choice(SCALARS)


def _structure(data: bytes, rng: Rng) -> bytes:
    import yaml

    try:
        tree = yaml.safe_load(data.decode("utf-8", "replace"))
        if not isinstance(tree, (dict, list)):
            return _tokens(data, rng)
        for _ in range(rng.randint(1, 3)):
            tree = _tree(tree, rng)
        if data.lstrip()[:1] in (b"{", b"["):
            return json.dumps(tree, default=str).encode("utf-8", "surrogatepass")
        return yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")
    except (yaml.YAMLError, ValueError, RecursionError):  # broken, or too deep for the breaker
        return _tokens(data, rng)


def _deep(data: bytes, rng: Rng) -> bytes:
    n = rng.choice([50, 1_000, 20_000])
    pairs = [(b"[", b"]"), (b'{"a":', b"}"), (b"<b>", b"</b>"), (b"(", b")"), (b"- ", b"")]
    pair = rng.choice(pairs)
    i = rng.randrange(len(data) + 1)
    return data[:i] + pair[0] * n + pair[1] * n + data[i:]


WAYS: list[Callable[[bytes, Rng], bytes]] = [
    _bytes, _bytes, _tokens, _tokens, _tokens, _lines, _columns, _encoding, _structure, _structure,
]  # fmt: skip


def broken(data: bytes, other: bytes, rng: Rng) -> bytes:
    """A file broken in one to three ways; now and then joined with another."""
    out = data
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        roll = rng.random()
        if roll < 0.03:
            out = _deep(out, rng)
        elif roll < 0.07:
            out = out + rng.choice([b"", b"\n"]) + other
        else:
            out = rng.choice(WAYS)(out, rng)
    return out[:200_000]
