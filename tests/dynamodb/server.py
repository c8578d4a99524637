#!/usr/bin/env python3
"""A DynamoDB on this machine, in memory, for tests: the DynamoDB part of MiniStack behind a small HTTP server.

    server.py [PORT]

Prints "ready PORT" once it listens on the loopback (a free port without PORT or with 0), and ends when its standard
input does, so that it never outlives who started it. One request is carried out at a time, so that transactions are
atomic. Any credentials are good, and signatures are not looked at.
"""

import asyncio
import email.utils
import http
import logging
import sys

logging.disable(logging.CRITICAL)

from ministack.services import dynamodb  # noqa: E402: it logs while it is loaded

# It holds the length of the request's text, in which bytes are base64, against the limit that AWS has for the items.
dynamodb._DDB_TXN_MAX_BYTES = 6 << 20

# A thread of it removes what has expired, in the middle of requests and by today's date, while tests have dates of their
# own. AWS takes days to do so. Without this lock it waits.
dynamodb._lock.acquire()


async def read_request(reader):
    """Header fields and body, or nothing at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    lines = head.decode("latin-1").split("\r\n")
    fields = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    return fields, await reader.readexactly(int(fields.get("content-length", "0")))


async def serve(reader, writer):
    try:
        while request := await read_request(reader):
            fields, body = request
            if fields.get("expect") == "100-continue" and not body:
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            status, answered, text = await dynamodb.handle_request("POST", "/", fields, body, {})
            text = text if isinstance(text, bytes) else text.encode()
            answered |= {"Content-Length": str(len(text)), "Date": email.utils.formatdate(usegmt=True)}
            head = "".join(f"{name}: {value}\r\n" for name, value in answered.items())
            writer.write(f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n{head}\r\n".encode() + text)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main(port):
    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=1 << 16)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    loop.add_reader(sys.stdin, lambda: None if sys.stdin.buffer.read1(1024) else ended.set_result(None))
    await ended


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
