"""How much of it: all, or what fits beside the other suites."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Form:
    name: str
    turns: int  # Of calm and burden, one after the other.
    phase: float  # Seconds that each lasts.
    least: int  # Calls of each kind in it.
    ratio: float  # Others' p99 over that of the calm, at most.
    strangers: int
    guess_pause: float  # Seconds between a stranger's guesses.
    history: int  # Records of the long history.
    observations: int  # Of a quarter of a megabyte: what a large sync brings.
    import_bytes: int
    idle: int  # Connections.
    stalled: int
    members: int
    kills: int
    kill_seconds: float  # The kills end after this time, however many there were.
    shutdowns: int
    seconds: float  # All of it.


FULL = Form(
    name="full",
    turns=2,
    phase=6,
    least=40,
    ratio=5,
    strangers=1000,
    guess_pause=2,
    history=100_000,
    observations=500,
    import_bytes=14_000_000,
    idle=10_000,
    stalled=60,
    members=24,
    kills=200,
    kill_seconds=270,
    shutdowns=10,
    seconds=15 * 60,
)
SHORT = Form(
    name="short",
    turns=1,
    phase=2,
    least=12,
    ratio=40,  # The p99 of so few calls is partly luck; the faults it looks for were above 60.
    strangers=300,
    guess_pause=1,
    history=20_000,
    observations=80,
    import_bytes=6_000_000,
    idle=1000,
    stalled=20,
    members=8,
    kills=5,
    kill_seconds=30,
    shutdowns=2,
    seconds=5 * 60,
)
