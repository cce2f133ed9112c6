"""Which foods are alike: words of the name, weighed by rarity and by their place in the name."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from unclench.intake.foods.words import segments, stop_words

_PLACE = (2.0, 1.2, 0.8, 0.6)
_SCALE = np.array([100.0, 8.0, 8.0, 12.0])  # kcal, g protein, g fat, g carbohydrate per 100 g


def matrix(names: list[str]) -> sparse.csr_matrix:
    """Rows of unit length, one per name; columns are words."""
    vocab: dict[str, int] = {}
    rows, cols, vals = [], [], []
    for r, name in enumerate(names):
        best: dict[int, float] = {}
        for i, segment in enumerate(segments(name)):
            for t in segment:
                if t not in stop_words():
                    c = vocab.setdefault(t, len(vocab))
                    best[c] = max(_PLACE[min(i, 3)], best.get(c, 0.0))
        rows += [r] * len(best)
        cols += list(best)
        vals += list(best.values())
    m = sparse.csr_matrix((vals, (rows, cols)), shape=(len(names), len(vocab)))
    df = np.maximum(np.bincount(m.indices, minlength=len(vocab)), 1)
    m = (m @ sparse.diags(np.log(1 + len(names) / df))).tocsr()
    norm = np.sqrt(np.asarray(m.multiply(m).sum(axis=1)).ravel())
    norm[norm == 0] = 1
    return (sparse.diags(1 / norm) @ m).tocsr()


def neighbours(
    names: list[str], groups: list[str], macros: np.ndarray, k: int = 60
) -> tuple[np.ndarray, np.ndarray]:
    """The `k` most alike foods of each food, best first, and how alike they are (0 to 1).

    Likeness is the cosine of the names times a kernel of energy, protein, fat and carbohydrate
    per 100 g (`macros`, columns in that order, NaN where unknown), lower across groups.
    """
    m = matrix(names)
    n = len(names)
    code = {g: i for i, g in enumerate(sorted(set(groups)))}
    g = np.array([code[x] for x in groups])
    index = np.zeros((n, k), dtype=np.int32)
    weight = np.zeros((n, k), dtype=np.float32)
    for start in range(0, n, 400):
        stop = min(start + 400, n)
        s = np.asarray((m[start:stop] @ m.T).todense()) + 0.05
        apart = np.abs(macros[start:stop, None, :] - macros[None, :, :]) / _SCALE
        apart = np.nan_to_num(apart, nan=1.0).sum(axis=2)
        s *= np.exp(-0.5 * apart)
        s *= np.where(g[start:stop, None] == g[None, :], 1.0, 0.35)
        s[np.arange(stop - start), np.arange(start, stop)] = -1
        part = np.argpartition(-s, k, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(s, part, axis=1), axis=1, kind="stable")
        part = np.take_along_axis(part, order, axis=1)
        index[start:stop] = part
        weight[start:stop] = np.take_along_axis(s, part, axis=1)
    return index, weight
