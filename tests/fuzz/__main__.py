"""`python -m tests.fuzz`: many broken files, faults by place, inputs kept to look at."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.fuzz.harness import Fault, data_of, run, shares


def main() -> int:
    """Run; the exit code is 1 when there are faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="one kind of file only")
    parser.add_argument("--keep", type=Path, help="write the inputs of faults here")
    told = parser.parse_args()
    start = time.monotonic()
    answered = refused = 0
    by_place: dict[str, list[Fault]] = {}
    for kind, indices in shares(told.inputs).items():
        if told.kind and kind != told.kind:
            continue
        counts, faults = run(kind, indices, told.seed)
        done = sum(counts.values()) + len(faults)
        print(f"{kind}: {done} inputs, {len(faults)} faults", file=sys.stderr, flush=True)
        answered += counts["answered"]
        refused += counts["refused"]
        for fault in faults:
            by_place.setdefault(fault.place, []).append(fault)
    total = answered + refused + sum(map(len, by_place.values()))
    print(f"{total} inputs, seed {told.seed}: {answered} answered, {refused} refused, "
          f"{total - answered - refused} faults, {time.monotonic() - start:.0f} s")  # fmt: skip
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
