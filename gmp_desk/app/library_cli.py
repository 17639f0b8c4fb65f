"""The arguments of the commands that work on the library."""

from pathlib import Path
from typing import Any

from gmp_desk.app.usage import Parser
from gmp_desk.domain.text import normalize
from gmp_desk.i18n import Catalogue

STATES = ("draft", "submitted", "advised", "agreed", "superseded")


def add_library_commands(commands: Any, catalogue: Catalogue) -> None:
    """Add the commands of the library to the sub-commands of the program's parser."""
    _ = catalogue.gettext

    def command(name: str, does: str, plan: str = "") -> Parser:
        parser: Parser = commands.add_parser(name, catalogue=catalogue, help=does)
        parser.options.add_argument("--json", action="store_true", help=_("answer with one JSON object a line"))
        if plan:
            parser.wanted.add_argument("plan", metavar=_("PLAN"), help=plan)
        return parser

    which = _("the id of a plan or report in the library, or how it begins")
    version = _("an id or how it begins, followed by @ and the number of a version, if not as it is now")

    taking = command("import", _("take files into the library"))
    taking.wanted.add_argument("files", nargs="+", metavar=_("FILE"), type=Path)
    taking.options.add_argument(
        "--replace",
        action="store_true",
        help=_("put them in the place of what the library has; a backup is made before"),
    )
    command("list", _("list the plans and reports of the library"))
    command("show", _("show what there is to know of a plan"), version)
    command("versions", _("list the versions of a plan"), which)

    keeping = command("keep", _("keep a plan as a version"), which)
    keeping.options.add_argument("--name", default="", type=_text, metavar=_("NAME"), help=_("a name for the version"))
    add_by(keeping, catalogue)

    comparing = command("compare", _("say what differs between two versions or files"))
    comparing.wanted.add_argument("before", metavar=_("BEFORE"), help=_("a file, or a plan as PLAN@3"))
    comparing.wanted.add_argument("after", metavar=_("AFTER"), help=_("a file, or a plan as PLAN@3"))

    reviewing = command("review", _("list the suggested changes to a plan, accept or reject them"), which)
    deciding = reviewing.options.add_mutually_exclusive_group()
    deciding.add_argument(
        "--accept-all", action="store_true", help=_("accept all but those in conflict with changes made here")
    )
    deciding.add_argument("--reject-all", action="store_true", help=_("reject all"))
    deciding.add_argument("--accept", metavar=_("ID"), help=_("accept one, by its id or how that begins, in any case"))
    deciding.add_argument("--reject", metavar=_("ID"), help=_("reject one, by its id or how that begins"))
    reviewing.options.add_argument("--author", metavar=_("NAME"), help=_("only those of this author"))

    moving = command("state", _("record that a plan was sent to the advisory group, advised, agreed …"), which)
    moving.wanted.add_argument("state", choices=STATES)
    add_by(moving, catalogue, required=True)
    moving.options.add_argument(
        "--note", type=_text, default="", metavar=_("NOTE"), help=_("a note; going back to an earlier state needs one")
    )

    deleting = command("delete", _("delete a plan with all its versions; a backup is made before"), which)
    deleting.options.add_argument("--yes", action="store_true", help=_("do so"))

    backing_up = command("backup", _("back up the library"))
    backing_up.wanted.add_argument(
        "out", nargs="?", metavar=_("OUT"), type=Path, help=_("the file to make, if not one beside the library")
    )
    restoring = command("restore", _("restore the library from a backup, or a plan from a version"))
    restoring.wanted.add_argument("what", metavar=_("BACKUP"), help=_("a backup, or a version as PLAN@3"))
    command("verify", _("say what is damaged in the library"))


def add_by(parser: Parser, catalogue: Catalogue, *, required: bool = False) -> None:
    """Add the option that names who does what a command does."""
    _ = catalogue.gettext
    parser.options.add_argument(
        "--by", default="", type=_text, required=required, metavar=_("NAME"), help=_("who does so")
    )


def _text(given: str) -> str:
    return normalize(given).text
