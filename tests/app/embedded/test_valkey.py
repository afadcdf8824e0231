import os
import signal
from pathlib import Path

import redis

from app.embedded import Valkey
from tests.app.embedded.conftest import processes_in, wait_until


def test_durable_data_outlives_a_stop_and_a_kill(tmp_path: Path) -> None:
    with Valkey(tmp_path) as valkey, redis.Redis.from_url(valkey.url) as client:
        client.set("first", "1")
        valkey.stop()
        assert processes_in(tmp_path) == []
        valkey.start()
        client.set("second", "2")
        os.kill(valkey.pid, signal.SIGKILL)
        wait_until(lambda: not valkey.alive())
        valkey.start()
        assert client.mget("first", "second") == [b"1", b"2"]


def test_without_durability_nothing_is_kept(tmp_path: Path) -> None:
    with Valkey(tmp_path, durable=False) as valkey, redis.Redis.from_url(valkey.url) as client:
        client.set("gone", "1")
        valkey.stop()
        valkey.start()
        assert client.get("gone") is None
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "launcher.lock",
            "server.lock",
            "valkey.log",
        ]


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    with Valkey(tmp_path, durable=False) as valkey, redis.Redis.from_url(valkey.url) as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
