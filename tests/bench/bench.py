#!/usr/bin/env python3
"""Measures the registry: bare responses, timeline pages, durable creates, readiness and memory, all in one run.

Figures depend on the machine, so what counts are the ratios and whether the budgets of docs/architecture.md are met on
the machine they are stated for (2 cores, which the load generator shares). Nothing here fails a build.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
import uuid

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Server:
    """A registry of the release build on a data folder."""

    def __init__(self, binary, data):
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [binary, "serve", "--data", str(data), "--listen", "127.0.0.1:0", "--metrics-listen", ""],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().split()[-1]
        while True:
            try:
                with urllib.request.urlopen(self.url + "/readyz") as answer:
                    if answer.status == 200:
                        break
            except OSError:
                time.sleep(0.001)
        self.ready_ms = (time.monotonic() - self.started) * 1000

    def memory_mib(self, field):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", status).group(1)) / 1024

    def call(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def wrk(url, script, arguments, connections, seconds):
    """Requests per second, p50 and p99 in milliseconds, and the number of failed requests."""
    out = subprocess.run(
        ["wrk", "-t", str(min(2, connections)), "-c", str(connections), "-d", f"{seconds}s", "-s", str(HERE / script), url, "--", *arguments],
        check=True, capture_output=True, text=True).stdout
    requests, micros, failed, p50, p99 = (int(x) for x in re.search(r"RESULT (.*)", out).group(1).split())
    return {"per_s": requests / (micros / 1e6), "p50_ms": p50 / 1000, "p99_ms": p99 / 1000, "failed": failed}


def sign_up(server):
    who = {"email": "bench@example.org", "password": "a long enough password", "name": "Bench"}
    server.call("POST", "/v1/accounts", who)
    return server.call("POST", "/v1/sessions", {"email": who["email"], "password": who["password"]})["token"]


def sign_in(server):
    return server.call("POST", "/v1/sessions",
                       {"email": "bench@example.org", "password": "a long enough password"})["token"]


def new_dog(server, token):
    return server.call("POST", "/v1/dogs", {"name": "Balu", "role": "trainer"}, token)["id"]


def fill(server, token, dog, rows):
    """Notes of about 450 bytes each, by the importer."""
    text = "Sat at the curb, watched the jogger pass, took food. " * 4
    while rows > 0:
        part = min(rows, 10_000)
        lines = [f'2026-{i % 10 + 1:02}-{i % 28 + 1:02}T{i % 24:02}:{i % 60:02}:00Z,"{text}{rows - i}"' for i in range(part)]
        body = {"type": "note", "csv": "occurredAt,text\n" + "\n".join(lines), "dryRun": False}
        report = server.call("POST", f"/v1/dogs/{dog}/import", body, token)
        assert report["created"] == part, report
        rows -= part


def chart(server, token):
    """The address of a chart of 100,000 trials in 2,000 sessions."""
    dog = new_dog(server, token)
    target = "019ab0f0-0000-7000-8000-000000000001"
    steps = {"type": "target", "occurredAt": "2026-01-01T10:00:00Z", "name": "Recall", "steps": [{}]}
    server.call("PUT", f"/v1/dogs/{dog}/records/{target}", steps, token)
    lines = [f"2026-{i % 10 + 1:02}-{i % 28 + 1:02}T{i % 24:02}:{i % 60:02}:00Z,{target},{i % 51},{50 - i % 51}"
             for i in range(2_000)]
    body = {"type": "session", "csv": "occurredAt,targetId,correct,incorrect\n" + "\n".join(lines), "dryRun": False}
    report = server.call("POST", f"/v1/dogs/{dog}/import", body, token)
    assert report["created"] == 2_000, report
    url = f"/v1/dogs/{dog}/progress/success-rate?targetId={target}"
    assert len(server.call("GET", url, token=token)["points"]) == 2_000
    return server.url + url


def hidden_and_missing(server, trainer, dog):
    """How long a walker waits for what is hidden, over what is not there: medians of calls in turn."""
    person = {"email": "walker@example.org", "password": "a long enough password"}
    server.call("POST", "/v1/accounts", {**person, "name": "Walker"})
    walker = server.call("POST", "/v1/sessions", person)["token"]
    foreign = new_dog(server, trainer)
    invitation = server.call("POST", f"/v1/dogs/{dog}/invitations", {"role": "walker"}, trainer)
    server.call("POST", f"/v1/invitations/{invitation['token']}/accept", {}, walker)
    note = {"type": "note", "occurredAt": "2026-11-23T10:00:00Z", "text": "x" * 2000, "audience": ["trainer"]}
    hidden, missing = str(uuid.uuid4()), str(uuid.uuid4())
    server.call("PUT", f"/v1/dogs/{dog}/records/{hidden}", note, trainer)

    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc)

    def wait(path):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {walker}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404, answer.status
        return time.perf_counter() - began

    pairs = {
        "record": (f"/v1/dogs/{dog}/records/{hidden}", f"/v1/dogs/{dog}/records/{missing}"),
        "dog": (f"/v1/dogs/{foreign}/records", f"/v1/dogs/{missing}/records"),
    }
    ratios = {}
    for name, paths in pairs.items():
        times = [[wait(path) for path in paths] for _ in range(4000)]
        there, not_there = (statistics.median(column) for column in zip(*times, strict=True))
        ratios[name] = there / not_there
    connection.close()
    return ratios


def rollups(binary):
    """For each length of history: sessions, milliseconds of a read, milliseconds of catching up with one more."""
    folder = tempfile.mkdtemp(prefix="doggy-bench-")
    try:
        program = pathlib.Path(binary).parent / "views" / "registry_views_bench"
        out = subprocess.run([program, folder], check=True, capture_output=True, text=True).stdout
    finally:
        shutil.rmtree(folder)
    return [tuple(float(word) for word in row.split()) for row in out.splitlines()]


def budget(met):
    return "met" if met else "MISSED"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=ROOT / "build/release/registry/doggy-registry")
    parser.add_argument("--seconds", type=int, default=5, help="for each load")
    parser.add_argument("--records", type=int, default=200_000, help="records of other dogs in the large data folder")
    options = parser.parse_args()

    data = pathlib.Path(tempfile.mkdtemp(prefix="doggy-bench-"))
    try:
        server = Server(options.binary, data)
        idle = server.memory_mib("VmRSS")
        token = sign_up(server)
        dog = new_dog(server, token)
        fill(server, token, dog, 10_000)
        page_url = f"{server.url}/v1/dogs/{dog}/records?limit=50"
        size = len(json.dumps(server.call("GET", f"/v1/dogs/{dog}/records?limit=50", token=token)))

        bare = wrk(server.url + "/healthz", "get.lua", ["-"], 32, options.seconds)
        page = wrk(page_url, "get.lua", [token], 32, options.seconds)
        secrecy = hidden_and_missing(server, token, dog)
        charts = wrk(chart(server, token), "get.lua", [token], 1, options.seconds)
        calm_small = wrk(page_url, "get.lua", [token], 1, options.seconds)
        dogs = [new_dog(server, token) for _ in range(16)]
        many = wrk(server.url, "create_notes.lua", [token, *dogs], 64, options.seconds)
        one = wrk(server.url, "create_notes.lua", [token, dogs[0]], 64, options.seconds)
        for _ in range((options.records + 99_999) // 100_000):
            fill(server, token, new_dog(server, token), min(options.records, 100_000))
        calm_large = wrk(page_url, "get.lua", [token], 1, options.seconds)
        peak = server.memory_mib("VmHWM")
        server.stop()

        server = Server(options.binary, data)
        ready = server.ready_ms
        server.stop()
        views = rollups(options.binary)
        disk = sum(f.stat().st_size for f in data.rglob("*") if f.is_file()) / 2**20
    finally:
        shutil.rmtree(data)

    def line(name, figure):
        print(f"{name:<34}{figure['per_s']:>10,.0f}/s   p50 {figure['p50_ms']:6.2f} ms   p99 {figure['p99_ms']:6.2f} ms"
              f"   failed {figure['failed']}")

    print(f"{os.cpu_count()} cores, load generator included; {options.seconds} s each; a page is {size / 1024:.0f} KiB")
    line("bare responses, 32 connections", bare)
    line("timeline pages, 32 connections", page)
    line("durable creates, 64 c., 16 dogs", many)
    line("durable creates, 64 c., 1 dog", one)
    line("pages alone, 10 k records", calm_small)
    line(f"pages alone, +{options.records:,} records", calm_large)
    line("chart of 100,000 trials", charts)
    for sessions, read, catch_up in views:
        print(f"rollup of {sessions * 50:>9,.0f} trials        read {read:6.3f} ms   catch-up with one more {catch_up:6.3f} ms")
    print(f"chart of 100,000 trials {charts['p50_ms']:.1f} ms (budget 10: {budget(charts['p50_ms'] <= 10)}), "
          f"rollup {views[1][1]:.2f} ms (budget 1: {budget(views[1][1] <= 1)})")
    print(f"catch-up, 20,000 / 200 sessions   {views[2][2] / views[0][2]:10.2f}")
    print(f"page / bare                       {page['per_s'] / bare['per_s']:10.2f}")
    print(f"create / bare                     {many['per_s'] / bare['per_s']:10.2f}")
    ratio = calm_large["p50_ms"] / calm_small["p50_ms"]
    print(f"page latency, large / small       {ratio:10.2f}   (budget 1.3: {budget(ratio <= 1.3)})")
    print(f"hidden / missing, record and dog  {secrecy['record']:10.3f}{secrecy['dog']:10.3f}   (1: not to be told apart)")
    print(f"memory idle {idle:.0f} MiB (budget 64: {budget(idle <= 64)}), peak {peak:.0f} MiB")
    print(f"ready after {ready:.0f} ms with {disk:.0f} MiB of data (budget 300: {budget(ready <= 300)})")
    print(f"pages {page['per_s']:,.0f}/s (budget 15,000: {budget(page['per_s'] >= 15_000)}), "
          f"p99 {page['p99_ms']:.1f} ms (budget 8: {budget(page['p99_ms'] <= 8)})")
    for name, figure in (("1 dog", one), ("16 dogs", many)):
        print(f"creates, {name} {figure['per_s']:,.0f}/s (budget 15,000: {budget(figure['per_s'] >= 15_000)})")


if __name__ == "__main__":
    main()
