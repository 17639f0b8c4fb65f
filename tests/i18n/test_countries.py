import re
import unicodedata

import pytest
from babel import Locale as BabelLocale

from gmp_desk.i18n import LANGUAGES, Locale
from gmp_desk.i18n.conventions import CONVENTIONS
from gmp_desk.i18n.countries import UN_NAMES

LOCALES = {language: Locale(language) for language in LANGUAGES}
CLDR = {language: BabelLocale.parse(CONVENTIONS[language].babel).territories for language in LANGUAGES}
NAMES = [(code, language, name) for code, names in UN_NAMES.items() for language, name in names.items()]


@pytest.mark.parametrize(
    ("code", "ar", "en", "es", "fr", "ru", "zh"),
    [
        (
            "BO",
            "بوليفيا (دولة - المتعددة القوميات)",
            "Bolivia (Plurinational State of)",
            "Bolivia (Estado Plurinacional de)",
            "Bolivie (État plurinational de)",
            "Боливия (Многонациональное Государство)",
            "多民族玻利维亚国",
        ),
        ("CG", "الكونغو", "Congo", "Congo", "Congo", "Конго", "刚果（布）"),
        ("CI", "كوت ديفوار", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire", "Кот-д’Ивуар", "科特迪瓦"),
        ("CV", "كابو فيردي", "Cabo Verde", "Cabo Verde", "Cabo Verde", "Кабо-Верде", "佛得角"),
        (
            "KP",
            "جمهورية كوريا الشعبية الديمقراطية",
            "Democratic People’s Republic of Korea",
            "República Popular Democrática de Corea",
            "République populaire démocratique de Corée",
            "Корейская Народно-Демократическая Республика",
            "朝鲜民主主义人民共和国",
        ),
        (
            "NL",
            "هولندا (مملكة -)",
            "Netherlands (Kingdom of the)",
            "Países Bajos (Reino de los)",
            "Pays-Bas (Royaume des)",
            "Нидерланды (Королевство)",
            "荷兰王国",
        ),
        ("NR", "ناورو", "Naoero", "Naoero", "Naoero", "Наоэро", "瑙鲁"),
        (
            "PS",
            "دولة فلسطين",
            "State of Palestine",
            "Estado de Palestina",
            "État de Palestine",
            "Государство Палестина",
            "巴勒斯坦国",
        ),
        (
            "RU",
            "الاتحاد الروسي",
            "Russian Federation",
            "Federación de Rusia",
            "Fédération de Russie",
            "Российская Федерация",
            "俄罗斯联邦",
        ),
        ("TR", "تركيا", "Türkiye", "Türkiye", "Türkiye", "Турция", "土耳其"),
        (
            "TW",
            "مقاطعة تايوان الصينية",
            "Taiwan Province of China",
            "Provincia china de Taiwán",
            "Province chinoise de Taiwan",
            "Тайвань, провинция Китая",
            "中国台湾省",
        ),
        (
            "TZ",
            "جمهورية تنزانيا المتحدة",
            "United Republic of Tanzania",
            "República Unida de Tanzanía",
            "République-Unie de Tanzanie",
            "Объединенная Республика Танзания",
            "坦桑尼亚联合共和国",
        ),
        ("VA", "الكرسي الرسولي", "Holy See", "Santa Sede", "Saint-Siège", "Святой Престол", "罗马教廷"),
        ("VN", "فييت نام", "Viet Nam", "Viet Nam", "Viet Nam", "Вьетнам", "越南"),
    ],
)
def test_a_state_has_the_name_the_united_nations_gives_it(
    code: str, ar: str, en: str, es: str, fr: str, ru: str, zh: str
):
    assert {language: locale.country(code) for language, locale in LOCALES.items()} == {
        "ar": ar,
        "en": en,
        "es": es,
        "fr": fr,
        "ru": ru,
        "zh": zh,
    }


def test_the_table_has_only_names_that_cldr_has_not():
    for code, language, name in NAMES:
        assert CLDR[language][code] != name, (code, language)


def test_a_name_is_in_the_table_or_cldr_has_it():
    for code in UN_NAMES:
        for language, locale in LOCALES.items():
            assert locale.country(code) == UN_NAMES[code].get(language, CLDR[language][code])


def test_a_name_has_no_typewriter_marks_and_no_stray_spaces():
    for code, language, name in NAMES:
        assert name == unicodedata.normalize("NFC", " ".join(name.split())), (code, language)
        assert not set(name) & set("'&*_"), (code, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_countries_have_the_same_name(language: str):
    codes = [code for code in CLDR["en"] if re.fullmatch("[A-Z]{2}", code)]
    names = {LOCALES[language].country(code) for code in codes}
    assert len(names) == len(codes)
