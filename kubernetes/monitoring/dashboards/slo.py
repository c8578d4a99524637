"""What people can rely on, and how much of its error budget is left. chart/rules/slo.yaml has the objectives."""

from panels import BLUE, GREEN, RED, YELLOW, board, choice, graph, number, promql, ranking

REGISTRY = 'namespace="$namespace", container="registry"'
WINDOWS = ("5m", "30m", "1h", "6h", "3d")
# The part of requests that may fail or be slow.
AVAILABILITY, LATENCY = 0.001, 0.01


def errors(objective: str, window: str) -> str:
    return f"slo:registry_{objective}_errors:ratio_rate{window}{{{REGISTRY}}}"


def budget(objective: str, runbook: str):
    return number(
        "Budget left",
        """How much of the error budget of 30 days is left? At 0 % the objective is missed: put reliability before
        features. Where Prometheus keeps less than 30 days, it is about what it keeps.""",
        promql(f"slo:registry_{objective}:budget_remaining30d{{{REGISTRY}}}"),
        unit="percentunit",
        width=6,
        limits=[(0, YELLOW), (0.5, GREEN)],
        first=RED,
        decimals=1,
        runbook=runbook,
    )


def burn(objective: str, allowed: float, runbook: str):
    return graph(
        "Burn rate",
        """How fast is the budget used? At 1 it lasts exactly 30 days. An alert fires when a short and a long window are
        both above a bound: 14.4 for 5 minutes and an hour, 6 for 30 minutes and 6 hours, 1 for 6 hours and 3 days.""",
        *(promql(f"{errors(objective, window)} / {allowed}", window) for window in WINDOWS),
        unit="none",
        limits=[(1, YELLOW), (14.4, RED)],
        width=12,
        runbook=runbook,
    )


def share(objective: str, title: str, about: str, allowed: float):
    return graph(
        title,
        about,
        promql(errors(objective, "5m"), "5 minutes"),
        promql(errors(objective, "1h"), "1 hour"),
        unit="percentunit",
        limits=[(allowed, YELLOW)],
        width=12,
    )


def good(objective: str, title: str, about: str, allowed: float):
    """The objective's own figure, over the last three days."""
    return number(
        title,
        about,
        promql(f"1 - {errors(objective, '3d')}"),
        unit="percentunit",
        width=6,
        limits=[(1 - 2 * allowed, YELLOW), (1 - allowed, GREEN)],
        first=RED,
        decimals=3,
        nothing="no requests",
    )


def now(objective: str, allowed: float, runbook: str):
    return number(
        "Burn rate now",
        "Is it going wrong at the moment? Over the last hour; above 14.4, 2 % of the budget goes in an hour.",
        promql(f"{errors(objective, '1h')} / {allowed}"),
        unit="none",
        width=6,
        limits=[(1, YELLOW), (14.4, RED)],
        decimals=1,
        nothing="no requests",
        runbook=runbook,
    )


def counts(title: str, about: str, metric: str):
    return number(
        title,
        about,
        promql(f"avg_over_time({metric}{{{REGISTRY}}}[$__range]) * $__range_s"),
        unit="short",
        width=6,
        first=BLUE,
        nothing="no requests",
    )


AVAILABLE = [
    budget("availability", "RegistryErrorBudgetBurnsFast"),
    good(
        "availability",
        "Answered without an error",
        "Which share of requests had no 5xx answer in the last three days? The objective is 99.9 %.",
        AVAILABILITY,
    ),
    now("availability", AVAILABILITY, "RegistryErrorBudgetBurnsFast"),
    counts(
        "Failed requests",
        "How many requests failed in the time that is shown?",
        "slo:registry_requests_failed:rate5m",
    ),
    share(
        "availability",
        "Share of failed requests",
        "When did requests fail? The line is what may fail all the time without missing the objective.",
        AVAILABILITY,
    ),
    burn("availability", AVAILABILITY, "RegistryErrorBudgetBurnsSlowly"),
]

FAST = [
    budget("latency", "RegistryLatencyBudgetBurnsFast"),
    good(
        "latency",
        "Answered within 0.5 s",
        "Which share of requests was fast in the last three days? The objective is 99 %.",
        LATENCY,
    ),
    now("latency", LATENCY, "RegistryLatencyBudgetBurnsFast"),
    counts(
        "Slow requests",
        "How many requests took longer than 0.5 s in the time that is shown?",
        "slo:registry_timed_requests_slow:rate5m",
    ),
    share(
        "latency",
        "Share of slow requests",
        "When were requests slow? The line is what may be slow all the time without missing the objective.",
        LATENCY,
    ),
    burn("latency", LATENCY, "RegistryLatencyBudgetBurnsSlowly"),
]

WHERE = [
    ranking(
        "Routes with errors now",
        "Which calls use up the budget of availability?",
        promql(f'topk(10, sum by (method, route) (route:doggy_http_requests:rate5m{{{REGISTRY}, status="5xx"}}) > 0)'),
        columns=["method", "route"],
        value="Failed a second",
        unit="reqps",
    ),
    ranking(
        "Slow routes now",
        "Which calls use up the budget of latency? By their p99.",
        promql(f"topk(10, route:doggy_http_request_duration_seconds:p99_5m{{{REGISTRY}}} > 0.5)"),
        columns=["method", "route"],
        value="p99",
        unit="s",
    ),
]

SERVICES = [
    graph(
        "Requests",
        "How much is each of our services asked?",
        promql('container:doggy_http_requests:rate5m{namespace="$namespace"}', "{{container}}"),
        unit="reqps",
    ),
    graph(
        "Errors",
        "Which share of requests does each service fail?",
        promql('container:doggy_http_errors:ratio_rate5m{namespace="$namespace"}', "{{container}}"),
        unit="percentunit",
    ),
    graph(
        "Latency",
        "How long does each service take?",
        promql('container:doggy_http_request_duration_seconds:p50_5m{namespace="$namespace"}', "median {{container}}"),
        promql('container:doggy_http_request_duration_seconds:p99_5m{namespace="$namespace"}', "p99 {{container}}"),
        unit="s",
    ),
]

OUTSIDE = [
    number(
        "The site, seen from outside",
        "Does the public address answer as it should? The prober asks as people do.",
        promql("min(probe_success)"),
        unit="none",
        width=6,
        words={"0": ("does not answer", RED), "1": ("answers", GREEN)},
        nothing="no prober",
        runbook="SiteUnreachable",
    ),
    number(
        "Certificate",
        "For how long is the certificate of the public address valid?",
        promql("min(probe_ssl_earliest_cert_expiry) - time()"),
        unit="s",
        width=6,
        limits=[(3 * 86400, YELLOW), (21 * 86400, GREEN)],
        first=RED,
        nothing="no prober",
        runbook="CertificateExpires",
    ),
    graph(
        "Time to the first page",
        "How long does the prober wait, with DNS, TLS and the Gateway?",
        promql("max by (instance) (probe_duration_seconds)", "{{instance}}"),
        unit="s",
        width=12,
    ),
]


def make():
    return board(
        "slo",
        "Service level",
        "Do we keep what people rely on, and how much may still go wrong this month?",
        {
            "Availability: 99.9 % of requests without an error of the server": AVAILABLE,
            "Latency: 99 % of requests within 0.5 s": FAST,
            "Where it goes wrong": WHERE,
            "Each service": SERVICES,
            "From outside": OUTSIDE,
        },
        variables=[
            choice("namespace", "Namespace", "label_values(slo:registry_requests:rate5m, namespace)", chosen="doggy"),
        ],
        components=["registry", "frontend", "gateway"],
        since="now-7d",
        refresh="1m",
    )
