"""All tests of the cloud's templates."""

from deployment_test import *  # noqa: F403, unittest finds the cases by name
from pipeline_test import *  # noqa: F403
from programs_test import *  # noqa: F403
from rights_test import *  # noqa: F403
from static_test import *  # noqa: F403
from suite import run

if __name__ == "__main__":
    run()
