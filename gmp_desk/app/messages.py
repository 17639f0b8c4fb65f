"""The messages for findings and errors, by their ids."""

from collections.abc import Mapping

from gmp_desk.i18n import N_, Plural

FINDINGS: Mapping[str, str | Mapping[str, Plural]] = {
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
    "F12.link": {
        "": Plural(
            "Priority action {name} is linked to {count} objective that is not in the plan.",
            "Priority action {name} is linked to {count} objectives that are not in the plan.",
        ),
    },
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
    "F13.funds": N_("Effort {name} costs {cost}, but {given} is pledged and received for it."),
    "F13.link": {
        "": Plural(
            "Effort {name} is linked to {count} item that is not in the plan.",
            "Effort {name} is linked to {count} items that are not in the plan.",
        ),
    },
    "F14.empty": N_("There is no opportunity yet."),
    "F14.title": N_("Opportunity {name} has no title."),
    "F14.objective": N_("Opportunity {name} is not linked to an objective."),
    "F14.link": {
        "": Plural(
            "Opportunity {name} is linked to {count} objective that is not in the plan.",
            "Opportunity {name} is linked to {count} objectives that are not in the plan.",
        ),
    },
    "F15.empty": N_("The section on evaluation is empty."),
    "F15.method": N_("How performance is measured and reported is not described."),
    "F15.indicators": N_("There is no progress indicator yet."),
    "F15.name": N_("Indicator {name} has no name."),
    "F15.objective": N_("Indicator {name} is not linked to an objective."),
    "F15.baseline": N_("Indicator {name} has no baseline."),
    "F15.target": N_("Indicator {name} has no target."),
    "F15.link": N_("Indicator {name} is linked to an objective that is not in the plan."),
    "F16.empty": N_("The section on resource mobilization is empty."),
    "F16.name": N_("Source of funds {name} has no name."),
    "F16.title": N_("Project {name} has no title."),
    "F16.link": {
        "source": Plural(
            "Source of funds {name} is linked to {count} effort that is not in the plan.",
            "Source of funds {name} is linked to {count} efforts that are not in the plan.",
        ),
        "project": Plural(
            "Project {name} is linked to {count} effort that is not in the plan.",
            "Project {name} is linked to {count} efforts that are not in the plan.",
        ),
    },
    "F17.empty": N_("The business planning process is not described."),
    "F18.empty": N_("There is no linkage yet."),
    "F18.area": N_("A linkage names a partnership area that this edition of the template does not know: “{area}”."),
    "F19.empty": N_("There is no partner yet."),
    "F19.lead": N_("No partner is named as lead or co-lead of the area."),
    "F19.name": N_("Partner {name} has no name."),
    "F19.contact": N_("Partner {name} has no contact."),
    "F19.reach": N_("Contact {name} has neither e-mail nor telephone."),
}

ERRORS: Mapping[str, str] = {
    "address.nowhere": N_("There is no field or item at “{address}”."),
    "edit.value": N_("The field “{address}” cannot hold this value."),
    "edit.known_id": N_("An item with the id {id} is in the plan already."),
    "edit.into_itself": N_("An item cannot be moved into itself: “{address}”."),
    "edit.link": N_("“{address}” cannot be linked to the item {id}."),
    "file.missing": N_("{file}: there is no such file. Check its name and folder."),
    "file.folder": N_("{file} is a folder; name a file."),
    "file.read": N_("{file} cannot be read: {reason}."),
    "file.write": N_("{file} cannot be written: {reason}. Choose another name or folder."),
    "output.write": N_("The output cannot be written: {reason}."),
    "file.exists": N_("{file} is there already. Choose another name, or add --force to replace it."),
    "file.itself": N_("{file} is the file that is read; choose another name for the result."),
    "file.suffix": N_("{file}: the name must end in {known}."),
    "export.no_pdf": N_("PDF files cannot be made here. Choose Word (.docx) or a web page (.html)."),
    "file.special": N_("{file} is not an ordinary file; name a file on a disk."),
    "file.report_options": N_("{file} is a biennial report; --contacts and --language are for business plans only."),
    "text.encoding": N_("{file} is not in UTF-8: see byte {position}. Save it as plain text in UTF-8."),
    "text.closed": N_("{file} is closed: there is nothing to count. Name a file."),
    "library.unknown": N_("“{id}” is neither a file nor a plan or report of the library. See: gmp-desk list"),
    "library.ambiguous": N_("“{id}” is how {count} ids begin; give more of the one that you mean. See: gmp-desk list"),
    "library.version_given": N_("“{id}” names a version; name the plan or report alone."),
    "library.other_kind": N_(
        "{file}: its id, {id}, is that of something else in the library; a plan and a report cannot have the same. "
        "It was not taken in."
    ),
    "library.confirm": N_("{id} would be deleted with all its versions; add --yes to do so."),
    "library.address": N_("{file} is the address of a server; the library is a file on this computer."),
    "library.special": N_("{file} is no ordinary file, so it cannot be the library. Name another place."),
    "library.foreign": N_(
        "{file} is not a library of GMP Desk, or its beginning is damaged; it was left as it is. "
        "Name another place, or restore a backup."
    ),
    "library.newer": N_(
        "{file} is the library of a newer version of GMP Desk; it was left as it is. Update the program."
    ),
    "library.in_use": N_("{file} is in use by another window or program. Close it, and try again."),
    "library.replaced": N_("{file} was moved or replaced while it was open. Put it back, or start the program again."),
    "library.locked": N_("{file} is being changed by another window or program. Try again in a moment."),
    "library.full": N_("{file}: no space is left on the disk; nothing was changed. Make room, and try again."),
    "library.read_only": N_("{file} can be read only; nothing was changed. Name a place that you may write to."),
    "library.cannot_open": N_("{file} cannot be opened. Check that you may read and write it and its folder."),
    "library.disk": N_("{file}: the disk failed; nothing was changed. Try again, or restore a backup to another disk."),
    "library.file": N_("{file}: the library cannot be read or written: {reason}."),
    "library.damaged": N_(
        "{file} is damaged. See: gmp-desk verify; a backup is restored with: gmp-desk restore BACKUP"
    ),
    "library.damaged_plan": N_("{id} is damaged in the library; the others are not affected. See: gmp-desk verify"),
    "library.changed_elsewhere": N_("{id} was changed by another window or program meanwhile. Try again."),
    "version.unknown": N_("{id} has no version {number}. See: gmp-desk versions {id}"),
    "version.damaged": N_("Version {number} of {id} is damaged. Choose another: gmp-desk versions {id}"),
    "proposal.conflict": N_("“{address}” was changed in both copies; decide which of the two is to stand."),
    "proposal.gone": N_("“{address}”: what the change belongs to is not in the plan any more."),
    "proposal.damaged": N_("The suggested changes to {id} are damaged. Restore a backup."),
    "state.by": N_("Say who does it."),
    "state.same": N_("The plan is in this state already."),
    "state.reason": N_("Going back to an earlier state needs a reason; give it as a note."),
    "state.superseded": N_("Only a plan that was agreed can be replaced by a later one."),
    "state.errors": N_("The plan still has errors ({count}) to settle before; they are told by: gmp-desk check"),
    "state.report": N_("{id} is a report; only plans go through these states."),
    "backup.exists": N_("{file} is there already. Choose another name for the backup."),
    "backup.foreign": N_(
        "{file} is not a backup of GMP Desk, or its beginning is damaged; nothing was changed. Choose another backup."
    ),
    "backup.failed": N_("{file}: the backup was not sound and was removed. Try again, perhaps on another disk."),
    "backup.damaged": N_("{file} is damaged; nothing was changed. Choose another backup."),
    "migration.failed": N_(
        "{file} could not be brought up to date; it was left as it is. There is a backup: {backup}. "
        "Report this to the makers of the program."
    ),
    "restore.which": N_("Say which version is to be restored: {id}@1, for example. See: gmp-desk versions {id}"),
    "compare.report": N_("Only plans are compared, not reports."),
    "review.which": N_(
        "“{id}” is how the ids of {count} suggested changes begin; give the id of one. See: gmp-desk review"
    ),
    "review.none": N_("Give the id of a suggested change, or how it begins. See: gmp-desk review"),
    "review.report": N_("{id} is a report; changes are suggested to plans only."),
    "workspace.draft": N_("The plan was moved to another state; a new draft is to be started first."),
    "workspace.read_only": N_("{person} is editing the plan on {host}; here it can only be read."),
    "workspace.report": N_("{id} is a report and not a plan."),
    "notice.synced": N_(
        "{file} is in a folder that {service} syncs, which damages a library in use. Move it to another folder."
    ),
    "notice.network": N_(
        "{file} is on a drive of another computer, which damages a library in use. Move it to this one."
    ),
    "notice.migrated": N_("The library was brought up to date. What was there before is in {backup}."),
    "notice.log_left": N_(
        "A library is gone from here, but not its last changes: they are kept in {file}. Keep that file until the "
        "library is found."
    ),
    "notice.no_backup": N_("{file}: the daily backup could not be made."),
    "notice.rescued": N_("{file} holds a plan that could not be stored. Take it in with: gmp-desk import"),
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
    "excel.rows": N_("{file} has too much for a worksheet of {limit} rows: “{sheet}”. Export it to Word instead."),
    "package.kind": N_("{file} is not a plan file. Choose a file that was made with GMP Desk for a colleague."),
    "package.report": N_("{file} is a biennial report, not a business plan. Choose a plan file."),
    "package.zip_members": N_("{file} should hold one plan file and nothing else; it holds {count} files."),
    "package.too_big": N_("{file} is larger than {limit} MB and was not read."),
    "package.json": N_("{file} is damaged at line {line}, column {column}. Ask for a new copy of it."),
    "package.encoding": N_("{file} is damaged at byte {position}: its text is not in UTF-8. Ask for a new copy of it."),
    "package.depth": N_(
        "{file} is damaged at line {line}, column {column}: it is nested too deeply. Ask for a new copy of it."
    ),
    "package.digits": N_(
        "{file} is damaged at line {line}, column {column}: the number has too many digits. Ask for a new copy of it."
    ),
    "package.not_ours": N_("{file} holds neither a business plan nor a biennial report of GMP Desk."),
    "package.repeated_key": N_(
        "{file} is damaged at line {line}, column {column}: “{key}” stands twice in one place. "
        "Ask for a new copy of it."
    ),
    "package.constant": N_(
        "{file} is damaged at line {line}, column {column}: “{name}” is no number. Ask for a new copy of it."
    ),
    "package.newer": N_(
        "{file} was made with a newer version of GMP Desk (format {version}; this one reads {known}). "
        "Update the program, or ask for the plan as a Word file."
    ),
    "package.version": N_("{file}: the version of the format at “{where}” is not a number from 1 on."),
    "package.missing": N_("{file}: “{where}” is missing."),
    "package.unknown_key": N_("{file}: “{where}” is not a field of the format."),
    "package.choice": N_("{file}: “{where}” must be one of {expected}."),
    "package.duplicate_id": N_("{file}: the item at “{where}” has the id of another one: {id}."),
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

# What the system says in English only, by its names for these errors.
REASONS: Mapping[str, str] = {
    "ENOENT": N_("there is no such file or folder"),
    "EACCES": N_("you have no right to do so"),
    "EPERM": N_("the system does not permit it"),
    "ENOSPC": N_("no space is left on the disk"),
    "EDQUOT": N_("no space is left for you on the disk"),
    "EFBIG": N_("the file becomes too large"),
    "EROFS": N_("the disk can be read only"),
    "ENAMETOOLONG": N_("the name is too long"),
    "EISDIR": N_("it is a folder"),
    "ENOTDIR": N_("a part of its path is not a folder"),
    "EIO": N_("the disk or the network failed"),
}
