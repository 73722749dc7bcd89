"""Passes connections on: `relay.py FROM TO`, each a socket file (which reaches into a cut network) or HOST:PORT."""

from __future__ import annotations

import asyncio
import sys


async def main(source: str, target: str) -> None:
    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await _opened(target)
        await asyncio.gather(_poured(reader, there[1]), _poured(there[0], writer))

    if "/" in source:
        server = await asyncio.start_unix_server(passed, source)
    else:
        host, port = source.rsplit(":", 1)
        server = await asyncio.start_server(passed, host, int(port))
    await server.serve_forever()


async def _opened(target: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if "/" in target:
        return await asyncio.open_unix_connection(target)
    host, port = target.rsplit(":", 1)
    return await asyncio.open_connection(host, int(port))


async def _poured(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while content := await reader.read(65_536):
            writer.write(content)
            await writer.drain()
    except OSError:
        pass  # the other side hung up
    finally:
        writer.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
