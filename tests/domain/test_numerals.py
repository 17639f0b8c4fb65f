"""Numbers in words are known as such, in the languages that write them."""

import pytest

from gmp_desk.domain.numerals import has_number_word


@pytest.mark.parametrize(
    "text",
    [
        *("twenty-five sites", "Three", "half of them", "hundreds of thousands", "a third", "both"),
        *("deux pays", "quatre-vingts", "un milliard", "une trentaine", "dizaine", "un tiers"),
        *("veintidós", "doscientas mil", "un millón", "dieciséis", "billones", "tercio"),
        *(
            "двух стран",
            "пятнадцать",
            "трёхсот",
            "миллионами",
            "половина",
            "восемьюдесятью",
            "сто",
            "треть",
            "полтора",
            "двое",
            "пятьсот",
        ),
        *("خمسة عشر", "والثلاثين", "مئتي", "مائة ألف", "بمليونين", "آلاف", "نصف", "مائتان", "مائتين", "إثنان", "ستون"),
    ],
)
def test_a_number_in_words_is_known(text: str):
    assert has_number_word(text)


@pytest.mark.parametrize(
    "text",
    [
        *("One mine reports to the other.", "often weighty", "tension", "The mines of the region"),
        *("une mine, un pays", "centre", "una mina y un país", "medicina", "diezmo", "medio ambiente", "medias"),
        *("стать", "стоимость", "трибуна", "семья", "пятно", "страна", "сотрудничество", "высот", "ст.", "область"),
        *("الشركاء في المنطقة", "ربط", "عشوائي"),
    ],
)
def test_other_words_are_none(text: str):
    assert not has_number_word(text)
