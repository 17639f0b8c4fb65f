"""Rows and plans or reports are each other's inverse, and a hash knows each row."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from gmp_desk.domain.plan import Plan
from gmp_desk.storage.database import create
from gmp_desk.storage.library import Library
from gmp_desk.storage.records import Stored
from gmp_desk.storage.rows import (
    Content,
    Incomplete,
    content_of,
    difference,
    digest,
    hash_of,
    kind_of,
    rows,
    tables_of,
)
from gmp_desk.storage.tables import Row
from tests.storage.making import Clock, full_plan, full_report
from tests.strategies import edits, fewer, plans, reports

contents = plans() | reports()
TABLES = Row.metadata.tables


def members(record: BaseModel) -> int:
    """Return how many members the lists in a record have, in all."""
    count = 0
    for name in type(record).model_fields:
        value = getattr(record, name)
        parts = value if isinstance(value, tuple) else (value,)
        count += len(parts) if isinstance(value, tuple) else 0
        count += sum(members(part) for part in parts if isinstance(part, BaseModel))
    return count


@fewer(2)
@given(contents)
def test_a_plan_or_report_comes_back_from_its_rows(content: Content):
    found = rows(content)
    shuffled = dict(sorted(found.items(), key=repr, reverse=True))
    assert content_of(kind_of(content), content.id, shuffled) == content


@fewer(2)
@given(contents)
def test_each_member_of_a_list_is_one_row_and_its_key_is_that_of_its_table(content: Content):
    found = rows(content)
    assert len(found) == 1 + members(content)
    for (name, key), values in found.items():
        assert set(values) == set(TABLES[name].columns.keys())
        assert key == tuple(values[column.name] for column in TABLES[name].primary_key)
        assert key[0] == content.id


def test_a_full_plan_and_a_full_report_have_rows_in_every_table():
    assert {name for name, _ in rows(full_plan())} == set(tables_of("plan"))
    assert {name for name, _ in rows(full_report())} == set(tables_of("report"))
    others = {"entry", "version", "proposal", "editing"}
    assert set(tables_of("plan")) | set(tables_of("report")) | others == set(TABLES)


@fewer(2)
@given(st.data())
def test_what_differs_leads_from_the_rows_before_an_edit_to_those_after(data: st.DataObject):
    plan = data.draw(plans())
    after = rows(data.draw(edits(plan)).apply(plan))
    before = rows(plan)
    changes = difference(before, after)
    applied = {key: values for key, values in before.items() if key not in changes.removed}
    assert applied | changes.added | changes.changed == after
    assert all(before[key] != values for key, values in changes.changed.items())
    assert not set(changes.added) & set(before)


@fewer(2)
@given(contents, st.data())
def test_rows_without_one_of_them_make_no_plan_or_another(content: Content, data: st.DataObject):
    found = rows(content)
    key = data.draw(st.sampled_from(sorted(found, key=repr)))
    rest = {other: values for other, values in found.items() if other != key}
    with suppress(Incomplete):
        assert content_of(kind_of(content), content.id, rest) != content


@fewer(2)
@given(contents, st.data(), st.sampled_from([None, 7, -1, "", "other", b"\xff", 0.5]))
def test_rows_with_a_wrong_value_make_no_plan_or_one_that_is_still_a_plan(
    content: Content, data: st.DataObject, wrong: object
):
    found = rows(content)
    key = data.draw(st.sampled_from(sorted(found, key=repr)))
    column = data.draw(st.sampled_from(sorted(found[key])))
    try:
        other = content_of(kind_of(content), content.id, found | {key: {**found[key], column: wrong}})
        assert type(content).model_validate(other.model_dump(mode="json")) == other
    except Incomplete:
        pass


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "library.db"
    create(path)
    return path


def in_sqlite(path: Path, stored: Stored) -> dict[object, bytes]:
    """Return the digests of the rows of a plan or report as SQLite has them, by table and key."""
    kind = kind_of(stored.content)
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for name in tables_of(kind):
            keys = [column.name for column in TABLES[name].primary_key]
            query = f'SELECT * FROM "{name}" WHERE "{kind}" = ?'
            for row in connection.execute(query, (stored.content.id,)):
                found[name, tuple(row[key] for key in keys)] = digest(name, dict(row))
    return found


@fewer(2)
@given(contents)
def test_a_plan_or_report_comes_back_from_sqlite_with_the_same_digests(shared: Path, content: Content):
    library = Library(shared, Clock())
    try:
        with library.changing() as change:
            if change.kind_of(content.id):
                change.delete(content.id)
            stored = change.add(content)
        again = library.read(content.id)
        assert again == stored
        assert again.content == content
        assert in_sqlite(shared, stored) == stored.digests
    finally:
        library.close()


@fewer(2)
@given(contents, st.data())
def test_a_digest_tells_any_two_rows_apart(content: Content, data: st.DataObject):
    found = rows(content)
    (name, _), values = data.draw(st.sampled_from(sorted(found.items(), key=repr)))
    column = data.draw(st.sampled_from(sorted(values)))
    other = {**values, column: "something else" if values[column] != "something else" else None}
    assert digest(name, values) != digest(name, other)
    assert digest(name, values) != digest(f"{name}_", values)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=5), st.randoms())
def test_the_hash_of_a_plan_knows_no_order_but_every_row(digests: list[bytes], random):
    shuffled = list(digests)
    random.shuffle(shuffled)
    assert hash_of(shuffled) == hash_of(digests)
    for position in range(len(digests)):
        assert hash_of(digests[:position] + digests[position + 1 :]) != hash_of(digests)


def test_a_plan_and_its_rows_have_the_format_and_its_version_left_out():
    assert isinstance(full_plan(), Plan)
    assert not {"format", "format_version"} & set(rows(full_plan())["plan", (full_plan().id,)])


def test_a_report_and_its_plan_do_not_share_rows(library: Library):
    assert not {key[0] for key in rows(full_plan())} & {key[0] for key in rows(full_report())}
