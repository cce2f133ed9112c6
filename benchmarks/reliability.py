"""Whether what is said to be likely is right as often, on stories that nobody tuned to.

Run: `python -m benchmarks.reliability --stories FOLDER` prints the table;
`--write` puts it into docs/differential.md, `--fit` makes facts/data/calibration/causes.yaml anew,
`--exponents` shows the same stories with what travels together counted more or less often.

A folder holds one YAML file a writer: lists of stories with `truth: {primary, also_accept}`. The
curve is fitted on all writers; the table "after" is of each writer with a curve made from the
others, or, where there is one writer, of each fifth with a curve from the rest.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from unclench.assessment import Lab
from unclench.case import Case, from_dict
from unclench.differential.evidence import enter, problem
from unclench.differential.inference import solve
from unclench.differential.network import Network, context_of, network, priors
from unclench.differential.ranking import ranked
from unclench.errors import UserError
from unclench.plasma.labs import interpret, read_labs
from unclench.told import Person, understand

ROOT = Path(__file__).resolve().parents[1]
FACT = ROOT / "src" / "unclench" / "facts" / "data" / "calibration" / "causes.yaml"
PAGE = ROOT / "docs" / "differential.md"
START, END = "<!-- reliability: start -->", "<!-- reliability: end -->"
KEYS = ("age", "sex", "weight_kg", "pregnant", "complaints", "signs", "medicines", "conditions")
KEYS += ("diet", "exposure", "labs")
EDGES = (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.97, 1.0001)
PSEUDO = 20.0
"""So many stories, in which what is said is true, are added to each bin: few move little."""
FOLDS = 5
Pairs = list[tuple[float, bool]]
Knots = list[tuple[float, float]]


def _labs(case: Case) -> list[Any]:
    """The results that can be read; what cannot is the reader's matter, not this table's."""
    out = []
    for row in case.labs:
        try:
            out += read_labs([row]).results
        except UserError:
            continue
    return out


@dataclass(frozen=True)
class Story:
    """A story as understood, its results, and the answers that are accepted."""

    person: Person
    labs: list[Lab]
    accept: frozenset[str]


def story(told: dict[str, Any]) -> Story:
    """One story of a file."""
    case = from_dict({k: told[k] for k in KEYS if told.get(k)}, told["id"])
    person = understand(case)
    results = _labs(case)
    truth = told["truth"]
    accept = frozenset({truth["primary"], *truth.get("also_accept", [])})
    return Story(person, interpret(results, person) if results else [], accept)


def lead(s: Story, net: Network | None = None) -> tuple[float, bool]:
    """What a network says of the first cause of a story, and whether it is an accepted answer."""
    net = net or network()
    base = priors(context_of(s.person.present, net), net)
    posterior = solve(problem(enter(s.person, s.labs, (), net), base, net))
    first = ranked(posterior, net)[0]
    return posterior.present[first], net.ids[first] in s.accept


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


def held_out(stories: dict[str, Pairs]) -> list[tuple[float, bool, Knots]]:
    """Every story with a curve that was made without its writer, or without its fifth."""
    parts = list(stories.values())
    if len(parts) == 1:
        parts = [parts[0][k::FOLDS] for k in range(FOLDS)]
    out = []
    for part in parts:
        rest = [x for other in parts if other is not part for x in other]
        knots = fit(rest)
        out += [(p, hit, knots) for p, hit in part]
    return out


def table(stories: dict[str, Pairs]) -> list[str]:
    """Said and seen of the first cause, before the curve and after it."""
    rows = held_out(stories)
    lines = [
        f"{len(rows)} stories of {len(stories)} writer(s); the curve was always made from others.",
        "",
        "| said of the first cause | n | said | right | after the curve: n | said | right |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    before = [(p, hit) for p, hit, _ in rows]
    after = [(through(p, knots), hit) for p, hit, knots in rows]
    for low, high in pairwise((0.0, 0.3, 0.5, 0.8, 1.0001)):
        cells = [*_bin(before, low, high), *_bin(after, low, high)]
        lines.append(f"| {low:.1f} to {min(high, 1):.1f} | {' | '.join(cells)} |")
    old, new = (sum((p - hit) ** 2 for p, hit in pairs) / len(rows) for pairs in (before, after))
    return [*lines, "", f"Brier score of the first cause: {old:.3f} before, {new:.3f} after."]


def _bin(pairs: Pairs, low: float, high: float) -> list[str]:
    inside = [(p, hit) for p, hit in pairs if low <= p < high]
    if not inside:
        return ["0", "", ""]
    said = sum(p for p, _ in inside) / len(inside)
    return [f"{len(inside)}", f"{said:.2f}", f"{sum(hit for _, hit in inside) / len(inside):.2f}"]


def exponents(stories: Sequence[Story]) -> list[str]:
    """The first cause with every group of `together` at another exponent."""
    lines = ["| exponent | first right | said | right from 0.8 on | Brier score |"]
    lines += ["| ---: | ---: | ---: | ---: | ---: |"]
    for exponent in (1.0, 0.8, 0.6, 0.4, 0.0):
        net = network()
        groups = {k: g.model_copy(update={"exponent": exponent}) for k, g in net.groups.items()}
        pairs = [lead(s, replace(net, groups=groups)) for s in stories]
        sure = [(p, hit) for p, hit in pairs if p >= 0.8]
        said = sum(p for p, _ in sure) / max(1, len(sure))
        brier = sum((p - hit) ** 2 for p, hit in pairs) / len(pairs)
        lines.append(
            f"| {exponent:g} | {sum(hit for _, hit in pairs)} of {len(pairs)} | {said:.2f} | "
            f"{sum(hit for _, hit in sure)} of {len(sure)} | {brier:.3f} |"
        )
    return lines


def write_fact(stories: dict[str, Pairs]) -> None:
    """The curve of all writers as a fact."""
    pairs = [x for part in stories.values() for x in part]
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
    parser.add_argument("--exponents", action="store_true")
    options = parser.parse_args()
    read = writers(options.stories)
    stories = {k: [lead(s) for s in part] for k, part in read.items()}
    lines = table(stories)
    if options.exponents:
        lines += ["", *exponents([s for part in read.values() for s in part])]
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
