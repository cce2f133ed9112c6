"""Plans for 50 survey people, beside a naive linear program over all foods.

    python -m benchmarks.plan

Both get the same two survey days of the same people. The naive program moves any of the foods of
the table by as few grams as possible until the mean day holds every RDA (or AI) and no upper
limit: what textbooks call the diet problem. "Usual servings" are judged by what the survey saw
eaten. "Enough on days like theirs" resamples the person's own days with each plan applied.
Published diaries of two apps are timed to the proven optimum, each as a woman and as a man of 40.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.sections import shared, write_section
from unclench.intake.diaries import read
from unclench.intake.diary import Diary, PersonDays
from unclench.intake.foods import amounts, table
from unclench.intake.person_days import person_days
from unclench.intake.usual import assess_intake
from unclench.intake.usual.standing import Standing
from unclench.planning.candidates import Choices
from unclench.planning.planner import Planner, Solved, planner
from unclench.planning.program import by_program, quiet_highs
from unclench.planning.rules import goal_probability
from unclench.planning.safety import Safety
from unclench.told.person import Person

PEOPLE = 50
PROGRAM_S = 5.0
TODAY = dt.date(2026, 1, 1)
DAYS_SAMPLED = 14
SAMPLES = 200
NUTRIENTS = ("magnesium", "calcium", "iron", "vitamin_d", "vitamin_b12", "vitamin_b6", "thiamin",
             "folate", "phosphorus", "protein")  # fmt: skip


@dataclass
class Someone:
    """A survey person as the program sees one."""

    seqn: int
    profile: Person
    diary: Diary
    days: PersonDays


def people(folder: Path, tmp: Path) -> list[Someone]:
    """Adults with two reliable days, every so many through the survey."""
    lines = pl.read_csv(folder / "individual_foods_2007_2012.csv.gz")
    codes = pl.read_csv(
        folder / "food_codes_2007_2012.csv.gz", schema_overrides={"cycle": pl.String}
    )
    names = dict(codes.select("DRXFDCD", "DRXFCLD").iter_rows())
    body = pl.read_csv(
        folder / "demographics_2003_2014.csv.gz", infer_schema_length=None
    ).with_columns(pl.col("SEQN").cast(pl.Float64))
    two = (
        lines.filter(pl.col("DRDRSTZ") == 1)
        .group_by("SEQN")
        .agg(pl.col("day").n_unique().alias("n"))
        .filter(pl.col("n") == 2)
    )
    adults = (
        body.filter(
            (pl.col("RIDAGEYR") >= 20)
            & (pl.col("RIDEXPRG").fill_null(2) != 1)
            & pl.col("BMXWT").is_not_null()
            & pl.col("BMXHT").is_not_null()
        )
        .join(two, on="SEQN", how="semi")
        .unique("SEQN")
        .sort("SEQN")
    )
    step = adults.height // PEOPLE
    out = []
    for row in adults.gather_every(step).head(PEOPLE).iter_rows(named=True):
        mine = lines.filter((pl.col("SEQN") == row["SEQN"]) & (pl.col("DRDRSTZ") == 1))
        path = tmp / f"{int(row['SEQN'])}.csv"
        with path.open("w", newline="", encoding="utf-8") as handle:
            out_file = csv.writer(handle)
            out_file.writerow(["date", "food", "amount", "unit"])
            for r in mine.iter_rows(named=True):
                if r["DRIGRMS"] and r["DRIGRMS"] < 5000:
                    day = dt.date(2025, 12, 1) + dt.timedelta(days=int(r["day"]))
                    out_file.writerow([day, names.get(r["DRIFDCD"], ""), r["DRIGRMS"], "g"])
        diary = read([path], today=TODAY)
        profile = Person(
            age=row["RIDAGEYR"],
            sex="male" if row["RIAGENDR"] == 1 else "female",
            weight_kg=row["BMXWT"],
            height_cm=row["BMXHT"],
        )
        out.append(Someone(int(row["SEQN"]), profile, diary, person_days(diary)))
    return out


def standing(days: PersonDays, person: Person) -> dict[str, Standing]:
    """Usual intake and need by nutrient."""
    return assess_intake(days, person).standings


def naive(someone: Someone, made: Planner, composition: dict[str, np.ndarray]) -> np.ndarray | None:
    """Grams a day of each food to add, least in total, so that the mean day holds every target."""
    import highspy

    h = quiet_highs()
    n = len(composition["energy"])
    lp = highspy.HighsLp()
    lp.num_col_, lp.col_cost_ = n, np.ones(n)
    lp.col_lower_, lp.col_upper_ = np.zeros(n), np.full(n, 2000.0)
    low, high, matrix = [], [], []
    for name, s in made.standing.items():
        if s.need is None or name not in composition:
            continue
        target = s.need.target or (s.need.value if s.need.kind == "AI" else None)
        if name in ("sodium", "energy", "water"):
            continue
        mean = s.usual.mean
        if target is not None:
            low.append(max(0.0, target - mean))
            high.append(
                (s.limit - mean) if s.limit and s.limit > max(mean, target) else highspy.kHighsInf
            )
            matrix.append(composition[name])
    energy = made.standing["energy"].usual.mean
    low.append(-highspy.kHighsInf)
    high.append(0.1 * energy)
    matrix.append(composition["energy"])
    dense = np.array(matrix)
    lp.num_row_ = len(matrix)
    lp.row_lower_, lp.row_upper_ = np.array(low), np.array(high)
    columns = [np.nonzero(dense[:, j])[0] for j in range(n)]
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(c) for c in columns])]).astype(int)
    lp.a_matrix_.index_ = np.concatenate(columns).astype(int)
    lp.a_matrix_.value_ = np.concatenate([dense[c, j] for j, c in enumerate(columns)])
    h.passModel(lp)
    h.run()
    if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(h.getSolution().col_value)


def resampled(someone: Someone, made: Planner, shift: dict[str, float], seed: int) -> float:
    """Share of (nutrient, fortnight of their own days) that meets the average requirement, over
    nutrients that fell short, with the plan's change on every day."""
    rng = np.random.default_rng(seed)
    hits = []
    for name in made.goals:
        s = made.standing[name]
        frame = someone.days.frame.filter(pl.col("nutrient") == name)
        daily = (frame["food"].fill_null(0) + frame["filled"].fill_null(0)).to_numpy()
        daily = daily + frame["supplement"].fill_null(0).to_numpy()
        picks = rng.choice(daily, (SAMPLES, DAYS_SAMPLED)).mean(axis=1) + shift.get(name, 0.0)
        assert s.need is not None
        assert s.need.value is not None
        hits.append(float((picks >= s.need.value).mean()))
    return statistics.mean(hits) if hits else float("nan")


def moved(
    plan: Solved, person: Someone, composition: dict[str, np.ndarray], place: dict[str, int]
) -> dict[str, float]:
    """Change per day of each nutrient, from grams and the food table alone."""
    eaten = {
        r["name"]: (r["food_id"], r["grams"])
        for r in person.diary.entries.group_by("name")
        .agg(pl.col("food_id").drop_nulls().first(), pl.col("grams").mean())
        .iter_rows(named=True)
    }
    out = dict.fromkeys(composition, 0.0)
    for c, n in plan.changes:
        parts = []
        new, old = c.eaten_more, c.eaten_less
        if new is not None and c.action != "more":
            parts.append((new.food_id, new.grams * n))
        elif new is not None:
            parts.append((eaten[new.name][0], eaten[new.name][1] * n))
        if old is not None:
            parts.append((eaten[old.name][0], -eaten[old.name][1] * n))
        for food_id, grams in parts:
            if food_id in place:
                for k, v in composition.items():
                    out[k] += float(v[place[food_id]]) * grams / 7
    return out


GENERIC = frozenset({"fish", "beans", "nuts", "seeds", "mollusks", "crustaceans", "game meat"})


class Survey:
    """How often the survey saw foods of a name, and how much of them in a day."""

    def __init__(self, folder: Path) -> None:
        lines = pl.read_csv(folder / "individual_foods_2007_2012.csv.gz")
        codes = pl.read_csv(
            folder / "food_codes_2007_2012.csv.gz", schema_overrides={"cycle": pl.String}
        ).unique("DRXFDCD")
        self.person_days = lines.select("SEQN", "day").n_unique()
        self.eaten = (
            lines.filter(pl.col("DRIGRMS") > 0)
            .join(codes.select("DRXFDCD", name=pl.col("DRXFCLD").str.to_lowercase()),
                  left_on="DRIFDCD",
                  right_on="DRXFDCD")
            .group_by("SEQN", "day", "name")
            .agg(pl.col("DRIGRMS").sum().alias("grams"))
        )  # fmt: skip
        self.seen: dict[str, tuple[float, float]] = {}

    def usual(self, name: str, grams: float) -> bool:
        """Whether foods of this name are eaten on 100 of a million person-days or more, and this
        amount lies within what 95 % of those who eat them have in a day."""
        parts = [p.strip() for p in name.lower().split(",")]
        key = parts[1] if parts[0] in GENERIC and len(parts) > 1 else parts[0]
        key = key.removesuffix("es") if key.endswith("oes") else key.removesuffix("s")
        if key not in self.seen:
            mine = self.eaten.filter(pl.col("name").str.contains(rf"\b{re.escape(key)}"))
            per_million = 1e6 * mine.select("SEQN", "day").n_unique() / self.person_days
            most = mine["grams"].quantile(0.95) if mine.height else None
            self.seen[key] = (per_million, most or 0.0)
        per_million, most = self.seen[key]
        return per_million >= 100 and grams <= most


APP_DIARIES = (
    "cronometer/servings_v1_2011.csv",
    "cronometer/servings_time_ampm_2022.csv",
    "cronometer/servings_no_time_2025.csv",
    "myfitnesspal/printable_diary_2019.htm",
)
APP_LIMIT_S = 60.0


@dataclass(frozen=True)
class Timed:
    """One diary of an app planned for one sex: processor seconds to the best plan."""

    name: str
    seconds: float
    proven: bool


def timed_diaries() -> tuple[list[Timed], int]:
    """The published diaries of apps, timed, and how many of them had nothing to plan for."""
    out: list[Timed] = []
    idle = 0
    for name in APP_DIARIES:
        diary = read([shared() / "samples" / name], today=dt.date(2026, 11, 23))
        days = person_days(diary)
        for sex in ("female", "male"):
            profile = Person(age=40, sex=sex)
            if not out and not idle:  # once outside the clock: compiling, and reading the tables
                planner(diary, days, standing(days, profile), Safety(), Choices()).best()
            start = time.process_time()
            made = planner(
                diary, days, standing(days, profile), Safety(), Choices(), time_limit=APP_LIMIT_S
            )
            plan = made.best()
            seconds = time.process_time() - start
            if not made.goals:
                idle += 1
                continue
            proven = (
                plan is not None and plan.solution.status == "optimal" and plan.solution.gap <= 1e-6
            )
            out.append(Timed(f"{name}, {sex}", seconds, proven))
    return out, idle


def main() -> None:
    """Run both on the same people and write the section."""
    folder = shared() / "samples" / "nhanes"
    with tempfile.TemporaryDirectory() as tmp:
        everyone = people(folder, Path(tmp))
    foods = table().foods
    ids = foods["food_id"].to_list()
    per100 = amounts(ids)
    place = {f: i for i, f in enumerate(ids)}
    composition: dict[str, np.ndarray] = {}
    for (name,), part in per100.group_by("nutrient"):
        values = np.zeros(len(ids))
        at = [place[f] for f in part["food_id"]]
        values[at] = part["value"].fill_null(0).to_numpy() / 100
        composition[str(name)] = values
    survey = Survey(folder)
    names = foods["name"].to_list()

    diaries, idle = timed_diaries()

    ours: dict[str, list[float]] = {
        k: [] for k in ("changes", "time", "before", "after", "goals", "closed", "met")
    }
    theirs: dict[str, list[float]] = {k: [] for k in ("changes", "time", "everyday", "after")}
    everyday: list[float] = []
    twice: list[float] = []
    optimal, asked, rows_broken, repeated, vitamin_d, lps = 0, 0, 0, 0, 0, 0
    first = everyone[0]  # once outside the clock: compiling, and reading the tables
    planner(
        first.diary, first.days, standing(first.days, first.profile), Safety(), Choices()
    ).best()
    for person in everyone:
        start = time.process_time()
        made = planner(
            person.diary, person.days, standing(person.days, person.profile), Safety(), Choices()
        )
        if not made.goals:
            continue
        asked += 1
        plan = made.best()
        ours["time"].append(time.process_time() - start)
        assert plan is not None
        ours["changes"].append(len(plan.changes))
        ours["goals"].append(len(made.goals))
        ours["closed"].append(len(made.goals) - len(plan.not_reached))
        ours["met"].append(float(not plan.not_reached))
        vitamin_d += "vitamin_d" in plan.not_reached
        optimal += plan.solution.status == "optimal" and plan.solution.gap <= 1e-6
        shift = moved(plan, person, composition, place)
        rows_broken += sum(
            shift.get(r.nutrient, 0.0)
            > r.bound + 0.005 * max(abs(r.bound), made.standing[r.nutrient].usual.mean)
            for r in made.limits
            if r.hard and r.sense == "at_most"
        )
        for c, _ in plan.changes:
            if c.eaten_more is not None and c.action != "more":
                j = place[c.eaten_more.food_id]
                everyday.append(float(survey.usual(names[j], c.eaten_more.grams)))
        ours["before"].append(resampled(person, made, {}, person.seqn))
        ours["after"].append(resampled(person, made, shift, person.seqn))
        if asked % 5 == 1 and asked <= 25:
            again = made.best()
            repeated += again is not None and again.solution.portions == plan.solution.portions
            start = time.process_time()
            by_program(made.problem(), time_limit=PROGRAM_S)
            twice.append(time.process_time() - start)
        start = time.process_time()
        grams = naive(person, made, composition)
        theirs["time"].append(time.process_time() - start)
        lps += 1
        if grams is not None:
            used = np.nonzero(grams > 1.0)[0]
            theirs["changes"].append(len(used))
            theirs["everyday"] += [float(survey.usual(names[j], grams[j])) for j in used]
            shifted = {k: float(v @ grams) for k, v in composition.items()}
            theirs["after"].append(resampled(person, made, shifted, person.seqn))

    def mid(x: list[float]) -> str:
        return f"{statistics.median(x):.2g}"

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = [
        "## Plans",
        "",
        "Made by `python -m benchmarks.plan`: 50 adults of NHANES 2007-2012, two survey days each, "
        f"of whom {asked} fell short of something that can be judged. At most three changes. Both "
        "columns are the same people, days and run.",
        "",
        "| | Unclench | naive linear program over all foods |",
        "| --- | ---: | ---: |",
        f"| changes, median (worst) | {mid(ours['changes'])} ({max(ours['changes']):.0f}) | "
        f"{mid(theirs['changes'])} ({max(theirs['changes']):.0f}) |",
        "| suggestions that people eat, in usual servings | "
        f"{statistics.mean(everyday):.0%} | {statistics.mean(theirs['everyday']):.0%} |",
        "| fortnights of their own days at or above the average requirement, "
        f"before: {statistics.mean(ours['before']):.0%} | {statistics.mean(ours['after']):.0%} | "
        f"{statistics.mean(theirs['after']):.0%} |",
        f"| no solution | 0 | {asked - len(theirs['changes'])} |",
        f"| processor seconds, median (worst) | {statistics.median(ours['time']):.2f} "
        f"({max(ours['time']):.2f}) | {statistics.median(theirs['time']):.2f} "
        f"({max(theirs['time']):.2f}) |",
        "",
        f"Proven optimal: {optimal} of {asked}. Goals: {sum(ours['goals']):.0f}, of which "
        f"{sum(ours['closed']):.0f} are brought to {goal_probability():.0%} or more; every goal in "
        f"{sum(ours['met']):.0f} of {asked} people. Where one stays short the plan says so; "
        f"vitamin D is among them in {vitamin_d}. Two days leave usual intake so uncertain that "
        "goals are large. Upper limits, salt or energy broken when recomputed from the food table: "
        f"{rows_broken}.",
        "",
        f"The same problem as an integer program in HiGHS, on {len(twice)} of the people: "
        f"{statistics.median(twice):.1f} s in the median, {max(twice):.1f} s at worst (stopped "
        f"after {PROGRAM_S:.0f} s for each of its goals). Solved a second time: the same plan in "
        f"{repeated} of {len(twice)}. Peak memory {peak:.0f} MB, the survey files included.",
        "",
        f"Published diaries of apps ({len(APP_DIARIES)} files of Cronometer and MyFitnessPal, each "
        "as a woman and as a man of 40, three changes at most, from the read diary to the proven "
        f"optimum): {statistics.median(d.seconds for d in diaries):.2f} processor seconds in the "
        f"median, {max(d.seconds for d in diaries):.2f} at worst; proven optimal "
        f"{sum(d.proven for d in diaries)} of {len(diaries)}"
        + (f"; {idle} had nothing to plan for." if idle else "."),
        "",
        "Usual servings: foods of that name were eaten on at least 100 of a million person-days of "
        "the survey, and the amount is within what 95 % of those eaters have in a day. The naive "
        "program has no reason to stay near the diary in "
        "number or kind: it takes a little of many foods.",
    ]
    write_section("plan", "\n".join(text))


if __name__ == "__main__":
    main()
