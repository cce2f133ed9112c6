"""How far to believe the two models of the reader: `python scripts/weigh_readers.py`.

On the stories that neither was trained on: what each model's score must be multiplied by, and what
be added, so that the sum is the logarithm of the odds (logistic regression over all runs of clauses
and findings); found and right of each model and of both, a sentence heard where any run of its
clauses is; how often a run is right by its score; and the statuses. The numbers go into `reader`.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

import train_reader as corpus  # noqa: E402
from unclench.told.en import encoder, reader  # noqa: E402
from unclench.told.en.features import features, status_features  # noqa: E402


def weights(x: np.ndarray, yes: np.ndarray, rounds: int = 25) -> np.ndarray:
    """Coefficients of a logistic regression, by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (p - yes))
    return w


def found(name: str, rows: Sequence[corpus.Row], yes: np.ndarray, score: np.ndarray) -> None:
    """Print the best F1 over sentences, and what is found where nine readings of ten are right."""
    best: dict[int, np.ndarray] = {}
    for n, r in enumerate(rows):
        best[r.sentence] = np.maximum(best.get(r.sentence, score[n]), score[n])
    whole = [n for n, r in enumerate(rows) if not r.part]
    known = yes[whole] >= 0
    x = np.array([best[rows[n].sentence] for n in whole])[known]
    y = yes[whole][known]
    order = np.argsort(-x, kind="stable")
    hits = np.cumsum(y[order])
    right, heard = hits / np.arange(1, len(y) + 1), hits / y.sum()
    f1 = 2 * right * heard / np.maximum(right + heard, 1e-9)
    at = int(f1.argmax())
    sure = heard[np.flatnonzero(right >= 0.9).max(initial=0)]
    print(
        f"{name}: F1 {f1[at]:.3f} (right {right[at]:.3f}, found {heard[at]:.3f}, "
        f"from {x[order[at]]:.2f}); found where 0.9 are right {sure:.3f}"
    )


def meaning(row: corpus.Row) -> np.ndarray:
    """What a row means where it stands."""
    words, start = row.inside or (row.words, 0)
    return encoder.encoded([words])[0].meaning(slice(start, start + len(row.words)))


def main() -> None:
    """See the module."""
    rows = [r for r in corpus.corpus([]) if r.apart]
    finding, status = reader.models()
    yes = corpus.targets(rows, finding.names)
    seen = [features(r.words, reader.classes(), r.read) for r in rows]
    linear = np.array([finding.scores(f.number, f.scaled()) for f in seen])
    at = [encoder.names().index(n) for n in finding.names]
    meant = np.array([meaning(r) for r in rows])
    other = encoder.findings(meant)[:, at]
    known = yes >= 0
    x = np.stack([linear[known], other[known], np.ones(known.sum())], 1).astype(float)
    w = weights(x, yes[known].astype(float))
    both = w[0] * linear + w[1] * other + w[2]
    print(f"IN_PLACE = ({w[0]:.2f}, {w[1]:.2f}, {w[2]:.2f})")
    by_itself = encoder.findings(np.array([encoder.encoded([r.words])[0].whole() for r in rows]))[
        :, at
    ]
    x = np.stack([linear[known], by_itself[known], np.ones(known.sum())], 1).astype(float)
    w = weights(x, yes[known].astype(float))
    print(f"BY_ITSELF = ({w[0]:.2f}, {w[1]:.2f}, {w[2]:.2f})")
    for name, score in (("linear", linear), ("encoder", other), ("both", both)):
        found(name, rows, yes, score)
    edges = [-4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 99]
    for low, high in itertools.pairwise(edges):
        here = known & (both >= low) & (both < high)
        print(f"  {low} to {high}: {yes[here].mean():.2f} of {here.sum()} are right")
    told = [n for n, r in enumerate(rows) if r.kind in corpus.KINDS and r.says]
    real = np.array([corpus.KINDS[rows[n].kind] for n in told])
    first = np.array(
        [
            status.scores((f := status_features(rows[n].words, rows[n].question)).number, f.weight)
            for n in told
        ]
    )
    second = encoder.statuses(meant[told])
    for share in (0.0, 0.3, 0.5, 0.7, 1.0):
        hit = ((1 - share) * first + share * second).argmax(1) == real
        print(
            f"status, encoder's share {share}: right {hit.mean():.3f}, of what is not present "
            f"{hit[real > 0].mean():.3f}"
        )


if __name__ == "__main__":
    main()
