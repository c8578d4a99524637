"""Where logs go: Alloy, which reads them, and Loki, which keeps them."""

from panels import BLUE, RED, YELLOW, board, choice, graph, lines, logql, number, promql, ranking

LOKI = 'job="loki"'
ALLOY = 'job=~"alloy(-cluster|-audit)?", pod=~"$pod"'
PUSH = f'{LOKI}, route="loki_api_v1_push"'

AT_A_GLANCE = [
    number(
        "Lines received",
        "How many log lines a second does Loki get? None: everything that reads logs is blind.",
        promql(f"sum(rate(loki_distributor_lines_received_total{{{LOKI}}}[$__rate_interval]))"),
        unit="ops",
        limits=[(0.01, BLUE)],
        first=RED,
        nothing="none",
        runbook="LokiReceivesNothing",
    ),
    number(
        "Bytes received",
        "How much text is that? Multiply by the days of retention for what is kept, before compression.",
        promql(f"sum(rate(loki_distributor_bytes_received_total{{{LOKI}}}[$__rate_interval]))"),
        unit="Bps",
        first=BLUE,
    ),
    number(
        "Lines discarded",
        "Does Loki refuse lines because of its limits? These lines are lost.",
        promql(f"sum(increase(loki_discarded_samples_total{{{LOKI}}}[1h])) or vector(0)"),
        unit="none",
        limits=[(1, RED)],
        runbook="LokiDiscardsLines",
    ),
    number(
        "Lines dropped by Alloy",
        "Has Alloy given up lines that Loki did not take, or of pods that write too much? In the last hour.",
        promql(
            """(sum(increase(loki_write_dropped_entries_total[1h])) or vector(0))
            + (sum(increase(loki_process_dropped_lines_total[1h])) or vector(0))""",
        ),
        unit="none",
        limits=[(1, RED)],
        runbook="AlloyDropsLines",
    ),
    number(
        "Test lines lost",
        "The canary writes lines and looks for them in Loki. How many did not arrive in the last hour?",
        promql('sum(increase(loki_canary_missing_entries_total{job="loki-canary"}[1h]))'),
        unit="none",
        limits=[(1, RED)],
        runbook="LokiLosesLines",
    ),
    number(
        "Time until a line is found",
        "How long does it take until a query finds a new line? Nine of ten of the canary's lines are faster.",
        promql(
            """histogram_quantile(0.9, sum by (le) (
            rate(loki_canary_response_latency_seconds_bucket{job="loki-canary"}[$__rate_interval])))""",
        ),
        unit="s",
        limits=[(10, YELLOW), (60, RED)],
    ),
]

ALLOY_PANELS = [
    graph(
        "Lines sent",
        "Does Alloy on every node send lines? One that falls to zero reads nothing any more.",
        promql(f"sum by (pod) (rate(loki_write_sent_entries_total{{{ALLOY}}}[$__rate_interval]))", "{{pod}}"),
        unit="ops",
        runbook="AlloySendsNothing",
    ),
    graph(
        "Lines dropped",
        "Which lines are lost, and why? By what Loki answered, or by Alloy's limit for one pod.",
        promql(
            f"sum by (reason) (rate(loki_write_dropped_entries_total{{{ALLOY}}}[$__rate_interval]))",
            "sending: {{reason}}",
        ),
        promql(
            f"sum by (reason) (rate(loki_process_dropped_lines_total{{{ALLOY}}}[$__rate_interval]))",
            "reading: {{reason}}",
        ),
        unit="ops",
    ),
    graph(
        "Behind the files",
        "How much has been written to log files and not read yet? It grows when Loki is slow or down.",
        promql(
            f"""sum by (pod) (clamp_min(loki_source_file_file_bytes_total{{{ALLOY}}}
            - loki_source_file_read_bytes_total{{{ALLOY}}}, 0))""",
            "{{pod}}",
        ),
        unit="bytes",
    ),
    graph(
        "Lag",
        "How old is a line when Loki has it? p99, by node's pod.",
        promql(
            f"""histogram_quantile(0.99, sum by (le, pod) (
            rate(loki_write_entry_propagation_latency_seconds_bucket{{{ALLOY}}}[$__rate_interval])))""",
            "{{pod}}",
        ),
        unit="s",
    ),
    graph(
        "Batches sent again",
        "Does Loki refuse batches for now? Alloy repeats them until it takes them.",
        promql(f"sum by (pod) (rate(loki_write_batch_retries_total{{{ALLOY}}}[$__rate_interval]))", "{{pod}}"),
        unit="ops",
    ),
    graph(
        "Components that are not healthy",
        "Does a part of Alloy's configuration not work?",
        promql(
            f'sum by (pod) (alloy_component_controller_running_components{{{ALLOY}, health_type!="healthy"}})',
            "{{pod}}",
        ),
        unit="none",
        runbook="AlloyUnhealthy",
    ),
]

LOKI_PANELS = [
    graph(
        "Pushes by status",
        "Does Loki take what Alloy sends? 429: above a limit. 5xx: Loki itself fails.",
        promql(
            f"sum by (status_code) (rate(loki_request_duration_seconds_count{{{PUSH}}}[$__rate_interval]))",
            "{{status_code}}",
        ),
        unit="reqps",
        stacked=True,
        runbook="LokiRequestsFail",
    ),
    graph(
        "Latency of pushes and queries",
        "Is Loki fast? p99 of taking lines and of answering queries.",
        promql(
            f"""histogram_quantile(0.99, sum by (le, route) (rate(loki_request_duration_seconds_bucket{{{LOKI},
            route=~"loki_api_v1_(push|query|query_range)"}}[$__rate_interval])))""",
            "{{route}}",
        ),
        unit="s",
    ),
    graph(
        "Lines discarded",
        "Which limit refuses lines?",
        promql(f"sum by (reason) (rate(loki_discarded_samples_total{{{LOKI}}}[$__rate_interval]))", "{{reason}}"),
        unit="ops",
    ),
    graph(
        "Streams and chunks in memory",
        "Do labels have too many values? Each distinct set of labels is a stream, and each costs memory.",
        promql(f"sum(loki_ingester_memory_streams{{{LOKI}}})", "streams"),
        promql(f"sum(loki_ingester_memory_chunks{{{LOKI}}})", "chunks"),
        unit="short",
    ),
    graph(
        "Chunks written to S3",
        "Do logs reach S3? What is not written yet is only on Loki's volume.",
        promql(f"sum(rate(loki_ingester_chunks_flushed_total{{{LOKI}}}[$__rate_interval]))", "written"),
        promql(f"sum(rate(loki_ingester_chunks_flush_failures_total{{{LOKI}}}[$__rate_interval]))", "failed"),
        unit="ops",
        runbook="LokiFlushFails",
    ),
    graph(
        "Since the last compaction",
        "Does the compactor run? It joins small index files and deletes what is older than the retention.",
        promql(
            f"""time() - max(
            loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds{{{LOKI}}} > 0)""",
            "compaction",
        ),
        promql(
            f"time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds{{{LOKI}}} > 0)",
            "retention",
        ),
        unit="s",
        limits=[(10800, YELLOW)],
    ),
    graph(
        "Log rules that fail",
        "Does Loki evaluate its alert rules? While a rule fails, its alert cannot fire.",
        promql(
            f"""sum by (rule_group) (increase(loki_prometheus_rule_evaluation_failures_total{{{LOKI}}}
            [$__rate_interval]))""",
            "{{rule_group}}",
        ),
        unit="none",
        runbook="LokiRulesFail",
    ),
]

VOLUME = [
    graph(
        "Lines by namespace",
        "Who writes logs?",
        logql('sum by (namespace) (rate({source="pods"} [$__auto]))', "{{namespace}}"),
        unit="ops",
        stacked=True,
    ),
    graph(
        "Bytes by namespace",
        "Whose logs cost most?",
        logql('sum by (namespace) (bytes_rate({source="pods"} [$__auto]))', "{{namespace}}"),
        unit="Bps",
        stacked=True,
    ),
    graph(
        "Lines by source",
        "Do pods' logs, Kubernetes events and the audit log all arrive?",
        logql('sum by (source) (rate({source=~".+"} [$__auto]))', "{{source}}"),
        unit="ops",
        runbook="LogGapPods",
    ),
    ranking(
        "Loudest containers",
        "Which containers wrote most in the last hour?",
        logql('topk(15, sum by (namespace, container) (bytes_over_time({source="pods"} [1h])))'),
        columns=["namespace", "container"],
        value="Bytes",
        unit="bytes",
    ),
    ranking(
        "Most errors",
        "Which containers wrote most errors in the last hour?",
        logql('topk(15, sum by (namespace, container) (count_over_time({source="pods"} | level="error" [1h])))'),
        columns=["namespace", "container"],
        value="Errors",
        unit="none",
    ),
]


def make():
    return board(
        "logs",
        "Logs: Alloy and Loki",
        "Do logs of every namespace arrive, and are they kept?",
        {
            "At a glance": AT_A_GLANCE,
            "Alloy": ALLOY_PANELS,
            "Loki": LOKI_PANELS,
            "Who writes": VOLUME,
            "Logs": [
                lines(
                    "Warnings and errors of Alloy and Loki",
                    "What do they complain about themselves?",
                    logql('{app=~"alloy|loki"} |~ `level"?[=:]"?(warn|error)`'),
                )
            ],
        },
        variables=[choice("pod", "Pod of Alloy", "label_values(loki_write_sent_entries_total, pod)")],
        components=["monitoring"],
    )
