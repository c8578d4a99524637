#!/usr/bin/env python3
"""All tests of the packages and of the playbook."""

import suite
from backup_test import *  # noqa: F403
from packages_test import *  # noqa: F403
from single_host_test import *  # noqa: F403
from static_test import *  # noqa: F403

if __name__ == "__main__":
    suite.run()
