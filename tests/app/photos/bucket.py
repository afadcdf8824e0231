"""A bucket that speaks as much S3 as photos need."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

DELETED = '<?xml version="1.0"?><DeleteResult>{}</DeleteResult>'


@asynccontextmanager
async def bucket() -> AsyncIterator[tuple[str, dict[str, bytes]]]:
    """Its address, and what is in it."""
    kept: dict[str, bytes] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            verb, target, _ = line.decode().split(" ")
            length = 0
            while (header := (await reader.readline()).decode().strip().lower()) != "":
                if header.startswith("content-length:"):
                    length = int(header.partition(":")[2])
            status, said = _answer(kept, verb, unquote(urlsplit(target).path), await reader.readexactly(length))
            head = f'HTTP/1.1 {status}\r\nContent-Length: {len(said)}\r\nETag: "x"\r\n\r\n'
            writer.write(head.encode() + said)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", kept


def _answer(kept: dict[str, bytes], verb: str, path: str, body: bytes) -> tuple[str, bytes]:
    if verb == "PUT":
        kept[path] = body
        return "200 OK", b""
    if verb == "DELETE":
        kept.pop(path, None)
        return "204 No Content", b""
    names = re.findall(r"<Key>(.*?)</Key>", body.decode())
    for name in names:
        kept.pop(f"{path.rstrip('/')}/{name}", None)
    gone = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
    return "200 OK", DELETED.format(gone).encode()
