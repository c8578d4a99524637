#!/usr/bin/env python3
"""A DynamoDB on this machine, in memory, for tests: the DynamoDB part of MiniStack behind a small HTTP server.

    server.py [PORT [ADDRESS]]

Prints "ready PORT" once it listens (on a free port without PORT or with 0; on the loopback without ADDRESS), and ends
when its standard input does, so that it never outlives who started it. One request is carried out at a time, so that
transactions are atomic. Any credentials are good, and signatures are not looked at. From SIGUSR1 until SIGUSR2 every
request is throttled.
"""

import asyncio
import email.utils
import http
import json
import logging
import signal
import sys

logging.disable(logging.CRITICAL)

from ministack.services import dynamodb  # noqa: E402: it logs while it is loaded

# It holds the length of the request's text, in which bytes are base64, against the limit that AWS has for the items.
dynamodb._DDB_TXN_MAX_BYTES = 6 << 20

# A thread of it removes what has expired, in the middle of requests and by today's date, while tests have dates of their
# own. AWS takes days to do so. Without this lock it waits.
dynamodb._lock.acquire()


def bill_reads():
    """It counts every read as one unit and a batch not at all. AWS: one for each 4 KB, of an item or of all together that
    a query goes through, and for nothing; half of that unless the read is consistent."""
    passed = []
    paginate, add, get_batch = dynamodb._paginate_evaluated_items, dynamodb._add_consumed_capacity, dynamodb._batch_get_item

    def units(size, request):
        return max(1, -(-size // 4096)) * (1.0 if request.get("ConsistentRead") else 0.5)

    def paginate_and_weigh(items, limit, table, index=None):
        page, more = paginate(items, limit, table, index)
        entries = [dynamodb._apply_index_projection(item, table, index) if index else item for item in page]
        passed[:] = [sum(map(dynamodb._item_size_bytes, entries))]
        return page, more

    def add_as_billed(result, data, table_name, write=False, **more):
        add(result, data, table_name, write=write, **more)
        if not write and "ConsumedCapacity" in result:
            size = dynamodb._item_size_bytes(result.get("Item", {})) if "Key" in data else passed[0]
            result["ConsumedCapacity"]["CapacityUnits"] = units(size, data)

    def get_batch_as_billed(data):
        status, answered, text = get_batch(data)
        if status != 200 or data.get("ReturnConsumedCapacity", "NONE") == "NONE":
            return status, answered, text
        result, consumed = json.loads(text), []
        for name, request in data["RequestItems"].items():
            found = result["Responses"].get(name, [])
            missing = [{}] * (len(request["Keys"]) - len(found))
            sizes = map(dynamodb._item_size_bytes, found + missing)
            consumed.append({"TableName": name, "CapacityUnits": sum(units(size, request) for size in sizes)})
        return dynamodb.json_response(result | {"ConsumedCapacity": consumed})

    dynamodb._paginate_evaluated_items = paginate_and_weigh
    dynamodb._add_consumed_capacity = add_as_billed
    dynamodb._batch_get_item = get_batch_as_billed


bill_reads()


THROTTLED = 400, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps({
    "__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    "message": "The level of configured provisioned throughput for the table was exceeded."})
throttles = False


def throttle(wanted):
    global throttles
    throttles = wanted


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
            if throttles:
                status, answered, text = THROTTLED
            else:
                status, answered, text = await dynamodb.handle_request("POST", "/", fields, body, {})
            text = text if isinstance(text, bytes) else text.encode()
            answered = answered | {"Content-Length": str(len(text)), "Date": email.utils.formatdate(usegmt=True)}
            head = "".join(f"{name}: {value}\r\n" for name, value in answered.items())
            writer.write(f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n{head}\r\n".encode() + text)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main(port="0", address="127.0.0.1"):
    server = await asyncio.start_server(serve, address, int(port), limit=1 << 16)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, throttle, True)
    loop.add_signal_handler(signal.SIGUSR2, throttle, False)
    ended = loop.create_future()
    loop.add_reader(sys.stdin, lambda: None if sys.stdin.buffer.read1(1024) else ended.set_result(None))
    await ended


asyncio.run(main(*sys.argv[1:]))
