"""The menu: what can be done has keys, and no key stands for two things."""

from collections import Counter

from PySide6.QtGui import QKeySequence

from gmp_desk.qt.actions import ACTIONS, MENUS, Spec

IN_TEXTS = ("Ctrl+B", "Ctrl+I", "Ctrl+K", "Ctrl+Shift+7", "Ctrl+Shift+8", "Ctrl+Shift+V", "Ctrl+Alt+F", "Ctrl+D")


def keys_of(spec: Spec) -> list[str]:
    return spec.keys.split(" ") if spec.keys else []


def test_each_action_has_keys():
    assert [spec.name for spec in ACTIONS if spec.name and not spec.keys] == []


def test_no_keys_stand_for_two_things():
    counts = Counter(QKeySequence(keys).toString() for spec in ACTIONS for keys in keys_of(spec))
    counts.update(IN_TEXTS)
    assert [keys for keys, count in counts.items() if count > 1] == []


def test_all_keys_are_known_to_qt():
    for spec in ACTIONS:
        for keys in keys_of(spec):
            assert not QKeySequence(keys).isEmpty(), keys


def test_each_action_stands_in_a_menu_that_is_there():
    assert {spec.menu for spec in ACTIONS} == set(MENUS)
