"""All suites of the alert analyzer in one run; each file is one kind of promise."""

from alertmanager_test import *  # noqa: F403, unittest finds the cases by name
from cloud_test import *  # noqa: F403, unittest finds the cases by name
from crash_test import *  # noqa: F403, unittest finds the cases by name
from delivery_test import *  # noqa: F403
from explanation_test import *  # noqa: F403
from suite import run

if __name__ == "__main__":
    run()
