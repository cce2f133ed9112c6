"""Parts of an answer as flat polars frames: one row a nutrient, cause, result or test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from unclench.assessment.base import Part

if TYPE_CHECKING:
    import polars as pl

SEPARATOR = "; "
PLAIN = (str, float, int, bool, dt.date)
KINDS = (*PLAIN, Part)


def frame_of(model: type[Part], rows: Sequence[Part]) -> pl.DataFrame:
    """Rows as a frame whose columns follow from the model alone, so an empty one has them too.

    A part inside a part becomes columns `<field>_<its field>`; a list of texts one text joined
    with "; "; lists of parts are left out. Null is unknown.
    """
    import polars as pl

    kinds: list[pl.DataType] = [pl.String(), pl.Float64(), pl.Int64(), pl.Boolean(), pl.Date()]
    plain = dict(zip(PLAIN, kinds, strict=True))
    columns = dict(_columns(model))
    data = {name: [_value(row, path) for row in rows] for name, (path, _) in columns.items()}
    return pl.DataFrame(data, schema={n: plain[kind] for n, (_, kind) in columns.items()})


def _columns(
    model: type[Part], before: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[tuple[str, ...], type]]]:
    for name, field in model.model_fields.items():
        path = (*before, name)
        kind = _kind(field.annotation)
        if kind is None:
            continue
        if issubclass(kind, Part):
            yield from _columns(kind, path)
        else:
            yield "_".join(path).rstrip("_"), (path, kind)


def _kind(annotation: Any) -> type | None:
    """The type of one value of a field; None for what has no place in a cell."""
    options = [a for a in get_args(annotation) if a is not type(None)]
    if get_origin(annotation) is Literal:
        return str
    if get_origin(annotation) is list:
        return str if options == [str] else None
    if type(None) in get_args(annotation) and len(options) == 1:
        return _kind(options[0])
    return annotation if isinstance(annotation, type) and issubclass(annotation, KINDS) else None


def _value(row: Part, path: tuple[str, ...]) -> Any:
    value: Any = row
    for name in path:
        value = None if value is None else getattr(value, name)
    return SEPARATOR.join(value) if isinstance(value, list) else value
