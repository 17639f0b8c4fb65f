import sys
from pathlib import Path

from gmp_desk.paths import find

ROOT = Path(__file__).resolve().parent.parent


def test_in_a_checkout_the_files_stand_beside_the_package():
    paths = find()
    assert (paths.ui, paths.resources, paths.translations) == (ROOT / "ui", ROOT / "resources", ROOT / "translations")


def test_a_frozen_build_has_them_where_it_was_unpacked(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    paths = find()
    assert (paths.ui, paths.resources, paths.translations) == (
        tmp_path / "ui",
        tmp_path / "resources",
        tmp_path / "translations",
    )
