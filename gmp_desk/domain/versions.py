"""By what a version is known: the SHA-256 of its canonical JSON (D3)."""

import hashlib
import json

from gmp_desk.domain.plan import Plan
from gmp_desk.domain.report import AreaReport


def canonical(content: Plan | AreaReport) -> str:
    """Return the one way to write a plan or report as JSON: sorted names, no spaces, letters as they are.

    A plan's ``version`` block is left out: it tells which version a file is, so the same content is the same version
    wherever it is kept.
    """
    dumped = content.model_dump(mode="json")
    if isinstance(content, Plan):
        dumped.pop("version", None)
    return json.dumps(dumped, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content: Plan | AreaReport) -> str:
    """Return the SHA-256 of a plan's or report's canonical JSON in UTF-8, as 64 hex digits."""
    return fingerprint_of(canonical(content))


def fingerprint_of(written: str) -> str:
    """Return the SHA-256 of canonical JSON, as 64 hex digits."""
    return hashlib.sha256(written.encode()).hexdigest()
