"""The scripted FCM as a process, as campaigns and benches use it."""

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from push.fcm import FcmSender
from push.tokens import google_tokens
from tests.push.samples import a_device, a_notice, a_sender


@contextmanager
def process(*arguments: str) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.push.scripted", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield running.stdout.readline().split()[1]
        finally:
            running.terminate()


async def test_it_speaks_http2_gives_access_tokens_and_records_each_post(tmp_path: Path) -> None:
    record, certificate = tmp_path / "posts.jsonl", tmp_path / "fcm.pem"
    with process("--record", str(record), "--tls", str(certificate)) as url:
        sender = a_sender(url, trust=ssl.create_default_context(cafile=certificate))
        receipt = await sender.send(a_device(), a_notice(id="n7"), 1)
        await sender.close()
    assert url.startswith("https://")
    assert receipt.fate == "sent"
    posts = [json.loads(line) for line in record.read_text().splitlines()]
    assert [(post["nid"], post["to"], post["status"], post["delivered"]) for post in posts] == [
        ("n7", "cX1fid", 200, True)
    ]


async def test_its_faults_are_told_and_it_stands_in_for_google_with_a_key_of_its_own(tmp_path: Path) -> None:
    record = tmp_path / "posts.jsonl"
    faults = ("--faults", "1", "--kinds", "429", "--retry-after", "70")
    with process(*faults, "--record", str(record), "--key-folder", str(tmp_path)) as url:
        sender = FcmSender(project="tandem-test", tokens=google_tokens(str(tmp_path / "key.json")), url=url)
        receipt = await sender.send(a_device(), a_notice(expires_at=datetime(2999, 1, 1, tzinfo=UTC)), 1)
        await sender.close()
    assert (receipt.fate, receipt.reason) == ("retry", "quota")
    post = json.loads(record.read_text())
    assert (post["status"], post["retry_after"], post["delivered"]) == (429, "70", False)
