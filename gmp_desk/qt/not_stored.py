"""What is said where something of a plan could not be stored, and asked before it is left; a rescue file holds it."""

from PySide6.QtWidgets import QWidget

from gmp_desk.domain.errors import UserError
from gmp_desk.qt.desk import Desk
from gmp_desk.qt.open_plan import OpenPlan
from gmp_desk.qt.question import Question


def trouble(desk: Desk, error: Exception, rescue: str) -> tuple[str, str]:
    """Return why something could not be stored, and in which file it is; "" for what is not known."""
    _ = desk.catalogue.gettext
    reason = desk.wording.error(error) if isinstance(error, UserError) else ""
    if isinstance(error, UserError) and error.id == "library.unknown":
        reason = _("Another window or program has deleted this plan.")
    return reason, _in_file(desk, rescue)


def _in_file(desk: Desk, rescue: str) -> str:
    return desk.catalogue.gettext("The plan as it is now is in the file {file}.").format(file=rescue) if rescue else ""


def not_stored_question(desk: Desk, rescue: str, parent: QWidget | None = None) -> Question:
    """Return the question; ``rescue`` names the file that holds the plan, "" where there is none."""
    _ = desk.catalogue.gettext
    detail = _("The program goes on trying while it is open.")
    if rescue:
        detail = _in_file(desk, rescue) + "\n\n" + detail
    text = _("The last changes could not be stored in the library.")
    question = Question(text, detail, _("Leave all the same"), _("Stay"), parent)
    question.leave_button.setDefault(True)
    return question


def leave(desk: Desk, open_plan: OpenPlan, parent: QWidget) -> bool:
    """Tell whether to leave a plan that could not be stored."""
    question = not_stored_question(desk, open_plan.rescue_file, parent)
    try:
        return question.ask()
    finally:
        question.deleteLater()
