from datetime import timedelta

from push.console import ConsoleSender
from push.model import Sender
from tests.push.samples import NOW, a_device, a_notice


async def test_the_console_shows_one_readable_line_per_notice() -> None:
    lines: list[str] = []
    console: Sender = ConsoleSender(lines.append, clock=lambda: NOW)
    receipt = await console.send(a_device(locale="en"), a_notice(), 1)
    await console.close()
    assert receipt.fate == "sent"
    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert "Your tandem is formed" in lines[0]
    assert lines[0].endswith("→ /tandems/t1")


async def test_the_console_says_what_it_does_not_show() -> None:
    lines: list[str] = []
    console = ConsoleSender(lines.append, clock=lambda: NOW)
    late = await console.send(a_device(), a_notice(expires_at=NOW - timedelta(seconds=1)), 1)
    unknown = await console.send(a_device(), a_notice(kind="Nope"), 1)
    assert (late.fate, unknown.fate) == ("expired", "dead")
    assert lines == [
        "no push to android d1: TandemFormed is too late",
        "no push to android d1: no words for a notice of kind 'Nope'",
    ]
