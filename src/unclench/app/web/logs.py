"""Whose spasm log and trials lie where: one person of a data folder may be this computer's.

That person's log and trials are those of `unclench log` and `unclench trial`; everybody else's lie
with their files.
"""

from __future__ import annotations

from pathlib import Path

from unclench.app.web.store import COMPUTER, LOG, LOG_OF, OWN, TRIALS, Kept, Store


def place_of(kept: Kept, store: Store) -> Path:
    """The folder in which a person's `log.csv` and `trials` lie."""
    own, said = store.files_of(kept.id), kept.typed.get(LOG_OF)
    if said == COMPUTER:
        return store.folder
    if said == OWN or (own / LOG).exists() or (own / TRIALS).exists() or not _alone(kept, store):
        return own
    return store.folder


def claimed(kept: Kept, store: Store) -> Kept:
    """The same person, with it kept whose log theirs is, so that a second person moves nothing."""
    if kept.typed.get(LOG_OF) is not None:
        return kept
    said = COMPUTER if place_of(kept, store) == store.folder else OWN
    return store.change(kept.id, kept.revision, {**kept.typed, LOG_OF: said})


def free(kept: Kept, store: Store) -> bool:
    """Whether nobody else has the log of this computer."""
    return not any(k.id != kept.id and place_of(k, store) == store.folder for k in store.every())


def _alone(kept: Kept, store: Store) -> bool:
    return all(k.id == kept.id for k in store.every())
