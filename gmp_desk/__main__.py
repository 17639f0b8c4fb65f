"""Starts the program: ``gmp-desk`` or ``python -m gmp_desk``."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the arguments of the command line and return its exit status."""
    from gmp_desk.bootstrap import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
