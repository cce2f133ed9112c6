"""A process forked after use has none of the threads that its tables need, and would wait for ever.

Polars starts threads when a table is first worked on; a fork copies the memory but not the threads.
So what works on tables says that it begins, and in such a child it says what is wrong instead.
"""

from __future__ import annotations

import os

_began_in: int | None = None


def begin_tables() -> None:
    """Call before work on tables.

    Raises:
        RuntimeError: this process was forked from one that had worked on tables already.
    """
    global _began_in  # noqa: PLW0603  one process, one answer
    here = os.getpid()
    if _began_in is None:
        _began_in = here
    elif _began_in != here:
        raise RuntimeError(
            "This process was forked after Unclench had read a diary or a food table: its threads "
            "are missing here, and it would wait for ever. Start workers with "
            "multiprocessing.get_context('spawn') (or 'forkserver'), or fork before the first use."
        )
