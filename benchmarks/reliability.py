"""Whether what is said to be likely is right as often, on stories that nobody tuned to.

Run: `python -m benchmarks.reliability --stories FOLDER` prints the table;
`--write` puts it into docs/differential.md, `--fit` makes facts/data/calibration/causes.yaml anew.

A folder holds one YAML file a writer: lists of stories with `truth: {primary, also_accept}`. The
curve is fitted on all writers; the table "after" is of each writer with a curve made from the
others, or, where there is one writer, of each fifth with a curve from the rest.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from unclench.case import Case, from_dict
from unclench.differential.network import network
from unclench.differential.ranking import Ranking, rank
from unclench.errors import UserError
from unclench.plasma.labs import interpret, read_labs
from unclench.told import understand

ROOT = Path(__file__).resolve().parents[1]
FACT = ROOT / "src" / "unclench" / "facts" / "data" / "calibration" / "causes.yaml"
PAGE = ROOT / "docs" / "differential.md"
START, END = "<!-- reliability: start -->", "<!-- reliability: end -->"
KEYS = ("age", "sex", "weight_kg", "pregnant", "complaints", "signs", "medicines", "conditions")
KEYS += ("diet", "exposure", "labs")
EDGES = (0.0, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0001)
FIRST = 3
"""So many causes of a story count, best first, and "other"; not what is another's consequence."""
PSEUDO = 10.0
"""So many stories, in which what is said is true, are added to each bin: few move little."""
FOLDS = 5
Pairs = list[tuple[float, bool]]
Knots = list[tuple[float, float]]


@dataclass(frozen=True)
class Story:
    """What the network said of the first causes, and whether each was an accepted answer."""

    id: str
    pairs: Pairs
    lead: tuple[float, bool]


def _labs(case: Case) -> list[Any]:
    """The results that can be read; what cannot is the reader's matter, not this table's."""
    out = []
    for row in case.labs:
        try:
            out += read_labs([row]).results
        except UserError:
            continue
    return out


def raw(ranking: Ranking) -> list[tuple[str, float, str]]:
    """Id, probability of the network and what it is a consequence of, best first."""
    ids = network().ids
    return [
        (c.id, ranking.posterior.present[ids.index(c.id)], c.consequence_of) for c in ranking.causes
    ]


def story(told: dict[str, Any]) -> Story:
    """One story answered."""
    case = from_dict({k: told[k] for k in KEYS if told.get(k)}, told["id"])
    person = understand(case)
    results = _labs(case)
    ranking = rank(person, interpret(results, person) if results else [], evidence=False)
    truth = told["truth"]
    right = {truth["primary"], *truth.get("also_accept", [])}
    rows = raw(ranking)
    counted = [r for k, r in enumerate(rows) if not r[2] and (k < FIRST or r[0] == "other")]
    return Story(
        told["id"], [(p, c in right) for c, p, _ in counted], (rows[0][1], rows[0][0] in right)
    )


def writers(folder: Path) -> dict[str, list[Story]]:
    """The stories of each file of a folder; files whose name begins with "gate" are not opened."""
    files = sorted(f for f in folder.glob("*.yaml") if not f.name.startswith("gate"))
    return {f.stem: [story(s) for s in yaml.safe_load(f.read_text("utf-8"))] for f in files}


def fit(pairs: Pairs) -> Knots:
    """A rising curve through the bins: isotonic, drawn to what was said, never above it."""
    means, seen, weight = [], [], []
    for low, high in pairwise(EDGES):
        inside = [(p, hit) for p, hit in pairs if low <= p < high]
        if inside:
            mean = min(max(sum(p for p, _ in inside) / len(inside), 0.001), 0.998)
            hits = sum(hit for _, hit in inside)
            means.append(mean)
            seen.append(min(mean, (hits + PSEUDO * mean) / (len(inside) + PSEUDO)))
            weight.append(len(inside) + PSEUDO)
    level = _rising(seen, weight)
    knots: Knots = [(0.0, 0.0)]
    for x, y in zip(means, level, strict=True):
        knots.append((round(x, 4), round(max(y, knots[-1][1] + 1e-4), 4)))
    top = knots[-1]
    knots.append((1.0, round(min(1.0, top[1] + (1 - top[0]) + 1e-4), 4)))
    return knots


def _rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising sequence nearest to `values` (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for v, w in zip(values, weights, strict=True):
        blocks.append([v, w, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            b, a = blocks.pop(), blocks.pop()
            total = a[1] + b[1]
            blocks.append([(a[0] * a[1] + b[0] * b[1]) / total, total, a[2] + b[2]])
    return [v for v, _, n in blocks for _ in range(int(n))]


def through(p: float, knots: Knots) -> float:
    """A probability brought through a curve."""
    return float(np.interp(p, [k[0] for k in knots], [k[1] for k in knots]))


def held_out(stories: dict[str, list[Story]]) -> list[tuple[Story, Knots]]:
    """Every story with a curve that was made without its writer, or without its fifth."""
    parts = list(stories.values())
    if len(parts) == 1:
        parts = [parts[0][k::FOLDS] for k in range(FOLDS)]
    out = []
    for part in parts:
        rest = [x for other in parts if other is not part for s in other for x in s.pairs]
        out += [(s, fit(rest)) for s in part]
    return out


def table(stories: dict[str, list[Story]]) -> list[str]:
    """Said and seen of the first cause and of all counted causes, before and after."""
    rows = held_out(stories)
    n = len(rows)
    lines = [
        f"{n} stories of {len(stories)} writer(s) that nobody tuned to; the curve was always made "
        "from others.", "",
        "| probability said | first cause: n | said | right | after: n | said | right |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    before = [s.lead for s, _ in rows]
    after = [(through(s.lead[0], k), s.lead[1]) for s, k in rows]
    for low, high in pairwise((0.0, 0.3, 0.5, 0.8, 1.0001)):
        cells = []
        for pairs in (before, after):
            inside = [(p, hit) for p, hit in pairs if low <= p < high]
            if inside:
                said = sum(p for p, _ in inside) / len(inside)
                cells += [
                    f"{len(inside)}",
                    f"{said:.2f}",
                    f"{sum(h for _, h in inside) / len(inside):.2f}",
                ]
            else:
                cells += ["0", "", ""]
        lines.append(f"| {low:.1f} to {min(high, 1):.1f} | {' | '.join(cells)} |")
    every = [(p, through(p, k), hit) for s, k in rows for p, hit in s.pairs]
    old = sum((p - hit) ** 2 for p, _, hit in every) / len(every)
    new = sum((q - hit) ** 2 for _, q, hit in every) / len(every)
    lines += ["", f"Brier score of the counted causes: {old:.3f} before, {new:.3f} after."]
    return lines


def write_fact(stories: dict[str, list[Story]]) -> None:
    """The curve of all writers as a fact."""
    pairs = [x for part in stories.values() for s in part for x in s.pairs]
    n = sum(len(part) for part in stories.values())
    knots = ", ".join(f"[{x:g}, {y:g}]" for x, y in fit(pairs))
    text = FACT.read_text("utf-8").split("knots:")[0]
    text += f"knots: [{knots}]\nnote: {n} stories of {len(stories)} writer(s)\n"
    text += "source: cau_blind_stories\nverified: computed\n"
    FACT.write_text(text, "utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    stories = writers(options.stories)
    lines = table(stories)
    print("\n".join(lines))
    if options.fit:
        write_fact(stories)
    if options.write:
        page = PAGE.read_text("utf-8")
        head, rest = page.split(START)
        body = "\n".join(lines)
        PAGE.write_text(f"{head}{START}\n{body}\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main()
