import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo

from gmp_desk.domain import values
from gmp_desk.i18n import DOMAIN, LANGUAGES, N_, Catalogue, system_language


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of translations with an Arabic and a French catalogue."""
    arabic = Catalog(locale="ar")
    # The order of Babel's own plural rule: 0, 1, 2, 3 to 10, hundreds, 11 to 99; GNU's has the last two the other way.
    arabic.add(("{n} partner", "{n} partners"), ("لا شركاء", "شريك", "شريكان", "{n} شركاء", "{n} شريك", "{n} شريكا"))
    french = Catalog(locale="fr")
    french.add("Preview", "Aperçu")
    french.add(("{n} word", "{n} words"), ("{n} mot", "{n} mots"))
    french.add("Draft", "Projet", context="state")
    french.add("Draft", "Rédiger", context="button")
    for language, catalog in (("ar", arabic), ("fr", french)):
        path = tmp_path / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, catalog)
    return tmp_path


def test_the_languages_are_those_of_a_plan():
    assert LANGUAGES == values.LANGUAGES


def test_a_message_is_answered_in_the_language_of_the_catalogue(folder: Path):
    assert Catalogue("fr", folder).gettext("Preview") == "Aperçu"


def test_the_empty_message_stays_empty(folder: Path):
    catalogue = Catalogue("fr", folder)
    assert catalogue.gettext("") == ""
    assert catalogue.pgettext("state", "") == ""
    assert catalogue.ngettext("", "", 2) == ""


def test_french_counts_nought_as_one(folder: Path):
    french = Catalogue("fr", folder)
    assert [french.ngettext("{n} word", "{n} words", n).format(n=n) for n in (0, 1, 2)] == ["0 mot", "1 mot", "2 mots"]


def test_arabic_has_six_plural_forms(folder: Path):
    arabic = Catalogue("ar", folder)
    assert [arabic.ngettext("{n} partner", "{n} partners", n).format(n=n) for n in (0, 1, 2, 3, 11, 100)] == [
        "لا شركاء",
        "شريك",
        "شريكان",
        "3 شركاء",
        "11 شريكا",
        "100 شريك",
    ]


def test_one_word_is_translated_by_its_context(folder: Path):
    french = Catalogue("fr", folder)
    assert french.pgettext("state", "Draft") == "Projet"
    assert french.pgettext("button", "Draft") == "Rédiger"


def test_what_is_not_translated_is_answered_in_english(folder: Path):
    french = Catalogue("fr", folder)
    assert french.gettext("Linkages") == "Linkages"
    assert french.pgettext("menu", "Draft") == "Draft"
    assert french.ngettext("{n} lead", "{n} leads", 2) == "{n} leads"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_english_and_a_language_without_a_catalogue_answer_in_english(folder: Path, language: str):
    catalogue = Catalogue(language, folder)
    assert catalogue.gettext("Preview") == "Preview"
    assert catalogue.gettext("") == ""
    assert [catalogue.ngettext("{n} word", "{n} words", n) for n in (0, 1, 2)] == ["{n} words", "{n} word", "{n} words"]
    assert catalogue.pgettext("state", "Draft") == "Draft"


def test_a_catalogue_written_anew_is_read_anew(folder: Path):
    assert Catalogue("fr", folder).gettext("Preview") == "Aperçu"
    catalog = Catalog(locale="fr")
    catalog.add("Preview", "Prévisualisation")
    with (folder / "fr" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, catalog)
    assert Catalogue("fr", folder).gettext("Preview") == "Prévisualisation"


def test_only_arabic_runs_from_right_to_left(tmp_path: Path):
    assert {language: Catalogue(language, tmp_path).direction for language in LANGUAGES} == {
        "ar": "rtl",
        "en": "ltr",
        "es": "ltr",
        "fr": "ltr",
        "ru": "ltr",
        "zh": "ltr",
    }


def test_a_marked_message_is_itself():
    assert N_("Issue summary") == "Issue summary"


def test_babel_finds_the_calls_without_being_told_their_names():
    code = b"""
catalogue.gettext("Preview")
self.catalogue.ngettext("{n} word", "{n} words", n)
texts.pgettext("state", "Draft")
TITLES = {"I": N_("Issue summary")}
"""
    assert [message for _, message, _, _ in extract("python", BytesIO(code))] == [
        "Preview",
        ("{n} word", "{n} words"),
        "Draft",
        "Issue summary",
    ]


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "zh-Hans"}, "zh"),
        ({"LANG": "ar"}, "ar"),
        ({"LANG": "es_ES@euro"}, "es"),
        ({"LANG": "RU_ru"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "français"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LC_MESSAGES": "es_MX.UTF-8", "LC_ALL": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:ru:fr"}, "ru"),
        ({"LANGUAGE": "fr", "LC_ALL": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_CTYPE": "ru_RU.UTF-8"}, "fr"),
    ],
)
def test_the_environment_says_which_language_the_user_reads(environ: dict[str, str], language: str):
    assert system_language(environ) == language


def test_the_door_to_texts_opens_without_babel():
    code = "import sys, gmp_desk.i18n; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
