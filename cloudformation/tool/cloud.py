#!/usr/bin/env python3
"""What `make cloud-…` and the pipeline do with the templates.

    cloud.py cost ENVIRONMENT [--own FILE]
    cloud.py plan ENVIRONMENT --packaged FILE --change-set NAME [--own FILE] [--accept PATH …] [--role ARN]
             [--boundary ARN] [--keep] [--arn-file FILE]
    cloud.py execute ENVIRONMENT --packaged FILE --change-set NAME [--planned ARN] [--role ARN] [--boundary ARN]
    cloud.py outputs ENVIRONMENT
    cloud.py smoke ENVIRONMENT
    cloud.py drift ENVIRONMENT
    cloud.py destroy ENVIRONMENT [--confirm STACK]

`plan` makes a change set over all stacks and prints what it would do. If that would end something that holds data and
is not accepted by name, it deletes the change set and ends with status 3. A plan of nothing leaves no change set. With
--keep it deletes none: the role of the pipeline's plans may not.

`execute` executes the change set. If there is none to be executed, it plans again: either nothing was to change, or
this is the pipeline going back to a commit that it deployed before.
"""

import argparse
import json
import pathlib
import sys

import changes
import cost
import environment
import removal
import stacks
from botocore.exceptions import BotoCoreError, ClientError

STOPPED = 3


def plan(target: environment.Environment, options: argparse.Namespace) -> int:
    status, arn = make_plan(target, options)
    if options.arn_file:
        pathlib.Path(options.arn_file).write_text(arn or "none", encoding="utf-8")
    return status


def make_plan(target: environment.Environment, options: argparse.Namespace) -> tuple[int, str | None]:
    """A status, and the ARN of a change set to be executed."""
    own = environment.own_parameters(options.own)
    if options.boundary:
        own["BoundaryArn"] = options.boundary
    values = changes.current_parameters(target) | target.parameters | own
    print(cost.report(target, values), end="\n\n")
    body = pathlib.Path(options.packaged).read_text(encoding="utf-8")
    is_new = changes.is_new(target)
    arn = changes.create(target, body, options.change_set, own, options.role, options.keep)
    if arn is None:
        print(f"{target.stack} is as the templates say: nothing to change.")
        return 0, None
    if is_new:
        print(changes.creation(target, values))
        return 0, arn
    found = list(changes.read(arn))
    print(changes.summary(target, found))
    refused = [change for change in changes.losses(found) if change.path not in options.accept]
    if refused:
        if not options.keep:
            changes.delete(target, options.change_set)
        return STOPPED, None
    return 0, arn


def execute(target: environment.Environment, options: argparse.Namespace) -> int:
    # Others may give the name to another change set, but never the ARN.
    arn = changes.executable(target, options.planned or options.change_set)
    if arn is None:
        status, arn = make_plan(target, options)
        if arn is None:
            return status
    return 0 if stacks.execute(target, arn) else 1


def destroy(target: environment.Environment, options: argparse.Namespace) -> int:
    left, deleted = removal.plan(target)
    for title, some in (("This stays, as the retain list says", left), ("This is deleted for good", deleted)):
        print(f"{title}:")
        print("\n".join(f"  {path}  {physical}" for path, _, physical in some) or "  nothing")
    print("Everything else of the stack is deleted too.")
    confirmed = options.confirm or input(f"Type {target.stack} to go on: ")
    if confirmed != target.stack:
        print("Nothing was done.")
        return 1
    return 0 if removal.destroy(target) else 1


def report(wrong: list[str], good: str) -> int:
    print("\n".join(wrong) if wrong else good)
    return 1 if wrong else 0


COMMANDS = {
    "cost": lambda target, options: print(
        cost.report(target, target.parameters | environment.own_parameters(options.own))
    ),
    "plan": plan,
    "execute": execute,
    "outputs": lambda target, _: print(json.dumps(stacks.outputs(target), indent=2)),
    "smoke": lambda target, _: report(stacks.smoke(target), f"{target.stack} works."),
    "drift": lambda target, _: report(stacks.drift(target), f"{target.stack} is as the templates say."),
    "destroy": destroy,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("environment")
    parser.add_argument("--packaged", help="the root template as `aws cloudformation package` wrote it")
    parser.add_argument("--change-set", help="name of the change set")
    parser.add_argument("--own", help="JSON file with parameters that are not in the repository")
    parser.add_argument("--accept", action="append", default=[], help="a resource that may end, as Data/Table")
    parser.add_argument("--role", default="", help="what CloudFormation acts with, instead of the caller's rights")
    parser.add_argument("--boundary", default="", help="permissions boundary of the environment's roles")
    parser.add_argument("--keep", action="store_true", help="delete no change set")
    parser.add_argument("--arn-file", default="", help="where a plan writes the ARN of its change set, or none")
    parser.add_argument("--planned", default="", help="that ARN, instead of the name of the change set")
    parser.add_argument("--confirm", default="", help="the stack's name, instead of typing it")
    options = parser.parse_args()
    target = environment.read(options.environment)
    try:
        return COMMANDS[options.command](target, options) or 0
    except (changes.Refused, BotoCoreError, ClientError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
