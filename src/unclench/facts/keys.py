"""What a row of facts hangs on, as it is written in a file, taken apart once when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import PlainSerializer, PlainValidator

KeyKind = Literal[
    "told",
    "person",
    "nutrient",
    "excess",
    "state",
    "cause",
    "context",
    "calm",
    "onset",
    "words",
    "any_medicine",
]
"""told: a finding, condition, medicine or class of medicines, whose ids never coincide; person:
age, sex, pregnancy; nutrient: too little of it in the diary; excess: more of it than the upper
limit; state: an abnormal result; cause: a likely cause; context: where the complaint is; calm: the
likeliest cause when nothing is urgent; onset: how fast it came; words: a message as a whole."""
_WITHOUT_ID: tuple[KeyKind, ...] = ("any_medicine",)


@dataclass(frozen=True, slots=True)
class Key:
    """A kind, and an id among what is of that kind."""

    kind: KeyKind
    id: str = ""

    def __str__(self) -> str:
        """As it is written in a fact file."""
        if self.kind == "told":
            return self.id
        return f"{self.kind}:{self.id}" if self.id else self.kind


def _key(written: Any) -> Key:
    if isinstance(written, Key):
        return written
    kind, colon, name = str(written).partition(":")
    if kind in _WITHOUT_ID and not colon:
        return Key(kind)
    if not colon:
        return Key("told", kind)
    if kind not in get_args(KeyKind) or not name:
        raise ValueError(f"'{written}' is not known")
    return Key(kind, name)  # type: ignore[arg-type]


WrittenKey = Annotated[Key, PlainValidator(_key), PlainSerializer(str)]
"""A field of a fact file that holds a `Key`."""
