"""Train the reader of `told` on the sentences of `corpus/` and write `reader.npz`.

    python scripts/train_reader.py [--cv] [more sentence files]

A row is a sentence with, for every finding, yes (1), no (0) or not known (-1). Words written for a
finding say yes for it and for what it implies; near misses and decoys say no. What a phrase of the
facts matches in a sentence that was written for something else is not known. The phrases of the
facts are rows too. In `told_dev_*.yaml` each sentence of a story says everything that it says, so
that all else is no; so it is in each run of its clauses, as the reader will see it. `--cv` leaves
each fifth of the sentences out in turn and prints what is found in them. Same corpus, same file.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numba
import numpy as np
import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from unclench.differential.red_flags import evaluate  # noqa: E402
from unclench.told.candidates import windows  # noqa: E402
from unclench.told.en.features import (  # noqa: E402
    BUCKETS,
    Features,
    class_names,
    features,
    status_features,
)
from unclench.told.en.reader import FILE, STATUSES  # noqa: E402
from unclench.told.lexicon import group_words, word_set  # noqa: E402
from unclench.told.pack import corrected, sentences, tokens  # noqa: E402
from unclench.told.person import Finding, Person  # noqa: E402
from unclench.told.reading import relate  # noqa: E402
from unclench.told.scope import neighbourhoods  # noqa: E402
from unclench.told.vocabulary import finding_items, lexicon, vocabulary  # noqa: E402

KINDS = {"yes": 0, "denied": 1, "past": 2, "other": 3}
STORY_KINDS = {"yes": "present", "denied": "denied", "past": "past", "other": "other"}
ITEMS = finding_items()


Table = tuple[np.ndarray, np.ndarray, np.ndarray]
STATUS = {"rounds": 12, "rate": 0.1, "shrink": 1e-3, "no_weight": 1.0, "bias0": 0.0}
"""How the weights of the statuses are learnt."""


@dataclass
class Row:
    """A sentence: its words, what the phrases of the facts match in it, and what is known of it."""

    words: tuple[str, ...]
    read: list[tuple[str, str, int]]
    finding: str = ""
    kind: str = "decoy"
    question: bool = False
    weight: float = 1.0
    fold: int = 0
    text: str = field(default="", repr=False)
    says: frozenset[str] | None = None
    """Everything that a sentence of a story speaks of."""
    part: bool = False
    """Whether it is a part of such a sentence, which need not say what the whole does."""
    sentence: int = 0
    """The number of that sentence, from 1."""
    apart: bool = False
    """Whether it is left out of the training, for measuring."""
    inside: tuple[tuple[str, ...], int] | None = None
    """The sentence that a part stands in, and where it begins there."""


def wider(finding: str) -> set[str]:
    """A finding and everything it implies."""
    out: set[str] = set()
    queue = [finding]
    while queue:
        name = queue.pop()
        if name not in out:
            out.add(name)
            queue += ITEMS[name].implies if name in ITEMS else ()
    return out


def row(text: str, finding: str, kind: str, weight: float = 1.0) -> Row:
    """The row of a text."""
    words: list[str] = []
    read: list[tuple[str, str, int]] = []
    question = False
    for raw in sentences(text):
        s = corrected(raw, vocabulary(), word_set("ordinary_words"))
        read += [
            (m.concept.id, m.text, len(words) + m.spans[0][0])
            for m in lexicon().find(s, neighbourhoods(s))
            if m.concept.kind == "finding"
        ]
        words += s.tokens
        question |= s.question
    return Row(tuple(words), read, finding, kind, question, weight, text=text)


STORY_WEIGHT, PART_WEIGHT = 2.0, 1.0


def told_rows(sentence: dict) -> Iterable[Row]:
    """The rows of a sentence of a story: the whole, and its runs of clauses."""
    by_status = {k: sentence.get(v, []) for k, v in STORY_KINDS.items()}
    says = frozenset(n for names in by_status.values() for n in names if n in ITEMS)
    said_as = [k for k, names in by_status.items() if names]
    kind = said_as[0] if len(said_as) == 1 else "story"
    whole = row(sentence["says"], "", kind, STORY_WEIGHT)
    whole.says = says
    if not whole.words:
        return
    yield whole
    for raw in sentences(sentence["says"]):
        s = corrected(raw, vocabulary(), word_set("ordinary_words"))
        for start, end in windows(s):
            if end - start < len(whole.words):
                read = [
                    (m.concept.id, m.text, m.spans[0][0] - start)
                    for m in lexicon().find(s, neighbourhoods(s))
                    if m.concept.kind == "finding" and start <= m.spans[0][0] < end
                ]
                part = Row(s.tokens[start:end], read, "", "part", weight=PART_WEIGHT)
                part.says, part.part = says, True
                part.inside = (s.tokens, start)
                yield part


def spoken(phrase: str, rng: random.Random, n: int) -> Iterable[str]:
    """Some of the word sequences that a phrase of the facts matches."""
    for _ in range(n):
        out = []
        for token in phrase.replace(" + ", " ").replace(" & ", " ").split():
            if token == "...":
                continue
            group = re.fullmatch(r"<([a-z_]+)>", token)
            if group:
                out.append(" ".join(rng.choice(group_words(group[1]))))
            else:
                out.append(rng.choice(token.split("|")))
        yield " ".join(out).replace("*", "")


APART = "told_dev_11.yaml"
"""Stories that no model is trained on: `scripts/weigh_readers.py` measures with them."""


def corpus(more: Sequence[Path], told: Sequence[Path] = ()) -> list[Row]:
    """Every row, in a fixed order, with its fold."""
    number = 0
    rng = random.Random(20261129)
    rows: list[Row] = []
    files = [*sorted((ROOT / "corpus").glob("sentences_dev_*.yaml")), *more]
    for file in files:
        for finding, kinds in yaml.safe_load(file.read_text()).items():
            for kind, texts in kinds.items():
                rows += [row(str(t), finding, kind) for t in texts]
    for file in sorted((ROOT / "corpus").glob("decoys_dev_*.yaml")):
        rows += [row(str(t), "", "decoy", 2.0) for t in yaml.safe_load(file.read_text())]
    for r in rows:
        r.fold = rng.randrange(5)
    for file in [*sorted((ROOT / "corpus").glob("told_dev_*.yaml")), *told]:
        for story in yaml.safe_load(file.read_text()):
            fold = rng.randrange(5)
            for sentence in story:
                number += 1
                for new in told_rows(sentence):
                    new.fold, new.sentence, new.apart = fold, number, file.name == APART
                    rows.append(new)
    for finding, item in sorted(ITEMS.items()):
        for phrase in item.phrases:
            for text in dict.fromkeys(spoken(phrase, rng, 3)):
                new = Row(tuple(tokens(text)), [], finding, "phrase", weight=0.4, fold=-1)
                if new.words:
                    rows.append(new)
    return rows


def targets(rows: Sequence[Row], names: Sequence[str]) -> np.ndarray:
    """Yes, no or not known for every row and finding, shape (rows, findings)."""
    at = {n: i for i, n in enumerate(names)}
    narrower: dict[str, list[int]] = {n: [] for n in names}
    for n in names:
        for w in wider(n):
            if w in narrower:
                narrower[w].append(at[n])
    out = np.zeros((len(rows), len(names)), np.int8)
    for i, r in enumerate(rows):
        if r.says is not None:
            for name in r.says:
                out[i, [at[w] for w in wider(name) if w in at]] = -1 if r.part else 1
                out[i, [n for n in narrower.get(name, []) if out[i, n] == 0]] = -1
            continue
        if r.kind == "decoy":
            continue
        for name, _, _ in r.read:
            for w in wider(name):
                if w in at:
                    out[i, at[w]] = -1
        out[i, narrower[r.finding]] = -1
        if r.kind == "near":
            out[i, at[r.finding]] = 0
        else:
            out[i, [at[w] for w in wider(r.finding) if w in at]] = 1
    return out


@numba.njit(fastmath=True)
def _learn(table, yes, weight, order, w, seen, bias, seen_bias, rounds, rate, shrink, no_weight):
    start, number, value = table
    score = np.zeros(len(bias), np.float32)
    for _ in range(rounds):
        np.random.shuffle(order)
        for r in order:
            score[:] = bias
            for j in range(start[r], start[r + 1]):
                for k in range(len(bias)):
                    score[k] += w[number[j], k] * value[j]
            for k in range(len(bias)):
                y = yes[r, k]
                if y < 0:
                    continue
                g = (1 / (1 + np.exp(-score[k])) - y) * weight[r]
                if y == 0:
                    g *= no_weight
                if abs(g) < 0.02:
                    continue
                seen_bias[k] += g * g
                bias[k] -= rate * g / np.sqrt(seen_bias[k])
                for j in range(start[r], start[r + 1]):
                    i = number[j]
                    d = g * value[j] + shrink * w[i, k]
                    seen[i, k] += d * d
                    w[i, k] -= rate * d / np.sqrt(seen[i, k])


@numba.njit
def _seed(n):
    np.random.seed(n)


def learn(found, yes, weight, which, rounds=15, rate=0.7, shrink=1e-3, no_weight=0.6, bias0=-5.0):
    """Weights (features, outputs) and biases by adaptive gradient steps over the rows `which`."""
    k = yes.shape[1]
    w = np.zeros((BUCKETS, k), np.float32)
    seen = np.full((BUCKETS, k), 0.1, np.float32)
    bias, seen_bias = np.full(k, bias0, np.float32), np.ones(k, np.float32)
    _seed(20261129)
    steps = (rounds, np.float32(rate), np.float32(shrink), np.float32(no_weight))
    _learn(found, yes, weight.astype(np.float32), which.copy(), w, seen, bias, seen_bias, *steps)
    return w, bias


def table(found: Sequence[Features], values: Sequence[np.ndarray]) -> Table:
    """Features of all rows in one table: where each row begins, numbers, values."""
    start = np.cumsum([0, *(len(f.number) for f in found)])
    return start, np.concatenate([f.number for f in found]), np.concatenate(values)


def scores(found, rows: Iterable[int], w, bias) -> np.ndarray:
    """Scores of rows, shape (rows, outputs)."""
    start, number, value = found
    return np.array(
        [value[start[r] : start[r + 1]] @ w[number[start[r] : start[r + 1]]] + bias for r in rows]
    )


def packed(name: str, w: np.ndarray, bias: np.ndarray, names: Sequence[str], least: float) -> dict:
    """Weights as whole numbers of at most 127 units, the small ones dropped."""
    unit = float(np.quantile(np.abs(w[np.abs(w) > least]), 0.9995)) / 127
    whole = np.clip(np.rint(w / unit), -127, 127).astype(np.int8)
    whole[np.abs(w) < least] = 0
    kept = whole != 0
    return {
        f"{name}_start": np.concatenate([[0], np.cumsum(kept.sum(1))]).astype(np.int32),
        f"{name}_column": np.nonzero(kept)[1].astype(np.int16),
        f"{name}_value": whole[kept],
        f"{name}_unit": np.float64(unit),
        f"{name}_bias": bias.astype(np.float32),
        f"{name}_names": np.array(list(names)),
    }


def deciding(names: Sequence[str]) -> list[str]:
    """Findings that send somebody to help today by themselves, with a bad back or with cramps."""
    out = []
    for name in (n for n in names if n in ITEMS):
        for beside in ((), ("back_pain",), ("leg_cramp",)):
            found = relate({n: Finding(n, True) for n in (name, *beside)})
            told = Person(
                age=45,
                sex="female",
                findings=tuple(found.values()),
                _status={k: f.present for k, f in found.items()},
            )
            if any(f.level in ("emergency", "same_day") for f in evaluate(told, [])[0]):
                out.append(name)
                break
    return out


def report(rows: Sequence[Row], own: Sequence[int], s: np.ndarray, yes: np.ndarray) -> None:
    """Recall of what was said, and what near misses and decoys give, at some thresholds."""
    kind = np.array([r.kind for r in rows])
    said, near, decoy = kind == "yes", kind == "near", kind == "decoy"
    phrase = np.array([any(r.finding in wider(n) for n, _, _ in r.read) for r in rows])
    some = np.array([bool(r.read) for r in rows])
    print(
        f"phrases alone: recall {phrase[said].mean():.3f}, near misses {phrase[near].mean():.3f}, "
        f"decoys {some[decoy].mean():.3f}"
    )
    mine = np.array([s[i, o] if o >= 0 else -99 for i, o in enumerate(own)])
    for least in (-1, -0.5, 0, 0.5, 1):
        hit = s > least
        other = hit & (yes == 0)
        other[np.flatnonzero(near), np.array(own)[near]] = False
        print(
            f"  {least:4}: recall {(mine > least)[said].mean():.3f}, with phrases "
            f"{((mine > least) | phrase)[said].mean():.3f}, near misses "
            f"{(mine > least)[near].mean():.3f}, others a sentence "
            f"{other[~decoy].sum(1).mean():.3f}, decoys {hit[decoy].any(1).mean():.3f}"
        )


names_at: dict[str, int] = {}


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("more", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--cv", action="store_true")
    given = parser.parse_args()
    begun = time.time()
    rows = corpus(given.more)
    names = sorted({r.finding for r in rows if r.finding}.union(*(r.says or () for r in rows)))
    names_at.update({n: i for i, n in enumerate(names)})
    yes = targets(rows, names)
    weight = np.array([r.weight for r in rows])
    classes = class_names()
    seen = [features(r.words, classes, r.read) for r in rows]
    found = table(seen, [f.scaled() for f in seen])
    told = [i for i, r in enumerate(rows) if r.kind in KINDS and not r.apart]
    status = np.zeros((len(rows), len(KINDS)), np.int8)
    for i in told:
        status[i, KINDS[rows[i].kind]] = 1
    marks = [status_features(r.words, r.question) for r in rows]
    saw = table(marks, [f.weight for f in marks])
    fold = np.array([r.fold for r in rows])
    learnt = np.array([not r.apart for r in rows])
    print(f"{len(rows)} rows, {len(names)} findings, {time.time() - begun:.0f} s")
    if given.cv:
        test = np.flatnonzero((fold == 0) & learnt)
        w, bias = learn(found, yes, weight, np.flatnonzero((fold != 0) & learnt))
        s = scores(found, test, w, bias)
        own = [names_at.get(rows[i].finding, -1) for i in test]
        report([rows[i] for i in test], own, s, yes[test])
        w, bias = learn(saw, status, weight, np.array([i for i in told if fold[i]]), **STATUS)
        t = np.array([i for i in told if fold[i] == 0])
        p = np.exp(scores(saw, t, w, bias))
        present = (p / p.sum(1, keepdims=True))[:, 0]
        real = status[t].argmax(1)
        for least in (0.3, 0.4, 0.5):
            shares = [f"{(present[real == k] > least).mean():.3f}" for k in range(len(KINDS))]
            print(f"said to be present at {least}, by {list(KINDS)}: {shares}")
        return
    w, bias = learn(found, yes, weight, np.flatnonzero(learnt))
    v, bias_v = learn(saw, status, weight, np.array(told), **STATUS)
    np.savez(
        given.out,
        deciding=np.array(deciding(names)),
        classes=np.array(classes),
        **packed("finding", w, bias, names, 0.1),
        **packed("status", v, bias_v, STATUSES, 0.005),
    )
    print(f"{given.out.name}: {given.out.stat().st_size / 1e6:.1f} MB, {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()
