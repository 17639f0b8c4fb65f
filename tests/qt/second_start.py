"""Another start of the program, as far as it claims a library: ``second_start.py LIBRARY FILE…``.

Says "first" where it is the first start, and then stays; else it has handed its files over, says "second" and ends.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from gmp_desk.qt.single import OnlyOne

if __name__ == "__main__":
    app = QCoreApplication(sys.argv[:1])
    only = OnlyOne(Path(sys.argv[1]))
    first = only.claim(sys.argv[2:])
    sys.stdout.write("first\n" if first else "second\n")
    sys.stdout.flush()
    if first:
        app.exec()
