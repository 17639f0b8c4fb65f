"""The library keeps the versions of plans and reports, and the proposals on them with what became of them."""

from pathlib import Path

import pytest

from gmp_desk.domain.versions import fingerprint
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Kept
from gmp_desk.storage.verifying import problems
from tests.storage.making import Clock, full_plan, full_report, suggested

PLAN, REPORT = full_plan().id, full_report().id


# Versions


def test_versions_are_kept_with_all_that_is_known_of_them(library: Library, clock: Clock):
    clock.forward(hours=2)
    with library.changing() as change:
        number = change.keep(full_plan(), "move", by="Lead", parent="ef" * 32)
    assert library.versions(PLAN)[-1] == Kept(
        number=4, fingerprint=fingerprint(full_plan()), kept="2026-11-21T11:00:00Z", reason="move", name="", by="Lead",
        state=full_plan().state, own=True, shared=False, parent="ef" * 32, intact=True,
    )  # fmt: skip
    assert number == 4
    assert [(version.number, version.own, version.shared) for version in library.versions(PLAN)] == [
        (1, True, True), (2, True, False), (3, False, True), (4, True, False),
    ]  # fmt: skip


def test_a_version_is_what_was_kept_but_for_which_version_it_is(library: Library):
    assert library.version(PLAN, 1) == full_plan().model_copy(update={"version": None})
    assert library.version(PLAN, 3) == suggested(full_plan())[0].model_copy(update={"version": None})
    assert library.version(REPORT, 2) == full_report()


@pytest.mark.parametrize(
    ("given", "number"), [(None, 4), (3, 4), (4, 4), (9, 9), (1_003, 1_003), (1_004, 4), (10**9, 4), (0, 4), (-1, 4)]
)
def test_numbers_of_versions_only_go_up_and_never_leap_far(library: Library, given: int | None, number: int):
    with library.changing() as change:
        assert change.keep(full_plan(), "import", number=given) == number


def test_a_version_that_went_out_is_known_to_others(library: Library, path: Path):
    assert not library.versions(PLAN)[1].shared
    with library.changing() as change:
        change.share(PLAN, 2)
        change.share(PLAN, 2)
    assert library.versions(PLAN)[1] == library.versions(PLAN)[1]._replace(shared=True, intact=True)
    assert library.version(PLAN, 2) == full_plan().model_copy(update={"version": None})
    assert problems(path) == ()


# Proposals


def test_proposals_are_kept_in_order_with_what_became_of_them(library: Library, clock: Clock):
    proposals = suggested(full_plan())[1]
    offered = library.proposals(PLAN)
    assert [one.proposal for one in offered] == list(proposals)
    assert [one.decision for one in offered] == ["accepted", "rejected"] + ["open"] * (len(proposals) - 2)
    assert [bool(one.decided) for one in offered] == [True, True] + [False] * (len(proposals) - 2)
    assert {one.version for one in offered} == {3}
    clock.forward(hours=3)
    with library.changing() as change:
        change.decide(PLAN, {proposals[0].id: "open", proposals[2].id: "accepted"})
    decided = library.proposals(PLAN)
    assert (decided[0].decision, decided[0].decided) == ("open", "")
    assert (decided[1].decision, decided[1].decided) == ("rejected", offered[1].decided)
    assert (decided[2].decision, decided[2].decided) == ("accepted", "2026-11-21T12:00:00Z")


def test_proposals_that_are_there_already_are_not_made_again(library: Library, path: Path):
    proposals = suggested(full_plan())[1]
    new = proposals[0].model_copy(update={"id": "00000000-0000-4000-8000-00000000abcd"})
    with library.changing() as change:
        assert change.propose(PLAN, proposals, 7) == 0
        assert change.propose(PLAN, [*proposals, new], 7) == 1
        assert change.propose(REPORT, proposals, 2) == len(proposals)
    assert [one.version for one in library.proposals(PLAN)] == [3] * len(proposals) + [7]
    assert library.proposals(PLAN)[-1].proposal == new
    assert problems(path) == ()
