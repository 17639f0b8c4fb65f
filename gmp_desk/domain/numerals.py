"""Numbers written in words, in the languages of the plans that write them so: Chinese ones are figures to Unicode."""

import re

_ENGLISH = """
two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|
(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|halves|
thirds?|quarters?|twice|double|triple|couple|both
"""
_FRENCH = """
deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|
soixante|septante|huitante|nonante|cents?|mille|milliers?|milliards?|demie?s?|moitié|tiers|quarts?|triple|
(?:di[xz]|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?
"""
_SPANISH = """
dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\\w+|veint\\w+|treinta|cuarenta|
cincuenta|sesenta|setenta|ochenta|noventa|cien|cientos?|(?:dos|tres|cuatro|seis|ocho)cient[oa]s|quinient[oa]s|
(?:sete|nove)cient[oa]s|mil|(?:m|b|tr)ill[oó]n(?:es)?|mitad|tercios?|doble|(?:dec|doc|quinc|veint|cent)enas?
"""
_RUSSIAN = """
дв(?:а|е|ух|ум|умя)|дво(?:е|их|им|ими)|об[ае]|обе?их|тр(?:и|[её]х|[её]м|емя)|трое|четыр\\w+|четвер(?:о|ть|ти)|
пят(?:ь|и|ью)|шест(?:ь|и|ью)|сем(?:ь|и|ью)|восемь\\w*|восьм\\w+|девять\\w*|девят(?:и\\w*|ью)|десят\\w+|\\w+надцат\\w+|
(?:два|три)дцат\\w+|сорока?|(?:пят|шест|сем)[ьи]ю?десят\\w*|девяност[оа]|ст[оа]|сот|сотн(?:я|и|ю|е|ей|ям|ями|ях)|
двести|триста|четыреста|(?:двух|тр[её]х|четыр[её]х|пяти?|шести?|семи?|восьми?|девяти?|восемь|пять|шесть|семь|девять)сот|
тысяч\\w*|(?:милли|трилли)он\\w*|миллиард\\w*|трет(?:ь|и|ью)|половин\\w+|полу?тор\\w+|вдвое|втрое|дюжин\\w*
"""
_ARABIC = """
[وفبلك]{0,2}(?:ال|ل)?(?:[إا]ثن\\w+|ثلاث\\w*|[أا]ربع\\w*|خمس\\w*|ستة?|ستو?ن|ستين|سبع\\w*|ثمان\\w*|تسع\\w*|عشر\\w*|
م[ا]?ئ(?:ة|ت|ات)\\w*|[أا]لف(?:ان|ين|ا|ي)?|آلاف|ملي(?:ون|ار)\\w*|ملايين|نصف|ثلث\\w*|ربع|ضعف\\w*)
"""
_NUMBER = re.compile("|".join([_ENGLISH, _FRENCH, _SPANISH, _RUSSIAN, _ARABIC]).replace("\n", ""))
_WORD = re.compile(r"[^\W\d_]+")


def has_number_word(text: str) -> bool:
    """Tell whether a word of a text is a number, or may be one; "one" is not told from the article and pronoun."""
    return any(_NUMBER.fullmatch(word) for word in _WORD.findall(text.casefold()))
