"""The command line: the main job without a window."""

from collections.abc import Sequence
from pathlib import Path

from gmp_desk.app.library_cli import add_by, add_library_commands
from gmp_desk.app.program import Program
from gmp_desk.app.usage import Parser
from gmp_desk.i18n import LANGUAGES


def run(arguments: Sequence[str], program: Program) -> int:
    """Carry out a command; return 0 done, 1 the answer is no, 2 wrong usage or unreadable.

    Results go to standard output, messages to standard error. Wrong usage and ``--help`` end in ``SystemExit``,
    as argparse has it.
    """
    parser = _parser(program)
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return 0
    # Imported when there is something to do, so that --version and --help answer at once.
    from gmp_desk.app import commands

    return commands.carry_out(program, options)


def _parser(program: Program) -> Parser:
    catalogue = program.catalogue
    _ = catalogue.gettext
    parser = Parser(
        prog="gmp-desk", description=_("Business plans of the UNEP Global Mercury Partnership."), catalogue=catalogue
    )
    parser.options.add_argument(
        "--version", action="version", version=f"gmp-desk {program.version}", help=_("show the version and end")
    )
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), title=_("commands"))

    given = _("a file, or a plan of the library: its id or how that begins, as PLAN@3 for a version")
    check = commands.add_parser("check", catalogue=catalogue, help=_("say what is still missing in plan files"))
    check.wanted.add_argument("files", nargs="+", metavar=_("FILE"), help=given)
    check.options.add_argument("--json", action="store_true", help=_("one JSON object per file and line"))

    export = commands.add_parser("export", catalogue=catalogue, help=_("make a Word, Excel or plan file"))
    export.wanted.add_argument("file", metavar=_("FILE"), help=given)
    export.wanted.add_argument(
        "out",
        metavar=_("OUT"),
        type=Path,
        help=_("its name ends in .docx, .xlsx, .pdf, .html or .gmpplan; that of a biennial report ends in .gmpreport"),
    )
    export.options.add_argument(
        "--language", choices=LANGUAGES, help=_("headings and dates in this language, not the plan’s")
    )
    export.options.add_argument(
        "--contacts",
        choices=("full", "names", "none"),
        default="full",
        help=_("contacts in full, without e-mail and telephone, or not at all"),
    )
    add_by(export, catalogue)
    export.options.add_argument("--json", action="store_true", help=_("answer with one JSON object a line"))
    export.options.add_argument("--force", action="store_true", help=_("replace OUT where it is there already"))

    count = commands.add_parser("count", catalogue=catalogue, help=_("count a text as the template’s limits do"))
    count.options.add_argument("--json", action="store_true", help=_("answer with one JSON object a line"))
    count.options.add_argument("--language", choices=LANGUAGES, required=True, help=_("language of the text"))
    count.wanted.add_argument("file", nargs="?", metavar=_("FILE"), type=Path, help=_("a text file, or standard input"))

    schema = commands.add_parser("schema", catalogue=catalogue, help=_("print the schema of the exchange format"))
    schema.wanted.add_argument("format", choices=("plan", "report"))

    add_library_commands(commands, catalogue)
    return parser
