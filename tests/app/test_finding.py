from pathlib import Path

import pytest

from gmp_desk.app import keeping
from gmp_desk.app.finding import Found, content_of, find, given_content, may_be_plan
from gmp_desk.domain.edits import SetValue
from gmp_desk.domain.errors import Refused, Unreadable
from gmp_desk.formats.package import to_json
from gmp_desk.storage.library import Library
from tests.app.desks import Desk, small_plan

FIRST, SECOND, THIRD = (
    "d2369e6a-0000-4000-8000-000000000001",
    "d2369e6b-0000-4000-8000-000000000002",
    "abcdef01-0000-4000-8000-000000000003",
)


@pytest.fixture
def desk(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with three plans, the first with two versions and edited since; one works in an empty folder."""
    for id, title in ((FIRST, "First"), (SECOND, "Second"), (THIRD, "Third")):
        desk.take(small_plan(id=id, title=title))
    desk.edit(SetValue("title", "First, edited"), id=FIRST)
    keeping.keep(desk.library, FIRST, "request")
    desk.edit(SetValue("title", "First, now"), id=FIRST)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return desk


def refused(desk: Desk, given: str) -> Refused:
    with pytest.raises(Refused) as raised:
        find(desk.library, given)
    return raised.value


def never() -> Library:
    raise AssertionError("the library is not needed")


@pytest.mark.parametrize("given", [FIRST, "d2369e6a", "d2369e6a-0000-4", "D2369E6A"])
def test_a_plan_is_found_by_how_its_id_begins(desk: Desk, given: str):
    assert may_be_plan(given)
    assert find(desk.library, given) == Found(FIRST, None)
    assert given_content(lambda: desk.library, given).content.title == "First, now"


@pytest.mark.parametrize(("given", "title"), [("d2369e6a@1", "First"), (f"{FIRST}@2", "First, edited")])
def test_a_version_is_found_by_its_number(desk: Desk, given: str, title: str):
    assert given_content(lambda: desk.library, given).content.title == title


@pytest.mark.parametrize("number", [0, 3, 9_999_999])
def test_a_version_that_is_not_there_is_refused(desk: Desk, number: int):
    found = find(desk.library, f"abcd@{number}")
    assert found == Found(THIRD, number)
    with pytest.raises(Refused, match=r"version\.unknown"):
        content_of(desk.library, found)


@pytest.mark.parametrize(("given", "count"), [("d236", 2), ("d2369e6", 2), ("d236@1", 2)])
def test_a_beginning_of_several_ids_is_ambiguous(desk: Desk, given: str, count: int):
    error = refused(desk, given)
    assert (error.id, error.params) == ("library.ambiguous", {"id": given, "count": count})


@pytest.mark.parametrize("given", ["ffff", "d2369e6a0", "d2369e6a-0000-4000-8000-000000000009"])
def test_an_id_of_no_plan_is_unknown(desk: Desk, given: str):
    assert refused(desk, given).id == "library.unknown"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "d23",
        "plan.gmpplan",
        "d2369e6a.gmpplan",
        "./d2369e6a",
        "d2369e6a@",
        "d2369e6a@x",
        "d2369e6a@-1",
        "-d2369e6a",
        f"{FIRST}0",
        "d2369e6a@12345678",
        "d2369e6a\n",
        "%",
        "____",
    ],
)
def test_what_looks_like_no_id_is_meant_as_a_file(desk: Desk, given: str):
    assert not may_be_plan(given)
    assert refused(desk, given).id == "library.unknown"
    with pytest.raises((Unreadable, Refused)) as raised:
        given_content(never, given)
    assert raised.value.id.partition(".")[0] in ("file", "guard", "package")


@pytest.mark.parametrize("name", ["d2369e6a", "d2369e6a@1"])
def test_a_file_of_that_name_wins(desk: Desk, name: str):
    Path(name).write_text(to_json(small_plan(title="In the file")), encoding="utf-8")
    assert not may_be_plan(name)
    assert given_content(never, name).content.title == "In the file"
