"""Keep the catalogues of translations in step with the texts of the program: extract, update, compile, check."""

import argparse
import gettext
import string
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
# Dates, names and the version of Babel would change catalogues whose texts are the same.
HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")
# What an extraction method of Babel yields: line, function, text or texts, comments.
_Found = tuple[int, str | None, object, list[str]]


def template_path(root: Path) -> Path:
    """Return where the catalogue of all texts without translations stands."""
    return root / "translations" / "gmp_desk.pot"


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return root / "translations" / language / "LC_MESSAGES" / "gmp_desk.po"


def extract(root: Path) -> Catalog:
    """Collect all texts of the program, by the mappings of Babel in pyproject.toml."""
    mappings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    own = {
        "template": _template_messages,
        "examples": _example_messages,
        "help": _help_messages,
        "form": _form_messages,
    }
    methods = [(mapping["pattern"], own.get(mapping["method"], mapping["method"])) for mapping in mappings]
    comment = '# The texts of GMP Desk; written by "make translations".'
    catalogue = Catalog(charset="utf-8", header_comment=comment, fuzzy=False)
    # Plural(one, many) stands in tables, as N_ does for messages without a number.
    keywords = {**DEFAULT_KEYWORDS, "Plural": (1, 2)}
    found = extract_from_dir(root, methods, keywords=keywords, comment_tags=("Translators:",), strip_comment_tags=True)
    for name, line, message, comments, context in found:
        catalogue.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalogue


# The readers are imported when used: a build of the wheel compiles without the program's packages.


def _template_messages(file: BinaryIO, *_: object, **_options: object) -> Iterator[_Found]:
    """Yield the texts of a template edition; an extraction method for Babel."""
    from gmp_desk.domain.template import read_template

    yield from _numbered(read_template(file.read().decode("utf-8")).messages())


def _example_messages(file: BinaryIO, *_: object, **_options: object) -> Iterator[_Found]:
    """Yield the texts of the worked examples; an extraction method for Babel."""
    from gmp_desk.domain.examples import read_examples

    yield from _numbered(read_examples(file.read().decode("utf-8")).messages())


def _help_messages(file: BinaryIO, *_: object, **_options: object) -> Iterator[_Found]:
    """Yield the texts of the help; an extraction method for Babel."""
    from gmp_desk.domain.help_texts import read_help

    yield from _numbered(read_help(file.read().decode("utf-8")).messages())


def _form_messages(file: BinaryIO, *_: object, **_options: object) -> Iterator[_Found]:
    """Yield the texts of a form of Qt Designer; an extraction method for Babel."""
    from defusedxml import ElementTree

    for order, string_ in enumerate(ElementTree.parse(file).iter("string"), start=1):
        if string_.text and string_.get("notr") != "true":
            comment = string_.get("comment")
            texts = (comment, string_.text) if comment else string_.text
            yield order, "pgettext" if comment else "gettext", texts, []


def _numbered(messages: Iterable[tuple[str, str, str]]) -> Iterator[_Found]:
    for order, (context, text, where) in enumerate(messages, start=1):
        yield (order, "pgettext", (context, text), [where]) if context else (order, "gettext", text, [where])


def update(root: Path) -> None:
    """Write all texts, and bring each catalogue in line with them; translations and their comments are kept."""
    texts = extract(root)
    template_path(root).write_bytes(to_bytes(texts))
    for language in LANGUAGES:
        path = catalogue_path(root, language)
        catalogue = read(root, language) if path.exists() else _new_catalogue(language)
        _merge(catalogue, texts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(catalogue))


def _merge(catalogue: Catalog, texts: Catalog) -> None:
    """Give a catalogue exactly these texts; set aside a translation that lost its text until that is back."""
    for message in catalogue.obsolete.values():
        catalogue.add(message.id, message.string, user_comments=message.user_comments, context=message.context)
    catalogue.obsolete.clear()
    catalogue.update(texts, no_fuzzy_matching=True)
    for key in [key for key, message in catalogue.obsolete.items() if not any(_forms(message.string))]:
        del catalogue.obsolete[key]


def _new_catalogue(language: str) -> Catalog:
    name = Locale.parse(language).get_display_name("en")
    comment = f'# The texts of GMP Desk in {name}. "provisional" marks a translation that nobody has confirmed yet.'
    return Catalog(language, charset="utf-8", header_comment=comment, fuzzy=False)


def read(root: Path, language: str) -> Catalog:
    """Read the catalogue of a language."""
    with catalogue_path(root, language).open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    catalogue.creation_date = datetime.fromtimestamp(0, UTC)  # else the hour of compilation gets into the .mo file
    return catalogue


def to_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file whose lines change only with the texts."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_by_file=True, include_lineno=False)
    header, end, messages = file.getvalue().decode("utf-8").partition("\n\n")
    lines = [line for line in header.splitlines() if not line.startswith('"') or line[1:].startswith(HEADERS)]
    return ("\n".join(lines) + end + messages.rstrip("\n") + "\n").encode()


def compile_all(root: Path) -> None:
    """Write the .mo file that the program reads beside each catalogue."""
    for language in LANGUAGES:
        file = BytesIO()
        write_mo(file, read(root, language))
        path = catalogue_path(root, language).with_suffix(".mo")
        if not path.exists() or path.read_bytes() != file.getvalue():
            path.write_bytes(file.getvalue())


def faults(catalogue: Catalog) -> Iterator[str]:
    """Say what is wrong in a catalogue: plural forms, placeholders, guesses, texts the program no longer has."""
    expected = Catalog(catalogue.locale).plural_forms
    if catalogue.plural_forms != expected:
        yield f"the header should say Plural-Forms: {expected}"
    for message in _messages(catalogue):
        forms = len(_forms(message.string))
        if message.fuzzy:
            yield f"a guess, not a translation: {_first(message)}"
        if message.pluralizable and forms != catalogue.num_plurals:
            yield f"{forms} plural forms instead of {catalogue.num_plurals}: {_first(message)}"
        for text in _unlike(message, catalogue):
            yield f"placeholders differ: {_first(message)} → {text}"
    for message in catalogue.obsolete.values():
        yield f"no longer in the program: {_first(message)}"


def _unlike(message: Message, catalogue: Catalog) -> Iterator[str]:
    """Yield the forms of a message whose placeholders are not those of the English plural.

    A form that stands for one number, such as the English singular or the Arabic dual, may leave the number out.
    """
    wanted = placeholders(_forms(message.id)[-1])
    uses = Counter(map(gettext.c2py(catalogue.plural_expr), range(200)))
    for forms, of_one_number in ((message.id, {0}), (message.string, {form for form in uses if uses[form] == 1})):
        for index, text in enumerate(_forms(forms)):
            has = placeholders(text)
            may_lack = 1 if message.pluralizable and index in of_one_number else 0
            if text and (has - wanted or len(wanted - has) > may_lack):
                yield text


def untranslated(catalogue: Catalog) -> list[Message]:
    """List the messages that lack a translation or one of its plural forms."""
    return [message for message in _messages(catalogue) if not (message.string and all(_forms(message.string)))]


def placeholders(text: str) -> set[str]:
    """Return the names in braces within a text; unpaired braces count as a name that no text has."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        return {str(error)}


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)  # without the header


def _forms(texts: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def check(root: Path) -> bool:
    """Print what is wrong or missing in each catalogue; return whether nothing is wrong."""
    sound = True
    for language in LANGUAGES:
        catalogue = read(root, language)
        for fault in faults(catalogue):
            sound = False
            print(f"{language}: {fault}")
        for message in untranslated(catalogue):
            print(f"{language}: not translated: {_first(message)}")
    return sound


def main() -> int:
    """Run the commands named on the command line, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="+", choices=("extract", "update", "compile", "check"), metavar="command")
    for command in parser.parse_args().commands:
        if command == "extract":
            sys.stdout.buffer.write(to_bytes(extract(ROOT)))
        elif command == "update":
            update(ROOT)
        elif command == "compile":
            compile_all(ROOT)
        elif not check(ROOT):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
