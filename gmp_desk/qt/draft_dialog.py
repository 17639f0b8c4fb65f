"""The question that the first edit of a plan asks after the plan was moved to another state (D3)."""

from PySide6.QtWidgets import QWidget

from gmp_desk.domain.plan import Plan
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.question import Question


def draft_question(desk: Desk, plan: Plan, parent: QWidget | None = None) -> Question:
    """Return the question whether to start the next draft of a plan."""
    _ = desk.catalogue.gettext
    state = desk.terms.choice("state", plan.state)
    text = _("The state of this plan is “{state}”. To change it, start the next draft.").format(state=state)
    detail = _("The plan as it is now stays among its versions. Nothing is sent to anybody.")
    return Question(text, detail, _("Start the next draft"), _("Leave as it is"), parent)


def ask_draft(desk: Desk, plan: Plan, parent: QWidget | None = None) -> bool:
    """Ask whether to start the next draft of a plan; tell whether to."""
    question = draft_question(desk, plan, parent)
    try:
        return question.ask()
    finally:
        question.deleteLater()
