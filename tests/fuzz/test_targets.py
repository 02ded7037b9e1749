"""A seeded sample of every fuzz target, without atheris, and the proof that each oracle finds what is planted."""

import pytest

from shared.domain.errors import DatoInvalido
from tests.fuzz.catalogue import names, target
from tests.fuzz.mutation import mutations
from tests.fuzz.target import Broken, Target, is_declared, survive

SEED = 20180701


@pytest.mark.parametrize("name", names())
def test_good_inputs_are_read(name: str) -> None:
    refused = {survive(target(name), seed) for seed in target(name).seeds()}
    assert "" in refused


@pytest.mark.parametrize("name", names())
def test_a_sample_of_mutations_is_read_or_refused_with_a_declared_code(name: str) -> None:
    fuzzed = target(name)
    read = [survive(fuzzed, data) for data in mutations(fuzzed.seeds(), fuzzed.dictionary, fuzzed.sample, SEED)]
    assert len(read) == fuzzed.sample
    assert not fuzzed.letters or len(set(read) - {""}) >= 2


def test_the_sample_is_the_same_every_time() -> None:
    first, second = (list(mutations((b'{"a":1}', b"xyz"), (b"word",), 100, 3)) for _ in range(2))
    assert first == second
    assert len(set(first)) > 60


def planted(run: object, letters: str = "T") -> Target:
    return Target("planted", run, lambda: (b"",), letters, {})  # type: ignore[arg-type]  # a fault of any kind


def test_a_bug_of_ours_is_a_finding() -> None:
    def fault(_data: bytes) -> None:
        raise IndexError

    with pytest.raises(IndexError):
        survive(planted(fault), b"")


@pytest.mark.parametrize("code", ["T998", "R101", "X001", ""])
def test_a_code_that_is_not_declared_for_the_target_is_a_finding(code: str) -> None:
    def fault(_data: bytes) -> None:
        raise DatoInvalido(code, "planted")

    with pytest.raises(Broken, match="undeclared"):
        survive(planted(fault), b"")


def test_declared_codes_are_those_of_the_table_and_the_common_ones() -> None:
    assert is_declared("T213", "TD")
    assert is_declared("T012", "TD")
    assert not is_declared("T010", "TD")
    assert not is_declared("R113", "TD")
