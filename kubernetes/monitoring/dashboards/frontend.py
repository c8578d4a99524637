"""The frontend: nginx before the page and the API. It has no metrics, so this is read from its access log."""

import workloads
from panels import BLUE, RED, YELLOW, board, choice, graph, logql, number, ranking

LOG = '{namespace="$namespace", app="doggy", component="frontend", pod=~"$pod"}'
# `json` takes only the fields that an expression needs: each label more is work for Loki.
REQUEST = f'{LOG} | json event="event", status="status"'
ONLY = '| event="request"'
NOW = "5m"
LIMITS = 'by_rate="rate", by_connections="connections"'


def rate(fields: str = "", where: str = "", window: str = "$__auto") -> str:
    """Requests a second among those whose fields, NAME="FIELD", satisfy `where`."""
    return f'rate({REQUEST}{", " + fields if fields else ""} {ONLY} {where} [{window}])'


def seconds(share: float, field: str, by: str = "namespace", window: str = "$__auto") -> str:
    """A quantile of a field that has seconds. Live connections last on purpose. nginx writes "" or "-" where there was
    no upstream: no number, left out."""
    pipeline = f'{REQUEST}, route="route", seconds="{field}" {ONLY} | route!="/v1/live" | unwrap seconds | __error__=""'
    return f"quantile_over_time({share}, {pipeline} [{window}]) by ({by})"


AT_A_GLANCE = [
    workloads.ready("doggy-frontend", "FrontendDown"),
    number(
        "Requests",
        "How much is asked of the frontend at the moment, page and API together?",
        logql(f"sum({rate(window=NOW)})"),
        unit="reqps",
        first=BLUE,
        nothing="none",
    ),
    number(
        "Failed requests",
        "Which share of requests got a 5xx answer, whoever gave it: nginx or the registry behind it?",
        logql(f"sum({rate(where='| status >= 500', window=NOW)}) / sum({rate(window=NOW)})"),
        unit="percentunit",
        limits=[(0.001, YELLOW), (0.05, RED)],
        decimals=2,
        nothing="none",
        runbook="FrontendErrorShare",
    ),
    number(
        "Slowest hundredth",
        "How long does the slowest 1 % of requests take, with the time that the client takes to read the answer?",
        logql(seconds(0.99, "seconds", window=NOW)),
        unit="s",
        limits=[(1, YELLOW), (5, RED)],
        runbook="FrontendSlow",
    ),
    number(
        "Refused by limits",
        "How many requests a second do the limits refuse (429)? Limits are per address.",
        logql(f"sum({rate(LIMITS, '| by_rate=`REJECTED` or by_connections=`REJECTED`', NOW)})"),
        unit="reqps",
        limits=[(0.1, YELLOW), (1, RED)],
        nothing="none",
        runbook="FrontendRejects",
    ),
    number(
        "Sent",
        "How many bytes of answers are sent a second?",
        logql(f'sum(sum_over_time({REQUEST}, sent="bytes" {ONLY} | unwrap sent | __error__="" [{NOW}])) / 300'),
        unit="Bps",
        first=BLUE,
        nothing="none",
    ),
]

REQUESTS = [
    graph(
        "Requests by status",
        "How are requests answered? 499: the client left before the answer.",
        logql(f"sum by (status) ({rate()})", "{{status}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "Requests by route",
        "What is asked for? Of the path only the kind of call is logged.",
        logql(f"""topk(10, sum by (route) ({rate('route="route"')}))""", "{{route}}"),
        unit="reqps",
    ),
    graph(
        "Errors by route",
        "Which calls fail?",
        logql(f"""sum by (route, status) ({rate('route="route"', '| status >= 500')})""", "{{route}} {{status}}"),
        unit="reqps",
    ),
    graph(
        "Time to answer",
        "How long do people wait? All the way to the client, so slow phones count.",
        logql(seconds(0.5, "seconds"), "median"),
        logql(seconds(0.9, "seconds"), "p90"),
        logql(seconds(0.99, "seconds"), "p99"),
        unit="s",
    ),
    graph(
        "Time of the registry",
        "How long does nginx wait for the registry? If only the time to answer is long, clients are slow.",
        logql(seconds(0.5, "upstreamSeconds"), "median"),
        logql(seconds(0.99, "upstreamSeconds"), "p99"),
        unit="s",
    ),
    graph(
        "Slowest routes",
        "Which calls take long in the registry? The ten with the longest p99.",
        logql(f"topk(10, {seconds(0.99, 'upstreamSeconds', by='route')})", "{{route}}"),
        unit="s",
    ),
]

BEHIND = [
    graph(
        "Answers of nginx itself",
        "Which errors did nginx make because no registry answered? 502: no connection. 504: no answer in time.",
        logql(f"sum by (status) ({rate(where='| status=~`502|503|504`')})", "{{status}}"),
        unit="reqps",
    ),
    graph(
        "Second tries",
        "How many requests were tried at a second registry, because the first gave no answer?",
        logql(f"""sum({rate('upstream="upstream"', '| upstream=~`.*,.*`')})""", "tried twice"),
        unit="reqps",
    ),
    graph(
        "Limits",
        "Do the limits per address refuse requests? By rate: too many a second. By connections: too many at once.",
        logql(f"sum by (by_rate) ({rate(LIMITS, '| by_rate=~`DELAYED|REJECTED`')})", "rate: {{by_rate}}"),
        logql(f"sum({rate(LIMITS, '| by_connections=`REJECTED`')})", "connections: REJECTED"),
        unit="reqps",
    ),
    ranking(
        "Addresses that are refused most",
        "Is it one client, or many? The last hour. One office or one phone network can be one address.",
        logql(
            f"""topk(10, sum by (remote) (count_over_time({REQUEST}, remote="remote" {ONLY} | status=`429` [1h])))""",
        ),
        columns=["remote"],
        value="Refused",
        unit="none",
    ),
    ranking(
        "Routes with most client errors",
        "What do clients ask that is wrong or not there? The last hour.",
        logql(
            f"""topk(10, sum by (route, status) (count_over_time({REQUEST}, route="route" {ONLY}
            | status >= 400 | status < 500 [1h])))""",
        ),
        columns=["route", "status"],
        value="Requests",
        unit="none",
    ),
]


def make():
    return board(
        "frontend",
        "Frontend",
        "What do people get from the page and the API, seen from the outermost process of ours?",
        {
            "At a glance": AT_A_GLANCE,
            "Requests": REQUESTS,
            "Limits, and the registry behind": BEHIND,
            "Pods": [*workloads.resources("doggy-frontend", "nginx"), workloads.replicas("doggy-frontend")],
            "Logs": [workloads.warnings("frontend", r"|~ `\[(warn|error|crit|alert|emerg)\]`")],
        },
        variables=[
            choice(
                "namespace",
                "Namespace",
                'label_values(kube_pod_info{pod=~"doggy-frontend-.*"}, namespace)',
                chosen="doggy",
            ),
            choice("pod", "Pod", 'label_values(kube_pod_info{namespace="$namespace", pod=~"doggy-frontend-.*"}, pod)'),
        ],
        components=["frontend"],
        since="now-1h",
        refresh="1m",
    )
