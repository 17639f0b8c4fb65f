"""Carries out a command of the command line."""

from argparse import Namespace

from gmp_desk.app.answering import failed
from gmp_desk.app.file_commands import FILE_COMMANDS
from gmp_desk.app.program import Program
from gmp_desk.domain.errors import UserError


def carry_out(program: Program, options: Namespace) -> int:
    """Carry out the command that was asked for and return the exit status: 0 done, 1 no, 2 failed."""
    command = FILE_COMMANDS.get(options.command)
    if command is not None:
        return command(program, options)
    # SQLAlchemy takes longer to load than a file takes to be checked.
    from gmp_desk.app.backup_commands import BACKUP_COMMANDS
    from gmp_desk.app.library_commands import LIBRARY_COMMANDS
    from gmp_desk.app.review_commands import REVIEW_COMMANDS

    commands = {**LIBRARY_COMMANDS, **REVIEW_COMMANDS, **BACKUP_COMMANDS}
    try:
        return commands[options.command](program, options)
    except UserError as error:
        return failed(program, error, options)
