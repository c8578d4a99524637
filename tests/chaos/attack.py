#!/usr/bin/env python3
"""Attackers, in a process of their own, so that they do not slow down the people whose latency is measured.

    attack.py KIND JSON

KIND is a function of KINDS below, JSON its arguments. Prints "ready" once the attack is complete and continues until
its standard input ends, so that it never outlives its parent. The last line has, as JSON, the number of answers by
status; "closed" is a connection that ended without one.
"""

import asyncio
import collections
import json
import os
import random
import resource
import socket
import struct
import sys

PIECE = 64 * 1024
MEMBER = "127.0.0.9"  # Where those who are signed in come from.
REFUSED_PAUSE = 0.2  # Seconds that somebody waits who was refused.

counts: collections.Counter[str] = collections.Counter()


def source_of(number: int) -> str:
    """An address of the loopback that nobody else has."""
    return f"127.{10 + number // 62500}.{number // 250 % 250 + 1}.{number % 250 + 1}"


async def connect(address, source: str, receive_buffer: int = 0):
    """A connection that is reset when it is closed, so that thousands do not stay in TIME_WAIT."""
    one = socket.socket()
    one.setblocking(False)
    one.setsockopt(socket.SOL_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if receive_buffer:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    try:
        one.bind((source, 0))
        await asyncio.get_running_loop().sock_connect(one, tuple(address))
        return await asyncio.open_connection(sock=one, limit=receive_buffer or PIECE)
    except BaseException:
        one.close()
        raise


def head(
    method: str, path: str, token: str = "", length: int = 0, kind: str = "application/json", more: str = ""
) -> bytes:
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    content = f"Content-Type: {kind}\r\nContent-Length: {length}\r\n" if length else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}{content}{more}\r\n".encode()


async def answer(reader) -> str:
    """Reads a whole answer and returns its status."""
    first = await reader.readline()
    if not first:
        raise ConnectionError("closed")
    length = 0
    chunked = False
    while (line := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        if name.lower() == "content-length":
            length = int(value)
        chunked = chunked or (name.lower() == "transfer-encoding" and "chunked" in value)
    while chunked:
        size = int(await reader.readline(), 16)
        await skip(reader, size + 2)
        chunked = size != 0
    await skip(reader, length)
    return first.split(b" ")[1].decode()


async def skip(reader, size: int) -> None:
    while size > 0:
        piece = await reader.read(min(size, PIECE))
        if not piece:
            raise ConnectionError("closed in the middle")
        size -= len(piece)


async def call_again_and_again(address, source: str, request, pause: float, busy) -> None:
    """`request()` is the head and the body of the next call."""
    reader = writer = None
    while True:
        status = "closed"
        try:
            if writer is None:
                reader, writer = await connect(address, source)
            first, body = request()
            writer.write(first)
            busy()
            for at in range(0, len(body), PIECE):
                writer.write(body[at : at + PIECE])
                await writer.drain()
            status = await answer(reader)
        except (OSError, ValueError):
            pass
        counts[status] += 1
        if not status.startswith("2") and writer is not None:
            writer.close()
            writer = None
        await asyncio.sleep(pause if status.startswith("2") else max(pause, REFUSED_PAUSE))


def say_ready() -> None:
    print("ready", flush=True)


class Ready:
    """Calls `then` when `wanted` of them have begun."""

    def __init__(self, wanted: int, then=say_ready):
        self._missing = wanted
        self._then = then

    def one(self):
        """To be called by one of them, as often as it likes."""
        begun = False

        def busy() -> None:
            nonlocal begun
            if not begun:
                begun = True
                self._missing -= 1
                if self._missing == 0:
                    self._then()

        return busy


async def sign_ins(address, strangers: int, emails: list[str], pause: float) -> None:
    """Each stranger guesses from an address of their own, the passwords of people who exist and of some who do not."""
    ready = Ready(strangers)

    def guess(number: int):
        def request():
            email = random.choice(emails) if number % 2 else f"nobody-{random.getrandbits(32)}@example.org"
            body = json.dumps({"email": email, "password": f"a guess {random.getrandbits(32)}"}).encode()
            return head("POST", "/v1/sessions", length=len(body)), body

        return request

    await asyncio.gather(
        *(call_again_and_again(address, source_of(i), guess(i), pause, ready.one()) for i in range(strangers))
    )


async def calls(address, sets: list[dict]) -> None:
    """Requests of accounts that are signed in. A set: at_once, tokens (used in turn), path, method, body
    (see make_body)."""
    ready = Ready(sum(one["at_once"] for one in sets))
    everybody = []
    for one in sets:
        for i in range(one["at_once"]):
            token = one["tokens"][i % len(one["tokens"])]
            make = make_body(one.get("body"))

            def request(one=one, token=token, make=make):
                body = make()
                return head(one.get("method", "GET"), one["path"], token, len(body)), body

            everybody.append(call_again_and_again(address, MEMBER, request, 0.01, ready.one()))
    await asyncio.gather(*everybody)


def make_body(wanted: dict | None):
    """What makes the body of each call: {"json": …} that text; {"nodes": bytes} a JSON array of that size full of
    numbers; {"import": bytes, "rows": n} an import of notes that were never there."""
    if wanted is None:
        return lambda: b""
    if "json" in wanted:
        text = json.dumps(wanted["json"]).encode()
        return lambda: text
    if "nodes" in wanted:
        text = b'{"type":"note","dryRun":true,"csv":[' + b"0," * (wanted["nodes"] // 2) + b"0]}"
        return lambda: text
    width = wanted["import"] // wanted["rows"] - 60

    def make() -> bytes:
        word = f"{random.getrandbits(64):016x}"
        rows = "".join(f"2026-11-01T10:00:00Z,{word} {i} {'x' * width}\\n" for i in range(wanted["rows"]))
        return f'{{"type":"note","dryRun":false,"csv":"occurredAt,text\\n{rows}"}}'.encode()

    return make


async def hold(address, sets: list[dict]) -> None:
    """Connections that are there and do next to nothing, one set after the other. A set: count, and
    - "idle": one small call, then nothing;
    - "slow": a large answer, read at a few KB a second, of path with tokens in turn;
    - "stalled": a request of method and path that says `length` and brings `sent` bytes of it, again and again."""
    gate = asyncio.Semaphore(200)  # Connecting at once.
    everybody, number = [], 0
    for one in sets:
        all_there = asyncio.Event()
        ready = Ready(one["count"], all_there.set)
        work = {"idle": stay_idle, "slow": read_slowly, "stalled": stall}[one["what"]]
        for i in range(one["count"]):
            source = source_of(number) if one.get("strangers", True) else MEMBER
            everybody.append(asyncio.create_task(work(address, one, i, source, ready.one(), gate)))
            number += 1
        await all_there.wait()
    say_ready()
    await asyncio.gather(*everybody)


async def stay_idle(address, one, i, source, busy, gate) -> None:
    try:
        async with gate:
            reader, writer = await connect(address, source, 4096)
            writer.write(head("GET", "/healthz"))
            counts["idle " + await answer(reader)] += 1
        busy()
        await reader.read()
        counts["idle, then closed"] += 1
    except OSError:
        counts["idle closed"] += 1
        busy()


async def read_slowly(address, one, i, source, busy, gate) -> None:
    while True:
        try:
            async with gate:
                reader, writer = await connect(address, source, 4096)
            body = json.dumps(one["body"]).encode() if "body" in one else b""
            token = one["tokens"][i % len(one["tokens"])]
            writer.write(head(one.get("method", "GET"), one["path"], token, len(body)) + body)
            status = (await reader.readline()).split(b" ")[1:2]
            counts["slow " + (status[0].decode() if status else "closed")] += 1
            busy()
            while await reader.read(1024):
                await asyncio.sleep(0.25)
        except OSError:
            counts["slow closed"] += 1
            busy()
        await asyncio.sleep(1)


async def stall(address, one, i, source, busy, gate) -> None:
    writer = None
    while True:
        try:
            async with gate:
                reader, writer = await connect(address, source)
            token = one["tokens"][i % len(one["tokens"])] if one.get("tokens") else ""
            kind, more = one.get("type", "application/json"), one.get("headers", "")
            writer.write(head(one["method"], one["path"], token, one["length"], kind, more))
            rest = one["sent"]
            while rest > 0:
                writer.write(b" " * min(rest, PIECE))
                rest -= PIECE
                await asyncio.wait_for(writer.drain(), 5)
            busy()
            # Answered before it is sent: refused. Otherwise nothing comes until the server has had enough.
            counts["stalled " + await answer(reader)] += 1
        except (OSError, ValueError):
            counts["stalled closed"] += 1
        if writer is not None:
            writer.close()
            writer = None
        busy()
        await asyncio.sleep(0.5)


KINDS = {one.__name__: one for one in (sign_ins, calls, hold)}


async def main(kind: str, given: dict) -> None:
    work = asyncio.create_task(KINDS[kind](**given))
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await asyncio.wait((work, ended), return_when=asyncio.FIRST_COMPLETED)
    if work.done():
        work.result()  # It ends by an error only.
    print(json.dumps(counts), flush=True)
    os._exit(0)  # Nothing of it is worth waiting for.


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.nice(19)  # Attackers have machines of their own; here they must not take the cores from those who are measured.
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
