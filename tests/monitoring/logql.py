"""Evaluates the part of LogQL that our rules use, over lines in memory.

It stands in for Loki, which is not run here, and does what Loki's documentation and source say about that part. Whatever
it does not know, it refuses with a LogqlError: an expression is never understood halfway.

A source of lines has `lines(wanted, after_ns, until_ns)`, which yields a Line for each line of the streams whose labels
`wanted(labels)` accepts, with after_ns < time <= until_ns.
"""

import dataclasses
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

ERROR = "__error__"


class LogqlError(ValueError):
    pass


class Line(NamedTuple):
    at_ns: int
    text: str
    labels: dict[str, str]  # of its stream
    metadata: dict[str, str]  # Loki's structured metadata


class Source(Protocol):
    def lines(self, wanted: Callable[[dict], bool], after_ns: int, until_ns: int) -> Iterable[Line]: ...


class Sample(NamedTuple):
    labels: dict[str, str]
    value: float


Vector = list[Sample]


class Entry:
    """A line on its way through a pipeline."""

    __slots__ = ("text", "labels", "metadata", "parsed", "error")

    def __init__(self, line: Line):
        self.text, self.labels, self.metadata = line.text, line.labels, line.metadata
        self.parsed: dict[str, str] = {}
        self.error = ""

    def get(self, name: str) -> str | None:
        if name == ERROR:
            return self.error
        for labels in (self.parsed, self.metadata, self.labels):
            if name in labels:
                return labels[name]
        return None

    def free(self, name: str) -> str:
        """The name that a parser gives a label: with a suffix if the stream or the metadata has it already."""
        return f"{name}_extracted" if name in self.labels or name in self.metadata else name

    def all_labels(self) -> dict[str, str]:
        merged = self.labels | self.metadata | self.parsed | {ERROR: self.error}
        return {name: value for name, value in merged.items() if value}


Stage = Callable[[Entry], bool]  # whether the line stays

# Python knows these and RE2, which Loki uses, does not; or they mean something else there.
NOT_RE2 = re.compile(r"\(\?(?:[=!>(]|<[=!]|P=)|(?<!\\)(?:\\\\)*\\[1-9]|[*+?}]\+|(?<!\\)\$|\\[ZzpP]|\[\[:")


def regex(pattern: str) -> re.Pattern:
    if NOT_RE2.search(pattern):
        raise LogqlError(f"the regular expression {pattern!r} has parts that are not known here")
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise LogqlError(f"the regular expression {pattern!r} is wrong: {error}") from None


class Matcher(NamedTuple):
    """A comparison with a string: of a stream's label, or of any label in a pipeline. A missing label is empty."""

    name: str
    op: str
    test: Callable[[str], bool]
    value: str


def matcher(name: str, op: str, value: str) -> Matcher:
    if op in ("=~", "!~"):
        pattern, wanted = regex(value), op == "=~"
        return Matcher(name, op, lambda given: (pattern.fullmatch(given) is not None) == wanted, value)
    return Matcher(name, op, lambda given: (given == value) == (op == "="), value)


def line_filter(op: str, values: list[str]) -> Stage:
    wanted = op in ("|=", "|~")
    if op in ("|~", "!~"):
        patterns = [regex(value) for value in values]
        return lambda entry: any(pattern.search(entry.text) for pattern in patterns) == wanted
    return lambda entry: any(value in entry.text for value in values) == wanted


def first_of_each(pairs: list[tuple[str, object]]) -> dict:
    return dict(reversed(pairs))


def refuse_constant(name: str) -> None:
    raise ValueError(name)


# Numbers stay the text that they are in the line, and of a key that occurs twice the first counts.
DECODER = json.JSONDecoder(
    object_pairs_hook=first_of_each, parse_int=str, parse_float=str, parse_constant=refuse_constant
)


def json_document(entry: Entry) -> object:
    """None, and the error set, if the line is not JSON."""
    try:
        return DECODER.decode(entry.text)
    except ValueError:
        entry.error = "JSONParserErr"
        return None


def json_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    raise LogqlError("a path of json leads to an object or an array, which is not known here")


def sanitized(key: str, start: bool) -> str:
    key = key.strip()
    if start and key[:1].isdigit():
        key = "_" + key
    return re.sub(r"[^A-Za-z0-9_]", "_", key)


def flattened(document: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        part = sanitized(key, start=not prefix)
        name = f"{prefix}_{part}" if prefix and part else prefix or part
        if isinstance(value, dict):
            yield from flattened(value, name)
        elif name and value is not None and not isinstance(value, list):
            yield name, json_value(value)


def json_all(entry: Entry) -> bool:
    document = json_document(entry)
    if not isinstance(document, dict):
        entry.error = "JSONParserErr"
        return True
    for name, value in flattened(document):
        entry.parsed.setdefault(entry.free(name), value)
    return True


PATH = re.compile(r'(?:^|\.)(?P<field>[A-Za-z_][A-Za-z0-9_]*)|\["(?P<key>[^"\]]*)"\]|\[(?P<index>\d+)\]')


def json_path(text: str) -> list[str | int]:
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = PATH.match(text, at)
        if not found:
            raise LogqlError(f"the path {text!r} is not known here")
        steps.append(int(found["index"]) if found["index"] else found["field"] or found["key"])
        at = found.end()
    return steps


NOTHING = object()


def follow(value: object, path: list[str | int]) -> object:
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else NOTHING
        else:
            value = value.get(step, NOTHING) if isinstance(value, dict) else NOTHING
    return value


def json_some(wanted: list[tuple[str, str]]) -> Stage:
    paths = [(name, json_path(path)) for name, path in wanted]

    def stage(entry: Entry) -> bool:
        if not entry.text:
            return True
        document = json_document(entry)
        if entry.error:
            return True
        for name, path in paths:
            value = follow(document, path)
            if value is not NOTHING:
                entry.parsed[entry.free(name)] = json_value(value)
            elif entry.get(name) is None:
                entry.parsed[name] = ""
        return True

    return stage


def regexp(pattern: str) -> Stage:
    compiled = regex(pattern)
    if not compiled.groupindex:
        raise LogqlError("regexp needs a named group")

    def stage(entry: Entry) -> bool:
        found = compiled.search(entry.text)
        for name, value in (found.groupdict() if found else {}).items():
            entry.parsed.setdefault(entry.free(name), value or "")
        return True

    return stage


COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}


def label_test(test: Matcher) -> Stage:
    return lambda entry: test.test(entry.get(test.name) or "")


def number_test(name: str, op: str, number: float) -> Stage:
    """Without the label the line goes. A label that is no number leaves the line, with an error."""
    compare = COMPARISONS[op]

    def stage(entry: Entry) -> bool:
        text = entry.get(name)
        if text is None:
            return False
        try:
            return compare(float(text), number)
        except ValueError:
            entry.error = entry.error or "LabelFilterErr"
            return True

    return stage


def either(left: Stage, right: Stage) -> Stage:
    return lambda entry: left(entry) or right(entry)


def both(left: Stage, right: Stage) -> Stage:
    return lambda entry: left(entry) and right(entry)


@dataclasses.dataclass(frozen=True)
class Logs:
    """A selector and its pipeline: a query for lines."""

    matchers: list[Matcher]
    stages: list[Stage]

    def wants(self, labels: dict[str, str]) -> bool:
        return all(test.test(labels.get(test.name, "")) for test in self.matchers)

    def entries(self, source: Source, after_ns: int, until_ns: int) -> Iterator[tuple[int, Entry]]:
        for line in source.lines(self.wants, after_ns, until_ns):
            entry = Entry(line)
            if all(stage(entry) for stage in self.stages):
                yield line.at_ns, entry


class Metric(Protocol):
    """A query for numbers, at one moment."""

    def at(self, source: Source, now_ns: int) -> Vector: ...


@dataclasses.dataclass(frozen=True)
class Number:
    value: float


@dataclasses.dataclass(frozen=True)
class Range:
    function: str
    logs: Logs
    seconds: float

    def at(self, source: Source, now_ns: int) -> Vector:
        counts: dict[frozenset, int] = {}
        for _, entry in self.logs.entries(source, now_ns - int(self.seconds * 1e9), now_ns):
            labels = frozenset(entry.all_labels().items())
            counts[labels] = counts.get(labels, 0) + 1
        for labels in counts:
            if error := dict(labels).get(ERROR):
                raise LogqlError(f'pipeline error: {error}; put `{ERROR}=""` after the parser')
        if self.function == "absent_over_time":
            return [] if counts else [Sample(self.absent_labels(), 1.0)]
        divisor = self.seconds if self.function == "rate" else 1
        return [Sample(dict(labels), count / divisor) for labels, count in counts.items()]

    def absent_labels(self) -> dict[str, str]:
        labels: dict[str, str] = {}
        for test in self.logs.matchers:
            if test.op == "=":
                labels.setdefault(test.name, test.value)
        others = {test.name for test in self.logs.matchers if test.op != "="}
        return {name: value for name, value in labels.items() if name not in others}


@dataclasses.dataclass(frozen=True)
class Aggregation:
    operator: str
    inner: Metric
    labels: tuple[str, ...]
    without: bool

    def at(self, source: Source, now_ns: int) -> Vector:
        groups: dict[frozenset, float] = {}
        for sample in self.inner.at(source, now_ns):
            kept = frozenset((name, value) for name, value in sample.labels.items() if self.keeps(name))
            groups[kept] = groups.get(kept, 0) + (sample.value if self.operator == "sum" else 1)
        return [Sample(dict(labels), value) for labels, value in groups.items()]

    def keeps(self, name: str) -> bool:
        return (name in self.labels) != self.without


@dataclasses.dataclass(frozen=True)
class Top:
    most: int
    inner: Metric

    def at(self, source: Source, now_ns: int) -> Vector:
        return sorted(self.inner.at(source, now_ns), key=lambda sample: -sample.value)[: self.most]


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right if right else math.nan,
}


def calculated(op: str, left: float, right: float, kept: float) -> float | None:
    """The value of a pair; None if a comparison drops it, else the value that it keeps."""
    if op in ARITHMETIC:
        return ARITHMETIC[op](left, right)
    return kept if COMPARISONS[op](left, right) else None


@dataclasses.dataclass(frozen=True)
class WithNumber:
    """A vector and a number: each sample keeps its labels, comparisons keep the sample."""

    op: str
    vector: Metric
    number: float
    number_is_left: bool

    def at(self, source: Source, now_ns: int) -> Vector:
        found = []
        for sample in self.vector.at(source, now_ns):
            pair = (self.number, sample.value) if self.number_is_left else (sample.value, self.number)
            value = calculated(self.op, *pair, kept=sample.value)
            if value is not None:
                found.append(Sample(sample.labels, value))
        return found


@dataclasses.dataclass(frozen=True)
class OfVectors:
    """Two vectors, matched by all labels."""

    op: str
    left: Metric
    right: Metric

    def at(self, source: Source, now_ns: int) -> Vector:
        left, right = self.left.at(source, now_ns), self.right.at(source, now_ns)
        values = {frozenset(sample.labels.items()): sample.value for sample in right}
        if self.op == "or":
            names = {frozenset(sample.labels.items()) for sample in left}
            return left + [sample for sample in right if frozenset(sample.labels.items()) not in names]
        found = []
        for sample in left:
            other = values.get(frozenset(sample.labels.items()))
            if self.op in ("and", "unless"):
                value = sample.value if (other is None) == (self.op == "unless") else None
            else:
                value = None if other is None else calculated(self.op, sample.value, other, kept=sample.value)
            if value is not None:
                found.append(Sample(sample.labels, value))
        return found


TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)
      | (?P<range>\[[^\]]*\])
      | (?P<number>\d+(?:\.\d+)?(?![\w.]))
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>\|=|\|~|!~|!=|=~|==|>=|<=|[=<>|{}(),+*/-])""",
    re.VERBOSE,
)
ESCAPE = re.compile(rb'\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))', re.DOTALL)
ESCAPED = dict(zip(b'abfnrtv\\"', b'\a\b\f\n\r\t\v\\"', strict=True))


def unquoted(token: str) -> str:
    if token[0] == "`":
        return token[1:-1]

    def replace(found: re.Match) -> bytes:
        if found[1]:
            return bytes([ESCAPED[found[1][0]]])
        if found[2]:
            return bytes([int(found[2], 16)])
        if found[3]:
            return chr(int(found[3], 16)).encode()
        raise LogqlError(f"the escape \\{found[4].decode(errors='replace')} is not known here")

    try:
        return ESCAPE.sub(replace, token[1:-1].encode()).decode()
    except UnicodeDecodeError:
        raise LogqlError(f"{token} is not UTF-8") from None


UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds(text: str) -> float:
    """Of a duration as Prometheus writes it: 1h30m."""
    if not re.fullmatch(r"(?:\d+(?:ms|[smhdw]))+", text):
        raise LogqlError(f"the duration {text!r} is not known here")
    return sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)(ms|[smhdw])", text))


# From the loosest to the tightest.
LEVELS = (("or",), ("and", "unless"), ("==", "!=", ">", ">=", "<", "<="), ("+", "-"), ("*", "/"))
RANGES = ("count_over_time", "rate", "absent_over_time")
AGGREGATIONS = ("sum", "count")


class Parser:
    def __init__(self, text: str):
        self.text, self.tokens, self.at = text, [], 0
        position = 0
        while position < len(text):
            found = TOKEN.match(text, position)
            if not found:
                raise LogqlError(f"not known here: {text[position:position + 20]!r}")
            if found.lastgroup != "space":
                self.tokens.append((found.lastgroup, found[0]))
            position = found.end()
        self.tokens.append(("end", ""))

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.tokens[self.at][0] not in ("string", "range") else ""

    def take(self, kind: str) -> str:
        found, text = self.tokens[self.at]
        if found != kind:
            raise LogqlError(f"a {kind} is expected instead of {text or 'the end'!r} in: {self.text}")
        self.at += 1
        return text

    def accept(self, *wanted: str) -> str:
        text = self.peek()
        if not text or text not in wanted:
            return ""
        self.at += 1
        return text

    def expect(self, *wanted: str) -> str:
        found = self.accept(*wanted)
        if not found:
            raise LogqlError(f"{self.tokens[self.at][1] or 'the end'!r} is not known here, in: {self.text}")
        return found

    def string(self) -> str:
        return unquoted(self.take("string"))

    def whole(self, part: Callable):
        found = part()
        if self.tokens[self.at][0] != "end":
            raise LogqlError(f"{self.tokens[self.at][1]!r} is not known here, in: {self.text}")
        return found

    def logs(self) -> Logs:
        self.expect("{")
        matchers = [self.matcher()]
        while self.accept(","):
            matchers.append(self.matcher())
        self.expect("}")
        if all(test.test("") for test in matchers):
            raise LogqlError("a selector needs a matcher that does not match what is empty")
        stages = []
        while self.peek() in ("|=", "|~", "!=", "!~", "|"):
            stages.append(self.stage())
        return Logs(matchers, stages)

    def matcher(self) -> Matcher:
        return matcher(self.take("word"), self.expect("=", "!=", "=~", "!~"), self.string())

    def stage(self) -> Stage:
        op = self.expect("|=", "|~", "!=", "!~", "|")
        if op != "|":
            values = [self.string()]
            while self.accept("or"):
                values.append(self.string())
            return line_filter(op, values)
        if self.accept("json"):
            return self.json_stage()
        if self.accept("regexp"):
            return regexp(self.string())
        return self.label_filter()

    def json_stage(self) -> Stage:
        if self.tokens[self.at][0] != "word":
            return json_all
        wanted = []
        while True:
            name = self.take("word")
            wanted.append((name, self.string() if self.accept("=") else name))
            if not self.accept(","):
                return json_some(wanted)

    def label_filter(self) -> Stage:
        found = self.all_of()
        while self.accept("or"):
            found = either(found, self.all_of())
        return found

    def all_of(self) -> Stage:
        found = self.predicate()
        while self.accept("and", ","):
            found = both(found, self.predicate())
        return found

    def predicate(self) -> Stage:
        if self.accept("("):
            found = self.label_filter()
            self.expect(")")
            return found
        name = self.take("word")
        op = self.expect("=", "!=", "=~", "!~", "==", ">", ">=", "<", "<=")
        if self.tokens[self.at][0] == "string" and op in ("=", "!=", "=~", "!~"):
            return label_test(matcher(name, op, self.string()))
        return number_test(name, "==" if op == "=" else op, float(self.take("number")))

    def metric(self, level: int = 0) -> Metric | Number:
        if level == len(LEVELS):
            return self.operand()
        left = self.metric(level + 1)
        while op := self.accept(*LEVELS[level]):
            left = combined(op, left, self.metric(level + 1))
        return left

    def operand(self) -> Metric | Number:
        if self.tokens[self.at][0] == "number":
            return Number(float(self.take("number")))
        if self.accept("("):
            found = self.metric()
            self.expect(")")
            return found
        name = self.expect(*RANGES, *AGGREGATIONS, "topk")
        if name in RANGES:
            self.expect("(")
            logs = self.logs()
            duration = seconds(self.take("range")[1:-1].strip())
            self.expect(")")
            return Range(name, logs, duration)
        if name == "topk":
            self.expect("(")
            most = int(self.take("number"))
            self.expect(",")
            return Top(most, self.last_argument())
        grouping = self.grouping()
        self.expect("(")
        inner = self.last_argument()
        return Aggregation(name, inner, *(grouping or self.grouping() or ((), False)))

    def last_argument(self) -> Metric:
        inner = self.metric()
        self.expect(")")
        if isinstance(inner, Number):
            raise LogqlError("a number cannot be aggregated")
        return inner

    def grouping(self) -> tuple[tuple[str, ...], bool] | None:
        word = self.accept("by", "without")
        if not word:
            return None
        self.expect("(")
        labels = [self.take("word")]
        while self.accept(","):
            labels.append(self.take("word"))
        self.expect(")")
        return tuple(labels), word == "without"


def combined(op: str, left: Metric | Number, right: Metric | Number) -> Metric | Number:
    numbers = isinstance(left, Number), isinstance(right, Number)
    if any(numbers) and op in ("and", "or", "unless") or all(numbers) and op in COMPARISONS:
        raise LogqlError(f"{op} does not take these sides")
    if all(numbers):
        return Number(ARITHMETIC[op](left.value, right.value))
    if numbers[0]:
        return WithNumber(op, right, left.value, number_is_left=True)
    if numbers[1]:
        return WithNumber(op, left, right.value, number_is_left=False)
    return OfVectors(op, left, right)


def parse_metric(text: str) -> Metric:
    parser = Parser(text)
    found = parser.whole(parser.metric)
    if isinstance(found, Number):
        raise LogqlError("a number alone is no rule")
    return found


def parse_logs(text: str) -> Logs:
    parser = Parser(text)
    return parser.whole(parser.logs)
