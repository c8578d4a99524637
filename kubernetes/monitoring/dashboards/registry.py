"""The registry: who asks for what, how fast it answers, and what holds it up."""

import workloads
from panels import BLUE, GREEN, RED, YELLOW, board, choice, graph, number, promql

ALL = 'job="doggy-registry", namespace="$namespace"'
PODS = f'{ALL}, pod=~"$pod"'
ROUTES = f'{PODS}, route!~"/healthz|/readyz|/metrics"'


def quantile(share: float, by: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    rates = f"rate(doggy_http_request_duration_seconds_bucket{{{ROUTES}}}[$__rate_interval])"
    return f"histogram_quantile({share}, sum by ({labels}) ({rates}))"


def requests(status: str = "", by: str = "") -> str:
    matcher = f', status="{status}"' if status else ""
    total = f"(rate(doggy_http_requests_total{{{ROUTES}{matcher}}}[$__rate_interval]))"
    return f"sum by ({by}) {total}" if by else f"sum{total}"


AT_A_GLANCE = [
    workloads.ready("doggy-registry", "RegistryDown"),
    number(
        "Requests",
        "How much is asked of the registry at the moment?",
        promql(requests()),
        unit="reqps",
        first=BLUE,
    ),
    number(
        "Failed requests",
        "Which share of requests got a 5xx answer? Above 0.1 % the objective of a month is missed if it stays so.",
        promql(f"{requests('5xx')} / ({requests()} > 0)"),
        unit="percentunit",
        limits=[(0.001, YELLOW), (0.01, RED)],
        decimals=2,
        nothing="no requests",
    ),
    number(
        "Slowest hundredth",
        "How long does the slowest 1 % of requests take at least?",
        promql(quantile(0.99) + " >= 0"),
        unit="s",
        limits=[(0.25, YELLOW), (1, RED)],
        nothing="no requests",
    ),
    number(
        "Store",
        "Can the registry write? SQLite: whether the last commit succeeded. DynamoDB: whether it is being asked.",
        promql(f"min(doggy_store_writable{{{ALL}}}) or (1 - max(doggy_dynamodb_breaker_open{{{ALL}}}))"),
        unit="none",
        words={"0": ("not writable", RED), "1": ("writable", GREEN)},
    ),
    number(
        "Oldest job",
        "For how long has the oldest background job been due? Jobs send mails, pushes and webhooks.",
        promql(f"max(doggy_jobs_oldest_seconds{{{ALL}}})"),
        unit="s",
        limits=[(60, YELLOW), (300, RED)],
    ),
]

REQUESTS = [
    graph(
        "Requests by status",
        "How many requests are answered, and how? 4xx are the client's fault, 5xx are ours.",
        promql(requests(by="status"), "{{status}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "Latency",
        "How long do people wait? Half of all requests are faster than the median, 1 % are slower than p99.",
        promql(quantile(0.5), "median"),
        promql(quantile(0.9), "p90"),
        promql(quantile(0.99), "p99"),
        unit="s",
    ),
    graph(
        "Requests by route",
        "What is asked for most?",
        promql(f"topk(10, {requests(by='method, route')})", "{{method}} {{route}}"),
        unit="reqps",
    ),
    graph(
        "Server errors by route",
        "Which calls fail, and how often? Find the cause in the log lines below by the route or a request's id.",
        promql(requests("5xx", by="method, route") + " > 0", "{{method}} {{route}}"),
        unit="reqps",
    ),
    graph(
        "Slowest routes",
        "Which calls are slow? The ten with the longest p99.",
        promql(f"topk(10, {quantile(0.99, 'method, route')})", "{{method}} {{route}}"),
        unit="s",
    ),
    graph(
        "Refused by clients' fault, by route",
        "Where do clients go wrong? Many on sign-in: guessed passwords. Many on one route: an old or broken client.",
        promql(f"topk(10, {requests('4xx', by='method, route')} > 0)", "{{method}} {{route}}"),
        unit="reqps",
    ),
]

LOAD = [
    graph(
        "Requests being answered",
        "How much is under way at once in each pod? It grows when answers become slow.",
        promql(f"doggy_http_requests_in_flight{{{PODS}}}", "{{pod}}"),
        unit="none",
        runbook="RegistryRequestsPileUp",
    ),
    graph(
        "Connections and open files",
        """How many connections are open to each pod? Live updates keep one each; a drop means that people were cut off.
        Each is an open file, so files that grow alone are a leak.""",
        promql(f"doggy_http_connections{{{PODS}}}", "connections {{pod}}"),
        promql(f"process_open_fds{{{PODS}}}", "files {{pod}}"),
        unit="none",
        runbook="RegistryConnectionsNearLimit",
    ),
    workloads.replicas("doggy-registry"),
    graph(
        "Waiting for a pool",
        "Which kind of work waits for a thread or for its account's turn? People wait as long as these do.",
        promql(f"sum by (pool) (doggy_pool_waiting{{{PODS}}})", "{{pool}}"),
        unit="none",
        runbook="RegistryWorkWaits",
    ),
    graph(
        "Refused by limits",
        "Does an account ask for more expensive work at once than it may (429)? By the kind of work.",
        promql(f"sum by (limit) (rate(doggy_limit_refused_total{{{PODS}}}[$__rate_interval]))", "{{limit}}"),
        unit="reqps",
    ),
    graph(
        "Exceptions of background work",
        "Did a background task fail by a bug? It goes on; the log line background-failed says what happened.",
        promql(f"sum by (task) (increase(doggy_background_failures_total{{{PODS}}}[$__rate_interval]))", "{{task}}"),
        unit="none",
        runbook="BackgroundWorkFails",
    ),
]

STORE = [
    graph(
        "Calls to DynamoDB",
        "What is asked of the table? Empty with SQLite.",
        promql(
            f"sum by (operation) (rate(doggy_dynamodb_requests_total{{{PODS}}}[$__rate_interval]))", "{{operation}}"
        ),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "Units read",
        "What do reads cost? A million units cost what docs/scaling.md says; empty with SQLite.",
        promql(
            f"sum by (operation) (rate(doggy_dynamodb_consumed_read_units_total{{{PODS}}}[$__rate_interval]))",
            "{{operation}}",
        ),
        unit="cps",
        stacked=True,
    ),
    graph(
        "Units written",
        "What do writes cost? Empty with SQLite.",
        promql(
            f"sum by (operation) (rate(doggy_dynamodb_consumed_write_units_total{{{PODS}}}[$__rate_interval]))",
            "{{operation}}",
        ),
        unit="cps",
        stacked=True,
    ),
    graph(
        "Throttled and repeated calls",
        "Does DynamoDB refuse calls because there are too many? Each is tried again, which people notice as waiting.",
        promql(f"sum(rate(doggy_dynamodb_throttles_total{{{PODS}}}[$__rate_interval]))", "throttled"),
        promql(f"sum(rate(doggy_dynamodb_retries_total{{{PODS}}}[$__rate_interval]))", "tried again"),
        unit="reqps",
        runbook="DynamoDBThrottles",
    ),
    graph(
        "DynamoDB left alone",
        "Which pods have stopped asking DynamoDB because it failed too often? 1: this pod refuses requests.",
        promql(f"doggy_dynamodb_breaker_open{{{PODS}}}", "{{pod}}"),
        unit="none",
        runbook="DynamoDBNotAnswering",
        top=1,
    ),
    graph(
        "SQLite: failed commits",
        "Does the disk refuse writes? While it does, people read and cannot write. Empty with DynamoDB.",
        promql(
            f"sum by (pod) (increase(doggy_store_commit_failures_total{{{PODS}}}[$__rate_interval]))", "failed {{pod}}"
        ),
        promql(f"doggy_store_writable{{{PODS}}}", "writable {{pod}}"),
        unit="none",
        runbook="RegistryStoreNotWritable",
    ),
]

JOBS = [
    graph(
        "Attempts at jobs",
        "What do background jobs do, and what came of it? again: it failed and is tried later. dead: given up.",
        promql(
            f"sum by (kind, outcome) (rate(doggy_jobs_attempts_total{{{PODS}}}[$__rate_interval]))",
            "{{kind}} {{outcome}}",
        ),
        unit="ops",
        runbook="RegistryJobsFail",
    ),
    graph(
        "Jobs due and running",
        "Do the pods keep up? Due jobs are in the store, so every pod reports the same number.",
        promql(f"max(doggy_jobs_due{{{ALL}}})", "due"),
        promql(f"sum(doggy_jobs_running{{{PODS}}})", "running"),
        unit="none",
    ),
    graph(
        "Age of the oldest job",
        "How late are mails, pushes and webhooks?",
        promql(f"max(doggy_jobs_oldest_seconds{{{ALL}}})", "oldest"),
        unit="s",
        runbook="RegistryJobsLate",
        limits=[(300, RED)],
    ),
    graph(
        "Dead letters",
        "Which work was given up in the last 30 days and needs somebody to look at it?",
        promql(f"max(doggy_jobs_dead{{{ALL}}})", "dead letters"),
        unit="none",
        runbook="RegistryJobsDead",
    ),
    graph(
        "Push messages",
        "Do people get their notifications? By what the push service answered.",
        promql(f"sum by (outcome) (rate(doggy_push_messages_total{{{PODS}}}[$__rate_interval]))", "{{outcome}}"),
        unit="ops",
        runbook="RegistryPushFails",
    ),
    graph(
        "Webhooks",
        "Do the receivers of webhooks answer? One that fails for long is disabled, and its owner is told.",
        promql(f"sum by (outcome) (rate(doggy_webhook_attempts_total{{{PODS}}}[$__rate_interval]))", "{{outcome}}"),
        promql(f"sum(increase(doggy_webhooks_disabled_total{{{PODS}}}[$__rate_interval]))", "disabled"),
        unit="ops",
    ),
]


def variables() -> list:
    """For dashboards about the registry: which namespace, which pods."""
    known = f"doggy_http_connections{{{ALL}}}"
    everywhere = 'label_values(doggy_http_connections{job="doggy-registry"}, namespace)'
    return [
        choice("namespace", "Namespace", everywhere, chosen="doggy"),
        choice("pod", "Pod", f"label_values({known}, pod)"),
    ]


def make():
    return board(
        "registry",
        "Registry",
        "Does the registry answer, how fast, and what holds it up?",
        {
            "At a glance": AT_A_GLANCE,
            "Requests": REQUESTS,
            "Load": LOAD,
            "Store": STORE,
            "Jobs, push and webhooks": JOBS,
            "Pods": workloads.resources("doggy-registry", "registry"),
            "Logs": [workloads.warnings("registry")],
        },
        variables=variables(),
        components=["registry", "dynamodb"],
    )
