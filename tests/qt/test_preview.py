"""The preview of a section beside the editor."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from gmp_desk.qt.desk import Desk
from gmp_desk.qt.preview import Preview
from tests import samples


@pytest.fixture
def preview(qtbot: QtBot, desk: Desk) -> Preview:
    preview = Preview(desk)
    qtbot.addWidget(preview)
    preview.resize(500, 400)
    preview.show()
    return preview


def text_of(preview: Preview) -> str:
    return preview.document().toRawText()


def test_it_shows_the_section_and_no_other(preview: Preview):
    preview.show_section(samples.plan(), "objectives")
    assert "II.\u2002Objectives of the partnership area" in text_of(preview)
    assert "Issue summary" not in text_of(preview)
    preview.show_section(samples.plan(), "summary")
    assert text_of(preview).startswith("I.\u2002Issue summary")


def test_it_follows_the_plan_and_stays_where_it_was(preview: Preview):
    plan = samples.plan()
    preview.show_section(plan, "efforts")
    bar = preview.verticalScrollBar()
    assert bar.maximum() > 400
    bar.setValue(300)
    changed = plan.actions[0].model_copy(update={"title": "Another title"})
    preview.show_section(plan.model_copy(update={"actions": (changed, *plan.actions[1:])}), "efforts")
    assert "Another title" in text_of(preview)
    assert bar.value() == 300
    preview.show_section(plan, "partners")
    assert bar.value() == 0


def test_headings_and_dates_are_in_the_language_of_the_plan_or_the_one_that_was_chosen(preview: Preview):
    preview.show_section(samples.plan(samples.PLANS[1]), "summary")
    assert "Résumé" in text_of(preview)
    preview.show_section(samples.plan(samples.PLANS[1]), "summary", "zh")
    assert "问题摘要" in text_of(preview)


def test_while_it_is_hidden_nothing_is_made_and_then_the_newest(preview: Preview):
    preview.hide()
    preview.show_section(samples.plan(), "summary")
    preview.show_section(samples.plan(), "linkages")
    assert text_of(preview).strip("\u2029") == ""
    preview.show()
    assert "IX." in text_of(preview)


@pytest.mark.parametrize("dark", [False, True])
def test_its_colours_are_those_of_the_window(qtbot: QtBot, desk_in: Callable[..., Desk], dark: bool):
    desk = desk_in("en", dark=dark)
    preview = Preview(desk)
    qtbot.addWidget(preview)
    preview.show()
    preview.show_section(samples.plan(), "summary")
    fragment = preview.document().lastBlock().begin().fragment()
    assert fragment.charFormat().foreground().color() == desk.theme.colour("text")


def test_a_footnote_is_gone_to_and_the_web_is_left_to_the_browser(preview: Preview, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    summary = "Mercury.[^1]\n\n" + "Words.\n\n" * 100 + "[^1]: The note."
    preview.show_section(samples.plan().model_copy(update={"summary": summary}), "summary")
    preview.anchorClicked.emit(QUrl("#note-1"))
    assert preview.verticalScrollBar().value() > 1000
    preview.anchorClicked.emit(QUrl("#mark-1"))
    assert preview.verticalScrollBar().value() < 100
    preview.anchorClicked.emit(QUrl("https://example.org/"))
    preview.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert opened == ["https://example.org/"]
    assert text_of(preview).startswith("I.")


def test_markup_of_a_user_stays_text(preview: Preview):
    summary = '<img src="file:///etc/passwd"> <b>x</b>'
    preview.show_section(samples.plan().model_copy(update={"summary": summary}), "summary")
    assert summary in text_of(preview)
