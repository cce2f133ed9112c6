"""`python -m tests.fuzz`: many broken files, faults by place, inputs kept to look at."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.harness import Fault, Known, data_of, run, shares

ROUND = 5
"""Inputs of a kind before the next kind and the next seed: a run cut short is spread evenly."""


def rounds(inputs: int, first: int = 0) -> Iterator[tuple[str, range]]:
    """All kinds of files in turn, a few inputs each, until each has had its share."""
    left = shares(inputs)
    for start in range(first, max(r.stop for r in left.values()), ROUND):
        for kind, indices in left.items():
            some = range(start, min(start + ROUND, indices.stop))
            if some:
                yield kind, some


def main() -> int:
    """Run; the exit code is 1 when there are faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1000, help="on each seed")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--first", type=int, default=0, help="input of each kind to begin with")
    parser.add_argument("--kind", default="", help="one kind of file only")
    parser.add_argument("--whole", action="store_true", help="never end behind the readers")
    parser.add_argument("--minutes", type=float, default=1e6, help="end after so long")
    parser.add_argument("--keep", type=Path, help="write the inputs of faults here")
    told = parser.parse_args()
    start = time.monotonic()
    answered = refused = 0
    by_place: dict[str, list[Fault]] = {}
    known = None if told.whole else Known()
    for kind, indices in rounds(told.inputs, told.first):
        if told.kind and kind != told.kind:
            continue
        if time.monotonic() - start > 60 * told.minutes:
            break
        for seed in told.seed:
            counts, faults = run(kind, indices, seed, known=known)
            answered += counts["answered"]
            refused += counts["refused"]
            for fault in faults:
                print(fault, file=sys.stderr, flush=True)
                by_place.setdefault(fault.place, []).append(fault)
        print(f"{kind} {indices.stop}", file=sys.stderr, end="\r", flush=True)
    total = answered + refused + sum(map(len, by_place.values()))
    print(f"{total} inputs, seeds {told.seed}: {answered} answered, {refused} refused, "
          f"{total - answered - refused} faults, {time.monotonic() - start:.0f} s")  # fmt: skip
    if known is not None:
        print(f"{known.skipped} ended behind the readers, which gave what was seen before")
    for place, found in sorted(by_place.items(), key=lambda p: -len(p[1])):
        first = found[0]
        print(f"{len(found):4} {place}: {first.what!r} ({first.kind} {first.index})")
        if told.keep:
            told.keep.mkdir(parents=True, exist_ok=True)
            seed, data = data_of(first.kind, first.index, first.seed)
            name = f"{first.kind}-{first.index}-{first.seed}-{seed.name}".replace(" ", "_")
            (told.keep / name).write_bytes(data)
    return 1 if by_place else 0


if __name__ == "__main__":
    raise SystemExit(main())
