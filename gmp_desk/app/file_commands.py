"""What the commands do that work on a file, or on a plan of the library in place of one."""

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from gmp_desk.app.answering import DONE, FAILED, NO, answer, failed, say_line, warn, wording
from gmp_desk.app.exporting import Options, check_target, export
from gmp_desk.app.finding import Found, content_of, find, given_content, may_be_plan
from gmp_desk.app.output import say, tell
from gmp_desk.app.program import Program
from gmp_desk.app.reading import read_file, text_of
from gmp_desk.domain import words
from gmp_desk.domain.errors import Refused, Unreadable, UserError
from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport
from gmp_desk.domain.rules import Finding, check, has_errors
from gmp_desk.files import reason_of, refusing
from gmp_desk.formats import package
from gmp_desk.formats.package import FromFile, Replaced
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale


def _check(program: Program, options: Namespace) -> int:
    return max(_check_given(program, given, options) for given in options.files)


def _check_given(program: Program, given: str, options: Namespace) -> int:
    try:
        damages: list[Refused] = []
        found = given_content(program.library, given, damages.append)
        for damage in damages:
            warn(program, damage)
        content = found.content
        if isinstance(content, AreaReport):
            raise Unreadable("package.report")
    except UserError as error:
        return failed(program, error, options, file=given)
    _tell_replaced(program, given, found.replaced)
    findings = check(content, program.template())
    if options.json:
        told = [_as_json(finding, program) for finding in findings]
        answer({"plan": content.id, "findings": told, "damaged": bool(damages)})
    else:
        _print_findings(program, given, findings)
    return NO if has_errors(findings) else DONE


def _as_json(finding: Finding, program: Program) -> dict[str, str | int]:
    told: dict[str, str | int] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "field": finding.field,
        "message": wording(program).finding(finding),
    }
    if "unit" in finding.params:
        told |= {name: finding.params[name] for name in ("count", "limit", "unit")}
    return told


def _print_findings(program: Program, given: str, findings: tuple[Finding, ...]) -> None:
    _, file = program.catalogue.gettext, wording(program).file(given)
    if not findings:
        say_line(_("{file}: nothing is missing.").format(file=file))
    for severity, title in (
        ("error", _("{file}: to settle before sending:")),
        ("warning", _("{file}: worth a look:")),
    ):
        of_this_kind = [finding for finding in findings if finding.severity == severity]
        if of_this_kind:
            say_line(title.format(file=file))
        for finding in of_this_kind:
            say_line(f"  {wording(program).finding(finding)} [{finding.rule}, {finding.field}]")


def _export(program: Program, options: Namespace) -> int:
    given, out = options.file, options.out
    try:
        plan = find(program.library(), given) if may_be_plan(given) else None
        found = FromFile(content_of(program.library(), plan), ()) if plan else read_file(Path(given), package.read)
        content = found.content
        if isinstance(content, AreaReport) and (options.language or options.contacts != "full"):
            raise Refused("file.report_options", file=given)
        with refusing(out):
            if not plan and out.exists() and out.samefile(given):
                raise Refused("file.itself", file=str(out))
        check_target(content, out, replace=options.force)
        language = options.language or content.language
        terms = Terms(program.template(), program.catalogue_in(language))
        how = Options(terms, Locale(language), program.word_parts, options.contacts, program.write_pdf)
        with _to_send(program, plan, content, out, options.by) if plan else nullcontext(content) as given_out:
            exported = export(given_out, out, how, replace=options.force)
    except UserError as error:
        failed(program, error, options, file=given)
        return NO if error.id == "file.exists" else FAILED
    _tell_replaced(program, given, found.replaced)
    if exported.comments_left_out:
        message = program.catalogue.ngettext(
            "{file}: {count} comment was left out because it is on a contact or quotes one.",
            "{file}: {count} comments were left out because they are on contacts or quote them.",
            exported.comments_left_out,
        )
        tell(message.format(file=wording(program).file(out), count=exported.comments_left_out))
    for field in exported.still_quoting:
        message = program.catalogue.gettext("{file}: “{field}” still quotes a contact.")
        tell(message.format(file=wording(program).file(out), field=field))
    if options.json:
        answer({"file": given, "out": str(out)})
    else:
        say_line(str(out))
    return DONE


def _to_send(
    program: Program, plan: Found, content: Plan | AreaReport, out: Path, by: str
) -> AbstractContextManager[Plan | AreaReport]:
    """Give what goes into a file: into a plan file a version that is kept, so that what comes back is known."""
    if out.suffix.lower() not in (".gmpplan", ".gmpreport"):
        return nullcontext(content)
    # SQLAlchemy takes longer to load than a file takes to be exported.
    from gmp_desk.app import keeping

    return keeping.sending(program.library(), plan.id, plan.number, by)


def _count(program: Program, options: Namespace) -> int:
    try:
        text = text_of(read_file(options.file, _bytes_of) if options.file else _standard_input())
    except Unreadable as error:
        name = str(options.file) if options.file else program.catalogue.gettext("Standard input")
        tell(wording(program).error(error, name))
        return FAILED
    count, unit = words.length(text, options.language), words.unit(options.language)
    if options.json:
        answer({"count": count, "unit": unit})
    else:
        say_line(wording(program).length(count, unit))
    return DONE


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return package.read_limited(file)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise Unreadable("text.closed")
    try:
        return package.read_limited(sys.stdin.buffer)
    except OSError as error:
        raise Unreadable("file.read", reason=reason_of(error)) from error


def _schema(program: Program, options: Namespace) -> int:
    say(program.schema(options.format))
    return DONE


def _tell_replaced(program: Program, given: str, replaced: tuple[Replaced, ...]) -> None:
    """Say where characters that no document can hold were replaced or left out."""
    for one in replaced:
        if {"control", "surrogate", "noncharacter"} & set(one.kinds):
            message = program.catalogue.gettext(
                "{file}: “{field}” held characters that no document can hold; they were left out or replaced."
            )
            tell(message.format(file=wording(program).file(given), field=one.field))


FILE_COMMANDS: Mapping[str, Callable[[Program, Namespace], int]] = {
    "check": _check,
    "export": _export,
    "count": _count,
    "schema": _schema,
}
