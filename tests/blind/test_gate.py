"""The gate is the one that was sealed; its totals do not fall (nightly), a sample neither."""

from __future__ import annotations

import functools
import hashlib
import random
from pathlib import Path

import pytest
import yaml

from tests.blind import gate
from unclench.case import Case
from unclench.told import understand
from unclench.told.person import SURE
from unclench.told.vocabulary import finding_items

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"


def test_the_gate_is_the_one_that_was_sealed() -> None:
    for line in (HERE / "gate.sha256").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest, name


@functools.cache
def sample() -> dict[str, list[int]]:
    """Of some sentences that say a finding and some that do not: believed, told as said, all."""
    rng = random.Random(20261129)
    rows = [
        (finding, kind, text)
        for file in sorted(CORPUS.glob("sentences_dev_*.yaml"))
        for finding, kinds in yaml.safe_load(file.read_text()).items()
        for kind, texts in kinds.items()
        for text in texts
        if finding in finding_items()
    ]
    taken = {"yes": [0, 0, 0], "no": [0, 0, 0]}
    for finding, kind, text in rng.sample(rows, 600):
        count = taken["yes" if kind == "yes" else "no"]
        told = understand(Case(complaints=[text]))
        count[0] += finding in gate.believed(told)
        count[1] += finding in gate.believed(told, SURE)
        count[2] += 1
    return taken


def test_a_sample_of_the_development_half_is_read() -> None:
    taken = sample()
    assert taken["yes"][0] / taken["yes"][2] > 0.77
    assert taken["yes"][1] / taken["yes"][2] > 0.52
    assert taken["no"][0] / taken["no"][2] < 0.18
    assert taken["no"][1] / taken["no"][2] < 0.11


@pytest.mark.xfail(reason="0.53 since look-alikes of seldom findings were learnt", strict=True)
def test_more_than_half_of_a_sample_is_told_as_said() -> None:
    taken = sample()
    assert taken["yes"][1] / taken["yes"][2] > 0.55


def test_few_questions_of_strangers_find_a_wrong_page() -> None:
    went = gate.questions(HERE / "questions.yaml")
    assert sum(went.values()) == 50
    assert (
        went.get("with a page of ours: wrong", 0) + went.get("without: a page all the same", 0) <= 5
    )


def test_most_questions_of_strangers_find_their_page() -> None:
    went = gate.questions(HERE / "questions_2.yaml")
    assert sum(went.values()) == 312
    assert went["with a page of ours: right"] >= 180
    wrong = went.get("with a page of ours: wrong", 0)
    assert wrong <= 0.05 * (wrong + went["with a page of ours: right"])
    assert went.get("without: a page all the same", 0) <= 3


@pytest.mark.nightly
def test_totals_of_the_gate_do_not_fall() -> None:
    said = gate.sentences(sorted(HERE.glob("sentences_*.yaml")))
    assert said["yes"][0] / said["yes"][1] > 0.40
    others = [said[k] for k in said if k != "yes"]
    assert sum(n for n, _ in others) / sum(of for _, of in others) < 0.15
    odd, of = gate.decoys(HERE / "decoys.yaml")
    assert odd / of < 0.25
    told = gate.stories(HERE / "stories.yaml")
    assert told["first right"][0] >= 60
    assert told["in three"][0] >= 75
