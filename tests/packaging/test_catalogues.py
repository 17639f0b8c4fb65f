from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import PoFileError

from gmp_desk.domain.help_texts import read_help

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one message of each kind, and its mappings."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "gmp_desk").mkdir()
    (tmp_path / "translations").mkdir()
    write(
        tmp_path, 't.gettext("Open {name}")', 't.ngettext("{n} plan", "{n} plans", 2)', 't.pgettext("state", "Draft")'
    )
    return tmp_path


def write(project: Path, *lines: str) -> None:
    (project / "gmp_desk" / "code.py").write_text("\n".join(lines), "utf-8")


def translate(project: Path, language: str, old: str, new: str) -> None:
    path = project / "translations" / language / "LC_MESSAGES" / "gmp_desk.po"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def french(**messages: str) -> Catalog:
    catalogue = Catalog("fr")
    for id, string in messages.items():
        catalogue.add(id, string)
    return catalogue


def test_updating_keeps_translations_and_their_comments(catalogues, project):
    catalogues.update(project)
    translate(project, "fr", 'msgid "Open {name}"\nmsgstr ""', 'msgid "Open {name}"\nmsgstr "Ouvrir {name}"')
    translate(
        project, "fr", '#: gmp_desk/code.py\n#, python-brace-format\nmsgid "Open', '# provisional\n#: x\nmsgid "Open'
    )
    write(project, 't.gettext("New")', 't.gettext("Open {name}")')
    catalogues.update(project)
    message = catalogues.read(project, "fr").get("Open {name}")
    assert (message.string, message.user_comments) == ("Ouvrir {name}", ["provisional"])


def test_updating_twice_changes_nothing(catalogues, project):
    catalogues.update(project)
    before = {path: path.read_bytes() for path in project.rglob("*.po*")}
    catalogues.update(project)
    assert {path: path.read_bytes() for path in project.rglob("*.po*")} == before
    assert len(before) == 6


def test_moving_a_text_within_a_file_changes_no_catalogue(catalogues, project):
    write(project, 't.gettext("One")')
    catalogues.update(project)
    before = {path: path.read_bytes() for path in project.rglob("*.po*")}
    write(project, "", "", 't.gettext("One")')
    catalogues.update(project)
    assert {path: path.read_bytes() for path in project.rglob("*.po*")} == before


def test_a_changed_text_gets_no_guess_and_the_old_translation_is_named(catalogues, project):
    catalogues.update(project)
    translate(
        project, "es", 'msgctxt "state"\nmsgid "Draft"\nmsgstr ""', 'msgctxt "state"\nmsgid "Draft"\nmsgstr "Borrador"'
    )
    write(project, 't.pgettext("state", "Drafts")')
    catalogues.update(project)
    catalogue = catalogues.read(project, "es")
    assert [message.id for message in catalogues.untranslated(catalogue)] == ["Drafts"]
    assert list(catalogues.faults(catalogue)) == ["no longer in the program: Draft"]


def test_a_text_that_comes_back_finds_its_translation(catalogues, project):
    catalogues.update(project)
    translate(project, "es", 'msgid "Draft"\nmsgstr ""', 'msgid "Draft"\nmsgstr "Borrador"')
    before = {path: path.read_bytes() for path in project.rglob("*.po")}
    code = (project / "gmp_desk" / "code.py").read_text("utf-8")
    write(project, 't.gettext("Other")')
    catalogues.update(project)
    catalogues.update(project)
    write(project, code)
    catalogues.update(project)
    assert {path: path.read_bytes() for path in project.rglob("*.po")} == before


def test_compiled_catalogues_answer_with_the_translation(catalogues, project):
    catalogues.update(project)
    translate(
        project,
        "ru",
        'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""',
        'msgstr[0] "{n} план"\nmsgstr[1] "{n} плана"\nmsgstr[2] "{n} планов"',
    )
    catalogues.compile_all(project)
    with (project / "translations/ru/LC_MESSAGES/gmp_desk.mo").open("rb") as file:
        russian = GNUTranslations(file)
    assert [russian.ngettext("{n} plan", "{n} plans", n) for n in (1, 2, 5)] == ["{n} план", "{n} плана", "{n} планов"]


def test_the_texts_of_a_template_edition_come_with_their_context_and_place(catalogues):
    titles = {message.id: message for message in catalogues.extract(ROOT) if message.id}
    title = titles["Issue summary"]
    assert (
        "resources/templates/gmp-2020.toml" in {name for name, _ in title.locations},
        bool(title.auto_comments),
    ) == (True, True)


def test_the_texts_of_the_worked_examples_come_with_their_section(catalogues):
    found = {message.id: message for message in catalogues.extract(ROOT) if message.id}
    (text,) = (id for id in found if isinstance(id, str) and id.startswith("How performance is measured: once"))
    assert ([name for name, _ in found[text].locations], found[text].auto_comments) == (
        ["resources/examples/gmp-2020.toml"],
        ["gmp-2020/evaluation"],
    )


def test_the_texts_of_the_help_come_with_their_topic(catalogues):
    found = {message.id: message for message in catalogues.extract(ROOT) if message.id}
    (text,) = (id for id in found if isinstance(id, str) and id.startswith("Each effort needs a contact"))
    assert ([name for name, _ in found[text].locations], found[text].auto_comments) == (
        ["resources/help/topics.toml"],
        ["help/partners"],
    )


def test_the_help_quotes_what_the_interface_says(catalogues):
    found = {message.id: message for message in catalogues.extract(ROOT) if not message.context}
    quoted = read_help((ROOT / "resources" / "help" / "topics.toml").read_text("utf-8")).words.values()
    of_the_interface = {
        id for id, message in found.items() if any(not name.startswith("resources/") for name, _ in message.locations)
    }
    assert set(quoted) - of_the_interface == set()


@pytest.mark.parametrize("translation", ["Ouvrir", "Ouvrir {nom}", "Ouvrir {name", "Ouvrir {name} {n}"])
def test_a_translation_with_other_placeholders_is_a_fault(translation, catalogues):
    assert list(catalogues.faults(french(**{"Open {name}": translation}))) == [
        f"placeholders differ: Open {{name}} → {translation}"
    ]


def test_a_form_for_one_number_may_leave_the_number_out(catalogues):
    arabic = Catalog("ar")
    arabic.add(("One plan", "{n} plans"), ("لا خطط", "خطة", "خطتان", "{n} خطط", "{n} خطة", "{n} خطة"))
    assert list(catalogues.faults(arabic)) == []


def test_a_form_for_several_numbers_may_not(catalogues):
    catalogue = Catalog("fr")
    catalogue.add(("{n} plan", "{n} plans"), ("un plan", "{n} plans"))  # French says so for 0 too
    assert list(catalogues.faults(catalogue)) == ["placeholders differ: {n} plan → un plan"]


def test_a_wrong_number_of_plural_forms_is_a_fault(catalogues):
    catalogue = Catalog("ru")
    catalogue.add(("{n} plan", "{n} plans"), ("{n} план", "{n} плана"))
    assert list(catalogues.faults(catalogue)) == ["2 plural forms instead of 3: {n} plan"]


def test_a_guess_is_a_fault(catalogues):
    catalogue = Catalog("fr")
    catalogue.add("Open", "Fermer", flags=["fuzzy"])
    assert list(catalogues.faults(catalogue)) == ["a guess, not a translation: Open"]


def test_a_catalogue_with_marks_of_a_merge_is_not_read(catalogues, project):
    catalogues.update(project)
    translate(project, "zh", 'msgid "Open {name}"', '<<<<<<< ours\nmsgid "Open {name}"')
    with pytest.raises(PoFileError):
        catalogues.read(project, "zh")
