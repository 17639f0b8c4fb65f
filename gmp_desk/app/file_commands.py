"""What each command of the command line does."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from gmp_desk.app.exporting import Options, export
from gmp_desk.app.output import say, tell
from gmp_desk.app.program import Program
from gmp_desk.app.reading import read_file, text_of
from gmp_desk.app.wording import Wording
from gmp_desk.domain import words
from gmp_desk.domain.errors import Refused, Unreadable, UserError
from gmp_desk.domain.rules import Finding, check, has_errors
from gmp_desk.formats import package
from gmp_desk.formats.files import reason_of, refusing
from gmp_desk.formats.package import Replaced
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale

DONE, NO, FAILED = 0, 1, 2


def _check(program: Program, options: Namespace) -> int:
    return max(_check_file(program, path, as_json=options.json) for path in options.files)


def _check_file(program: Program, path: Path, *, as_json: bool) -> int:
    try:
        found = read_file(path, package.read_plan)
    except UserError as error:
        message = _wording(program).error(error, str(path))
        if as_json:
            _answer({"file": str(path), "error": message})
        else:
            tell(message)
        return FAILED
    _tell_replaced(program, path, found.replaced)
    findings = check(found.content, program.template())
    if as_json:
        _answer({"plan": found.content.id, "findings": [_as_json(finding, program) for finding in findings]})
    else:
        _print_findings(program, path, findings)
    return NO if has_errors(findings) else DONE


def _as_json(finding: Finding, program: Program) -> dict[str, str | int]:
    answer: dict[str, str | int] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "field": finding.field,
        "message": _wording(program).finding(finding),
    }
    if "unit" in finding.params:
        answer |= {name: finding.params[name] for name in ("count", "limit", "unit")}
    return answer


def _print_findings(program: Program, path: Path, findings: tuple[Finding, ...]) -> None:
    _, file = program.catalogue.gettext, _wording(program).file(path)
    if not findings:
        _say_line(_("{file}: nothing is missing.").format(file=file))
    for severity, title in (
        ("error", _("{file}: to settle before sending:")),
        ("warning", _("{file}: worth a look:")),
    ):
        of_this_kind = [finding for finding in findings if finding.severity == severity]
        if of_this_kind:
            _say_line(title.format(file=file))
        for finding in of_this_kind:
            _say_line(f"  {_wording(program).finding(finding)} [{finding.rule}, {finding.field}]")


def _export(program: Program, options: Namespace) -> int:
    path, out = options.file, options.out
    try:
        found = read_file(path, package.read)
        with refusing(out):
            if out.exists() and out.samefile(path):
                raise Refused("file.itself", file=str(out))
        language = options.language or found.content.language
        terms = Terms(program.template(), program.catalogue_in(language))
        how = Options(terms, Locale(language), program.word_parts, options.contacts)
        left_out = export(found.content, out, how, replace=options.force)
    except UserError as error:
        tell(_wording(program).error(error, str(path)))
        return NO if error.id == "file.exists" else FAILED
    _tell_replaced(program, path, found.replaced)
    if left_out:
        message = program.catalogue.ngettext(
            "{file}: {count} comment was left out because it is on a contact or quotes one.",
            "{file}: {count} comments were left out because they are on contacts or quote them.",
            left_out,
        )
        tell(message.format(file=_wording(program).file(out), count=left_out))
    _say_line(str(out))
    return DONE


def _count(program: Program, options: Namespace) -> int:
    try:
        text = text_of(read_file(options.file, Path.read_bytes) if options.file else _standard_input())
    except Unreadable as error:
        tell(_wording(program).error(error, str(options.file or "-")))
        return FAILED
    _say_line(_wording(program).length(words.length(text, options.language), words.unit(options.language)))
    return DONE


def _standard_input() -> bytes:
    try:
        return sys.stdin.buffer.read() if sys.stdin else b""  # None where it was closed
    except OSError as error:
        raise Unreadable("file.read", reason=reason_of(error)) from error


def _schema(program: Program, options: Namespace) -> int:
    say(program.schema(options.format))
    return DONE


COMMANDS: Mapping[str, Callable[[Program, Namespace], int]] = {
    "check": _check,
    "export": _export,
    "count": _count,
    "schema": _schema,
}


def _wording(program: Program) -> Wording:
    return Wording(program.catalogue, program.locale)


def _tell_replaced(program: Program, path: Path, replaced: tuple[Replaced, ...]) -> None:
    """Say where characters that no document can hold were replaced or left out."""
    for one in replaced:
        if {"control", "surrogate", "noncharacter"} & set(one.kinds):
            message = program.catalogue.gettext(
                "{file}: “{field}” held characters that no document can hold; they were left out or replaced."
            )
            tell(message.format(file=_wording(program).file(path), field=one.field))


def _say_line(line: str) -> None:
    say(line + "\n")


def _answer(value: object) -> None:
    """Print an object on one line, in ASCII, which every output can hold."""
    say(json.dumps(value) + "\n")
