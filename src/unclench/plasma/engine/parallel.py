"""Work over people or cells on several threads; compiled kernels let go of Python's lock."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def in_chunks(work: Callable[[int, int], object], n: int, threads: int = 2) -> None:
    """Call `work(a, b)` for pieces that cover `range(n)`; what it raises is raised here.

    More pieces than threads, so that one slow piece does not hold up the end.
    """
    threads = max(1, min(threads, n))
    if n == 0:
        return
    pieces = threads if n < 64 else threads * 8
    edges = [n * i // pieces for i in range(pieces + 1)]
    if threads == 1:
        work(0, n)
        return
    work(0, edges[1])  # compile once, before the threads start
    with ThreadPoolExecutor(threads) as pool:
        rest = itertools.pairwise(edges[1:])
        for future in [pool.submit(work, a, b) for a, b in rest if a < b]:
            future.result()
