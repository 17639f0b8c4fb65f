"""What make does about Debian packages, on made-up systems: only the commands put there exist."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "packaging" / "install-debian.sh"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the script for a list of packages on a system with the commands given as their shell text."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("bash", "sed", "tr", "cat", "env", "mktemp", "rm"):
        (commands / name).symlink_to(shutil.which(name))

    def run(packages: str, **programs: str) -> subprocess.CompletedProcess[str]:
        listed = tmp_path / "a list.txt"
        listed.write_text(packages, "utf-8")
        for name, text in programs.items():
            program = commands / name.replace("_", "-")
            program.write_text(f"#!{shutil.which('bash')}\n{text}\n", "utf-8")
            program.chmod(0o755)
        environment = {"PATH": str(commands), "LOG": str(tmp_path / "log"), "TMPDIR": str(tmp_path)}
        command = [shutil.which("bash"), SCRIPT, listed]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


INSTALLED = 'printf "%s\\n" installed=make installed=libreoffice-writer config-files=xvfb'
PERSON = "echo 1000"
ROOT_USER = "echo 0"
NO_RIGHTS = "exit 1"


def test_nothing_is_said_or_done_where_all_is_installed(run: Run):
    result = run("# tools\nmake   # builds\nlibreoffice-writer-nogui | libreoffice-writer\n", dpkg_query=INSTALLED)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_person_without_rights_gets_the_one_line_to_type(run: Run):
    result = run("make\nxvfb\nfonts-noto-cjk | fonts-x\n", dpkg_query=INSTALLED, id=PERSON, sudo=NO_RIGHTS)
    assert result.returncode == 1
    assert result.stderr.splitlines()[1:] == [
        "  sudo sh -c 'apt-get update && apt-get install --no-install-recommends xvfb fonts-noto-cjk'"
    ]


def test_where_there_is_no_sudo_the_line_asks_for_the_password_of_root(run: Run):
    result = run("xvfb\n", dpkg_query=INSTALLED, id=PERSON)
    assert result.returncode == 1
    assert result.stderr.splitlines()[1:] == [
        "  su - -c 'apt-get update && apt-get install --no-install-recommends xvfb'"
    ]


def test_root_installs_what_is_missing_and_removes_nothing(run: Run, tmp_path: Path):
    result = run("make\nxvfb\n", dpkg_query=INSTALLED, id=ROOT_USER, apt_get='echo "$DEBIAN_FRONTEND $*" >>"$LOG"')
    assert result.returncode == 0
    update, install = (tmp_path / "log").read_text("utf-8").splitlines()
    assert update.startswith("noninteractive")
    assert update.endswith("update")
    assert install.endswith("install --yes --no-install-recommends --no-remove xvfb")


def test_sudo_is_used_where_it_asks_no_password(run: Run, tmp_path: Path):
    sudo = '[ "$1" = -n ] && shift && [ "$1" != true ] && echo sudo >>"$LOG" && exec "$@" || true'
    result = run("xvfb\n", dpkg_query=INSTALLED, id=PERSON, sudo=sudo, apt_get='echo "${@: -1}" >>"$LOG"')
    assert result.returncode == 0
    assert (tmp_path / "log").read_text("utf-8").split() == ["sudo", "update", "sudo", "xvfb"]


def test_when_apt_fails_its_own_words_are_shown(run: Run):
    result = run("xvfb\n", dpkg_query=INSTALLED, id=ROOT_USER, apt_get="echo Unable to locate package xvfb; exit 100")
    assert result.returncode == 1
    assert "Unable to locate package xvfb" in result.stderr


def test_a_system_that_is_not_debian_is_told_what_to_look_for_and_goes_on(run: Run):
    result = run("xvfb  # a screen\nlibegl1\n")
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:] == ["  xvfb", "  libegl1"]
