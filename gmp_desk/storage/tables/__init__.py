"""The tables of the library: plans and reports in rows, one table for each kind of record in them.

The key of an item is (plan, id), since ids survive versions and biennia; a link, a choice or a record without an id
has its position in its list for a key. Links may lead nowhere, as they may in a plan file, so they are no foreign
keys. All conditions are such that PostgreSQL enforces them as well.
"""

from gmp_desk.storage.tables import plans, reports
from gmp_desk.storage.tables.entries import Decision, Kind, Reason, Row

__all__ = ["APPLICATION_ID", "Decision", "Kind", "Reason", "Row", "plans", "reports"]

APPLICATION_ID = 0x676D7044  # "gmpD", in the header of the file
