"""Puts findings and errors, which are data, into words."""

import re
from collections.abc import Mapping

from gmp_desk.domain.errors import UserError
from gmp_desk.domain.rules import Finding
from gmp_desk.i18n import N_, Catalogue, Plural

_LONGEST_NAME = 80
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


_FINDINGS: dict[str, str | Mapping[str, Plural]] = {
    "F5.area": N_("The partnership area “{area}” is not one that this edition of the template knows."),
    "F21.edition": N_("The plan follows the template edition “{edition}”; it is checked against {known}."),
    "D4.order": N_("The period of the plan ends before it starts."),
    "F10.empty": N_("The issue summary is empty."),
    "F10.length": {
        "words": Plural(
            "The issue summary has {count} word; the limit is {limit}.",
            "The issue summary has {count} words; the limit is {limit}.",
        ),
        "characters": Plural(
            "The issue summary has {count} character; the limit is {limit}.",
            "The issue summary has {count} characters; the limit is {limit}.",
        ),
    },
    "F11.empty": N_("There is no objective yet."),
    "F11.statement": N_("Objective {name} has no words."),
    "F11.goal": N_("Objective {name} is not linked to the overall goal."),
    "F12.empty": N_("There is no priority action yet."),
    "F12.number": {
        "": Plural(
            "There is {count} priority action; the template asks for {least} to {most}, or a recorded reason.",
            "There are {count} priority actions; the template asks for {least} to {most}, or a recorded reason.",
        ),
        "reason": Plural(
            "There is {count} priority action instead of {least} to {most}; the reason is printed in the plan.",
            "There are {count} priority actions instead of {least} to {most}; the reason is printed in the plan.",
        ),
    },
    "F12.title": N_("Priority action {name} has no title."),
    "F12.objective": N_("Priority action {name} is not linked to an objective."),
    "F12.link": N_("A priority action is linked to an objective that is not in the plan."),
    "F13.empty": N_("There is no effort of a partner yet."),
    "F13.efforts": N_("Priority action {name} has no efforts."),
    "F13.title": N_("Effort {name} has no title."),
    "F13.objective": N_("Effort {name} is not linked to an objective."),
    "F13.contact": N_("Effort {name} has no contact."),
    "F13.partner": N_("Effort {name} names no partner."),
    "F13.order": N_("Effort {name} ends before it starts."),
    "F13.period": N_("Effort {name} has a date outside the period of the plan: {month}."),
    "F13.cost": N_("Effort {name} has no cost."),
    "F13.duration": N_("Effort {name} has no duration."),
    "F13.targets": N_("Effort {name} has no targets."),
    "F13.milestones": N_("Effort {name} has no milestones."),
    "F13.funds": N_("Effort {name} costs {cost} {currency}, but {given} {currency} is pledged and received for it."),
    "F13.link": N_("An effort is linked to an item that is not in the plan."),
    "F14.empty": N_("There is no opportunity yet."),
    "F14.title": N_("Opportunity {name} has no title."),
    "F14.objective": N_("Opportunity {name} is not linked to an objective."),
    "F14.link": N_("An opportunity is linked to an objective that is not in the plan."),
    "F15.empty": N_("The section on evaluation is empty."),
    "F15.method": N_("How performance is measured and reported is not described."),
    "F15.indicators": N_("There is no progress indicator yet."),
    "F15.name": N_("Indicator {name} has no name."),
    "F15.objective": N_("Indicator {name} is not linked to an objective."),
    "F15.baseline": N_("Indicator {name} has no baseline."),
    "F15.target": N_("Indicator {name} has no target."),
    "F15.link": N_("An indicator is linked to an objective that is not in the plan."),
    "F16.empty": N_("The section on resource mobilization is empty."),
    "F16.name": N_("A source of funds or project has no name: number {name}."),
    "F16.link": N_("A source of funds or project is linked to an effort that is not in the plan."),
    "F17.empty": N_("The business planning process is not described."),
    "F18.empty": N_("There is no linkage yet."),
    "F18.area": N_("A linkage names a partnership area that this edition of the template does not know: “{area}”."),
    "F19.empty": N_("There is no partner yet."),
    "F19.lead": N_("No partner is named as lead or co-lead of the area."),
    "F19.name": N_("Partner {name} has no name."),
    "F19.contact": N_("Partner {name} has no contact."),
}

_ERRORS: dict[str, str] = {
    "address.nowhere": N_("There is no field or item at “{address}”."),
    "edit.value": N_("The field “{address}” cannot hold this value."),
    "edit.known_id": N_("An item with the id {id} is in the plan already."),
    "edit.into_itself": N_("An item cannot be moved into itself: “{address}”."),
    "edit.link": N_("“{address}” cannot be linked to the item {id}."),
    "file.missing": N_("{file}: there is no such file. Check its name and folder."),
    "file.folder": N_("{file} is a folder; name a file."),
    "file.read": N_("{file} cannot be read: {reason}."),
    "file.write": N_("{file} cannot be written: {reason}. Choose another name or folder."),
    "file.exists": N_("{file} is there already. Choose another name, or add --force to replace it."),
    "file.itself": N_("{file} is the file that is read; choose another name for the result."),
    "file.suffix": N_("{file}: the name must end in {known}."),
    "file.special": N_("{file} is not an ordinary file; name a file on a disk."),
    "guard.missing": N_("{file}: there is no such file. Check its name and folder."),
    "guard.folder": N_("{file} is a folder; name a file."),
    "guard.no_access": N_("{file} cannot be opened: you have no right to read it."),
    "guard.cannot_open": N_("{file} cannot be read: {reason}."),
    "guard.file_too_big": N_("{file} is too large to be opened safely. Ask for a smaller copy of it."),
    "guard.empty": N_("{file} is empty. Ask for a new copy of it."),
    "guard.not_package": N_("{file} is not a Word, Excel or zip file. Choose another file."),
    "guard.old_format": N_("{file} is in an old format. Open it in Word or Excel and save it as .docx or .xlsx."),
    "guard.password": N_("{file} is protected by a password. Save a copy without a password and choose that."),
    "guard.damaged": N_("{file} is damaged. Ask for a new copy of it."),
    "guard.compression": N_("{file} is packed in a way that is not supported. Ask for it in an ordinary .zip."),
    "guard.encrypted": N_("{file} is protected by a password. Save a copy without a password and choose that."),
    "guard.unsafe_name": N_("{file} holds a file with an unsafe name and was not opened: “{part}”."),
    "guard.duplicate_name": N_("{file} holds “{part}” twice and was not opened. Ask for a new copy of it."),
    "guard.link": N_("{file} holds a link instead of a file and was not opened: “{part}”."),
    "guard.overlap": N_("{file} is damaged or was made to do harm, and was not opened."),
    "guard.too_many_parts": N_("{file} holds too many files to be opened safely: {found}; {limit} are allowed."),
    "guard.part_too_big": N_("{file} holds too much to be opened safely, in “{part}”. Ask for a smaller copy of it."),
    "guard.content_too_big": N_("{file} holds too much to be opened safely. Ask for a smaller copy of it."),
    "guard.ratio": N_("{file} grows too much when it is unpacked, and was not opened: “{part}”."),
    "guard.missing_part": N_("{file} is damaged: “{part}” is missing. Ask for a new copy of it."),
    "guard.dtd": N_("{file} declares entities, which a safe file never does, and was not opened: “{part}”."),
    "guard.encoding": N_("{file} is damaged: “{part}” is not in UTF-8. Ask for a new copy of it."),
    "guard.not_xml": N_("{file} is damaged in “{part}”, line {line}. Ask for a new copy of it."),
    "guard.long_tag": N_("{file} is damaged or was made to do harm, and was not opened: “{part}”."),
    "guard.too_many_elements": N_(
        "{file} holds too much to be opened safely, in “{part}”. Ask for a smaller copy of it."
    ),
    "guard.too_deep": N_("{file} is nested too deeply to be opened safely: “{part}”."),
    "guard.bad_cell": N_("{file} is damaged in “{part}”: there is no cell “{cell}”."),
    "guard.far_cell": N_(
        "{file} uses the cell {cell} in “{part}”, beyond {rows} rows or {columns} columns. Delete it and save again."
    ),
    "guard.large_range": N_(
        "{file} uses too large a range of cells in “{part}”: {cell}. Make it smaller and save again."
    ),
    "package.kind": N_("{file} is not a plan file. Choose a file that was made with GMP Desk for a colleague."),
    "package.report": N_("{file} is a biennial report, not a business plan. Choose a plan file."),
    "package.zip_members": N_("{file} should hold one plan file and nothing else; it holds {count} files."),
    "package.too_big": N_("{file} is larger than {limit} MB and was not read."),
    "package.json": N_("{file} is damaged at line {line}, column {column}. Ask for a new copy of it."),
    "package.encoding": N_("{file} is damaged: its text is not in UTF-8. Ask for a new copy of it."),
    "package.depth": N_("{file} is damaged: it is nested too deeply. Ask for a new copy of it."),
    "package.digits": N_("{file} is damaged: it holds a number with too many digits. Ask for a new copy of it."),
    "package.not_ours": N_("{file} holds neither a business plan nor a biennial report of GMP Desk."),
    "package.repeated_key": N_("{file} is damaged: “{key}” stands twice in one place. Ask for a new copy of it."),
    "package.constant": N_("{file} is damaged: “{name}” is no number. Ask for a new copy of it."),
    "package.newer": N_(
        "{file} was made with a newer version of GMP Desk (format {version}; this one reads {known}). "
        "Update the program, or ask for the plan as a Word file."
    ),
    "package.version": N_("{file}: the version of the format at “{where}” is not a number from 1 on."),
    "package.missing": N_("{file}: “{where}” is missing."),
    "package.unknown_key": N_("{file}: “{where}” is not a field of the format."),
    "package.choice": N_("{file}: “{where}” must be one of {expected}."),
    "package.duplicate_id": N_("{file}: the id {id} belongs to more than one item."),
    "package.id": N_("{file}: “{where}” is not an id (a UUID)."),
    "package.date": N_("{file}: “{where}” is not a date such as 2026-05-31."),
    "package.moment": N_("{file}: “{where}” is not a date and time such as 2026-05-31T14:05:00Z."),
    "package.range": N_("{file}: the value at “{where}” is out of bounds."),
    "package.text": N_("{file}: “{where}” must be text."),
    "package.whole_number": N_("{file}: “{where}” must be a whole number."),
    "package.yes_or_no": N_("{file}: “{where}” must be true or false."),
    "package.list": N_("{file}: “{where}” must be a list."),
    "package.group": N_("{file}: “{where}” must be a group of named values."),
    "package.form": N_("{file}: the value at “{where}” has not the form that belongs there."),
    "package.value": N_("{file}: the value at “{where}” is not possible."),
}


def finding_text(finding: Finding, catalogue: Catalogue) -> str:
    """Return the sentence for a finding, in the language of the catalogue."""
    params = {name: _shown(value) for name, value in finding.params.items()}
    if "number" in params:
        params["name"] = params["number"]
        if params.get("title"):
            params["name"] = catalogue.gettext("{number} “{title}”").format(**params)
    message = _FINDINGS[finding.rule]
    if isinstance(message, str):
        return catalogue.gettext(message).format(**params)
    counted = message[_form(finding)]
    return catalogue.ngettext(counted.one, counted.many, int(finding.params["count"])).format(**params)


def error_text(error: UserError, catalogue: Catalogue, file: str = "") -> str:
    """Return the sentence for an error; ``file`` names the file that it happened with, which is told whole."""
    params = {name: _shown(value) for name, value in error.params.items()}
    name = str(error.params.get("file", file))
    return catalogue.gettext(_ERRORS[error.id]).format(**params | {"file": _printable(name)})


def length_text(count: int, unit: str, catalogue: Catalogue) -> str:
    """Return a length with its unit, such as "183 words" (D1)."""
    if unit == "characters":
        message = catalogue.ngettext("{count} character", "{count} characters", count)
    else:
        message = catalogue.ngettext("{count} word", "{count} words", count)
    return message.format(count=count)


def _form(finding: Finding) -> str:
    if "unit" in finding.params:
        return str(finding.params["unit"])
    return "reason" if finding.severity == "warning" else ""


def _shown(value: str | int) -> str:
    """Return a value from outside fit for one line of a message: short, and without effect on what is around it."""
    text = _printable(" ".join(str(value)[: _LONGEST_NAME * 4].split()))
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def _printable(text: str) -> str:
    """Return the text without direction marks, and with a sign for each character that has no look of its own."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in _DIRECTION.sub("", text))
