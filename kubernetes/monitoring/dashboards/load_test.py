"""What a load test does to the cluster: look at it while `make load` runs."""

import registry
import workloads
from panels import BLUE, RED, YELLOW, board, graph, number, promql
from registry import ALL, quantile, requests

APP = 'namespace="$namespace", pod=~"doggy-.*"'


AT_A_GLANCE = [
    number("Requests", "How much load arrives?", promql(requests()), unit="reqps", first=BLUE),
    number(
        "Median",
        "How fast is the usual answer?",
        promql(quantile(0.5) + " >= 0"),
        unit="s",
        limits=[(0.1, YELLOW), (0.5, RED)],
        nothing="no requests",
    ),
    number(
        "p99",
        "How slow is the slowest hundredth? The objective is 0.5 s.",
        promql(quantile(0.99) + " >= 0"),
        unit="s",
        limits=[(0.5, YELLOW), (1, RED)],
        nothing="no requests",
    ),
    number(
        "Errors",
        "Which share fails? The objective is 0.1 %.",
        promql(f"{requests('5xx')} / ({requests()} > 0)"),
        unit="percentunit",
        limits=[(0.001, RED)],
        decimals=2,
        nothing="no requests",
    ),
    workloads.ready("doggy-registry"),
    number(
        "Refused by limits",
        "How many calls a second do an account's limits refuse? None when the test spreads its load as people do.",
        promql(f"sum(rate(doggy_limit_refused_total{{{ALL}}}[$__rate_interval]))"),
        unit="reqps",
        limits=[(0.1, YELLOW)],
    ),
]

ANSWERS = [
    graph(
        "Requests by status",
        "Does the throughput follow the load, or does it level off?",
        promql(requests(by="status"), "{{status}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "Latency",
        "When does latency rise? That load is what the cluster can carry as it is.",
        promql(quantile(0.5), "median"),
        promql(quantile(0.95), "p95"),
        promql(quantile(0.99), "p99"),
        unit="s",
        limits=[(0.5, YELLOW)],
    ),
    graph(
        "Slowest routes",
        "Which calls suffer first?",
        promql(f"topk(10, {quantile(0.99, 'method, route')})", "{{method}} {{route}}"),
        unit="s",
    ),
    graph(
        "Load of each pod",
        "Do new pods get their part of the load?",
        promql(requests(by="pod"), "{{pod}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "Requests being answered",
        "How much is under way at once? It grows without end when more comes than is answered.",
        promql(f"sum by (pod) (doggy_http_requests_in_flight{{{ALL}}})", "{{pod}}"),
        unit="none",
    ),
    graph(
        "Waiting for a pool",
        "Which kind of work holds people up?",
        promql(f"sum by (pool) (doggy_pool_waiting{{{ALL}}})", "{{pool}}"),
        unit="none",
    ),
]

SCALE = [
    workloads.replicas("doggy-registry"),
    workloads.replicas("doggy-frontend", "Replicas of the frontend"),
    graph(
        "Nodes",
        "Does the Cluster Autoscaler add machines, and do pods wait for them?",
        promql('sum(kube_node_status_condition{condition="Ready", status="true"})', "nodes ready"),
        promql('sum(kube_pod_status_unschedulable{namespace="$namespace"}) or vector(0)', "pods that wait"),
        unit="none",
    ),
    graph(
        "CPU of the pods",
        "Which service works hardest?",
        promql(
            f"""sum by (pod) (rate(container_cpu_usage_seconds_total{{{APP}, container!=""}}[$__rate_interval]))""",
            "{{pod}}",
        ),
        unit="none",
        stacked=True,
    ),
    graph(
        "Memory of the pods",
        "Does memory grow with the load, and does it fall again afterwards?",
        promql(f'sum by (pod) (container_memory_working_set_bytes{{{APP}, container!=""}})', "{{pod}}"),
        unit="bytes",
    ),
    graph(
        "CPU of the nodes",
        "Are the machines the limit? The load generator needs cores too, when it runs in the cluster.",
        promql(
            """1 - avg by (node) (rate(node_cpu_seconds_total{job="node-exporter", mode="idle"}[$__rate_interval]))""",
            "{{node}}",
        ),
        unit="percentunit",
        top=1,
    ),
]

STORE = [
    graph(
        "DynamoDB: units",
        "What does the load cost?",
        promql(f"sum(rate(doggy_dynamodb_consumed_read_units_total{{{ALL}}}[$__rate_interval]))", "read"),
        promql(f"sum(rate(doggy_dynamodb_consumed_write_units_total{{{ALL}}}[$__rate_interval]))", "written"),
        unit="cps",
    ),
    graph(
        "DynamoDB: refused and repeated",
        "Is the table the limit?",
        promql("container:doggy_dynamodb_throttles:ratio_rate5m", "refused"),
        promql("container:doggy_dynamodb_retries:ratio_rate5m", "repeated"),
        unit="percentunit",
        runbook="DynamoDBThrottles",
    ),
    graph(
        "Jobs",
        "Does background work keep up with what the load makes?",
        promql(f"max(doggy_jobs_due{{{ALL}}})", "due"),
        promql(f"max(doggy_jobs_oldest_seconds{{{ALL}}})", "age of the oldest in seconds"),
        unit="none",
        runbook="RegistryJobsLate",
    ),
]


def make():
    return board(
        "load-test",
        "Load test",
        "How much load does the cluster carry, and what gives way first?",
        {"At a glance": AT_A_GLANCE, "Answers": ANSWERS, "Scaling": SCALE, "Store and jobs": STORE},
        variables=registry.variables(),
        components=["registry", "frontend", "gateway", "nodes", "workloads", "dynamodb"],
        since="now-30m",
        refresh="10s",
    )
