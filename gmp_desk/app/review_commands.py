"""What the commands do that compare versions and settle suggested changes."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from gmp_desk.app.answering import DONE, NO, answer, failed, say_line, warn, wording
from gmp_desk.app.finding import find_plan, given_content
from gmp_desk.app.output import tell
from gmp_desk.app.program import Program
from gmp_desk.app.reviewing import Settled, settle
from gmp_desk.app.telling import SHOWN
from gmp_desk.domain.address import Place
from gmp_desk.domain.compare import Change, compare
from gmp_desk.domain.errors import Refused, UserError
from gmp_desk.domain.plan import Plan
from gmp_desk.i18n import N_
from gmp_desk.storage.records import Offered

_LONGEST = 70  # characters shown of a value


def _compare(program: Program, options: Namespace) -> int:
    contents = []
    damages: list[Refused] = []
    for given in (options.before, options.after):
        try:
            found = given_content(program.library, given, damages.append)
            contents.append(found.content)
        except UserError as error:
            return failed(program, error, options, file=given)
    for damage in damages:
        warn(program, damage)
    before, after = contents
    if not isinstance(before, Plan) or not isinstance(after, Plan):
        raise Refused("compare.report")
    changes = [_told(change) for change in compare(before, after)]
    if options.json:
        answer({"before": options.before, "after": options.after, "changes": changes, "damaged": bool(damages)})
        return DONE
    if not changes:
        say_line(program.catalogue.gettext("The two are the same."))
    for change in changes:
        say_line(_line(program, change))
    return DONE


def _told(change: Change) -> dict[str, Any]:
    """Return a change with its values as in a plan file, null for nothing."""
    before, after = (_value(change.kind, side) for side in (change.before, change.after))
    return {"field": change.address, "kind": change.kind, "before": before, "after": after}


def _value(kind: str, side: Any) -> Any:
    if isinstance(side, Place):
        return {"list": side.list, "position": side.position} if kind == "move" else side.item.model_dump(mode="json")
    return to_jsonable_python(side)


def _line(program: Program, told: Mapping[str, Any], ending: str = "") -> str:
    done = _KINDS[told["kind"]]
    line = f"{program.catalogue.gettext(done)}  {told['field']}"
    if told["kind"] == "set":
        line += "  {} → {}".format(*_differing(told["before"], told["after"]))
    elif told["kind"] == "move":
        line += f"  {_place(told['before'])} → {_place(told['after'])}"
    else:
        line += f"  {_short(told['after'] or told['before'])}"
    return wording(program).file(line) + ending


def _place(side: str | Mapping[str, Any]) -> str:
    """Return where an item stands: its list, and its place in it counted from 1 where that is known."""
    return side if isinstance(side, str) else f"{side['list']} {side['position'] + 1}"


def _differing(before: Any, after: Any) -> tuple[str, str]:
    """Return two values as short texts, from a little before where they begin to differ."""
    if not isinstance(before, str) or not isinstance(after, str):
        return _short(before), _short(after)
    pairs = enumerate(zip(before, after, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))
    common = max(same - _LONGEST // 3, 0)
    ahead = "…" if common else ""
    return ahead + _short(before[common:]), ahead + _short(after[common:])


def _short(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[name] for name in ("title", "name", "statement", "text") if value.get(name)), value)
    text = "–" if value in (None, "", []) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_KINDS = {"set": N_("changed"), "add": N_("added"), "remove": N_("removed"), "move": N_("moved")}


def _review(program: Program, options: Namespace) -> int:
    library = program.library()
    id = find_plan(library, options.plan)
    one = options.accept if options.accept is not None else options.reject
    if one == "":
        raise Refused("review.none")
    chosen = [offered for offered in library.proposals(id) if _is_chosen(offered, options)]
    if one is not None and len(chosen) != 1:
        raise Refused("review.which", id=one, count=len(chosen))
    if library.has_damaged_proposals(id):
        tell(wording(program).error(Refused("proposal.damaged", id=id)))
    deciding = options.accept_all or options.reject_all or one is not None
    settled = None
    if deciding:
        accept = options.accept_all or options.accept is not None
        ids = {offered.proposal.id for offered in chosen}
        settled = settle(library, id, ids, accept=accept, over=options.accept is not None, on=program.clock().date())
        chosen = [offered for offered in library.proposals(id) if offered.proposal.id in ids]
    for offered in chosen:
        if options.json:
            answer(_offered(offered))
        else:
            say_line(_proposal_line(program, offered))
    if not options.json:
        for line in _summary(program, chosen, settled):
            say_line(line)
    return NO if settled and settled.is_anything_left else DONE


def _is_chosen(offered: Offered, options: Namespace) -> bool:
    if options.author is not None and offered.proposal.author != options.author:
        return False
    one = options.accept if options.accept is not None else options.reject
    return offered.decision == "open" and (one is None or offered.proposal.id.startswith(one.lower()))


def _offered(offered: Offered) -> dict[str, Any]:
    proposal = offered.proposal.model_dump(mode="json")
    told = {"id": proposal["id"], "field": proposal["address"], "kind": proposal["kind"]}
    told |= {"base": proposal["base"], "before": proposal["before"], "after": proposal["value"]}
    told |= {name: getattr(offered.proposal, name) for name in ("position", "author", "date", "source", "conflict")}
    return told | {"version": offered.version, "decision": offered.decision}


def _proposal_line(program: Program, offered: Offered) -> str:
    told = _offered(offered)
    if told["kind"] == "move":
        told["after"] = {"list": offered.proposal.list, "position": offered.proposal.position}
    ending = f"  [{offered.proposal.author}]" if offered.proposal.author else ""
    if offered.proposal.conflict:
        ending += "  " + program.catalogue.gettext("changed in both copies")
    return f"{offered.proposal.id[:SHOWN]}  " + _line(program, told, wording(program).file(ending) if ending else "")


def _summary(program: Program, chosen: list[Offered], settled: Settled | None) -> Iterator[str]:
    ngettext = program.catalogue.ngettext
    count = len(chosen)
    if settled is None or not count:
        yield ngettext("{count} suggested change to decide.", "{count} suggested changes to decide.", count).format(
            count=count
        )
        return
    counted = (
        (settled.accepted, ngettext("{count} change accepted.", "{count} changes accepted.", settled.accepted)),
        (settled.rejected, ngettext("{count} change rejected.", "{count} changes rejected.", settled.rejected)),
        (
            settled.conflicts,
            ngettext(
                "{count} change is left: it was changed in both copies.",
                "{count} changes are left: they were changed in both copies.",
                settled.conflicts,
            ),
        ),
        (
            settled.gone,
            ngettext(
                "{count} change is left: what it belongs to is not in the plan any more.",
                "{count} changes are left: what they belong to is not in the plan any more.",
                settled.gone,
            ),
        ),
        (
            settled.waiting,
            ngettext(
                "{count} change is left: what it belongs to is itself only suggested; accept that first.",
                "{count} changes are left: what they belong to is itself only suggested; accept that first.",
                settled.waiting,
            ),
        ),
    )
    for count, message in counted:
        if count:
            yield message.format(count=count)


REVIEW_COMMANDS: Mapping[str, Callable[[Program, Namespace], int]] = {"compare": _compare, "review": _review}
