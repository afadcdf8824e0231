"""The scripted FCM's HTTP/1.1."""

import asyncio
import contextlib

from tests.push import http2
from tests.push.fcm_server import FcmServer, Reply

PREFACE = b"PRI * HTTP/2.0\r\n\r\n"


async def serve(fcm: FcmServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers one request after the other; goes on in HTTP/2 if the first line asks for it."""
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        if head == PREFACE:
            return await http2.serve(fcm, reader, writer, head)
        path, headers = _parsed(head)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        async with contextlib.aclosing(fcm.answer(path, headers, body)) as replies:
            async for reply in replies:
                if not await _write(writer, reply):
                    return None


def _parsed(head: bytes) -> tuple[str, dict[str, str]]:
    line, *fields = head.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    return line.split(" ")[1], headers


async def _write(writer: asyncio.StreamWriter, reply: Reply) -> bool:
    if reply.fault == "silence":
        return False
    if reply.fault == "reset":
        writer.transport.abort()
        return False
    fields = {"content-type": "application/json", **reply.headers, "content-length": str(len(reply.body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(f"HTTP/1.1 {reply.status} Scripted\r\n{lines}\r\n".encode("latin-1"))
    if reply.fault == "half":
        writer.write(reply.body[: len(reply.body) // 2])
        await writer.drain()
        return False
    for at in range(len(reply.body)) if reply.fault == "drip" else ():
        writer.write(reply.body[at : at + 1])
        await writer.drain()
        await asyncio.sleep(0.02)
    if reply.fault is None:
        writer.write(reply.body)
        await writer.drain()
    return True
