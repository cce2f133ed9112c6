"""Analytes: what can be measured in blood or urine, how it is named, coded, and judged.

Values are in `unit` (the unit we compute in) unless said otherwise. Conversion from any other
unit follows from `molar_mass`, `valence` and `gram_per_iu`, or from a row of `other_units`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from unclench.errors import Problem, UserError
from unclench.facts import loader, units
from unclench.facts.kinds import lab_words
from unclench.facts.loader import Fact, Strict, Verified
from unclench.facts.second_looks import SecondLook
from unclench.facts.spelling import LETTERS, fold

Specimen = Literal["serum", "blood", "urine", "calculated"]


class Code(Strict):
    """A LOINC code of this analyte. `unit` is the unit its property implies when none is given."""

    code: str
    implied_unit: str = ""
    specimen: Specimen = "serum"
    verified: Verified = "seen"
    note: str = ""


class Range(Strict):
    """A reference range in `Analyte.unit`; the most specific row that fits the person is used."""

    low: float | None = None
    high: float | None = None
    sex: Literal["female", "male"] | None = None
    age_from: float = 18
    age_to: float = 200
    pregnant: bool | None = None
    source: str
    verified: Verified
    note: str = ""

    def fits(self, age: float | None, sex: str | None, pregnant: bool) -> bool:
        """Whether the row applies; an unknown age counts as adult, an unknown sex fits no sex."""
        if self.sex and self.sex != sex:
            return False
        if self.pregnant is not None and self.pregnant != pregnant:
            return False
        return self.age_from <= (40 if age is None else age) < self.age_to


class Limits(Strict):
    """Values that laboratories telephone at once, in `Analyte.unit`; the limit itself counts."""

    low: float | None = None
    high: float | None = None
    source: str
    verified: Verified
    second: SecondLook
    note: str = ""


class Band(Strict):
    """A named step of severity: low <= value < high, in `Analyte.unit`.

    `side` says when it is shown: only with a result below ("low") or above ("high") the range
    in use, or always ("any", for thresholds that are not a reference range).
    `counts_as` is how an adult's result in it is judged although it lies within the reference
    range: no result is "within range" and "stores empty" at once.
    """

    id: str
    label: str
    low: float | None = None
    high: float | None = None
    side: Literal["low", "high", "any"]
    counts_as: Literal["L", "H", "unknown"] | None = None
    source: str
    verified: Verified


class Window(Strict):
    """The lowest and highest value, in `Analyte.unit`."""

    low: float
    high: float
    source: str = "judgement"
    verified: Verified = "judgement"


class OtherUnit(Strict):
    """A unit outside mass, amount, charge and IU: `value * factor + offset` is in our unit."""

    unit: str
    factor: float
    offset: float = 0.0


class Alternate(Strict):
    """Names or codes under which the mass means another molecule (urea, not urea nitrogen)."""

    names: tuple[str, ...]
    loinc: tuple[str, ...] = ()
    molar_mass: float


class Pitfall(Strict):
    """What to bear in mind with an abnormal result; `side` when only with a low or a high one."""

    say: str
    side: Literal["low", "high", "any"] = "any"


def _pitfall(given: object) -> object:
    """A plain sentence of a file holds for a low and a high result."""
    return {"say": given} if isinstance(given, str) else given


class Analyte(Fact):
    """One analyte.

    `survivable` refuses what no living person has; `usual` is narrower and serves only to tell
    which unit was meant when none was given. `factor` is the published conversion from
    `conventional_unit` to `unit`, kept to check the molar mass against a second source.
    `beside` are the analytes that stand next to it on a report, with which its value gets swapped.
    Ids are the short names of laboratories; the file has the name that people look for: its label.
    """

    specimen: Specimen
    names: tuple[str, ...]
    loinc: tuple[Code, ...] = ()
    unit: str
    conventional_unit: str = ""
    factor: float | None = None
    molar_mass: float | None = None
    valence: int | None = None
    gram_per_iu: float | None = None
    other_units: tuple[OtherUnit, ...] = ()
    alternate: tuple[Alternate, ...] = ()
    reference: tuple[Range, ...] = ()
    child_range_differs: bool = False
    beside: tuple[str, ...] = ()
    critical: Limits | None = None
    bands: tuple[Band, ...] = ()
    survivable: Window
    usual: Window | None = None
    pitfalls: tuple[Annotated[Pitfall, BeforeValidator(_pitfall)], ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def file(self) -> str:
        """The label in lower case, words joined by underscores: `potassium` for `k`."""
        return re.sub(r"[^a-z0-9]+", "_", self.label.lower()).strip("_")

    def pitfalls_of(self, side: Literal["low", "high"]) -> tuple[str, ...]:
        """What to bear in mind with a result on this side of the range."""
        return tuple(p.say for p in self.pitfalls if p.side in ("any", side))

    def every_name(self) -> tuple[str, ...]:
        """The label, all names, and the names under which the mass means another molecule."""
        return (self.label, *self.names, *(n for a in self.alternate for n in a.names))

    def to_unit(self, value: float, unit: str, molar_mass: float | None = None) -> float:
        """`value` in `unit` as a value in `self.unit`.

        Args:
            value: any number.
            unit: a spelling known to `units.normalise`.
            molar_mass: g/mol that replaces the analyte's own (see `Alternate`).

        Raises:
            UserError: the unit is unknown or does not fit this analyte.
        """
        name = units.normalise(unit)
        for other in self.other_units:
            if units.normalise(other.unit) == name:
                return value * other.factor + other.offset
        try:
            return units.convert(
                value,
                name,
                self.unit,
                molar_mass=molar_mass or self.molar_mass,
                valence=self.valence,
                gram_per_iu=self.gram_per_iu,
            )
        except UserError:
            asked = " or ".join(dict.fromkeys(u for u in (self.unit, self.conventional_unit) if u))
            raise UserError(
                Problem(
                    f"{self.label} is not measured in {name}.",
                    fix=f"Give it in {asked}.",
                )
            ) from None

    def range_for(self, age: float | None, sex: str | None, pregnant: bool = False) -> Range | None:
        """The reference row for a person, the most specific first; None when none applies."""
        rows = [r for r in self.reference if r.fits(age, sex, pregnant)]
        if sex is None and not rows:
            rows = self._both_sexes(age, pregnant)
        rows.sort(key=lambda r: (r.pregnant is not True, r.sex is None))
        return rows[0] if rows else None

    def _both_sexes(self, age: float | None, pregnant: bool) -> list[Range]:
        rows = [r for s in ("female", "male") for r in self.reference if r.fits(age, s, pregnant)]
        if not rows:
            return []
        lows = [r.low for r in rows if r.low is not None]
        highs = [r.high for r in rows if r.high is not None]
        wide = {"low": min(lows, default=None), "high": max(highs, default=None), "sex": None}
        return [rows[0].model_copy(update={**wide, "note": ""})]


_NOISE = frozenset(
    re.findall(
        r"\w+",
        "serum plasma level levels s p sp ser plas serpl serplas blood bld venous total test result"
        " conc concentration scnc mcnc in or by of the and mass moles volume quantitative quant qn"
        " mol vol lab fasting random measured",
    )
)
_ONE_FORM = {
    "antibodies": "antibody", "ab": "antibody", "abs": "antibody", "ionised": "ionized",
    "haemoglobin": "hemoglobin", "haematocrit": "hematocrit", "oestradiol": "estradiol",
    "adj": "adjusted", "corr": "corrected",
}  # fmt: skip
_LONGEST = 300
_WORD = re.compile(rf"[{LETTERS}0-9]+")
_BODY = frozenset(["serum", "plasma", "blood", "serpl", "ser", "plas", "bld"])


@functools.cache
def _of_no_weight() -> frozenset[str]:
    """Words of names that tell no test from another, in every language of `lab_words`."""
    told = {
        w
        for name in ("serum", "says_little")
        for text in lab_words.words(name)
        for w in text.split()
        if len(w) > 1 or w in ("i", "w")
    }
    return _NOISE | (told - {"na", "fe", "ca", "cl", "mg"})


@functools.cache
def _urine() -> frozenset[str]:
    """The words for urine in every language, each one word."""
    return frozenset(w for w in lab_words.words("urine") if len(w) > 3 and " " not in w)


def _word(token: str) -> str:
    """One form of a word of a name: "urinaire" is urine, "Serumkalium" is kalium."""
    if token in _urine():
        return "urine"
    bare = re.sub(r"^(?:serum|plasma)(?=[a-z]{3})|^(?:血清|血漿)(?=.)", "", token)
    return _ONE_FORM.get(bare, bare)


@functools.lru_cache(maxsize=65536)
def words_in(text: str) -> tuple[str, ...]:
    """The words of a piece of a name as `name_key` compares them, those of no weight as well."""
    plain = re.sub(r"\[[^\]]*\]|²⁺|⁺|⁻", " ", fold(text))
    return tuple(_word(t) for t in _WORD.findall(plain))


@functools.cache
def vocabulary() -> frozenset[str]:
    """Every word that may stand in the name of a test."""
    names = (n for a in load().values() for n in a.every_name())
    told = {w for name in names for w in words_in(name)}
    return frozenset({*told, *_of_no_weight(), "urine", "u", "1", "73", "m", "m2", "2"})


def _short(name: str) -> str:
    """A name with single blanks, and no more of it than any name has."""
    return " ".join(name.split())[:_LONGEST]


@functools.lru_cache(maxsize=65536)
def name_key(name: str) -> frozenset[str]:
    """What is left of a name when accents, case, order and words that say little are gone.

    Where nothing but the sample is left, all words count: "urine P" is phosphate, "urine" no test.
    """
    text = fold(_short(name))
    text = re.sub(r"\[[^\]]*\]", " ", text)
    text = re.sub(r"/?\s*1[.,]73\s*m\S*", " ", text)
    text = re.sub(r"^u-(?=[a-z])", "urine ", text)
    text = re.sub(r"^b-(?=[a-z]{2})", "", text)  # of blood, in the north: "B-Hemoglobin"
    text = re.sub(r"(?<=[a-z])\d?[+-](?=\s|$|,)|²⁺|⁺|⁻", " ", text)
    tokens = [_word(t) for t in _WORD.findall(text)]
    kept = frozenset(t for t in tokens if t not in _of_no_weight())
    return kept if kept - {"urine"} else frozenset(tokens)


def names_body_fluid(name: str) -> bool:
    """Whether the name itself says serum, plasma or blood."""
    return bool(_BODY & set(re.findall(r"[a-z]+", name.lower())))


@functools.cache
def load() -> dict[str, Analyte]:
    """All analytes by id."""
    return loader.load("analytes", Analyte)


@functools.cache
def by_loinc() -> dict[str, tuple[Analyte, Code]]:
    """LOINC code -> analyte and the code's row."""
    return {c.code: (a, c) for a in load().values() for c in a.loinc}


@functools.cache
def _tokens(analyte_id: str) -> frozenset[str]:
    """Words of two letters or more that stand in an analyte's names."""
    every = load()[analyte_id].every_name()
    return frozenset(t for name in every for t in name_key(name) if len(t) > 1)


def by_code(code: str, name: str = "") -> tuple[Analyte, Code] | None:
    """The analyte of a LOINC code, or None.

    A code that we have only from memory counts when the name agrees: it shares a word with the
    names of the analyte, or there is no name.
    """
    found = by_loinc().get(code)
    if found is None or found[1].verified != "recalled" or not name:
        return found
    return found if name_key(name) & _tokens(found[0].id) else None


@functools.cache
def urine_of() -> dict[str, Analyte]:
    """Id of an analyte of blood -> the same in a sample of urine."""
    all_ = load()
    return {
        a.id: all_[f"{a.id.split('_')[0]}_u"]
        for a in all_.values()
        if a.specimen != "urine" and f"{a.id.split('_')[0]}_u" in all_
    }


@functools.cache
def by_name() -> dict[frozenset[str], Analyte]:
    """Name keys of all analytes, their labels and their other names."""
    out: dict[frozenset[str], Analyte] = {}
    for analyte in load().values():
        for name in analyte.every_name():
            out.setdefault(name_key(name), analyte)
    return out


@functools.lru_cache(maxsize=65536)
def find(name: str) -> Analyte | None:
    """The analyte a person means by `name`; None when it is not known.

    A name said twice counts when both mean the same: "Creatine kinase (CK)", "ALT/SGPT". With a
    word for urine in any language the name means the sample of urine, or nothing we know.
    """
    name = _short(name)
    whole = _whole(name)
    if whole is not None:
        return whole
    inside = re.fullmatch(r"\s*([^()]+?)\s*\(([^()]+)\)\s*(.*)", name)
    if inside:
        parts = [f"{inside[1]} {inside[3]}", inside[2]]
    else:
        parts = re.split(r"\s*/\s*|\s+-\s+", name)
    if len(parts) != 2 or not all(p.strip() for p in parts):
        return None
    one, two = (_whole(p) for p in parts)
    return one if one is not None and one is two else None


def _whole(name: str) -> Analyte | None:
    key = name_key(name)
    found = by_name().get(key)
    if found is None and "urine" in key:
        blood = by_name().get(key - {"urine"})
        found = urine_of().get(blood.id) if blood else None
    return found


def all_names() -> Iterable[str]:
    """Every label and name, for suggestions."""
    for analyte in load().values():
        yield analyte.label
        yield from analyte.names


def check(facts: dict[str, Fact], _today: object) -> list[Problem]:
    """Names and codes must be unique; bands ordered; factor and molar mass must agree."""
    problems: list[Problem] = []
    names: dict[frozenset[str], str] = {}
    codes: dict[str, str] = {}
    for fact in facts.values():
        assert isinstance(fact, Analyte)
        where = f"facts/data/analytes/{fact.file}.yaml"
        for name in fact.every_name():
            owner = names.setdefault(name_key(name), fact.id)
            if owner != fact.id:
                problems.append(Problem(f"the name '{name}' is also a name of {owner}", where))
        for code in fact.loinc:
            owner = codes.setdefault(code.code, fact.id)
            if owner != fact.id:
                problems.append(Problem(f"LOINC {code.code} is also a code of {owner}", where))
        if fact.factor is not None and fact.conventional_unit:
            ours = fact.to_unit(1.0, fact.conventional_unit)
            if abs(ours / fact.factor - 1) > 0.002:
                problems.append(
                    Problem(f"factor {fact.factor} and molar mass ({ours:.5g}) disagree", where)
                )
    return problems
