"""Tells a business plan as a workbook: an overview, and a table for each kind of item."""

from gmp_desk.domain.plan import Plan
from gmp_desk.formats.excel_heights import line_height, most_lines
from gmp_desk.formats.excel_limits import Fitting
from gmp_desk.formats.plan_overview import plan_overview
from gmp_desk.formats.plan_sheets import PlanSheets
from gmp_desk.formats.sheets import Workbook
from gmp_desk.formats.terms import Terms
from gmp_desk.i18n import Locale


def plan_workbook(plan: Plan, terms: Terms, locale: Locale) -> Workbook:
    """Return the whole plan as a workbook in the language of the terms; the plan's own texts stay as they are.

    Not in it are reviewers' comments, the record of moves, who saved the version and when, which plans this one
    continues or translates, and contacts that were left out. A text that no cell can hold is cut, with a note, and
    named on the overview, as are the cells that Excel does not show in full. Raise ``Refused`` ("excel.rows") where
    there are more items of a kind than a worksheet has rows.
    """
    languages = terms.catalogue.language, plan.language
    note = terms.gettext("[cut here: a cell holds no more; the plan file (.gmpplan) has the whole text]")
    fitting = Fitting(f" {note}", most_lines(line_height(languages)))
    sheets = PlanSheets(plan, terms, locale)
    tables = {name: fitting.table(table) for name, table in sheets.tables().items()}
    overview = plan_overview(sheets, tables, fitting)
    return Workbook(plan.title, languages, overview, tuple(tables.values()))
