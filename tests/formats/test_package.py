"""Plan and report files: what is read, what is refused, and that nothing is lost between the two."""

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from gmp_desk.domain.errors import Unreadable
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.formats.package import Replaced, read, read_plan, to_json
from tests import samples
from tests.bad_files import BAD, GOOD, IN_EFFORT, as_bytes, effort_with, plan_with, zipped
from tests.strategies import fewer, huge_plans, plans, reports, texts

MARKS = [
    b'"',
    b"{",
    b"}",
    b"[",
    b",",
    b"\\",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"null",
    b"1e9",
    b'"id"',
    b"\\ud800",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
    max_leaves=5,
)

one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.gmpplan"


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_plan_is_refused_with_the_reason(name: str, file: Path):
    content, id_, place = BAD[name]
    file.write_bytes(content)
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.id == id_
    if "/" in place:
        assert error.value.params["where"] == place


def complaints(content: bytes) -> int:
    """Return how many complaints pydantic made of a file."""
    document = json.loads(content)
    with pytest.raises(ValidationError) as error:
        (Plan if document["format"] == "gmp-plan" else AreaReport).model_validate(document)
    return error.value.error_count()


@pytest.mark.parametrize("sample", [samples.PLANS[0], samples.REPORTS[0]], ids=lambda path: path.suffix)
def test_of_a_list_with_many_bad_entries_only_one_is_complained_of(sample: Path):
    document = samples.document(sample)
    lists = [(holder, key) for holder, key in samples.places_in(document) if isinstance(holder[key], list)]
    assert len(lists) > 5
    for holder, key in lists:
        before, holder[key] = holder[key], [0] * 1000
        assert complaints(json.dumps(document).encode()) == 1, key
        holder[key] = before


def test_of_many_unknown_keys_only_the_first_is_complained_of():
    many = {f"key {number}": 0 for number in range(1000)}
    assert complaints(plan_with(**many)) == 1
    assert complaints(effort_with(**many)) == 1


OURS = b'{"format": "gmp-plan",'


@pytest.mark.parametrize(
    ("content", "id_", "place"),
    [
        (OURS + b'\n "a": "NaN [",\n "b": -Infinity}', "package.constant", (3, 7)),
        (OURS + b'\n "a": {"b": 1, "c": [{"b": 2}], "\\u0062": 3}}', "package.repeated_key", (2, 33)),
        (OURS + b'\n "a": "' + b"1" * 5000 + b'", "b": 0.' + b"1" * 5000 + b',\n "c": -' + b"9" * 5000 + b"}",
         "package.digits", (3, 8)),
        (OURS + b'\n "a": "[[",\n"x": ' + b"[" * 100_000, "package.depth", (3, 105)),
    ],
    ids=["constant", "repeated key", "digits", "depth"],
)  # fmt: skip
def test_the_place_of_what_is_wrong_is_told(content: bytes, id_: str, place: tuple[int, int], file: Path):
    file.write_bytes(content)
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.id == id_
    assert (error.value.params["line"], error.value.params["column"]) == place


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_byte_that_is_no_text_is_told(mark: bytes, file: Path):
    file.write_bytes(mark + b'{"\xff": 1}')
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.params["position"] == len(mark) + 3


def test_the_choices_are_told_without_words_of_one_language(file: Path):
    file.write_bytes(plan_with(language="de"))
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.params["expected"] == "ar, en, es, fr, ru, zh"


def test_a_report_is_no_plan():
    with pytest.raises(Unreadable) as error:
        read_plan(samples.REPORTS[0])
    assert error.value.id == "package.report"


def test_a_folder_is_no_plan(tmp_path: Path):
    with pytest.raises(Unreadable) as error:
        read(tmp_path)
    assert error.value.id == "file.folder"


def test_a_missing_file_is_told(file: Path):
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.id == "file.missing"


def test_a_pipe_is_not_waited_for(file: Path):
    os.mkfifo(file)
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.id == "guard.cannot_open"


def test_a_device_is_not_read():
    with pytest.raises(Unreadable):
        read(Path("/dev/zero"))


@pytest.mark.parametrize("name", ["plan.json", "plan.txt", "plan", "план.docx", "a b.zip"])
def test_a_plan_is_known_by_its_content_not_by_its_name(name: str, tmp_path: Path):
    (tmp_path / name).write_bytes(GOOD)
    assert read(tmp_path / name).content == samples.plan()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped({"plan.gmpplan": GOOD}), id="alone"),
        pytest.param(zipped({"plan.txt": GOOD}), id="renamed"),
        pytest.param(zipped({"in/a/folder/": b"", "in/a/folder/plan.json": GOOD}), id="in a folder"),
        pytest.param(
            zipped({
                "plan.gmpplan": GOOD, ".DS_Store": b"x", "__MACOSX/": b"", "__MACOSX/._plan.gmpplan": b"x",
                "Thumbs.db": b"x", "desktop.ini": b"x",
            }),
            id="with what file managers leave",
        ),
    ],
)  # fmt: skip
def test_a_plan_in_a_zip_is_read(content: bytes, file: Path):
    file.write_bytes(content)
    assert read(file).content == samples.plan()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_plan_that_an_editor_saved_in_its_own_way_is_read(encoding: str, file: Path):
    file.write_bytes(GOOD.decode().replace("\n", "\r\n").encode(encoding))
    assert read(file).content == samples.plan()


def test_the_order_of_names_does_not_matter(file: Path):
    document = samples.document(samples.PLANS[0])
    file.write_bytes(as_bytes(dict(reversed(document.items()))))
    assert read(file).content == samples.plan()


@pytest.mark.parametrize("path", samples.PLANS + samples.REPORTS, ids=lambda path: path.name)
def test_a_sample_is_read_and_nothing_had_to_be_replaced(path: Path):
    found = read(path)
    assert found.replaced == ()
    assert isinstance(found.content, Plan if path in samples.PLANS else AreaReport)


@pytest.mark.parametrize("path", samples.PLANS + samples.REPORTS, ids=lambda path: path.name)
def test_a_sample_is_written_to_the_byte_as_it_was_but_for_empty_options(path: Path):
    text = json.dumps(samples.without_empty_options(path), ensure_ascii=False, indent=1) + "\n"
    assert to_json(read(path).content) == text


def test_a_file_says_one_thing_in_one_way(file: Path):
    text = to_json(samples.plan())
    file.write_text(text, encoding="utf-8")
    assert to_json(read(file).content) == text
    assert text.endswith("}\n")
    assert json.loads(text)["format_version"] == 1


@given(plan=plans())
@one_folder
def test_any_plan_written_and_read_is_equal(plan: Plan, file: Path):
    file.write_text(to_json(plan), encoding="utf-8")
    found = read(file)
    assert found.content == plan
    assert found.replaced == ()


@given(plan=huge_plans())
@settings(fewer(5), suppress_health_check=list(HealthCheck))
def test_any_huge_plan_written_and_read_is_equal(plan: Plan, file: Path):
    file.write_text(to_json(plan), encoding="utf-8")
    assert read(file).content == plan


@given(report=reports())
@one_folder
def test_any_report_written_and_read_is_equal(report: AreaReport, file: Path):
    file.write_text(to_json(report), encoding="utf-8")
    assert read(file).content == report


def test_what_was_replaced_is_told_with_its_address(file: Path):
    file.write_bytes(plan_with(summary="one\x00two", title="a\ud800\r\nb"))
    assert set(read(file).replaced) == {
        Replaced("summary", ("control",)),
        Replaced("title", ("line_break", "surrogate")),
    }


def test_what_was_replaced_within_an_item_is_told_with_its_address(file: Path):
    file.write_bytes(effort_with(title="e\u0301", cost={"text": "\uffff"}, targets="\x0b"))
    assert set(read(file).replaced) == {
        Replaced(f"{IN_EFFORT}/title", ("composition",)),
        Replaced(f"{IN_EFFORT}/cost/text", ("noncharacter",)),
        Replaced(f"{IN_EFFORT}/targets", ("control",)),
    }


def test_five_megabytes_in_one_field_are_kept_whole(file: Path):
    text = "Mercury — 汞 — زئبق\n" * 250_000
    file.write_bytes(plan_with(summary=text))
    plan = read(file).content
    assert plan.summary == text
    file.write_text(to_json(plan), encoding="utf-8")
    assert read(file).content == plan


def test_many_names_in_one_object_take_no_long_time(file: Path):
    many = ", ".join(f'"{number}": 0' for number in range(200_000))
    file.write_text(f'{{"format": "gmp-plan", {many}, "format": 1}}')
    with pytest.raises(Unreadable) as error:
        read(file)
    assert error.value.params["key"] == "format"


@given(at=st.integers(0, len(GOOD)), length=st.integers(0, 50), instead=st.binary(max_size=20) | st.sampled_from(MARKS))
@one_folder
def test_a_file_damaged_anywhere_is_read_or_refused(at: int, length: int, instead: bytes, file: Path):
    file.write_bytes(GOOD[:at] + instead + GOOD[at + length :])
    with contextlib.suppress(Unreadable):
        plan = read_plan(file).content
        assert Plan.model_validate(plan.model_dump(mode="json")) == plan


@given(data=st.data())
@one_folder
def test_any_value_in_any_place_is_read_or_refused(data: st.DataObject, file: Path):
    document = samples.document(samples.PLANS[0])
    holder, key = data.draw(st.sampled_from(list(samples.places_in(document))))
    if isinstance(holder, dict) and data.draw(st.booleans()):
        key = data.draw(texts())
    holder[key] = data.draw(JSON)
    file.write_bytes(as_bytes(document))
    with contextlib.suppress(Unreadable):
        plan = read_plan(file).content
        assert Plan.model_validate(plan.model_dump(mode="json")) == plan
