"""The command line as a whole: counting, schemas, languages, and what may happen to any program."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import gmp_desk
from gmp_desk.i18n import Catalogue
from gmp_desk.paths import find
from tests import samples

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"]
ASGM = samples.PLANS[0]
TEXTS = json.loads((ROOT / "tests" / "data" / "words.json").read_text(encoding="utf-8"))["texts"]


class TestCount:
    @pytest.mark.parametrize("text", TEXTS, ids=[text["id"] for text in TEXTS])
    def test_a_file_has_the_length_that_libreoffice_counts(self, text: dict, tmp_path: Path, cli: Callable):
        (tmp_path / "text.md").write_text(text["text"], encoding="utf-8", newline="")
        status, out, err = cli("count", "--language", text["language"], tmp_path / "text.md")
        assert (status, err) == (0, "")
        unit = text["unit"] if text["count"] != 1 else text["unit"].removesuffix("s")
        assert out == f"{text['count']} {unit}\n"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_standard_input_is_counted_where_no_file_is_named(self, language: str, cli: Callable, monkeypatch):
        [text, *_] = [text for text in TEXTS if text["language"] == language]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text["text"].encode())))
        assert cli("count", "--language", language).out.startswith(f"{text['count']} ")

    def test_standard_input_is_utf_8_whatever_the_locale(self, program: Callable):
        done = program("count", "--language", "zh", input="汞的问题", env={"LC_ALL": "C", "PYTHONUTF8": "0"})
        assert (done.returncode, done.stdout, done.stderr) == (0, "4 characters\n", "")

    @pytest.mark.parametrize(
        ("language", "text", "length"),
        [("en", "Mercury", "1 word"), ("zh", "汞", "1 character"), ("en", "", "0 words"), ("zh", "", "0 characters")],
    )
    def test_the_unit_stands_with_the_number(
        self, language: str, text: str, length: str, tmp_path: Path, cli: Callable
    ):
        (tmp_path / "text").write_text(text, encoding="utf-8")
        assert cli("count", "--language", language, tmp_path / "text").out == f"{length}\n"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_unit_is_in_the_language_of_the_interface(self, language: str, tmp_path: Path, cli: Callable):
        (tmp_path / "text").write_text("one two three", encoding="utf-8")
        expected = Catalogue(language, find().translations).ngettext("{count} word", "{count} words", 3)
        out = cli("count", "--language", "en", "--ui-language", language, tmp_path / "text").out
        assert out == expected.format(count=3) + "\n"

    def test_a_mark_at_the_beginning_and_line_ends_of_windows_do_not_count(self, tmp_path: Path, cli: Callable):
        (tmp_path / "text").write_bytes("\ufeffone two\r\nthree".encode())
        assert cli("count", "--language", "en", tmp_path / "text").out == "3 words\n"

    def test_a_text_in_another_encoding_is_told(self, tmp_path: Path, cli: Callable):
        (tmp_path / "text").write_bytes("émissions".encode("latin-1"))
        file = tmp_path / "text"
        assert cli("count", "--language", "fr", file) == (
            2, "", f"{file} is not in UTF-8: see byte 1. Save it as plain text in UTF-8.\n",
        )  # fmt: skip

    def test_standard_input_is_named_in_words(self, cli: Callable, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"abc\xff")))
        assert cli("count", "--language", "fr") == (
            2, "", "Standard input is not in UTF-8: see byte 4. Save it as plain text in UTF-8.\n",
        )  # fmt: skip

    def test_standard_input_that_was_closed_is_told(self, program: Callable):
        done = program("count", "--language", "fr", before=["bash", "-c", 'exec "$@" <&-', "-"])
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "Standard input is closed: there is nothing to count. Name a file.\n"

    def test_a_file_of_any_size_is_not_read_beyond_a_limit(self, tmp_path: Path, program: Callable):
        with (tmp_path / "text").open("wb") as file:
            file.truncate(10**12)
        done = program("count", "--language", "fr", "text", before=["prlimit", "--as=2000000000"])
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "text is larger than 50 MB and was not read.\n"

    def test_an_endless_input_is_not_read_beyond_a_limit(self, program: Callable):
        with Path("/dev/zero").open("rb") as endless:
            done = program("count", "--language", "fr", stdin=endless, before=["prlimit", "--as=2000000000"])
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "Standard input is larger than 50 MB and was not read.\n"

    def test_a_missing_file_is_told(self, tmp_path: Path, cli: Callable):
        status, out, err = cli("count", "--language", "fr", tmp_path / "text")
        assert (status, out) == (2, "")
        assert "there is no such file" in err

    def test_the_language_of_the_text_is_needed(self, cli: Callable):
        status, out, err = cli("count")
        assert (status, out) == (2, "")
        assert "--language" in err


class TestSchema:
    @pytest.mark.parametrize("name", ["plan", "report"])
    def test_the_schema_is_printed_as_it_is(self, name: str, cli: Callable):
        status, out, err = cli("schema", name)
        assert (status, err) == (0, "")
        assert json.loads(out) == samples.schema(name)

    def test_another_schema_is_refused(self, cli: Callable):
        assert cli("schema", "letter").status == 2


class TestHelp:
    def test_the_version_is_told(self, cli: Callable):
        assert cli("--version") == (0, f"gmp-desk {gmp_desk.__version__}\n", "")

    def test_no_more_is_loaded_for_the_version_than_it_needs(self, program: Callable):
        code = (
            "import sys\nfrom gmp_desk.__main__ import main\n"
            "try:\n    main(['--version'])\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)"
        )
        done = program(before=[sys.executable, "-c", code])
        loaded = {name.partition(".")[0] for name in done.stderr.split()}
        assert done.stdout == f"gmp-desk {gmp_desk.__version__}\n"
        assert "gmp_desk" in loaded
        unneeded = {"PySide6", "sqlalchemy", "sqlmodel", "pydantic", "babel", "docx", "openpyxl", "lxml", "xlsxwriter"}
        assert not loaded & unneeded

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_help_is_in_the_language_of_the_interface(self, language: str, cli: Callable):
        say = Catalogue(language, find().translations).gettext
        for command in ([], ["check"], ["export"], ["count"], ["schema"]):
            status, out, err = cli("--ui-language", language, *command, "--help")
            assert (status, err) == (0, "")
            assert out.startswith(f"{say('usage:')} gmp-desk")
            assert say("options") + ":\n" in out
            assert "".join(say("language of the messages").split()) in "".join(out.split())
        said = "".join(cli("--ui-language", language, "--help").out.split())
        assert "".join(say("say what is still missing in plan files").split()) in said

    def test_without_a_command_the_commands_are_told(self, cli: Callable):
        status, out, _ = cli()
        assert status == 0
        assert all(command in out for command in ("check", "export", "count", "schema"))

    @pytest.mark.parametrize("arguments", [["frobnicate"], ["--colour"], ["schema", "plan", "more"]])
    def test_wrong_usage_is_told_and_the_status_is_2(self, arguments: list[str], cli: Callable):
        status, out, err = cli(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("usage: gmp-desk")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["count", "--language", "x"], "--language cannot be “x”; choose from ar, en, es, fr, ru, zh"),
            (["count", "--language", "l'or"], "--language cannot be “l'or”; choose from ar, en, es"),
            (["count", "--language", '"l\'or"'], '--language cannot be “"l\'or"”; choose from ar, en, es'),
            (["count", "--language", "\x1b[31m\nx"], "--language cannot be “\ufffd[31m x”; choose from ar, en, es"),
            (["schema", "l'or"], "format cannot be “l'or”; choose from plan, report"),
            (["schema", "plan", "l'or\x1b", "x\ny"], "unknown arguments: l'or\ufffd x y"),
            (["export", "a", "b", "--force=yes"], "--force takes no value"),
            (["--version=l'or"], "--version takes no value"),
        ],
    )
    def test_words_of_the_user_are_told_as_they_are_on_one_line(self, arguments: list[str], told: str, cli: Callable):
        assert told in cli(*arguments).err.splitlines()[-1]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_wrong_usage_is_told_in_the_language_of_the_interface(self, language: str, cli: Callable):
        say = Catalogue(language, find().translations).gettext
        told = cli("--ui-language", language, "export", "a", "b", "--force=yes").err
        assert told.endswith(say("{name} takes no value").format(name="--force") + "\n")


class TestLanguage:
    @pytest.fixture
    def missing(self) -> dict[str, str]:
        """What is said of a missing file, by language."""
        message = "{file}: there is no such file. Check its name and folder."
        says = {language: Catalogue(language, find().translations).gettext(message) for language in LANGUAGES}
        return {
            language: text.format(file="\u2068x\u2069" if language == "ar" else "x") for language, text in says.items()
        }

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_interface_has_the_language_asked_for_before_or_after_the_command(
        self, language: str, missing: dict[str, str], cli: Callable
    ):
        assert cli("--ui-language", language, "check", "x").err == missing[language] + "\n"
        assert cli("check", "--ui-language", language, "x").err == missing[language] + "\n"
        assert cli("check", "x", f"--ui-language={language}").err == missing[language] + "\n"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_interface_has_the_language_of_the_environment(
        self, language: str, missing: dict[str, str], cli: Callable, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("LANG", f"{language}.UTF-8")
        assert cli("check", "x").err == missing[language] + "\n"

    def test_the_language_asked_for_wins_over_the_environment(
        self, missing: dict[str, str], cli: Callable, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
        assert cli("check", "--ui-language", "ru", "x").err == missing["ru"] + "\n"

    @pytest.mark.parametrize("language", ["de", "", "FR"])
    def test_another_language_is_wrong_usage(self, language: str, cli: Callable):
        status, out, err = cli("check", "--ui-language", language, "x")
        assert (status, out) == (2, "")
        assert "--ui-language" in err

    def test_the_language_of_the_document_is_another_matter(self, missing: dict[str, str], cli: Callable):
        assert cli("export", "x", "y.docx", "--language", "fr").err == missing["en"] + "\n"

    def test_arabic_names_are_told_in_the_c_locale(self, tmp_path: Path, program: Callable):
        file = tmp_path / "خطة.gmpplan"
        file.write_bytes(samples.PLANS[2].read_bytes())
        done = program("check", file.name, "no خطة", env={"LC_ALL": "C"})
        assert done.returncode == 2
        assert done.stdout.startswith("خطة.gmpplan: worth a look:\n")
        assert "مقارنة طرائق قياس الزئبق" in done.stdout
        assert done.stderr == "no خطة: there is no such file. Check its name and folder.\n"

    def test_json_is_json_where_the_output_holds_ascii_only(self, tmp_path: Path, program: Callable):
        (tmp_path / "é😀.gmpplan").write_bytes(samples.PLANS[2].read_bytes())
        (tmp_path / "é😀.txt").touch()
        done = program("check", "--json", "é😀.gmpplan", "é😀.txt", env={"PYTHONIOENCODING": "ascii"})
        found, unreadable = map(json.loads, done.stdout.splitlines())
        assert "مقارنة" in found["findings"][0]["message"]
        assert unreadable["file"] == "é😀.txt"

    def test_a_name_that_is_no_text_is_told(self, tmp_path: Path, program: Callable):
        name = b"plan-\xff.gmpplan".decode("utf-8", "surrogateescape")
        (tmp_path / name).write_bytes(ASGM.read_bytes())
        done = program("check", name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("plan-\ufffd.gmpplan: worth a look:")
        assert program("check", "--json", name, f"{name}x").returncode == 2


class TestMishaps:
    def test_a_reader_that_has_enough_ends_it_quietly(self, tmp_path: Path, environ: dict[str, str]):
        command = f"{sys.executable} -m gmp_desk schema plan; echo $? >&2"
        done = subprocess.run(
            ["bash", "-c", f"({command}) | head -1"],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr) == ("{\n", "0\n")

    @pytest.mark.parametrize("arguments", [["schema", "plan"], ["--help"], ["--version"], ["check", ASGM]])
    def test_a_reader_that_has_gone_is_no_error(self, arguments: list, program: Callable):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as gone:
            done = program(*arguments, stdout=gone)
        assert (done.returncode, done.stderr) == (0, "")

    def test_output_that_was_closed_is_no_error(self, program: Callable):
        done = program("check", ASGM, before=["bash", "-c", 'exec "$@" >&-', "-"])
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_an_answer_of_no_stays_one_where_its_reader_has_gone(self, program: Callable):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as gone:
            done = program("check", "nope", ASGM, stdout=gone)
        assert done.returncode == 2
        assert done.stderr == "nope: there is no such file. Check its name and folder.\n"

    @pytest.mark.parametrize("arguments", [["check", "nope"], ["check"], ["export", "nope", "plan.docx"]])
    def test_messages_that_cannot_be_written_leave_the_status(self, arguments: list[str], program: Callable):
        with Path("/dev/full").open("w") as full:
            done = program(*arguments, stderr=full)
        assert (done.returncode, done.stdout) == (2, "")

    @pytest.mark.parametrize("arguments", [["check", "nope"], ["check"]])
    def test_messages_do_not_turn_up_in_the_output_where_theirs_was_closed(
        self, arguments: list[str], program: Callable
    ):
        done = program(*arguments, before=["bash", "-c", 'exec "$@" 2>&-', "-"])
        assert (done.returncode, done.stdout, done.stderr) == (2, "", "")

    @pytest.mark.parametrize("closed", [">&-", "<&- >&-"])
    def test_json_without_an_output_has_its_status(self, closed: str, program: Callable):
        done = program("check", "--json", "nope", before=["bash", "-c", f'exec "$@" {closed}', "-"])
        assert (done.returncode, done.stdout, done.stderr) == (2, "", "")

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    @pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", ASGM], ["check", "--json", ASGM]])
    def test_whatever_is_printed_to_a_full_disk_ends_with_2(self, arguments: list, unbuffered: str, program: Callable):
        with Path("/dev/full").open("w") as full:
            done = program(*arguments, stdout=full, env={"PYTHONUNBUFFERED": unbuffered})
        assert (done.returncode, done.stderr) == (2, "The output cannot be written: no space is left on the disk.\n")

    def test_an_end_from_outside_cleans_up(self, tmp_path: Path, environ: dict[str, str]):
        code = (
            "import os, signal, sys\nfrom pathlib import Path\nfrom gmp_desk import bootstrap\n"
            "from gmp_desk.__main__ import main\nfrom gmp_desk.files import write_whole\n"
            "end = lambda path: os.kill(os.getpid(), signal.SIGTERM)\n"
            "bootstrap.run = lambda _: write_whole(Path('plan'), end, replace=False)\nsys.exit(main([]))"
        )
        folder = tmp_path / "folder"
        folder.mkdir()
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environ, check=False, capture_output=True)
        assert (done.returncode, done.stderr, list(folder.iterdir())) == (143, b"", [])

    def test_a_full_disk_for_the_output_is_told(self, program: Callable):
        with Path("/dev/full").open("w") as full:
            done = program("schema", "plan", stdout=full)
        assert done.returncode == 2
        assert done.stderr == "The output cannot be written: no space is left on the disk.\n"

    @pytest.fixture
    def stoppable(self) -> Iterator[None]:
        """Let what is started obey SIGINT, also where these tests run in the background, which ignores it."""
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
        signal.signal(signal.SIGINT, before)

    @pytest.mark.usefixtures("stoppable")
    def test_a_user_who_stops_it_is_obeyed_without_a_word(self, tmp_path: Path, environ: dict[str, str]):
        command = [sys.executable, "-m", "gmp_desk", "count", "--language", "en"]
        with subprocess.Popen(
            command, cwd=tmp_path, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as started:
            started.stdin.write(b"a" * 1_000_000)  # more than a pipe holds: when this returns, it is reading
            started.send_signal(signal.SIGINT)
            out, err = started.communicate(timeout=30)
        assert (started.returncode, out, err) == (130, b"", b"")

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Path:
        """A program whose resources have gone."""
        copy = tmp_path / "broken"
        copy.mkdir()
        for path in (ROOT / "gmp_desk").rglob("*.py"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        return copy

    @pytest.mark.parametrize("arguments", [["check", ASGM], ["schema", "plan"], ["export", ASGM, "plan.docx"]])
    def test_a_fault_of_the_program_is_one_sentence_and_the_details_are_kept(
        self, arguments: list, broken: Path, tmp_path: Path, program: Callable
    ):
        done = program(*arguments, env={"PYTHONPATH": str(broken)})
        log = tmp_path / "state" / "gmp-desk" / "log" / "errors.log"
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "Something went wrong in the program itself; your files were left as they were. "
            f"The details are in {log}.\n"
        )
        assert "FileNotFoundError" in log.read_text(encoding="utf-8")
        assert log.stat().st_mode & 0o777 == 0o600
        assert not (tmp_path / "plan.docx").exists()

    def test_details_of_several_faults_follow_each_other(self, broken: Path, tmp_path: Path, program: Callable):
        for _ in range(2):
            program("schema", "plan", env={"PYTHONPATH": str(broken)})
        log = tmp_path / "state" / "gmp-desk" / "log" / "errors.log"
        assert log.read_text(encoding="utf-8").count("Traceback") == 2

    def test_details_are_kept_elsewhere_where_there_is_no_home(self, broken: Path, tmp_path: Path, program: Callable):
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        done = program(
            "schema", "plan", env={"PYTHONPATH": str(broken), "XDG_STATE_HOME": "/proc/none", "TMPDIR": str(elsewhere)}
        )
        [log] = elsewhere.iterdir()
        assert done.returncode == 2
        assert str(log) in done.stderr
        assert "FileNotFoundError" in log.read_text(encoding="utf-8")
        assert log.stat().st_mode & 0o777 == 0o600

    def test_a_fault_is_told_also_where_no_details_can_be_kept(self, broken: Path, program: Callable):
        nowhere = {"XDG_STATE_HOME": "/proc/none", "TMPDIR": "/proc/none"}
        # Nor in the working folder, nor in those that Python knows by itself.
        done = program("schema", "plan", env={"PYTHONPATH": str(broken)} | nowhere, before=["prlimit", "--fsize=0"])
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "Something went wrong in the program itself; your files were left as they were. "
            "The details could not be kept, as nothing can be written.\n"
        )
