"""Train which page answers a question and write `asked.npz`.

    python scripts/train_asked.py [--to FILE] [--weigh]

From the questions of `corpus/questions_*.yaml`, each with the page that answers it best, others
that do as well, or "none", from the opened questions of `tests/spec`, and from the phrasings kept
beside each page. With `--weigh` nothing is written: each file is asked with a model that has not
seen it. A minute or two; the same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import yaml
from scipy.optimize import minimize

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src")]

from train_whole import targets  # noqa: E402
from unclench.facts.asked import GROUPS, about, named_page  # noqa: E402
from unclench.facts.kinds import claims  # noqa: E402
from unclench.told import pages  # noqa: E402
from unclench.told.en import asked, encoder  # noqa: E402
from unclench.told.en.asked import FILE, NONE, Seen, features, numbered  # noqa: E402
from unclench.told.en.whole import Floats, chances  # noqa: E402
from unclench.told.lexicon import Words  # noqa: E402

RIDGE = 0.05
FEWEST = 3
"""Questions in which a word, pair or piece must stand to be learnt."""
MOST_STEPS = 120
LEAST_RARE, LEAST_RARE_PIECE = 0.3, 0.2


@dataclass(frozen=True)
class Question:
    """A question and its pages, the best first; (`NONE`,) where there is none."""

    text: str
    pages: tuple[str, ...]

    @property
    def words(self) -> Words:
        """Its words in one form."""
        return pages.read(self.text).words


def files() -> list[Path]:
    """All files with questions."""
    return sorted(ROOT.glob("corpus/questions_*.yaml"))


def questions(path: Path) -> list[Question]:
    """The questions of a file."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Question(r["text"], tuple(dict.fromkeys([r["page"], *r["also"]]))) for r in rows]


def _opened() -> list[Question]:
    """The opened lists of `tests/spec`: a page that is right, the first of those that are."""
    lists = yaml.safe_load((ROOT / "tests/spec/questions.yaml").read_text(encoding="utf-8"))
    every = claims.load()
    out = []
    for row in (row for rows in lists.values() for row in rows):
        right = tuple(p for p in row["page"] if p in every)
        if right or not row["page"]:
            out.append(Question(row["q"], right or (NONE,)))
    return out


def _of_pages() -> list[Question]:
    return [Question(t, (c.id,)) for c in claims.load().values() for t in c.asked]


def _seen(told: Sequence[Question]) -> Seen:
    """What stands in questions, and how rare it is."""
    count = Counter(n for q in told for n in numbered(q.words))
    numbers = np.array(sorted(n for n, c in count.items() if c >= FEWEST), np.uint32)
    piece = Counter(i for q in told for i in set(encoder.by_themselves(q.words)[0].tolist()))
    ids = np.array(sorted(piece), np.int64)
    one = len(told) + 1

    def rare(counts: Sequence[int], least: float) -> Floats:
        return np.log(one / (np.array(counts, np.float64) + 1)) + least

    return Seen(
        numbers,
        rare([count[int(n)] for n in numbers], LEAST_RARE).astype(np.float16).astype(float),
        ids,
        rare([piece[int(i)] for i in ids], LEAST_RARE_PIECE).astype(np.float16).astype(float),
        float(np.log(one) + LEAST_RARE_PIECE),
        encoder.centre().astype(np.float64),
        tuple(sorted([NONE, *claims.load()])),
        GROUPS,
    )


def row_of(question: Question, seen: Seen) -> Floats:
    """The features of a question that stands alone."""
    heard = pages.read(question.text)
    named = named_page(heard.text)
    return features(heard.words, named.id if named else "", about(heard.text), seen)


def fitted(x: sp.csr_matrix, y: Floats) -> tuple[Floats, Floats]:
    """Weights and bias of a multinomial regression with soft targets (rows sum to 1)."""
    n, k = x.shape[1], y.shape[1]
    turned = x.T.tocsr()

    def loss(w: Floats) -> tuple[float, Floats]:
        weight, bias = w[: n * k].reshape(n, k), w[n * k :]
        p = chances(x @ weight + bias)
        value = -(y * np.log(p + 1e-12)).sum() + RIDGE / 2 * (weight**2).sum()
        slope = [(turned @ (p - y) + RIDGE * weight).ravel(), (p - y).sum(0)]
        return float(value), np.concatenate(slope)

    start = np.zeros(n * k + k)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS})
    return found.x[: n * k].reshape(n, k), found.x[n * k :]


def train(kept: Sequence[Path], to: Path) -> int:
    """Fit on the questions of some files and write; returns how many there were."""
    told = [q for f in kept for q in questions(f)] + _opened() + _of_pages()
    told = [q for q in told if q.words]
    seen = _seen(told)
    x = sp.csr_matrix(np.array([row_of(q, seen) for q in told]))
    weight, bias = fitted(x, targets([q.pages for q in told], seen.names))
    unit = np.abs(weight).max(0) / 127 + 1e-12
    np.savez_compressed(
        to,
        weight=np.round(weight / unit).astype(np.int8),
        unit=unit.astype(np.float32),
        bias=bias.astype(np.float32),
        numbers=seen.numbers,
        rare=seen.rare.astype(np.float16),
        pieces=seen.pieces.astype(np.int32),
        piece_rare=seen.piece_rare.astype(np.float16),
        new=np.float32(seen.new),
        centre=seen.centre.astype(np.float32),
        names=np.array(seen.names),
        about=np.array(seen.about),
    )
    return len(told)


def weigh(path: Path) -> Counter[str]:
    """How the questions of a file are answered by what was learnt from the others."""
    packaged = asked.FILE
    others = [q for f in files() if f != path for q in questions(f)] + _opened() + _of_pages()
    learnt = {q.text.casefold() for q in others}
    with tempfile.TemporaryDirectory() as folder:
        asked.FILE = Path(folder) / "asked.npz"
        train([f for f in files() if f != path], asked.FILE)
        pages.forget()
        went = Counter(_went(q) for q in questions(path) if q.text.casefold() not in learnt)
    asked.FILE = packaged
    pages.forget()
    return went


def _went(question: Question) -> str:
    page = pages.page_for(question.text)
    if question.pages == (NONE,):
        return "without: none" if page is None else "without: a page all the same"
    what = "none" if page is None else "right" if page.id in question.pages else "wrong"
    return f"with a page: {what}"


def main() -> None:
    """Fit and write, or weigh."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=FILE)
    parser.add_argument("--weigh", action="store_true")
    given = parser.parse_args()
    if given.weigh:
        for path in files():
            print(path.stem, dict(sorted(weigh(path).items())), flush=True)
        return
    count = train(files(), given.to)
    print(f"{count} questions, {len(files())} files; {given.to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
