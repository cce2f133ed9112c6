"""How well the differential ranks, warns and asks, on our own cases.

Run: `python -m benchmarks.differential`.

Reads tests/cases (written before the ranking ran) and, when the published samples are beside the
checkout, the twelve public vignettes. Writes the section "Differential" of benchmarks/README.md.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from benchmarks.sections import shared, write_section
from unclench.assessment import Lab
from unclench.case import Case, from_dict
from unclench.differential import network as nets
from unclench.differential.assess import DifferentialAnswer, assess_differential
from unclench.differential.evidence import enter, problem
from unclench.differential.inference import solve
from unclench.differential.ranking import rank, ranked
from unclench.plasma.labs import interpret, read_labs
from unclench.told import Person, understand

ROOT = Path(__file__).resolve().parents[1]
KEYS = ("age", "sex", "weight_kg", "pregnant", "complaints", "signs", "medicines", "conditions")
KEYS += ("diet", "exposure", "labs")
DRAWS = 20
LEVELS = ("self_care", "routine", "same_day", "emergency")


@dataclass(frozen=True)
class Told:
    """A case with what is expected of the answer."""

    id: str
    case: Case
    accept: tuple[str, ...]
    primary: str
    urgency: tuple[str, ...]
    tests: tuple[str, ...]
    group: str

    def labs(self) -> list[Lab]:
        if not self.case.labs:
            return []
        return interpret(read_labs(self.case.labs).results, understand(self.case))


def own_cases() -> list[Told]:
    out = []
    for path in sorted((ROOT / "tests" / "cases").glob("*.yaml")):
        raw = yaml.safe_load(path.read_text("utf-8"))
        e = raw["expect"]
        out.append(
            Told(
                path.stem, from_dict(raw["case"], path.name), (e["primary"], *e["also_ok"]),
                e["primary"], tuple(e["urgency"]), tuple(e["next_tests_any"]), e["group"],
            )
        )  # fmt: skip
    return out


FIRST_RUN = (
    "96 % and 100 % of 48, 83 % and 98 % of 53, 84 % and 95 % of 56, and, after mending, 98 % "
    "and 100 % of 45"
)


def fresh_cases() -> list[Told]:
    """Stories written later; they accept several answers and name no tests."""
    out = []
    for path in sorted((ROOT / "tests" / "cases_fresh").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            accept = tuple(row["accept"])
            levels = tuple(row.get("urgency", LEVELS))
            case = from_dict(row["case"], row["id"])
            out.append(Told(row["id"], case, accept, accept[0], levels, (), "fresh"))
    return out


def public_cases(path: Path) -> list[Told]:
    out = []
    for v in json.loads(path.read_text("utf-8"))["vignettes"]:
        t = v["truth"]
        out.append(
            Told(
                v["id"], from_dict({k: v[k] for k in KEYS if k in v}, v["id"]),
                (t["primary"], *t["also_accept"]), t["primary"],
                (t["urgency"], *t["urgency_also_ok"]), tuple(t["next_tests"]), t["group"],
            )
        )  # fmt: skip
    return out


def same_test(wanted: str, name: str) -> bool:
    """Whether a proposed test contains the words of a wanted one."""
    words = [w for w in wanted.lower().replace("-", " ").split() if w not in ("and", "of", "the")]
    return all(w in name.lower().replace("-", " ") for w in words)


@dataclass
class Result:
    told: Told
    answer: DifferentialAnswer
    seconds: float

    @property
    def ids(self) -> list[str]:
        return [c.id for c in self.answer.causes]

    @property
    def first(self) -> bool:
        return self.ids[0] in self.told.accept

    @property
    def in_three(self) -> bool:
        return any(i in self.told.accept for i in self.ids[:3])

    @property
    def nutrient_first(self) -> bool:
        return self.answer.causes[0].kind in ("nutritional", "electrolyte")

    def useful(self, top: int) -> bool:
        names = [t.name for t in self.answer.next_tests[:top]]
        return any(same_test(w, n) for w in self.told.tests for n in names)

    @property
    def triage(self) -> int | None:
        """Levels above (over) or below (under) what is accepted; None without an urgency."""
        if self.answer.urgency is None:
            return None
        got = LEVELS.index(self.answer.urgency.level)
        wanted = [LEVELS.index(u) for u in self.told.urgency]
        if got in wanted:
            return 0
        return got - max(wanted) if got > max(wanted) else got - min(wanted)


def run(cases: Sequence[Told]) -> list[Result]:
    out = []
    for told in cases:
        labs = told.labs()
        start = time.process_time()
        answer = assess_differential(understand(told.case), labs)
        out.append(Result(told, answer, time.process_time() - start))
    return out


def measures(results: Sequence[Result]) -> dict[str, float]:
    """Shares, 0 to 1; `none_blamed` is a nutrient first where none is to blame."""
    n = len(results)
    free = [r for r in results if r.told.group != "nutritional_electrolyte"]
    triage = [t for r in results if (t := r.triage) is not None]
    emergencies = [r for r in results if r.told.urgency[0] == "emergency" and r.triage is not None]
    return {
        "n": n,
        "first": sum(r.first for r in results) / n,
        "three": sum(r.in_three for r in results) / n,
        "none_blamed": sum(r.nutrient_first for r in free) / max(1, len(free)),
        "useful_8": sum(r.useful(8) for r in results) / n,
        "useful_3": sum(r.useful(3) for r in results) / n,
        "under": sum(t < 0 for t in triage) / max(1, len(triage)),
        "over": sum(t > 0 for t in triage) / max(1, len(triage)),
        "emergencies_missed": float(sum((r.triage or 0) < 0 for r in emergencies)),
        "seconds": sorted(r.seconds for r in results)[n // 2],
    }


def calibration(results: Sequence[Result]) -> tuple[float, list[tuple[str, int, float, float]]]:
    """Brier score of all shown causes being an accepted answer, and bins (range, n, said, seen)."""
    pairs = [(c.probability, c.id in r.told.accept) for r in results for c in r.answer.causes]
    brier = sum((p - hit) ** 2 for p, hit in pairs) / len(pairs)
    edges = (0.0, 0.05, 0.15, 0.3, 0.5, 0.8, 0.95, 1.01)
    bins = []
    for low, high in pairwise(edges):
        inside = [(p, hit) for p, hit in pairs if low <= p < high]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            seen = sum(hit for _, hit in inside) / len(inside)
            bins.append((f"{low:.2f} to {min(high, 1):.2f}", len(inside), said, seen))
    return brier, bins


def shaken(net: nets.Network, draw: Callable[[str], float]) -> nets.Network:
    """The network with every judged odds, link and background moved; published ones stay."""

    def link(name: str, row: Any, key: str) -> Any:
        if row.verified != "judgement":
            return row
        odds = getattr(row, key) / (1 - getattr(row, key)) * draw(name + key)
        value = {key: odds / (1 + odds)}
        return replace(row, **value) if isinstance(row, nets.Row) else row.model_copy(update=value)

    def state(name: str, row: Any) -> Any:
        if row.verified != "judgement":
            return row
        f = draw(name)
        odds = row.mild / (1 - row.mild) * f
        mild = odds / (1 + odds)
        return row.model_copy(update={"mild": mild, "severe": min(mild, row.severe * f)})

    def prior(c: Any) -> Any:
        if c.prior.verified != "judgement":
            return c
        f = draw(c.id)
        up = {k: min(0.9, getattr(c.prior, k) * f) for k in ("back", "legs", "general", "other")}
        return c.model_copy(update={"prior": c.prior.model_copy(update=up)})

    def odds(name: str, row: Any) -> Any:
        if row.verified != "judgement":
            return row
        return row.model_copy(update={"odds": math.exp(math.log(row.odds) * draw(name))})

    return replace(
        net,
        causes=tuple(prior(c) for c in net.causes),
        background={k: link(k, v, "background") for k, v in net.background.items()},
        by_finding={
            f: {i: link(f"{f}{i}", r, "link") for i, r in rows.items()}
            for f, rows in net.by_finding.items()
        },
        by_state={
            s: {i: state(f"{s}{i}", r) for i, r in rows.items()} for s, rows in net.by_state.items()
        },
        by_when={
            w: {i: odds(f"{w}{i}", r) for i, r in rows.items()} for w, rows in net.by_when.items()
        },
    )


def order(told: Person, labs: Sequence[Lab], net: nets.Network) -> list[str]:
    """Cause ids, best first, on a given network."""
    base = nets.priors(nets.context_of(told.present, net), net)
    post = solve(problem(enter(told, labs, (), net), base, net))
    return [net.ids[i] for i in ranked(post, net)]


def stability(results: Sequence[Result], draws: int = DRAWS) -> dict[str, float]:
    """How often the first place stays when every judged number moves by up to half, at random."""
    net = nets.network()
    labs = {r.told.id: r.told.labs() for r in results}
    same = three = right = total = 0
    for seed in range(draws):
        rng = random.Random(seed)
        factors: dict[str, float] = {}

        def draw(name: str, rng: random.Random = rng, f: dict[str, float] = factors) -> float:
            return f.setdefault(name, rng.choice((0.5, 1.5)))

        moved = shaken(net, draw)
        for r in results:
            ids = order(understand(r.told.case), labs[r.told.id], moved)
            same += ids[0] == r.ids[0]
            three += r.ids[0] in ids[:3]
            right += ids[0] in r.told.accept
            total += 1
    return {"same": same / total, "in_three": three / total, "right": right / total}


def beside_pyagrum(results: Sequence[Result], repeat: int = 3) -> dict[str, float]:
    """Milliseconds to solve each case's plain findings, ours and pyAgrum's, one process."""
    import pyagrum as gum

    net = nets.network()
    ours = theirs = worst = 0.0
    for r in results:
        items = [i for i in enter(understand(r.told.case), (), (), net) if i.node is not None]
        base = nets.priors(nets.context_of(understand(r.told.case).present, net), net)
        whole = problem(items, base, net)
        start = time.process_time()
        for _ in range(repeat):
            got = solve(whole)
        ours += (time.process_time() - start) / repeat
        bn = gum.BayesNet()
        down = {d for _, d in whole.brings}
        for i, p in enumerate(whole.prior):
            if i in down:
                bn.addNoisyORNet(gum.LabelizedVariable(f"c{i}", "", 2), p)
            else:
                bn.add(gum.LabelizedVariable(f"c{i}", "", 2))
                bn.cpt(f"c{i}").fillWith([1 - p, p])
        for (u, d), w in whole.brings.items():
            bn.addWeightedArc(f"c{u}", f"c{d}", w)
        for s in whole.seen:
            bn.addNoisyORNet(gum.LabelizedVariable(s.name, "", 2), s.background[1])
            for i, link in s.links.items():
                bn.addWeightedArc(f"c{i}", s.name, link[0])
        start = time.process_time()
        for _ in range(repeat):
            engine = gum.LazyPropagation(bn)
            engine.setEvidence({s.name: 1 for s in whole.seen})
            engine.makeInference()
            other = [float(engine.posterior(f"c{i}")[1]) for i in range(len(whole.prior))]
        theirs += (time.process_time() - start) / repeat
        worst = max(worst, *(abs(a - b) for a, b in zip(got.present, other, strict=True)))
    n = len(results)
    return {"ours_ms": ours / n * 1e3, "pyagrum_ms": theirs / n * 1e3, "worst": worst}


def _row(name: str, m: dict[str, float]) -> str:
    return (
        f"| {name} | {m['n']:.0f} | {m['first']:.0%} | {m['three']:.0%} | {m['none_blamed']:.0%} | "
        f"{m['useful_8']:.0%} | {m['useful_3']:.0%} | {m['emergencies_missed']:.0f} | "
        f"{m['under']:.0%} | {m['over']:.0%} |"
    )


def _wrong(results: Iterable[Result]) -> list[str]:
    return [
        f"{r.told.id} (wanted {r.told.primary}, got {r.ids[0]})" for r in results if not r.first
    ]


def report(own: list[Result], public: list[Result], fresh: list[Result]) -> str:
    """The section for benchmarks/README.md."""
    brier, bins = calibration(own)
    stable = stability(own)
    speed = beside_pyagrum(own)
    m = measures(own)
    groups = sorted({r.told.group for r in own})
    intro = (
        "Made by `python -m benchmarks.differential`. Our own cases were written from guidelines "
        "and textbooks by the same people who judged the weights, before the ranking ran: they "
        "show that the program does what we meant, not that it is right for patients. On the very "
        "first run, before anything was changed, 96 % were first and 100 % within three; what was "
        "changed after that were words not understood and links that had been forgotten. Published "
        "checkers name the right cause first in 34 % of vignettes, and within three in about 51 %."
    )
    lines = [
        "## Differential",
        "",
        intro,
        "",
        "| cases | n | first | in three | nutrient first, none to blame | useful test in 8 "
        "| in 3 | emergencies missed | under-triage | over-triage |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        _row("own, all", m),
        *(_row(f"own, {g}", measures([r for r in own if r.told.group == g])) for g in groups),
    ]
    if public:
        lines.append(_row("public vignettes", measures(public)))
    later = measures(fresh)
    lines += [
        "",
        f"Not first: {'; '.join(_wrong([*own, *public, *fresh])) or 'none'}.",
        "",
        "Four further sets of stories in the manner of case reports were written later. On their "
        f"first run the right cause was first, and within three, in {FIRST_RUN}: the honest "
        "estimate for stories that nobody has seen. What they showed to be missing was then mended "
        f"for all; now they give {later['first']:.0%} and {later['three']:.0%}, with "
        f"{later['under']:.0%} under-triage.",
        "",
        f"Brier score of all shown causes (accepted answer or not): {brier:.3f}.",
        "",
        "| probability said | n | mean said | share accepted |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {a} | {n} | {said:.2f} | {seen:.2f} |" for a, n, said, seen in bins),
        "",
        "Contributors are not exclusive and a case names one, so high probabilities of secondary "
        "contributors (a low calcium brought about by low magnesium) count as misses here.",
        "",
        f"Every judged number moved by half, up or down at random, {DRAWS} times: the first place "
        f"stays in {stable['same']:.0%}, the old first stays within three in "
        f"{stable['in_three']:.0%}, the first is right in {stable['right']:.0%}.",
        "",
        f"Median time per case, words and next tests included: {m['seconds'] * 1e3:.0f} ms of "
        f"processor time. Solving the network alone: {speed['ours_ms']:.1f} ms, pyAgrum on the "
        f"same networks {speed['pyagrum_ms']:.1f} ms; largest difference of a probability "
        f"{speed['worst']:.1e}.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    path = shared() / "samples" / "case_vignettes_public.json"
    rank(Person())  # facts are read before the clock starts
    own = run(own_cases())
    public = run(public_cases(path)) if path.is_file() else []
    text = report(own, public, run(fresh_cases()))
    write_section("differential", text)
    print(text)


if __name__ == "__main__":
    main()
