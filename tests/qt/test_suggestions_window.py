"""Suggested changes from other copies: read, accepted, rejected, edited, taken back."""

import contextlib
import sqlite3

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gmp_desk.app import moving
from gmp_desk.domain.edits import Add, Move, Remove, SetValue
from gmp_desk.domain.plan import Objective
from gmp_desk.qt import suggestions_window
from gmp_desk.qt.marked_text import Columns, MarkedText
from gmp_desk.qt.suggestions_window import SuggestionsWindow, open_suggestions
from tests.app.desks import DAY, ready_plan, small_plan, title
from tests.qt.opened import Opened, show, small_targets
from tests.strategies import new_id

STATEMENT = f"objectives/{new_id(1)}/statement"


@pytest.fixture
def opened(desk, tmp_path):
    """An open plan that was edited since it was given, so that what others send is suggested."""
    opened = Opened(desk, small_plan(), tmp_path)
    opened.do(SetValue("planning_process", "Edited here"))
    yield opened
    opened.close()


def window_of(opened, qtbot):
    window = SuggestionsWindow(opened.desk, opened.open_plan)
    qtbot.addWidget(show(window))
    return window


def card(window, address):
    return next(card for card in window.cards if card.suggestion.where.address == address)


def press(window, address, wish, qtbot):
    with qtbot.waitSignal(window.counted):
        card(window, address).buttons[wish].click()


def titles_of(window):
    return [(card.suggestion.where.section, card.suggestion.where.title) for card in window.cards]


def test_suggestions_stand_under_their_sections_with_who_when_and_from_which_file(opened, qtbot):
    opened.suggest(title("Theirs"), SetValue(STATEMENT, "No mine uses mercury"), by="Ben")
    window = window_of(opened, qtbot)
    assert titles_of(window) == [
        ("", "Title of the plan"),
        ("objectives", "Objective “Fewer mines use mercury” · Objective"),
    ]
    for shown in window.cards:
        assert shown.origin.startswith("Ben · ")
        assert shown.origin.endswith(" · from Ben.gmpplan")
        assert "2026" in shown.origin


def test_how_many_are_to_be_decided_is_counted(opened, qtbot):
    assert open_suggestions(opened.workspace) == 0
    opened.suggest(title("Theirs"), SetValue("summary", "Theirs"))
    assert open_suggestions(opened.workspace) == 2
    window = window_of(opened, qtbot)
    press(window, "title", "accept", qtbot)
    assert open_suggestions(opened.workspace) == 1
    press(window, "summary", "reject", qtbot)
    assert open_suggestions(opened.workspace) == 0


def test_an_accepted_change_is_in_the_plan_and_is_undone_with_the_rest(opened, qtbot):
    opened.suggest(title("Theirs"))
    window = window_of(opened, qtbot)
    press(window, "title", "accept", qtbot)
    assert opened.plan.title == opened.stored.title == "Theirs"
    assert not window.cards
    with qtbot.waitSignal(window.counted):
        opened.open_plan.undo()
    assert opened.plan.title == "Less mercury"
    assert titles_of(window) == [("", "Title of the plan")]


def test_a_rejected_change_leaves_the_plan_and_can_be_decided_again(opened, qtbot):
    opened.suggest(title("Theirs"))
    window = window_of(opened, qtbot)
    press(window, "title", "reject", qtbot)
    assert opened.plan.title == "Less mercury"
    assert not window.cards
    window.decided.setChecked(True)
    press(window, "title", "reopen", qtbot)
    assert list(card(window, "title").buttons) == ["accept", "reject", "edit"]


def test_a_change_is_accepted_and_then_edited(opened, qtbot):
    opened.suggest(SetValue(STATEMENT, "No mine uses mercury"))
    window = window_of(opened, qtbot)
    with qtbot.waitSignal(window.go_to) as asked:
        card(window, STATEMENT).buttons["edit"].click()
    assert asked.args == [STATEMENT]
    assert opened.plan.objectives[0].statement == "No mine uses mercury"


def test_what_was_changed_in_both_copies_is_marked_and_decided_one_by_one(opened, qtbot):
    opened.do(title("Ours"))
    opened.suggest(title("Theirs"), SetValue("summary", "Theirs"))
    window = window_of(opened, qtbot)
    disputed = card(window, "title")
    assert "Changed in both copies" in disputed.warning
    assert disputed.buttons["accept"].text() == "Put the suggested in its place"
    window.accept_all_button.click()
    assert (opened.plan.title, opened.plan.summary) == ("Ours", "Theirs")
    assert window.told == "1 change accepted. 1 change is left for you to decide."
    press(window, "title", "accept", qtbot)
    assert opened.plan.title == "Theirs"


def test_keeping_what_is_there_settles_a_conflict(opened, qtbot):
    opened.do(title("Ours"))
    opened.suggest(title("Theirs"))
    window = window_of(opened, qtbot)
    press(window, "title", "reject", qtbot)
    assert opened.plan.title == "Ours"
    assert open_suggestions(opened.workspace) == 0


def test_before_now_and_suggested_are_told_apart_and_what_is_the_same_is_told_once(opened, qtbot):
    opened.do(title("Ours"))
    opened.suggest(title("Theirs"), SetValue("period", {"first_year": 2030, "last_year": 2031}))
    window = window_of(opened, qtbot)
    shown = {
        one.suggestion.where.address: [text.side.text for text in one.findChildren(MarkedText)] for one in window.cards
    }
    assert shown == {"title": ["Less mercury", "Ours", "Theirs"], "period": ["2026–2027", "2030–2031"]}


def test_columns_stand_below_each_other_in_a_narrow_window(opened, qtbot):
    opened.do(title("Ours"))
    opened.suggest(title("Theirs"))
    window = window_of(opened, qtbot)
    columns = window.cards[0].findChild(Columns)
    assert columns.are_beside
    window.resize(500, 600)
    qtbot.waitUntil(lambda: not columns.are_beside)


def test_all_of_one_author_are_accepted_or_rejected(opened, qtbot):
    opened.suggest(title("Of Ben"), by="Ben")
    opened.suggest(SetValue("summary", "Of Eve"), by="Eve")
    window = window_of(opened, qtbot)
    window.author.setCurrentIndex(window.author.findData("Eve"))
    assert [shown.suggestion.offered.proposal.author for shown in window.cards] == ["Eve"]
    window.accept_all_button.click()
    assert (opened.plan.title, opened.plan.summary) == ("Less mercury", "Of Eve")
    window.author.setCurrentIndex(window.author.findData("Ben"))
    window.reject_all_button.click()
    assert window.told == "1 change rejected."
    assert open_suggestions(opened.workspace) == 0


def test_items_are_added_moved_and_removed_as_suggested(opened, qtbot):
    new = Objective.blank(id=new_id(50), statement="Mercury stays in the ground")
    opened.suggest(Add("objectives", new), Move(f"objectives/{new_id(2)}", 0), Remove(f"partners/{new_id(3)}"))
    window = window_of(opened, qtbot)
    assert {shown.suggestion.kind for shown in window.cards} == {"add", "move", "remove"}
    window.accept_all_button.click()
    assert [objective.id for objective in opened.plan.objectives] == [new_id(2), new_id(1), new_id(50)]
    assert opened.plan.partners == ()


def test_what_is_gone_from_the_plan_is_said_to_be_gone_and_cannot_be_accepted(opened, qtbot):
    opened.suggest(SetValue(STATEMENT, "No mine uses mercury"))
    opened.do(Remove(f"objectives/{new_id(1)}"))
    window = window_of(opened, qtbot)
    [gone] = window.cards
    assert gone.warning == "What this belongs to is not in the plan any more."
    assert not gone.buttons["accept"].isEnabled()
    assert gone.buttons["reject"].isEnabled()


def test_a_refusal_is_told_on_its_card_by_the_name_of_the_field(opened, qtbot):
    opened.suggest(SetValue(STATEMENT, "No mine uses mercury"))
    window = window_of(opened, qtbot)
    stale = window.cards[0].suggestion
    opened.do(Remove(f"objectives/{new_id(1)}"))
    window.carry_out("accept", stale)
    [refused] = window.cards
    assert "is not in the plan any more" in refused.refusal
    assert new_id(1) not in refused.refusal


def test_a_plan_in_another_state_asks_once_whether_to_start_the_next_draft(desk, tmp_path, qtbot, monkeypatch):
    opened = Opened(desk, ready_plan(), tmp_path)
    opened.do(SetValue("planning_process", "Edited here"))
    opened.suggest(title("Theirs"), SetValue("version_note", "Theirs"))
    template = desk.program.template()
    moving.move_open(opened.workspace, "submitted", DAY, "Ann Lead", "", template)
    asked = []
    window = window_of(opened, qtbot)
    monkeypatch.setattr(suggestions_window, "ask_draft", lambda *_: asked.append(1))
    window.accept_all_button.click()
    assert (len(asked), opened.plan.state, open_suggestions(opened.workspace)) == (1, "submitted", 2)
    monkeypatch.setattr(suggestions_window, "ask_draft", lambda *_: not asked.append(2))
    window.accept_all_button.click()
    assert (len(asked), opened.plan.state, opened.plan.title) == (2, "draft", "Theirs")
    opened.close()


def test_damaged_suggestions_are_told_and_the_others_are_shown(opened, qtbot):
    opened.suggest(title("Theirs"), SetValue("summary", "Theirs"))
    with contextlib.closing(sqlite3.connect(opened.library.path)) as connection, connection:
        connection.execute("UPDATE proposal SET decision = 'accepted' WHERE position = 0")
    window = window_of(opened, qtbot)
    assert len(window.cards) == 1
    assert any("are damaged" in label for label in texts_in(window))


def test_of_very_many_suggestions_the_rest_is_shown_on_request(opened, qtbot):
    new = [
        Add("objectives", Objective.blank(id=new_id(number), statement=f"No. {number}")) for number in range(100, 170)
    ]
    opened.suggest(*new)
    window = window_of(opened, qtbot)
    assert len(window.cards) == 30
    more = next(button for button in window.findChildren(QPushButton) if button.text() == "Show 40 more changes")
    more.click()
    qtbot.waitUntil(lambda: len(window.cards) == 70)


def test_an_empty_list_explains_itself(opened, qtbot):
    window = window_of(opened, qtbot)
    assert any("No changes are suggested" in label for label in texts_in(window))
    assert not window.accept_all_button.isEnabled()


def texts_in(window):
    return [label.text() for label in window.findChildren(QLabel)]


def test_each_button_says_to_a_reader_of_the_screen_what_it_is_about(opened, qtbot):
    opened.suggest(title("Theirs"))
    window = window_of(opened, qtbot)
    [shown] = window.cards
    assert shown.accessibleName().startswith("Title of the plan, Changed, Ben")
    assert shown.accessibleDescription() == "Taken out: Less mercury. Put in: Theirs"
    assert shown.buttons["accept"].accessibleName() == "Accept: Title of the plan"


def test_after_a_decision_the_next_card_has_the_focus(opened, qtbot):
    opened.suggest(title("Theirs"), SetValue("summary", "Theirs"))
    window = window_of(opened, qtbot)
    window.cards[0].buttons["accept"].setFocus()
    press(window, "title", "accept", qtbot)
    assert window.focusWidget() is window.cards[0]
    assert window.cards[0].suggestion.where.address == "summary"


@pytest.mark.parametrize(("language", "dark"), [("ar", False), ("zh", True)])
def test_the_window_opens_in_other_languages_and_in_the_dark(desk_in, tmp_path, qtbot, language, dark):
    opened = Opened(desk_in(language, dark=dark), small_plan(), tmp_path)
    opened.do(SetValue("planning_process", "Edited here"))
    opened.suggest(title("Theirs"))
    assert len(window_of(opened, qtbot).cards) == 1
    opened.close()


def test_every_button_is_large_enough(opened, qtbot):
    opened.suggest(title("Theirs"))
    assert small_targets(window_of(opened, qtbot)) == []
