"""Writes a file whole or not at all, and tells the system's errors as plain data."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from gmp_desk.domain.errors import Refused


@contextlib.contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Tell the errors of the system with the file at ``path`` as ``Refused``, with the reason in plain data."""
    try:
        yield
    except OSError as error:
        name = error.filename
        if name is not None and Path(name) != path and Path(name).parent != Path(os.path.realpath(path)).parent:
            raise  # an error with a file of the program's own
        raise Refused("file.write", file=str(path), reason=reason_of(error)) from error


def reason_of(error: OSError) -> str:
    """Return the system's name of an error, such as ENOSPC, or what the system says where it has no name."""
    return errno.errorcode.get(error.errno or 0) or error.strerror or type(error).__name__


def write_whole(path: Path, write: Callable[[Path], None], *, replace: bool, mode: int = 0o666) -> None:
    """Let ``write`` fill a new file beside ``path``, and put it in the place of ``path`` when it is complete.

    After a failure or a power cut there is the earlier file or the new one, never half of one. A link is followed.
    The new file may be read and written by those who could do so with the earlier one, and at no time by others; not
    by the group of the earlier one where the system does not let us give it to that group. Where there is none, the
    ``mode`` says who may, less what the user's umask takes.
    Raise ``Refused`` where the folder or disk does not let us ("file.write"), or where a file is there, even if only
    since a moment ago, and ``replace`` is not set ("file.exists").
    """
    # Not Path.resolve(), which raises RuntimeError where links lead in a circle. A name may have 255 bytes, and a
    # character four of them.
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:50]}.{os.urandom(4).hex()}.part")
    with refusing(path):
        earlier = _status_of(target)
        mode = mode if earlier is None else earlier.st_mode & 0o777
        try:
            # Its owner must write it, whatever the earlier file allowed; its group may not be the right one yet.
            first = mode if earlier is None else mode & ~0o070 | 0o600
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, first))
            if earlier is not None and not _given_group(beside, earlier.st_gid):
                mode &= ~0o070
            write(beside)
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            if earlier is not None:
                with contextlib.suppress(OSError):  # a file system without modes
                    beside.chmod(mode)
            if replace:
                beside.replace(target)
            else:
                try:
                    put(beside, target)
                except FileExistsError as error:
                    raise Refused("file.exists", file=str(path)) from error
        finally:
            beside.unlink(missing_ok=True)
    sync_folder(target.parent)


def _status_of(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except OSError:  # no earlier file, or links in a circle
        return None


def _given_group(path: Path, group: int) -> bool:
    """Give a file to a group; tell whether the system let us, or has no such groups."""
    if hasattr(os, "chown"):
        try:
            os.chown(path, -1, group)
        except OSError:
            return False
    return True


def put(beside: Path, target: Path) -> None:
    """Give a file a name in its folder, in one step: two programs may try at once.

    Its old name may be left. Raise ``FileExistsError`` where something has the new name.
    """
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            beside.replace(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system and the folder let us.

    The file is in its place by now, so it would be wrong to say that it cannot be written.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
