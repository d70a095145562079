"""A sample of the faults that plant_faults.py plants: every one is seen, and nothing is seen where there is no fault."""

import nbformat
import pytest
from plant_faults import EXCEPTED, LESSONS, fails, lessons_and_solutions, plant

SAMPLE = lessons_and_solutions([path for path in LESSONS if path.name[:2] in ("01", "03")])  # these draw no pictures


@pytest.mark.parametrize("given", SAMPLE, ids=lambda given: f"{given[0]}{'-solution' * (len(given) - 2)}")
def test_a_planted_fault_is_seen(given):
    assert not fails(*given)
    kinds = set()
    for k, (kind, cell, seen) in enumerate(plant(*given)):
        if (k % 11 == 0 or kind not in kinds) and (cell.id, kind) not in EXCEPTED:
            assert seen(), (cell.id, kind)
            kinds.add(kind)
    assert len(kinds) >= 6


def test_an_exception_names_its_cell():
    ids = {cell.id for path in LESSONS for cell in nbformat.read(path, as_version=4).cells}
    assert {id for id, _ in EXCEPTED} <= ids
