"""Ends this program as an exception does, so that whatever it started is ended by it."""

import signal


class Late(BaseException):
    """The time of a scenario is over."""


def end_by_signal() -> None:
    """SIGTERM and SIGHUP unwind what is under way."""

    def end(number, _):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def limit(seconds: float) -> None:
    """Raises Late in the main thread after so many seconds; 0: not any more."""

    def late(*_):
        raise Late

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
