"""A bit that flips in a library file, or an end that is missing, is noticed or does no harm."""

import io
import os
import random
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gmp_desk.app.cli import run
from gmp_desk.app.program import Program
from gmp_desk.bootstrap import build
from gmp_desk.domain.errors import Refused
from gmp_desk.formats.package import to_json
from gmp_desk.storage.backups import back_up
from gmp_desk.storage.database import look_at, remove
from gmp_desk.storage.library import Library
from gmp_desk.storage.restoring import restore
from gmp_desk.storage.rows import Content
from gmp_desk.storage.verifying import problems
from tests.storage.making import NOW, Clock, dump, everything, full_plan, pages, times

FLIPS = times(50, 1_000)


@pytest.fixture(scope="module")
def original(filled: Path) -> dict[str, Any]:
    """All that the library has, as it was stored."""
    library = Library(filled, Clock())
    told = everything(library)
    library.close()
    return told


def answered(call: Callable[[], Any]) -> Any:
    """Return an answer, None where it is refused; any other error is a bug."""
    try:
        return call()
    except Refused:
        return None


def is_noticed(path: Path) -> bool:
    """Tell whether opening or verifying says that the library is not as it was."""
    try:
        return look_at(path) is None or bool(problems(path))
    except Refused:
        return True


def tells_truth(library: Library, id: str, was: dict[str, Any]) -> bool:
    """Check that what a damaged library tells of a plan was stored, and return whether it has a whole content of it."""
    stored = answered(lambda: library.read(id))
    assert stored is None or stored.content == was["content"]
    kept = [version.number for version in answered(lambda: library.versions(id)) or () if version.intact]
    versions = [content for number in kept if (content := answered(partial(library.version, id, number)))]
    assert all(content in was["contents"] for content in versions)
    answered(lambda: library.proposals(id))
    return stored is not None or bool(versions)


def commands_answer(path: Path, ids: Iterable[str]) -> None:
    """Check that the commands that look at a library end well or are refused, whatever is damaged in it."""
    asked = [["list"], ["verify"]]
    for id in ids:
        asked += [[command, id] for command in ("show", "versions", "check")] + [["compare", f"{id}@2", id]]
    with ExitStack() as in_the_end:
        program = build("en", str(path), in_the_end)
        for command in asked:
            for form in ([], ["--json"]):
                answered_by(program, *command, *form)


def answered_by(program: Program, *command: str) -> tuple[int, str]:
    """Return the exit status and the results of a command; any error that is not told is a bug."""
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()):
        status = run(command, program)
    assert status in (0, 1, 2)
    return status, said.getvalue()


def answer(path: Path, *command: str) -> tuple[int, str]:
    """Return the exit status and the results of a command on a library that is not open."""
    with ExitStack() as in_the_end:
        return answered_by(build("en", str(path), in_the_end), *command)


def check(path: Path, original: dict[str, Any], backup: Path, *, restored: bool, asked: bool = False) -> bool:
    """Check that what a damaged library tells is true or nothing, and return whether the damage is noticed."""
    noticed = is_noticed(path)
    library = Library(path, Clock())
    if not noticed:
        assert everything(library) == original
    saved = [tells_truth(library, id, was) for id, was in original.items()]
    answered(library.entries)
    library.close()
    if asked or restored:
        commands_answer(path, original)
    if restored or not all(saved):
        kept = restore(path, backup, NOW)
        assert kept is not None
        assert dump(path) == dump(backup)
    return noticed


@pytest.fixture
def backup(path: Path) -> Path:
    # Restoring makes backups too, and thins them out.
    return shutil.copy(back_up(path, "daily", NOW).path, path.with_name("backup.db"))


def test_a_flipped_bit_is_noticed_or_harmless(path: Path, backup: Path, original: dict[str, Any]):
    whole = path.read_bytes()
    choose = random.Random(11)
    noticed = 0
    for number in range(FLIPS):
        place, bit = choose.randrange(len(whole)), choose.randrange(8)
        if number % 10 == 0:
            place = choose.randrange(100)  # the header
        elif number % 10 == 1:
            place = choose.randrange(100, 4096 * 8)  # the schema
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        remove(path)
        path.write_bytes(flipped)
        try:
            noticed += check(path, original, backup, restored=number % 20 == 0, asked=number % 5 == 0)
        except BaseException as error:
            error.add_note(f"bit {bit} of byte {place}, try {number}")
            raise
    assert noticed > FLIPS // 10


def test_a_flipped_bit_in_what_is_known_of_a_plan_or_version_is_told(path: Path, original: dict[str, Any]):
    whole = path.read_bytes()
    words = (b"import", b"request", b"2026-11-21T", b"Before the meeting", b"report")
    places = [place for word in words for place in range(len(whole)) if whole.startswith(word, place)]
    choose = random.Random(14)
    for number in range(times(12, 1_000)):
        place, bit = choose.choice(places) + choose.randrange(-30, 20), choose.randrange(8)
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        remove(path)
        path.write_bytes(flipped)
        try:
            commands_answer(path, original)
        except BaseException as error:
            error.add_note(f"bit {bit} of byte {place}, try {number}")
            raise


def test_what_is_recommended_for_a_flipped_bit_works_and_files_are_taken_in_or_refused(
    path: Path, backup: Path, original: dict[str, Any]
):
    plan, file = full_plan(), path.with_name("theirs.gmpplan")
    file.write_text(to_json(plan.model_copy(update={"title": "Theirs", "version": None})), encoding="utf-8")
    whole, choose = path.read_bytes(), random.Random(15)

    def asked(*command: str) -> tuple[int, str]:
        remove(path)
        path.write_bytes(flipped)
        return answer(path, *command)

    ids = [place for place in range(len(whole)) if whole.startswith(plan.id.encode(), place)]
    first = pages(path)
    entries, proposals = (
        [place for place in ids if any(place in first[name] for name in names)]
        for names in (("entry", "sqlite_autoindex_entry_1"), ("proposal", "ix_proposal_entry_position"))
    )
    for place, bit in (
        # Before the id with which a row begins stand the types of all its values.
        *some(choose, entries, range(-14, 0)),
        *some(choose, proposals, range(-14, 0)),
        *some(choose, ids, range(-14, 36)),
    ):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        try:
            asked("import", str(file))
            status, _ = asked("import", str(file), "--replace")
            if status == 0 and not problems(path):
                assert content_in(path, plan.id).title == "Theirs"
            _, said = asked("verify")
            for id, version in re.findall("gmp-desk restore ([^@ ]+)@([0-9]+)", said):
                status, _ = asked("restore", f"{id}@{version}")
                assert status == 0
                (restored,) = (one for one in original if one.startswith(id))
                assert content_in(path, restored) == original[restored]["contents"][int(version) - 1]
            if "gmp-desk restore BACKUP" in said:
                assert asked("restore", str(backup))[0] == 0
                assert dump(path) == dump(backup)
        except BaseException as error:
            error.add_note(f"bit {bit} of byte {place}")
            raise


def some(choose: random.Random, places: Iterable[int], around: range) -> list[tuple[int, int]]:
    """Return a few of the bits around some bytes, in the long run some hundreds: the byte, and which bit of it."""
    bits = [(place + offset, bit) for place in places for offset in around for bit in range(8)]
    return choose.sample(bits, min(len(bits), times(6, 250)))


def content_in(path: Path, id: str) -> Content:
    """Return a plan or report as a library has it."""
    library = Library(path, Clock())
    try:
        return library.read(id).content
    finally:
        library.close()


def test_a_missing_end_is_noticed(path: Path, backup: Path, original: dict[str, Any]):
    whole = path.read_bytes()
    choose = random.Random(12)
    sizes = [0, 1, 100, 4095, 4096, len(whole) - 4096, len(whole) - 1]
    sizes += [choose.randrange(len(whole)) for _ in range(times(8, 200))]
    for size in sizes:
        remove(path)
        path.write_bytes(whole)
        os.truncate(path, size)
        try:
            noticed = check(path, original, backup, restored=True)
            # Less than a page may be nothing but free space.
            assert noticed or size > len(whole) - 4096
        except BaseException as error:
            error.add_note(f"cut to {size} bytes")
            raise


def test_a_page_of_zeros_or_of_another_place_is_noticed(path: Path, backup: Path, original: dict[str, Any]):
    whole = path.read_bytes()
    choose = random.Random(13)
    pages = len(whole) // 4096
    for number in range(times(12, 300)):
        place, other = choose.sample(range(pages), 2)
        page = bytes(4096) if number % 2 else whole[other * 4096 : (other + 1) * 4096]
        remove(path)
        path.write_bytes(whole[: place * 4096] + page + whole[(place + 1) * 4096 :])
        try:
            check(path, original, backup, restored=False, asked=number % 3 == 0)
        except BaseException as error:
            error.add_note(f"page {place} replaced, by {other} or zeros, try {number}")
            raise
