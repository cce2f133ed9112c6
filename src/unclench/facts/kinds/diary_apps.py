"""Diary apps: how their files are told from others, and what is peculiar to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from unclench.facts.kinds.diary_headers import Role
from unclench.facts.loader import Fact, Verified

Format = Literal["table", "json", "text", "database"]


class DiaryApp(Fact):
    """One kind of file of one app.

    Attributes:
        format: a table is known by its headers, JSON by its keys, a text by its first words, a
            database by the names of its tables.
        order: the lower is tried first.
        needs: a file is of this kind when it has all of one of these sets of headers or keys
            (lower case, as written); a text, when its first lines hold all of these words.
        without: and none of these.
        what: why the file is not read, one sentence; empty when it is read.
        instead: what to export, one sentence.
        roles: the header (lower case, as written) of a role, where the common names mislead.
        zero_is_unknown: zeros of minerals and vitamins mean that nobody told them.
        in_grams: minerals and vitamins without a unit are in grams.
        utc: time stamps are of universal time; the column with role `zone` tells the clock.
    """

    format: Format = "table"
    order: int = 100
    needs: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()
    what: str = ""
    instead: str = ""
    roles: Mapping[Role, str] = Field({})
    zero_is_unknown: bool = False
    in_grams: bool = False
    utc: bool = False
    source: str
    verified: Verified
