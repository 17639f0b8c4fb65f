"""Puts a copy in the place of the plan here: no contact and no move on record is lost by it (D3, D6)."""

from datetime import date

from gmp_desk.domain.logs import joined
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.states import taken_over
from gmp_desk.storage.change import Change
from gmp_desk.storage.records import last_own


def following(content: Plan | AreaReport, present: Plan | AreaReport, on: date) -> Plan | AreaReport:
    """Return what comes as it follows the one here, with the moves of both."""
    if isinstance(content, Plan) and isinstance(present, Plan):
        return taken_over(content, present, on)
    return content


def last_known(change: Change, id: str, readable: Plan | AreaReport | None) -> Plan | AreaReport | None:
    """Return what is left of a damaged plan or report: its last intact version, with the moves that can be read."""
    last = last_own(change.versions(id))
    if last is None:
        return readable
    content = change.version(id, last.number)
    if isinstance(content, Plan) and isinstance(readable, Plan):
        history = joined(content.history, readable.history)
        state = content.state if history == content.history else history[-1].to
        return content.model_copy(update={"state": state, "history": history})
    return content


def without_version(content: Plan | AreaReport) -> Plan | AreaReport:
    """Return a plan as it is edited here: which version a file was is noted with the version."""
    return content.model_copy(update={"version": None}) if isinstance(content, Plan) else content
