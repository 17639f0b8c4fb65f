"""Starts the program: ``gmp-desk`` or ``python -m gmp_desk``."""

import signal
import sys
from collections.abc import Sequence

STOPPED, TERMINATED = 130, 143  # as a shell tells what SIGINT and SIGTERM have ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with the arguments of the command line and return its exit status."""
    try:
        # Left to itself, SIGTERM would end the program before it can clean up.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
        from gmp_desk.bootstrap import run

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
