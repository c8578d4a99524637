"""People at work on the app of a cluster. They come in through the gateway, so entrance.of() must be in effect."""

import os
import secrets
import time
import unittest

import entrance
from load import Calls, Failure, User
from people import Person
from registry import PATIENCE, Client

USERS = 4
CALLS = 40  # Of all users together, before and after what a test does.
SEED = int(os.environ.get("PLATFORM_SEED", secrets.randbits(32)))
# All users of a test come from one address, so the limits of one person would stop them.
FOR_MANY = (
    "--set",
    "frontend.limits.requestsPerMinute=60000",
    "--set",
    "frontend.limits.burst=1000",
    "--set",
    "frontend.limits.signInConnections=100",
)


class Load:
    """People at work from construction on, until end(). Patient ones make a request that failed again, and give up one
    that nobody answers after `silence` seconds; others let the test fail."""

    def __init__(
        self,
        case: unittest.TestCase,
        users: int = USERS,
        *,
        patient: bool = False,
        patience: float = PATIENCE,
        silence: float = PATIENCE,
        pause: float = 0,
    ):
        self._case = case
        self._person = Person(entrance.ADDRESS, "Tina").sign_in()
        case.addCleanup(self._person.close)
        dog = self._person.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "trainer"})["id"]
        self._calls = Calls()
        self._begun = time.monotonic()
        self._users = [
            User(
                Client(entrance.ADDRESS, self._person.token, patience=silence),
                dog,
                self._calls,
                SEED + i,
                patient=patient,
                patience=patience,
                pause=pause,
            )
            for i in range(users)
        ]
        for user in self._users:
            case.addCleanup(user.stop)
        self.work_on()

    @property
    def count(self) -> int:
        """Calls that were answered as they should be."""
        return self._calls.count

    @property
    def failures(self) -> list[Failure]:
        """So far, of patient users, in the order of time."""
        return sorted((failure for user in self._users for failure in user.failures), key=lambda failure: failure.at)

    @property
    def slowest(self) -> float:
        """Seconds that the slowest call took, all tries together."""
        return max(user.slowest for user in self._users)

    def work_on(self, calls: int = CALLS) -> None:
        """Returns after some more calls."""
        self._calls.wait_for(calls)
        self._case.assertEqual([wrong for user in self._users for wrong in user.wrong], [])

    def stop(self) -> None:
        for user in self._users:
            user.stop()
        for user in self._users:
            user.join(PATIENCE)
            self._case.assertFalse(user.is_alive(), "a user hangs")
        self._seconds = time.monotonic() - self._begun
        self._case.assertEqual([wrong for user in self._users for wrong in user.wrong], [])

    def end(self) -> None:
        """Every acknowledged record is there and nothing else; no request of impatient users has failed."""
        self.work_on()
        self.stop()
        acknowledged = {key: value for user in self._users for key, value in user.acknowledged.items()}
        self._person.close()  # Its connection may have ended with a pod since.
        found, cursor, more = {}, {}, True
        while more:
            answer = self._person.expect(200, "POST", "/v1/sync", cursor)
            found |= {
                change["record"]["id"]: (change["record"]["version"], change["record"]["text"])
                for change in answer["changes"]
                if "record" in change
            }
            cursor, more = {"cursor": answer["cursor"]}, answer["more"]
        self._case.assertEqual(found, acknowledged)
        failures = self.failures
        print(
            f"  {self.count} calls in {self._seconds:.0f} s, {len(acknowledged)} records, none lost; "
            f"{len(failures) or 'no'} requests failed; slowest call {self.slowest:.1f} s",
            flush=True,
        )
