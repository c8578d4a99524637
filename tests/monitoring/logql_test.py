"""The evaluator of LogQL: what Loki's documentation says, and what its source does at the edges."""

import json
import unittest

import logql
from log_store import Streams
from suite import run

SECOND = 10**9
# Every case that Loki's documentation of the parser json shows: nesting, a list, a number, keys that are no label names.
REQUEST = {
    "protocol": "HTTP/1.1",
    "servers": ["10.0.2.7", "10.0.2.8"],
    "request": {
        "seconds": "0.012",
        "method": "PUT",
        "size": "2048",
        "headers": {"Accept": "*/*", "User-Agent": "curl/8.14.1"},
    },
    "response": {"status": 404, "size": "91"},
}


def streams(*lines: str, labels: dict | None = None, metadata: dict | None = None, every: int = SECOND) -> Streams:
    """One line each second, the first at the first second."""
    found = Streams()
    for number, line in enumerate(lines, 1):
        found.add(labels or {"job": "a"}, line, number * every, metadata)
    return found


def kept(query: str, source: Streams) -> list[str]:
    return [entry.text for _, entry in logql.parse_logs(query).entries(source, -1, 10**18)]


def parsed(query: str, line: str, **options) -> dict[str, str]:
    """What the pipeline made of a single line, and its error."""
    [(_, entry)] = logql.parse_logs(query).entries(streams(line, **options), -1, 10**18)
    return entry.parsed | ({logql.ERROR: entry.error} if entry.error else {})


def vector(query: str, source: Streams, now: float = 10) -> dict[str, float]:
    found = logql.parse_metric(query).at(source, int(now * SECOND))
    return {" ".join(f"{name}={text}" for name, text in sorted(labels.items())): value for labels, value in found}


class Selectors(unittest.TestCase):
    def found(self, selector: str) -> set[str]:
        source = Streams()
        for name in ("mysql", "mysql-backup", "mysql2", ""):
            source.add({"app": "x"} | ({"name": name} if name else {}), f"of {name}", 1)
        return {text.removeprefix("of ") for text in kept(selector, source)}

    def test_equality(self):
        self.assertEqual(self.found('{app="x", name="mysql-backup"}'), {"mysql-backup"})
        self.assertEqual(self.found('{app="x", name!="mysql"}'), {"mysql-backup", "mysql2", ""})

    def test_regular_expressions_match_the_whole_value(self):
        self.assertEqual(self.found('{name =~ "mysql.+"}'), {"mysql-backup", "mysql2"})
        self.assertEqual(self.found(r"{app=`x`, name !~ `mysql-\w+`}"), {"mysql", "mysql2", ""})

    def test_a_missing_label_is_an_empty_one(self):
        self.assertEqual(self.found('{app="x", name=""}'), {""})

    def test_all_streams_at_once_are_refused(self):
        for selector in ("{}", '{name=""}', '{name=~".*"}', '{name!="a"}'):
            with self.assertRaises(logql.LogqlError, msg=selector):
                logql.parse_logs(selector)


class LineFilters(unittest.TestCase):
    LINES = ("error: timeout", "error: disk", "all is well", "ERROR=1 disk/a io:2003")

    def test_text(self):
        self.assertEqual(kept('{job="a"} |= "error" != "timeout"', streams(*self.LINES)), ["error: disk"])
        self.assertEqual(kept('{job="a"} |= ": disk" or "well"', streams(*self.LINES)), ["error: disk", "all is well"])
        self.assertEqual(
            kept('{job="a"} != "error" or "ERROR"', streams(*self.LINES)), ["all is well"], "neither of the two"
        )

    def test_regular_expressions_match_anywhere_with_case(self):
        self.assertEqual(kept('{job="a"} |~ "disk.*io:2003"', streams(*self.LINES)), [self.LINES[3]])
        self.assertEqual(kept('{job="a"} |~ "(?i)^error"', streams(*self.LINES)), [*self.LINES[:2], self.LINES[3]])
        self.assertEqual(kept(r'{job="a"} !~ "error|\\w+=\\d"', streams(*self.LINES)), ["all is well"])

    def test_what_re2_lacks_is_refused(self):
        for pattern in (r"(?=a)", r"(?!a)", r"(?<=a)b", r"(a)\\1", r"a++", r"(?P=x)", "a$"):
            with self.assertRaises(logql.LogqlError, msg=pattern):
                logql.parse_logs(f'{{job="a"}} |~ "{pattern}"')

    def test_escapes_of_gos_strings(self):
        self.assertEqual(kept(r'{job="a"} |= "\x65rr\u006fr: d\"" or "\tx" or "\\"', streams('error: d"', "a\\b")), [
            'error: d"',
            "a\\b",
        ])  # fmt: skip


class Json(unittest.TestCase):
    def test_all_properties_become_labels(self):
        self.assertEqual(
            parsed('{job="a"} | json', json.dumps(REQUEST)),
            {
                "protocol": "HTTP/1.1",
                "request_seconds": "0.012",
                "request_method": "PUT",
                "request_size": "2048",
                "request_headers_Accept": "*/*",
                "request_headers_User_Agent": "curl/8.14.1",
                "response_status": "404",
                "response_size": "91",
            },
        )

    def test_keys_are_sanitized(self):
        self.assertEqual(parsed('{job="a"} | json', '{"a.b": {"c": "d"}, "e": "f"}'), {"a_b_c": "d", "e": "f"})
        self.assertEqual(parsed('{job="a"} | json', '{"1st": 1, " x ": true, "": "-"}'), {"_1st": "1", "x": "true"})

    def test_arrays_and_nulls_are_skipped_and_of_equal_keys_the_first_counts(self):
        self.assertEqual(
            parsed('{job="a"} | json', '{"a": [1], "b": null, "c": 1, "c": 2, "d": 1e3}'), {"c": "1", "d": "1e3"}
        )

    def test_a_label_of_the_stream_keeps_its_name(self):
        options = {"labels": {"job": "a", "pod": "one"}, "metadata": {"level": "warn"}}
        self.assertEqual(
            parsed('{job="a"} | json', '{"pod": "two", "level": "info"}', **options),
            {"pod_extracted": "two", "level_extracted": "info"},
        )
        self.assertEqual(parsed('{job="a"} | json pod="x"', '{"x": "two"}', **options), {"pod_extracted": "two"})

    def test_some_properties_by_their_paths(self):
        line = json.dumps(REQUEST)
        self.assertEqual(
            parsed(r'{job="a"} | json first="servers[0]", ua="request.headers[\"User-Agent\"]"', line),
            {"first": "10.0.2.7", "ua": "curl/8.14.1"},
        )
        self.assertEqual(parsed('{job="a"} | json protocol', line), {"protocol": "HTTP/1.1"})
        self.assertEqual(
            parsed('{job="a"} | json status="response.status", none="request.none", fifth="servers[4]"', line),
            {"status": "404", "none": "", "fifth": ""},
        )

    def test_what_is_no_json_stays_with_an_error(self):
        for query in ('{job="a"} | json', '{job="a"} | json x="y"'):
            self.assertEqual(parsed(query, "level=info"), {logql.ERROR: "JSONParserErr"})
        self.assertEqual(kept('{job="a"} | json | __error__=""', streams("level=info", '{"a":1}')), ['{"a":1}'])


class Regexp(unittest.TestCase):
    def test_named_groups_become_labels(self):
        query = r'{job="a"} | regexp `^(?P<method>\w+) (?P<path>/\S*) \((?P<status>\d+)\)( by (?P<user>\w+))?`'
        self.assertEqual(
            parsed(query, "GET /v1/dogs (200) by olga"),
            {"method": "GET", "path": "/v1/dogs", "status": "200", "user": "olga"},
        )
        self.assertEqual(parsed(query, "GET / (200)"), {"method": "GET", "path": "/", "status": "200", "user": ""})
        self.assertEqual(parsed(query, "nothing of it"), {})

    def test_it_needs_a_named_group(self):
        with self.assertRaises(logql.LogqlError):
            logql.parse_logs('{job="a"} | regexp "(a)"')


class LabelFilters(unittest.TestCase):
    LINES = ('{"size":20,"method":"GET"}', '{"size":10,"method":"PUT"}', '{"size":30,"method":"PUT"}', '{"x":1}')

    def sizes(self, condition: str) -> list[int]:
        lines = kept(f'{{job="a"}} | json | {condition}', streams(*self.LINES))
        return [json.loads(line).get("size", 0) for line in lines]

    def test_numbers(self):
        for condition, sizes in (("size > 10", [20, 30]), ("size = 10", [10]), ("size == 10.0", [10])):
            self.assertEqual(self.sizes(condition), sizes)
        self.assertEqual(self.sizes("size != 10"), [20, 30], "a line without the label goes")

    def test_texts(self):
        self.assertEqual(self.sizes('method!="GET"'), [10, 30, 0], "a missing label is empty")
        self.assertEqual(self.sizes('method=~"P|PU."'), [10, 30], "the whole value")

    def test_and_comes_before_or_and_a_pipe_after_both(self):
        self.assertEqual(self.sizes('size >= 30 or size == 20 and method!~"P.*"'), [20, 30])
        self.assertEqual(self.sizes('size >= 30 or size == 20 , method="PUT"'), [30])
        self.assertEqual(self.sizes('size >= 20 or size == 10 | method="GET"'), [20])
        self.assertEqual(self.sizes('(size >= 30 or size == 20) and method="GET"'), [20])

    def test_what_is_no_number_stays_with_an_error(self):
        found = parsed('{job="a"} | json | size > 1', '{"size":"large"}')
        self.assertEqual(found[logql.ERROR], "LabelFilterErr")


class Ranges(unittest.TestCase):
    def test_count_and_rate(self):
        source = streams("a", "b", "error", "c")  # at 1 s to 4 s
        self.assertEqual(vector('count_over_time({job="a"}[10s])', source), {"job=a": 4})
        self.assertEqual(vector('rate({job="a"}[10s])', source), {"job=a": 0.4})
        self.assertEqual(vector('count_over_time({job="a"} |= "error" [10s])', source), {"job=a": 1})

    def test_the_start_is_out_and_the_end_is_in(self):
        source = streams("a", "b", "c")
        self.assertEqual(vector('count_over_time({job="a"}[2s])', source, now=3), {"job=a": 2})
        self.assertEqual(vector('count_over_time({job="a"}[1s])', source, now=2.5), {"job=a": 1})

    def test_without_lines_there_is_no_series(self):
        self.assertEqual(vector('count_over_time({job="a"}[1m])', Streams()), {})
        self.assertEqual(vector('count_over_time({job="a"}[1m]) == 0', Streams()), {})

    def test_each_set_of_labels_is_a_series(self):
        source = streams('{"a":1}', '{"a":2}', '{"a":1,"b":""}', metadata={"level": "info"})
        self.assertEqual(
            vector('count_over_time({job="a"} | json [1m])', source),
            {"a=1 job=a level=info": 2, "a=2 job=a level=info": 1},
        )

    def test_a_line_with_an_error_ends_the_query(self):
        source = streams('{"a":1}', "no JSON")
        for query in ('count_over_time({job="a"} | json [1m])', 'sum(count_over_time({job="a"} | json [1m]))'):
            with self.assertRaisesRegex(logql.LogqlError, "pipeline error: JSONParserErr"):
                vector(query, source)
        self.assertEqual(vector('sum(count_over_time({job="a"} | json | __error__="" [1m]))', source), {"": 1})

    def test_absence(self):
        self.assertEqual(vector('absent_over_time({job="a"}[10s])', streams("a")), {})
        self.assertEqual(vector('absent_over_time({job="a"}[1s])', streams("a")), {"job=a": 1})
        self.assertEqual(
            vector('absent_over_time({job="a", pod=~"b.*", app!="c", app="d"}[1s])', Streams()), {"job=a": 1}
        )

    def test_durations(self):
        self.assertEqual(logql.seconds("1h30m"), 5400)
        self.assertEqual(logql.seconds("250ms"), 0.25)
        with self.assertRaises(logql.LogqlError):
            logql.seconds("5 minutes")


class Vectors(unittest.TestCase):
    def setUp(self):
        self.source = Streams()
        for job, pod, count in (("a", "1", 3), ("a", "2", 1), ("b", "3", 5)):
            for number in range(count):
                self.source.add({"job": job, "pod": pod}, "error" if number == 0 else "x", number + 1)
        self.all = 'count_over_time({job=~".+"}[10s])'

    def of(self, query: str) -> dict[str, float]:
        return vector(query.replace("ALL", self.all), self.source)

    def test_sums(self):
        self.assertEqual(self.of("sum(ALL)"), {"": 9})
        self.assertEqual(self.of("sum by (job) (ALL)"), {"job=a": 4, "job=b": 5})
        self.assertEqual(self.of("sum(ALL) by (job)"), {"job=a": 4, "job=b": 5})
        self.assertEqual(self.of("sum without (pod) (ALL)"), {"job=a": 4, "job=b": 5})
        self.assertEqual(self.of("sum by (job, none) (ALL)"), {"job=a": 4, "job=b": 5})
        self.assertEqual(self.of("count by (job) (ALL)"), {"job=a": 2, "job=b": 1})

    def test_topk_keeps_labels(self):
        self.assertEqual(self.of("topk(2, ALL)"), {"job=a pod=1": 3, "job=b pod=3": 5})

    def test_comparisons_filter_and_keep_values(self):
        self.assertEqual(self.of("ALL > 2"), {"job=a pod=1": 3, "job=b pod=3": 5})
        self.assertEqual(self.of("2 >= ALL"), {"job=a pod=2": 1})
        self.assertEqual(self.of("ALL != 3 < 5"), {"job=a pod=2": 1})

    def test_arithmetic_comes_before_comparisons_and_those_before_and(self):
        self.assertEqual(self.of("ALL * 2 + 1 > 6"), {"job=a pod=1": 7, "job=b pod=3": 11})
        self.assertEqual(self.of("ALL * (2 + 1) - 1"), {"job=a pod=1": 8, "job=a pod=2": 2, "job=b pod=3": 14})
        self.assertEqual(self.of("ALL > 2 and ALL < 5"), {"job=a pod=1": 3})
        self.assertEqual(self.of("ALL > 4 or ALL < 2 and ALL > 0"), {"job=b pod=3": 5, "job=a pod=2": 1})
        self.assertEqual(self.of("ALL unless ALL > 2"), {"job=a pod=2": 1})

    def test_vectors_meet_by_all_their_labels(self):
        share = 'sum by (job) (count_over_time({job=~".+"} |= "error" [10s])) / sum by (job) (ALL)'
        self.assertEqual(self.of(share), {"job=a": 0.5, "job=b": 0.2})
        self.assertEqual(self.of(f"{share} > 0.2"), {"job=a": 0.5})
        self.assertEqual(self.of("ALL / sum by (job) (ALL)"), {}, "nothing has the same labels")

    def test_a_division_by_zero_is_no_number_and_greater_than_nothing(self):
        self.assertEqual(self.of("ALL / 0 > 0"), {})
        self.assertNotEqual(self.of("sum(ALL) / 0")[""], self.of("sum(ALL) / 0")[""])


class Unknown(unittest.TestCase):
    def test_what_is_not_known_is_refused(self):
        queries = (
            'bytes_over_time({job="a"}[1m])',
            'avg(count_over_time({job="a"}[1m]))',
            'count_over_time({job="a"}[1m] offset 1m)',
            'sum_over_time({job="a"} | unwrap x [1m])',
            'count_over_time({job="a"} | logfmt [1m])',
            'count_over_time({job="a"} | line_format "x" [1m])',
            'count_over_time({job="a"} | json | x > 10s [1m])',
            'count_over_time({job="a"} | json | x > 10KB [1m])',
            'count_over_time({job="a"} | json | x = ip("10.0.0.1") [1m])',
            'count_over_time({job="a"} |> "x" [1m])',
            'count_over_time({job="a"}[1m]) > bool 1',
            'count_over_time({job="a"}[1m]) / on (job) count_over_time({job="a"}[1m])',
            'count_over_time({job="a"}[1m]) ^ 2',
            "vector(1)",
            'label_replace(count_over_time({job="a"}[1m]), "a", "b", "c", "d")',
            'count_over_time({job="a"}[1m]) and 1',
            "1 > 2",
            "1",
            "",
            '{job="a"}',
            'count_over_time({job="a"}[1m]) )',
        )
        for query in queries:
            with self.assertRaises(logql.LogqlError, msg=query):
                logql.parse_metric(query)
        for query in ('{job="a"} |', '{job="a"} | json x=', '{job="a"} extra', '{job="a"} | json x="a..b"', "{job=a}"):
            with self.assertRaises(logql.LogqlError, msg=query):
                logql.parse_logs(query)


if __name__ == "__main__":
    run()
