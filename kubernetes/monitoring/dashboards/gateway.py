"""The gateway: NGINX Gateway Fabric, where traffic enters the cluster."""

from panels import BLUE, RED, YELLOW, board, choice, graph, lines, logql, number, promql
import workloads

# The data plane is nginx itself, in the Gateway's namespace. The control plane is in the namespace of its release.
DATA = 'namespace="$namespace", pod=~"$pod"'
CONTROL = 'namespace="gateway", pod=~".*nginx-gateway-fabric.*"'


def connections(outcome: str, by: str = "") -> str:
    total = f'(nginx_http_connection_count_connections{{{DATA}, nginx_connections_outcome="{outcome}"}})'
    return f"sum by ({by}) {total}" if by else f"sum{total}"


def connection_rate(outcome: str) -> str:
    return f'sum(rate(nginx_http_connections_total{{{DATA}, nginx_connections_outcome="{outcome}"}}[$__rate_interval]))'


AT_A_GLANCE = [
    number(
        "nginx running",
        "How many pods take traffic from the load balancer? One alone does not survive its node.",
        promql(f"count(nginx_http_requests_total{{{DATA}}})"),
        unit="none",
        limits=[(1, YELLOW), (2, "green")],
        first=RED,
        nothing="none",
        runbook="GatewayDown",
    ),
    number(
        "Requests",
        "How much traffic enters at the moment?",
        promql(f"sum(rate(nginx_http_requests_total{{{DATA}}}[$__rate_interval]))"),
        unit="reqps",
        first=BLUE,
    ),
    number(
        "Connections",
        "How many clients are connected, with those that only keep a connection?",
        promql(connections("ACTIVE")),
        unit="none",
        first=BLUE,
    ),
    number(
        "Dropped connections",
        "Does nginx accept connections that it then cannot serve? If so, add pods or raise worker_connections.",
        promql(f"{connection_rate('ACCEPTED')} - {connection_rate('HANDLED')}"),
        unit="cps",
        limits=[(0.01, RED)],
    ),
    number(
        "Control plane",
        "How many of its pods run? nginx keeps its configuration while none does, but new pods and certificates wait.",
        promql(f"sum(up{{{CONTROL}}})"),
        unit="none",
        limits=[(1, YELLOW), (2, "green")],
        first=RED,
        nothing="none",
        runbook="GatewayControllerDown",
    ),
    number(
        "Failed reconciliations",
        "Does it fail to put into effect what Gateways and routes ask for? In the last hour.",
        promql(f"sum(increase(controller_runtime_reconcile_errors_total{{{CONTROL}}}[1h]))"),
        unit="none",
        limits=[(1, YELLOW)],
        runbook="GatewayReconcileFails",
    ),
]

TRAFFIC = [
    graph(
        "Requests",
        "Is traffic spread evenly over the pods?",
        promql(f"sum by (pod) (rate(nginx_http_requests_total{{{DATA}}}[$__rate_interval]))", "{{pod}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "New connections",
        "How many connections are opened? Handled below accepted: nginx had to drop some.",
        promql(connection_rate("ACCEPTED"), "accepted"),
        promql(connection_rate("HANDLED"), "handled"),
        unit="cps",
    ),
    graph(
        "Connections by state",
        "What are connections doing? Waiting ones are idle. Many reading: slow clients, or slow headers as an attack.",
        promql(connections("READING"), "reading"),
        promql(connections("WRITING"), "writing"),
        promql(connections("WAITING"), "waiting"),
        unit="none",
        stacked=True,
    ),
]

CONTROL_PLANE = [
    graph(
        "Time to apply changes",
        "How long does a batch of Kubernetes events take until nginx has it? New pods get traffic only after that.",
        promql(
            f"""histogram_quantile(0.99, sum by (le) (rate(
            nginx_gateway_fabric_event_batch_processing_milliseconds_bucket{{{CONTROL}}}[$__rate_interval])))""",
            "p99",
        ),
        unit="ms",
    ),
    graph(
        "Changes",
        "How often does the configuration change?",
        promql(
            f"""sum(rate(nginx_gateway_fabric_event_batch_processing_milliseconds_count{{{CONTROL}}}
            [$__rate_interval]))""",
            "batches",
        ),
        unit="ops",
    ),
    graph(
        "Failed reconciliations",
        "Which kind of object could not be put into effect? The log lines below say why.",
        promql(
            f"sum by (controller) (rate(controller_runtime_reconcile_errors_total{{{CONTROL}}}[$__rate_interval]))",
            "{{controller}}",
        ),
        unit="ops",
    ),
]


def make():
    return board(
        "gateway",
        "Gateway",
        "Does traffic get in, and is the gateway itself in order?",
        {
            "At a glance": AT_A_GLANCE,
            "Traffic": TRAFFIC,
            "Control plane": CONTROL_PLANE,
            "Pods": [*workloads.resources("doggy-nginx", "nginx"), workloads.replicas("doggy-nginx")],
            "Logs": [
                lines(
                    "Control plane: warnings and errors",
                    "What does it complain about? Often a route or certificate that is not as it should be.",
                    logql('{namespace="gateway", pod=~".*nginx-gateway-fabric.*"} | level=~"warn|error"'),
                ),
                lines(
                    "nginx: errors",
                    "What does nginx itself complain about? Its access log is left out; the frontend's says more.",
                    logql(
                        r'{namespace="$namespace", pod=~"$pod", container="nginx"} |~ `\[(error|crit|alert|emerg)\]`'
                    ),
                ),
            ],
        },
        variables=[
            choice("namespace", "Namespace", "label_values(nginx_http_requests_total, namespace)", chosen="gateway"),
            choice("pod", "Pod", 'label_values(nginx_http_requests_total{namespace="$namespace"}, pod)'),
        ],
        components=["gateway"],
    )
