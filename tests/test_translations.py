"""The catalogues fit the program; packaging/catalogues.py does the work."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "es", "fr", "ru", "zh")


def test_all_texts_of_the_program_are_in_the_catalogues(catalogues):
    fresh = catalogues.extract(ROOT)
    assert catalogues.to_bytes(fresh).decode() == catalogues.template_path(ROOT).read_text("utf-8"), "make translations"
    for language in LANGUAGES:
        messages = {(message.context, message.id) for message in catalogues.read(ROOT, language)}
        assert messages == {(message.context, message.id) for message in fresh} | {(None, "")}, "make translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_faults(language, catalogues):
    assert list(catalogues.faults(catalogues.read(ROOT, language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_texts_of_the_template_are_all_translated(language, catalogues):
    missing = [
        message.id
        for message in catalogues.untranslated(catalogues.read(ROOT, language))
        if any(name.startswith("resources/templates/") for name, _ in message.locations)
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_compiles_to_what_gettext_reads(language, catalogues):
    catalogue = catalogues.read(ROOT, language)
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    compiled = GNUTranslations(file)
    for message in catalogue:
        if message.id and message.string and not message.pluralizable:
            read = compiled.pgettext(message.context, message.id) if message.context else compiled.gettext(message.id)
            assert read == message.string
