"""All tests of the cloud's templates."""

from deployment_test import *  # noqa: F403: what unittest looks for
from suite import run

if __name__ == "__main__":
    run()
