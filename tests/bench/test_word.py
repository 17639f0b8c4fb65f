"""How fast a plan becomes a Word file, against docxtpl filling the same content into a template."""

import io
from pathlib import Path

import docx
import pytest
from docxtpl import DocxTemplate

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.richtext import plain
from gmp_desk.formats.blocks import Document, Fields, Heading, Table
from gmp_desk.formats.package import read_plan
from gmp_desk.formats.plan_document import plan_document
from gmp_desk.formats.terms import Terms
from gmp_desk.formats.word_writer import write_word
from gmp_desk.i18n import Locale
from tests import samples

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def as_blocks(plan: Plan) -> Document:
    program = samples.program()
    return plan_document(plan, Terms(program.template(), program.catalogue_in("en")), Locale("en"))


def fillings(document: Document) -> list[dict]:
    """Return the content for the peer: headings, paragraphs, and tables as rows of plain text."""
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = [[column.header for column in block.columns]]
            rows += [[" ".join(plain(text.rich) for text in cell.texts) for cell in row] for row in block.rows]
            found.append({"kind": f"table{len(block.columns)}", "rows": rows})
        elif isinstance(block, Fields):
            rows = [[field.label, " ".join(plain(text.rich) for text in field.value.texts)] for field in block.fields]
            found.append({"kind": "table2", "rows": rows})
        elif isinstance(block, Heading):
            found.append({"kind": "heading", "lines": [f"{block.mark} {plain(block.text.rich)}"]})
        else:
            found.append({"kind": "prose", "lines": plain(block.text.rich).split("\n")})
    return found


def template(content: list[dict]) -> bytes:
    """Make the peer's template: a loop over blocks, and in it a table for each number of columns."""
    file = docx.Document()
    file.add_paragraph("{%p for block in blocks %}")
    for kind, style in (("heading", "Heading 1"), ("prose", "Normal")):
        file.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        file.add_paragraph("{%p for line in block.lines %}")
        file.add_paragraph("{{ line }}", style=style)
        file.add_paragraph("{%p endfor %}")
        file.add_paragraph("{%p endif %}")
    for kind in sorted({block["kind"] for block in content if block["kind"].startswith("table")}):
        columns = int(kind.removeprefix("table"))
        file.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        table = file.add_table(3, columns)
        table.rows[0].cells[0].text = "{%tr for row in block.rows %}"
        for number, cell in enumerate(table.rows[1].cells):
            cell.text = f"{{{{ row[{number}] }}}}"
        table.rows[2].cells[0].text = "{%tr endfor %}"
        file.add_paragraph("{%p endif %}")
    file.add_paragraph("{%p endfor %}")
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


@pytest.mark.benchmark(group="word")
def test_word_export_against_docxtpl(benchmark, tmp_path, milliseconds):
    plan = read_plan(max(SAMPLES.glob("*.gmpplan"), key=lambda path: path.stat().st_size)).content
    parts = samples.program().word_parts
    content = fillings(as_blocks(plan))
    made = template(content)

    def peer():
        filled = DocxTemplate(io.BytesIO(made))
        filled.render({"blocks": content}, autoescape=True)
        filled.save(tmp_path / "peer.docx")

    # Ours begins with the plan, the peer with ready strings.
    benchmark(lambda: write_word(as_blocks(plan), tmp_path / "ours.docx", parts))
    its = milliseconds(peer, 20)
    theirs = "".join(p.text for p in docx.Document(tmp_path / "peer.docx").element.body.iter() if p.tag.endswith("}t"))
    assert plan.partners[-1].name in theirs
    benchmark.extra_info["docxtpl, ms"] = its
    benchmark.extra_info["ratio"] = benchmark.stats["median"] * 1000 / its
    assert benchmark.extra_info["ratio"] <= 1.0
