"""Where it is not known which version a copy was made from, what was edited here meanwhile is in conflict with it."""

import pytest

from gmp_desk.domain.doubts import in_doubt
from gmp_desk.domain.edits import Add, Edit, Move, Remove, SetValue
from gmp_desk.domain.plan import Objective, Plan
from gmp_desk.domain.proposals import propose
from tests.app.desks import small_plan
from tests.strategies import new_id

FIRST, SECOND, NEW = (f"objectives/{new_id(number)}" for number in (1, 2, 9))
MOVE = Move(FIRST, 1)


def edited(plan: Plan, *edits: Edit) -> Plan:
    for edit in edits:
        plan = edit.apply(plan)
    return plan


def conflicts(here: Edit, theirs: Edit) -> list[bool]:
    """Return whether what a copy suggests is in conflict with an edit made here before the version it seems to be."""
    base = edited(small_plan(), here)
    found = propose(base, base, edited(base, theirs), author="", date=None, source="")
    assert [one.conflict for one in found] == [False] * len(found)
    return [one.conflict for one in in_doubt(found, [small_plan()], base)]


@pytest.mark.parametrize(
    ("here", "theirs"),
    [
        (SetValue("title", "Ours"), SetValue("title", "Theirs")),
        (SetValue(f"{FIRST}/statement", "Ours"), SetValue(f"{FIRST}/statement", "Theirs")),
        (SetValue(f"{FIRST}/statement", "Ours"), Remove(FIRST)),
        (MOVE, Move(FIRST, 0)),
        (Remove(SECOND), Add("objectives", Objective.blank(id=new_id(2)))),
        (Add("objectives", Objective.blank(id=new_id(9))), Remove(NEW)),
    ],
)
def test_what_was_edited_here_is_in_conflict(here: Edit, theirs: Edit):
    assert conflicts(here, theirs) == [True]


@pytest.mark.parametrize(
    ("here", "theirs"),
    [
        (SetValue("title", "Ours"), SetValue("summary", "Theirs")),
        (SetValue(f"{FIRST}/statement", "Ours"), SetValue(f"{SECOND}/statement", "Theirs")),
        (SetValue(f"{FIRST}/statement", "Ours"), Remove(SECOND)),
        (SetValue("title", "Ours"), Add("objectives", Objective.blank(id=new_id(9)))),
    ],
)
def test_what_was_not_edited_here_is_in_no_conflict(here: Edit, theirs: Edit):
    assert conflicts(here, theirs) == [False]
