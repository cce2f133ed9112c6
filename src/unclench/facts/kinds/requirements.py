"""Requirements: one nutrient as one authority sees it, by sex, age and state."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from typing import Literal

from pydantic import Field, model_validator

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified
from unclench.facts.second_looks import SecondLook

Authority = Literal["nasem", "efsa"]
State = Literal["none", "pregnant", "lactating"]
Menopause = Literal["any", "pre", "post"]
Per = Literal["day", "kg_body_weight", "MJ_energy"]
SpreadKind = Literal["normal", "lognormal", "normal_from_target", "lognormal_from_target"]

OLDEST = 121
YOUNGEST_PREGNANT, OLDEST_PREGNANT = 18, 51


class Row(Strict):
    """The values for one group of people; a value that is absent was not set by the authority.

    `age` is [from, below): 31-50 years old is [31, 51]. EAR/AR: average requirement. RDA/PRI:
    covers nearly everybody. AI: adequate intake, when no average requirement is known. UL: upper
    limit. CDRR: reduce intakes above it. safe_and_adequate, safe_level: EFSA's terms.
    target_covers: share of people whose need the target (RDA, PRI) meets.
    """

    sex: Literal["both", "female", "male"]
    age: tuple[float, float]
    state: State = "none"
    menopause: Menopause = "any"
    EAR: float | None = Field(None, ge=0)
    RDA: float | None = Field(None, ge=0)
    AR: float | None = Field(None, ge=0)
    PRI: float | None = Field(None, ge=0)
    AI: float | None = Field(None, ge=0)
    UL: float | None = Field(None, ge=0)
    CDRR: float | None = Field(None, ge=0)
    safe_and_adequate: float | None = Field(None, ge=0)
    safe_level: float | None = Field(None, ge=0)
    target_covers: float = Field(0.975, gt=0.5, lt=1)
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Row:
        if not self.age[0] < self.age[1]:
            raise ValueError(f"age {self.age} is not [from, below)")
        median, target = self.EAR or self.AR, self.RDA or self.PRI
        if median and target and target < median:
            raise ValueError(f"the target {target} is below the average requirement {median}")
        return self

    def covers(self, sex: str, age: float, state: str, menopause: str) -> bool:
        """Whether a person of this sex, age (years), state and menopause falls into the row."""
        return (
            self.sex in ("both", sex)
            and self.age[0] <= age < self.age[1]
            and self.state == state
            and (self.menopause in ("any", menopause) or sex == "male")
        )


class Spread(Strict):
    """How much requirements differ between people.

    normal, lognormal: coefficient of variation `cv`. *_from_target: the authority states none; it
    follows from the distance between average requirement and target, and from the share of people
    that the target covers (97.5 % unless the row says otherwise).
    """

    kind: SpreadKind
    cv: float | None = Field(None, gt=0, lt=1)
    source: str
    verified: Verified
    note: str = ""

    @model_validator(mode="after")
    def _cv(self) -> Spread:
        if (self.cv is None) != self.kind.endswith("_from_target"):
            raise ValueError("a cv belongs to normal and lognormal, and only to them")
        return self


class Percentiles(Strict):
    """The requirement distribution of a group by percentiles, where it is not a simple one."""

    group: str
    sex: Literal["female", "male"]
    age: tuple[float, float]
    state: State = "none"
    menopause: Menopause = "any"
    percentiles: tuple[float, ...]
    values: tuple[float, ...]
    source: str
    verified: Verified

    @model_validator(mode="after")
    def _increasing(self) -> Percentiles:
        pairs = list(zip(self.percentiles, self.values, strict=True))
        if any(a[0] >= b[0] or a[1] >= b[1] for a, b in itertools.pairwise(pairs)):
            raise ValueError("percentiles and values must increase")
        return self


class Limit(Strict):
    """What the upper limit (UL, CDRR or safe level) applies to.

    `equivalents`: how many units of the nutrient one unit of the limit is, `form`: what the limit
    is measured in. Limits of folate are in folic acid, intakes in dietary folate equivalents.
    `second`, `second_children`: where the limits of adults and of children were looked up again.
    """

    applies_to: Literal["total", "supplements", "added"]
    equivalents: float = Field(1.0, gt=0)
    form: str = ""
    source: str
    verified: Verified
    second: SecondLook
    second_children: SecondLook | None = None
    note: str = ""


class Gap(Strict):
    """A group without rows of its own, on purpose, and why.

    as_others: the values of other adults serve instead; otherwise there is no requirement.
    """

    state: State
    why: str
    as_others: bool = False


class Factor(Strict):
    """A factor on the requirement for people who eat in a certain way."""

    diet: tuple[str, ...]
    times: float
    source: str
    verified: Verified
    note: str = ""


class RequirementTable(Fact):
    """The requirement of one nutrient by one authority. `id` is `<nutrient>_<authority>`.

    Amounts are in `unit` per day, or per kg of body weight and day, or per MJ of energy need.
    `intake_counts_part`: why a low intake as we count it is no sign of too little: the need counts
    what intake does not. `second_needs`: where the needs (not the limits) were looked up again.
    """

    nutrient: str
    authority: Authority
    unit: str
    per: Per = "day"
    rows: tuple[Row, ...]
    spread: Spread | None = None
    percentiles: tuple[Percentiles, ...] = ()
    limit: Limit | None = None
    gaps: tuple[Gap, ...] = ()
    factors: tuple[Factor, ...] = ()
    intake_counts_part: str = ""
    second_needs: SecondLook | None = None
    youngest: float = 1
    source: str
    verified: Verified

    @functools.cached_property
    def has_median(self) -> bool:
        """Whether any row gives an average requirement (EAR or AR)."""
        return any(r.EAR is not None or r.AR is not None for r in self.rows)


def holes(table: RequirementTable) -> list[str]:
    """Groups of people for whom no row, or more than one row, gives a value.

    Ages from `youngest` to 120 years are tried in months below two years and in years above, for
    both sexes; pregnancy and lactation from 18 to 50 years; before and after the menopause.
    """
    ages = [m / 12 for m in range(round(table.youngest * 12), 24)]
    ages += [float(a) for a in range(max(2, round(table.youngest)), OLDEST)]
    gaps = {g.state for g in table.gaps}
    found = []
    for state in ("none", "pregnant", "lactating"):
        if state in gaps:
            continue
        sexes = ("female", "male") if state == "none" else ("female",)
        span = ages if state == "none" else range(YOUNGEST_PREGNANT, OLDEST_PREGNANT)
        for sex in sexes:
            for meno in ("pre", "post"):
                wrong = [
                    (age, n)
                    for age in span
                    if (n := sum(r.covers(sex, age, state, meno) for r in table.rows)) != 1
                ]
                if wrong:
                    what = "no row" if wrong[0][1] == 0 else "more than one row"
                    who = sex if state == "none" else state
                    found.append(f"{what} for {who}, age {wrong[0][0]:g}")
                    break
    return found


ADULT_FROM = 18


def limits_children(table: RequirementTable) -> bool:
    """Whether a table has limits of its own for people below 18."""
    return any(
        r.age[0] < ADULT_FROM and (r.UL or r.CDRR or r.safe_level or r.safe_and_adequate)
        for r in table.rows
    )


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """No hole in age, sex or state; the file's name fits; an average requirement has a spread."""
    from unclench.facts.kinds.nutrients import NutrientFact
    from unclench.facts.loader import load

    known = load("nutrients", NutrientFact)
    problems = []
    for table in facts.values():
        if not isinstance(table, RequirementTable):
            continue
        where = f"facts/data/requirements/{table.id}.yaml"
        if table.id != f"{table.nutrient}_{table.authority}":
            problems.append(Problem("the id is not <nutrient>_<authority>", where))
        if table.nutrient not in known:
            problems.append(Problem(f"the nutrient '{table.nutrient}' is not known", where))
        elif known[table.nutrient].unit != table.unit:
            problems.append(
                Problem(f"unit {table.unit}, but {known[table.nutrient].unit} for nutrients", where)
            )
        problems += [Problem(f"hole in the table: {h}", where) for h in holes(table)]
        if table.has_median and table.spread is None:
            problems.append(Problem("an average requirement without a spread", where))
        if table.limit is None and any(r.UL or r.CDRR or r.safe_level for r in table.rows):
            problems.append(Problem("an upper limit without saying what it applies to", where))
        needs = any(r.EAR or r.AR or r.AI for r in table.rows)
        if table.second_needs is not None and not needs:
            problems.append(
                Problem("a second look at needs (second_needs) that are not there", where)
            )
        if table.limit and (table.limit.second_children is None) == limits_children(table):
            what = "limits of children and their second look (second_children) go together"
            problems.append(Problem(what, where))
    return problems
