"""The scripted FCM's HTTP/2, with h2."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import ConnectionTerminated, DataReceived, Event, RequestReceived, StreamEnded, StreamReset
from h2.exceptions import ProtocolError, StreamClosedError

if TYPE_CHECKING:
    from tests.push.fcm_server import FcmServer, Reply

FRAME = 16_384


class Conversation:
    """One connection with all its streams."""

    def __init__(self, fcm: "FcmServer", writer: asyncio.StreamWriter) -> None:
        self._fcm = fcm
        self._writer = writer
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._headers: dict[int, dict[str, str]] = {}
        self._bodies: dict[int, bytearray] = {}
        self._answering: dict[int, asyncio.Task[None]] = {}

    async def hold(self, reader: asyncio.StreamReader, data: bytes) -> None:
        """Until the other side leaves."""
        self._h2.initiate_connection()
        try:
            while True:
                for event in self._h2.receive_data(data):
                    if isinstance(event, ConnectionTerminated):
                        return
                    self._note(event)
                await self._flush()
                if not (data := await reader.read(65536)):
                    return
        finally:
            for task in self._answering.values():
                task.cancel()

    def _note(self, event: Event) -> None:
        match event:
            case RequestReceived(stream_id=int(stream), headers=headers):
                self._headers[stream] = {str(name): str(value) for name, value in headers or []}
                self._bodies[stream] = bytearray()
            case DataReceived(stream_id=int(stream), data=data, flow_controlled_length=length):
                self._bodies[stream] += data or b""
                self._h2.acknowledge_received_data(length or 0, stream)
            case StreamEnded(stream_id=int(stream)):
                task = asyncio.create_task(self._answer(stream))
                self._answering[stream] = task
                task.add_done_callback(lambda _: self._answering.pop(stream))
            case StreamReset(stream_id=int(stream)) if stream in self._answering:
                self._answering[stream].cancel()

    async def _answer(self, stream: int) -> None:
        headers, body = self._headers.pop(stream), bytes(self._bodies.pop(stream))
        with contextlib.suppress(ConnectionError, StreamClosedError, ProtocolError):
            async with contextlib.aclosing(self._fcm.answer(headers[":path"], headers, body)) as replies:
                async for reply in replies:
                    await self._write(stream, reply)

    async def _write(self, stream: int, reply: "Reply") -> None:
        if reply.fault == "reset":
            self._writer.transport.abort()
            return None
        if reply.fault == "silence":
            self._h2.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)
            return await self._flush()
        fields = {":status": str(reply.status), "content-type": "application/json", **reply.headers}
        self._h2.send_headers(stream, [(name.lower(), value) for name, value in fields.items()])
        match reply.fault:
            case "half":
                self._h2.send_data(stream, reply.body[: len(reply.body) // 2])
                self._h2.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)
            case "drip":
                for at in range(len(reply.body)):
                    self._h2.send_data(stream, reply.body[at : at + 1])
                    await self._flush()
                    await asyncio.sleep(0.02)
                self._h2.end_stream(stream)
            case _:
                for at in range(0, len(reply.body), FRAME):
                    self._h2.send_data(stream, reply.body[at : at + FRAME])
                self._h2.end_stream(stream)
        return await self._flush()

    async def _flush(self) -> None:
        self._writer.write(self._h2.data_to_send())
        await self._writer.drain()


async def serve(fcm: "FcmServer", reader: asyncio.StreamReader, writer: asyncio.StreamWriter, beginning: bytes) -> None:
    """Answers until the connection ends; `beginning` is what was read of it already."""
    await Conversation(fcm, writer).hold(reader, beginning)
