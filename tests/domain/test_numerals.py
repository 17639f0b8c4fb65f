"""Numbers in words are known as such, in the languages that write them."""

import pytest

from gmp_desk.domain.numerals import has_number_word


@pytest.mark.parametrize(
    "text",
    [
        *("twenty-five sites", "Three", "half of them", "hundreds of thousands"),
        *("deux pays", "quatre-vingts", "un milliard", "une trentaine"),
        *("veintidós", "doscientas mil", "un millón", "dieciséis"),
        *("двух стран", "пятнадцать", "трёхсот", "миллионами", "половина", "восемьюдесятью"),
        *("خمسة عشر", "والثلاثين", "مئتي", "مائة ألف", "بمليونين", "آلاف", "نصف"),
    ],
)
def test_a_number_in_words_is_known(text: str):
    assert has_number_word(text)


@pytest.mark.parametrize(
    "text",
    [
        *("One mine reports to the other.", "often weighty", "tension", "The mines of the region"),
        *("une mine, un pays", "centre", "una mina y un país", "medicina", "diezmo"),
        *("стать", "стоимость", "трибуна", "семья", "пятно", "страна"),
        *("الشركاء في المنطقة", "ربط", "عشوائي"),
    ],
)
def test_other_words_are_none(text: str):
    assert not has_number_word(text)
