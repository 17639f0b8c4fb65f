"""Preferences are stored at once, and a file that cannot be read or written never keeps anybody from working."""

import json
import re
import stat
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmp_desk.app.preferences import LARGEST_TEXT, MOST_RECENT, SMALLEST_TEXT, Preferences, PreferencesFile
from gmp_desk.i18n import LANGUAGES
from tests.strategies import new_id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "gmp-desk" / "preferences.json"


@pytest.fixture
def stored(path: Path) -> Path:
    """The path of preferences that were changed once."""
    assert PreferencesFile(path).change(name="Ann Lead")
    return path


def set_aside(path: Path) -> Path:
    return path.with_name("preferences-damaged.json")


def test_without_a_file_all_is_as_in_the_beginning_and_nothing_is_written(path: Path):
    assert PreferencesFile(path).current == Preferences()
    assert not path.parent.exists()


def test_what_is_changed_is_there_at_the_next_start(path: Path):
    file = PreferencesFile(path)
    assert file.change(language="ar", theme="dark", text_size=200, folder="/home/ann/To send", guidance_shown=False)
    assert file.current.language == "ar"
    assert PreferencesFile(path).current == file.current


PAIR = re.compile("[\\ud800-\\udbff][\\udc00-\\udfff]")


@given(
    st.builds(
        Preferences,
        language=st.sampled_from(["", *LANGUAGES]),
        theme=st.sampled_from(["system", "light", "dark"]),
        text_size=st.integers(SMALLEST_TEXT, LARGEST_TEXT),
        name=st.text(),
        # Lone surrogates too, as not every name of a folder is text; but no pairs, which no system gives.
        folder=st.text(st.characters()).filter(lambda name: not PAIR.search(name)),
        recent=st.lists(st.text()).map(tuple),
        guidance_shown=st.booleans(),
        preview_shown=st.booleans(),
        places=st.dictionaries(st.text(), st.text()),
        plans_sort=st.text(),
    )
)
def test_all_that_can_be_chosen_is_read_as_it_was_written(tmp_path_factory, preferences: Preferences):
    path = tmp_path_factory.mktemp("preferences") / "preferences.json"
    assert PreferencesFile(path).change(**asdict(preferences))
    assert PreferencesFile(path).current == preferences
    assert not set_aside(path).exists()


def test_only_the_user_can_read_the_file_and_its_folder(stored: Path):
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert stat.S_IMODE(stored.parent.stat().st_mode) == 0o700


def test_what_is_no_change_is_not_written(stored: Path):
    before = stored.stat().st_ino
    assert PreferencesFile(stored).change(name="Ann Lead")
    assert stored.stat().st_ino == before


DAMAGED = {
    "nothing": b"",
    "half a file": b'{"name": "Ann',
    "no text": b"\xff\xfe\x00\x01",
    "a list": b"[]",
    "a number for a name": b'{"name": 1}',
    "a truth for a size": b'{"text_size": true}',
    "a size that none can be": b'{"text_size": 20000}',
    "an unknown language": b'{"language": "tlh"}',
    "an unknown theme": b'{"theme": "pink"}',
    "numbers among the plans": b'{"recent": [1]}',
    "a list for places": b'{"places": []}',
    "a number for a place": b'{"places": {"window": 1}}',
    "a number without end": b'{"text_size": ' + b"9" * 10_000 + b"}",
    "nested without end": b"[" * 200_000,
    "far too much": b'{"name": "' + b"a" * 2_000_000 + b'"}',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_put_aside_and_all_is_as_in_the_beginning(stored: Path, content: bytes):
    stored.write_bytes(content)
    file = PreferencesFile(stored)
    assert file.current == Preferences()
    assert set_aside(stored).read_bytes() == content
    assert not stored.exists()
    assert file.change(name="Ann Lead")
    assert PreferencesFile(stored).current.name == "Ann Lead"


def test_a_folder_in_the_place_of_the_file_is_put_aside(path: Path):
    path.mkdir(parents=True)
    file = PreferencesFile(path)
    assert file.change(name="Ann Lead")
    assert PreferencesFile(path).current.name == "Ann Lead"
    assert set_aside(path).is_dir()


def test_what_a_newer_program_has_chosen_is_passed_over(stored: Path):
    stored.write_text(json.dumps({"name": "Ann Lead", "sounds": ["ping"]}))
    assert PreferencesFile(stored).current == Preferences(name="Ann Lead")


def test_a_change_that_cannot_be_stored_holds_and_is_stored_with_the_next(path: Path):
    path.parent.parent.mkdir(parents=True)
    path.parent.write_text("a file where the folder should be")
    file = PreferencesFile(path)
    assert not file.change(name="Ann Lead")
    assert file.current.name == "Ann Lead"
    path.parent.unlink()
    assert file.change(name="Ann Lead")
    assert PreferencesFile(path).current.name == "Ann Lead"


def test_what_is_no_preference_is_a_bug_and_changes_nothing(stored: Path):
    file = PreferencesFile(stored)
    for wrong in ({"text_size": 20}, {"theme": "pink"}, {"recent": (1,)}, {"sounds": True}):
        with pytest.raises((ValueError, TypeError)):
            file.change(**wrong)
    assert file.current == PreferencesFile(stored).current == Preferences(name="Ann Lead")


def test_places_are_remembered_by_their_names(stored: Path):
    file = PreferencesFile(stored)
    assert file.remember_place("window", "AdnQywAD")
    assert file.remember_place("editor", "AAAA/w==")
    assert PreferencesFile(stored).current.places == {"window": "AdnQywAD", "editor": "AAAA/w=="}


def test_the_plans_opened_last_come_first_and_once_each(stored: Path):
    file = PreferencesFile(stored)
    for number in (1, 2, 3, 1):
        assert file.remember_plan(new_id(number))
    assert file.current.recent == (new_id(1), new_id(3), new_id(2))
    assert file.forget_plan(new_id(3))
    assert PreferencesFile(stored).current.recent == (new_id(1), new_id(2))
    for number in range(50):
        file.remember_plan(new_id(number))
    assert len(file.current.recent) == MOST_RECENT
