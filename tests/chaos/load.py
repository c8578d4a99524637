"""Load scenarios: the latency of other people under an attack, compared with calm phases of the same run."""

import dataclasses
import math
import random
import resource
import struct
import zlib
from collections.abc import Callable, Iterator

import ending
from form import Form
from report import Row
from stage import BUDGET_MIB, Stage
from watch import Attack, Attacks, Watch, p99

LARGEST = 64 << 20  # Bytes of a body.


@dataclasses.dataclass
class Burden:
    scenario: str
    done: str
    kinds: list[str]  # Of calls whose latency is measured.
    attack: Callable[[], Attack | Attacks]
    wanted: dict[str, int] = dataclasses.field(default_factory=dict)  # The answers that the attack must get to count.
    within_budget: bool = False  # Whether the server's memory must stay within the budget.


def measure(form: Form, stage: Stage, watch: Watch, burden: Burden) -> Iterator[Row]:
    """One row for each kind of call. A broken bound is measured once more: other load on this machine passes, a fault
    of the server does not."""
    rows = _measure_once(form, stage, watch, burden)
    if any(row.verdict == "failed" for row in rows):
        print("\n".join(f"  measured again, because of {row.why}" for row in rows if row.why), flush=True)
        try:
            rows = _measure_once(form, stage, watch, burden)
        except ending.Late:
            yield from rows
            raise
    yield from rows


def _measure_once(form: Form, stage: Stage, watch: Watch, burden: Burden) -> list[Row]:
    calm = {kind: [] for kind in burden.kinds}
    under = {kind: [] for kind in burden.kinds}
    began, counts, peak = True, {}, 0.0
    watch.failed = {}
    for turn in range(form.turns):
        if turn > 0 and not watch.settles(calm):
            stage.serve_anew()
        _add(calm, watch.phase(form.phase, form.least))
        stage.process.reset_peak()
        attack = burden.attack()
        try:
            began = began and attack.began
            _add(under, watch.phase(form.phase, form.least))
        finally:
            attack.close()
        peak = max(peak, stage.process.peak_mib())
        for name, count in attack.counts.items():
            counts[name] = counts.get(name, 0) + count
    if not watch.settles(calm):
        stage.serve_anew()  # The next scenario begins with an idle server.
    print(f"  {burden.scenario}: {counts}; waits: { {kind: len(waits) for kind, waits in under.items()} }", flush=True)
    rows = []
    for kind in burden.kinds:
        row = Row(burden.scenario, f"{burden.done}: others' {kind}", memory_mib=peak)
        row.calm_ms, row.p99_ms = p99(calm[kind]) * 1000, p99(under[kind]) * 1000
        wrong = [] if began else ["the attack did not come about"]
        wrong += [
            f"only {counts.get(answer, 0)} of {least} times \"{answer}\""
            for answer, least in burden.wanted.items()
            if counts.get(answer, 0) < least
        ]
        if math.isinf(row.calm_ms):
            wrong.append(f"calls of {kind} are refused in the calm")
        if not row.ratio <= form.ratio:
            wrong.append(f"the p99 of {kind} is {row.ratio:.1f} times that of the calm; at most {form.ratio}")
            if kind in watch.failed:
                wrong.append(f"the last refusal: {watch.failed[kind]}")
        if burden.within_budget and peak > BUDGET_MIB:
            wrong.append(f"{peak:.0f} MiB of memory, budget {BUDGET_MIB}")
        if wrong:
            row.verdict, row.why = "failed", "; ".join(wrong)
        rows.append(row)
    return rows


def _add(all_waits: dict[str, list[float]], more: dict[str, list[float]]) -> None:
    for kind, waits in more.items():
        all_waits[kind] += waits


def strangers(form: Form, stage: Stage) -> Iterator[Row]:
    kinds = ["page", "create", "search", "sign-in"]
    emails = [person.email for person in stage.members]
    burden = Burden(
        "strangers sign in",
        f"{form.strangers} strangers guess passwords, each from an address of their own",
        kinds,
        lambda: Attack(
            "sign_ins", address=stage.registry.address, strangers=form.strangers, emails=emails, pause=form.guess_pause
        ),
    )
    return measure(form, stage, Watch(stage.dog, stage.workers, kinds), burden)


def one_member(form: Form, stage: Stage) -> Iterator[Row]:
    kinds = ["page", "create", "search"]
    watch = Watch(stage.dog, stage.workers, kinds)
    mara, other = (person.token for person in stage.members[:2])
    long = f"/v1/dogs/{stage.long_dog}"
    large_imports = f"/v1/dogs/{stage.import_dog}/import"
    burdens = {
        "4 bodies of 30 MB of JSON at once": [
            {"at_once": 4, "path": large_imports, "method": "POST", "body": {"nodes": 30_000_000}}
        ],
        # Of somebody whose first dog is the one with the large records.
        "8 large syncs at once": [
            {"at_once": 8, "path": "/v1/sync", "method": "POST", "body": {"json": {}}, "tokens": [other]}
        ],
        "5 large imports at once": [
            {"at_once": 5, "path": large_imports, "method": "POST", "body": {"import": form.import_bytes, "rows": 4000}}
        ],
        f"6 exports (ZIP) and 6 heat maps of {form.history} records at once": [
            {"at_once": 6, "path": f"{long}/export?format=zip"},
            {"at_once": 6, "path": f"{long}/progress/heat-map"},
        ],
    }
    for done, sets in burdens.items():
        calls = [{"tokens": [mara], **one} for one in sets]
        burden = Burden(
            "one member",
            done,
            kinds,
            lambda calls=calls: Attack("calls", address=stage.registry.address, sets=calls),
        )
        yield from measure(form, stage, watch, burden)
        stage.serve_anew()  # The next one's memory is its own.


def memory(form: Form, stage: Stage) -> Iterator[Row]:
    """Everything that takes memory at once."""
    stage.serve_anew()
    tokens = [person.token for person in stage.members[1:]]
    sync = {"path": "/v1/sync", "method": "POST", "tokens": tokens}
    # Each end of a connection is a descriptor, in a process of its own.
    idle = min(form.idle, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 1000)
    held = [
        {"what": "idle", "count": idle},
        {"what": "slow", "count": 24, **sync, "body": {}},
    ]
    imports = {"path": f"/v1/dogs/{stage.import_dog}/import", "method": "POST", "tokens": tokens}
    calls = [
        {"at_once": 8, **sync, "body": {"json": {}}},
        {"at_once": 5, **imports, "body": {"import": form.import_bytes, "rows": 4000}},
    ]
    burden = Burden(
        "memory",
        f"{idle} idle connections, 24 slow readers, 8 large syncs, 5 large imports at once",
        ["page", "create", "search"],
        lambda: Attacks(
            lambda: Attack("hold", address=stage.registry.address, sets=held),
            lambda: Attack("calls", address=stage.registry.address, sets=calls),
        ),
        wanted={"idle 200": idle},
        within_budget=True,
    )
    # Once, since it takes a while until all are connected, and for as long as otherwise in all turns.
    once = dataclasses.replace(form, turns=1, phase=form.turns * form.phase)
    return measure(once, stage, Watch(stage.dog, stage.workers, burden.kinds), burden)


def stalled(form: Form, stage: Stage) -> Iterator[Row]:
    """Bodies that never end, of strangers and of a member, while others upload."""
    mara = stage.members[0].token
    pictures = [picture(seed) for seed in range(4)]
    imports = {"method": "POST", "path": f"/v1/dogs/{stage.import_dog}/import/dossier", "length": LARGEST}
    uploads = {
        "method": "PATCH",
        "path": f"/v1/dogs/{stage.large_dog}/uploads/00000000-0000-7000-8000-000000000000",
        "length": 4 << 20,
        "type": "application/offset+octet-stream",
        "headers": "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n",
    }
    sets = [
        # One after the other, so that they do not compete: the large ones take nearly all room for bodies, the others
        # what is left.
        *3 * [{"what": "stalled", "count": 1, "sent": LARGEST - 1000, **imports}],
        {"what": "stalled", "count": form.stalled, "sent": 3 << 20, **uploads},
        {"what": "stalled", "count": form.stalled, "sent": 100 << 10, **uploads},
        {"what": "stalled", "count": 3, "sent": LARGEST - 1000, "tokens": [mara], "strangers": False, **imports},
        {"what": "stalled", "count": 20, "sent": 3 << 20, "tokens": [mara], "strangers": False, **uploads},
    ]
    burden = Burden(
        "stalled bodies",
        f"{2 * form.stalled + 3} bodies of strangers and 23 of a member stall",
        ["upload", "page"],
        lambda: Attack("hold", address=stage.registry.address, sets=sets),
    )
    return measure(form, stage, Watch(stage.dog, stage.workers, burden.kinds, pictures), burden)


def picture(seed: int, size: int = 400) -> bytes:
    """A PNG that does not compress: some hundred KB, more than a body may have for nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    noise = random.Random(seed)
    rows = b"".join(b"\0" + noise.randbytes(3 * size) for _ in range(size))
    begin = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", begin) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
