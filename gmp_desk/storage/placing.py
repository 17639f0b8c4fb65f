"""Tells whether a library lies where a live database comes to harm: in a synced folder or on a network drive."""

from collections.abc import Iterable
from pathlib import Path, PurePath

# Words in the names of the folders that these services keep, and what a user calls the service.
_SERVICES = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("seafile", "Seafile"),
    ("syncthing", "Syncthing"),
)
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs"}
)
_MOUNTS = Path("/proc/self/mounts")


def sync_service(path: PurePath) -> str:
    """Return the service that syncs the folder of a file, as far as the names of folders tell; "" for none."""
    for part in path.parent.parts:
        for word, service in _SERVICES:
            if word in part.casefold():
                return service
    return ""


def is_on_network(path: Path) -> bool:
    """Tell whether a file lies on a drive of another computer, as far as its path or the system tells."""
    if path.drive.startswith("\\\\"):
        return True
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux
        return False
    return kind_of_drive(path.resolve(), mounts.splitlines()) in _NETWORK


def kind_of_drive(path: Path, mounts: Iterable[str]) -> str:
    """Return the kind of file system that a file lies on, by the lines of ``/proc/self/mounts``."""
    kinds = {}
    for line in mounts:
        parts = line.split(" ")
        if len(parts) > 2:
            folder = parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
            kinds[folder] = parts[2]  # a later mount hides an earlier one
    return next((kinds[str(folder)] for folder in (path, *path.parents) if str(folder) in kinds), "")
