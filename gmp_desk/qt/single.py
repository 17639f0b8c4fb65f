"""One window for one library: a second start hands its files to the first and ends."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QObject, Signal

# Qt's network is loaded where another start listens, or after the first paint, which does not wait for it.
if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

# Milliseconds to wait for another start: to be there, which a crashed one is not, and to answer, which it may be too
# busy to do at once.
_CONNECTING, _ANSWERING = 1_000, 10_000
_LONGEST = 1_000_000  # bytes that a second start may send


class OnlyOne(QObject):
    """Listens for further starts of the program with the same library, by the same user."""

    asked = Signal(list)
    """Another start asks to show the window and to open the files of these names."""

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(library)
        self._server: QLocalServer | None = None

    def claim(self, files: Sequence[str]) -> bool:
        """Become the first start; where there is one, hand the files over to it and return False."""
        from PySide6.QtNetwork import QLocalServer

        if self.hand_over(files):
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # A start that crashed left its socket behind: nobody answered there just now.
        QLocalServer.removeServer(self._name)
        server.listen(self._name)
        server.newConnection.connect(self._answer)
        self._server = server
        return True

    def hand_over(self, files: Sequence[str]) -> bool:
        """Hand files over to the first start; tell whether there is one that took them."""
        if not sys.platform.startswith("win") and not os.path.lexists(f"{QDir.tempPath()}/{self._name}"):
            return False
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_CONNECTING):
            return False
        socket.write(json.dumps([str(Path(file).absolute()) for file in files]).encode() + b"\n")
        answered = socket.waitForBytesWritten(_ANSWERING) and socket.waitForReadyRead(_ANSWERING)
        socket.disconnectFromServer()
        return answered

    def close(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()

    def _answer(self) -> None:
        while self._server and (socket := self._server.nextPendingConnection()):
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: "QLocalSocket") -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        try:
            files = json.loads(bytes(socket.readLine().data()).decode())
        except ValueError:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()  # the other waits, and what is asked for may take a while
        if isinstance(files, list):
            self.asked.emit([file for file in files if isinstance(file, str)])


def _name(library: Path) -> str:
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    what = f"{user} {library.absolute()}".encode(errors="surrogateescape")
    mark = bytes(QCryptographicHash.hash(what, QCryptographicHash.Algorithm.Sha256).data()).hex()
    return f"gmp-desk-{mark[:24]}"
