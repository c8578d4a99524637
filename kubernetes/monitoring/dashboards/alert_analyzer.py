"""The alert analyzer: whether alerts reach people, and what the LLM does and costs."""

import workloads
from panels import GREEN, RED, YELLOW, board, choice, graph, number, promql

ALL = 'job="doggy-alert-analyzer", namespace="$namespace"'
ALERTMANAGER = 'job="kube-prometheus-stack-alertmanager"'


AT_A_GLANCE = [
    number(
        "Analyzer",
        "Can it accept alerts? Not writable: its volume is full, read-only or failing, and Alertmanager keeps trying.",
        promql(f"min(doggy_analyzer_storage_writable{{{ALL}}})"),
        unit="none",
        words={"0": ("not writable", RED), "1": ("ready", GREEN)},
        nothing="down",
        runbook="AlertAnalyzerDown",
    ),
    number(
        "Oldest alert in the queue",
        "How long has an alert waited? More than seconds is trouble.",
        promql(f"max(doggy_analyzer_queue_age_seconds{{{ALL}}})"),
        unit="s",
        limits=[(10, YELLOW), (120, RED)],
        runbook="AlertAnalyzerQueueStuck",
    ),
    number(
        "Oldest message to be sent",
        "How long has a mail or an SNS message waited? They are tried again for 24 hours.",
        promql(f"max(doggy_analyzer_delivery_age_seconds{{{ALL}}})"),
        unit="s",
        limits=[(60, YELLOW), (300, RED)],
        runbook="AlertAnalyzerMailsStuck",
    ),
    number(
        "Put aside",
        "How many alerts and messages were given up? List and replay them by `dead-letters`.",
        promql(f"sum(doggy_analyzer_queue_dead{{{ALL}}}) + sum(doggy_analyzer_deliveries_dead{{{ALL}}})"),
        unit="none",
        limits=[(1, YELLOW)],
        runbook="AlertAnalyzerDeadLetters",
    ),
    number(
        "Since the Watchdog",
        "Do alerts get here at all? The Watchdog is an alert that always fires and is sent again and again.",
        promql(f"max(doggy_analyzer_heartbeat_age_seconds{{{ALL}}})"),
        unit="s",
        limits=[(600, YELLOW), (900, RED)],
        runbook="AlertAnalyzerHearsNoWatchdog",
    ),
    number(
        "Cost of 24 hours",
        "What did the LLM cost, in the currency of the prices that are set? Zero when none are.",
        promql(f"sum(increase(doggy_analyzer_llm_cost_total{{{ALL}}}[24h]))"),
        unit="none",
        limits=[(1, YELLOW), (5, RED)],
        decimals=2,
        runbook="AlertAnalyzerCostHigh",
    ),
]

WAY = [
    graph(
        "Alerts received",
        "What became of alerts? Repeated ones are known already. Refused, truncated and unreadable ones are trouble.",
        promql(f"sum by (outcome) (increase(doggy_analyzer_alerts_total{{{ALL}}}[$__rate_interval]))", "{{outcome}}"),
        unit="none",
        runbook="AlertAnalyzerLosesAlerts",
    ),
    graph(
        "Queue",
        "Do alerts pile up?",
        promql(f"max(doggy_analyzer_queue_depth{{{ALL}}})", "alerts"),
        promql(f"max(doggy_analyzer_queue_age_seconds{{{ALL}}})", "age of the oldest in seconds"),
        unit="none",
    ),
    graph(
        "Messages to be sent",
        "Do mails pile up? A mail server that is down looks like this.",
        promql(f"max(doggy_analyzer_deliveries_waiting{{{ALL}}})", "messages"),
        promql(f"max(doggy_analyzer_delivery_age_seconds{{{ALL}}})", "age of the oldest in seconds"),
        unit="none",
    ),
    graph(
        "Messages sent",
        "What is mailed? Many reports in a short time: alerts are too many or badly grouped.",
        promql(f"sum by (kind) (increase(doggy_analyzer_deliveries_total{{{ALL}}}[$__rate_interval]))", "{{kind}}"),
        promql(f"sum(increase(doggy_analyzer_delivery_failures_total{{{ALL}}}[$__rate_interval]))", "failed tries"),
        unit="none",
    ),
    graph(
        "Time to a notice",
        "How long does it take from the receipt of a critical alert until the mail server has its notice?",
        promql(
            f"histogram_quantile(0.5, sum by (le) (increase(doggy_analyzer_notice_seconds_bucket{{{ALL}}}[1h])))",
            "median",
        ),
        promql(
            f"histogram_quantile(0.99, sum by (le) (increase(doggy_analyzer_notice_seconds_bucket{{{ALL}}}[1h])))",
            "p99",
        ),
        unit="s",
    ),
    graph(
        "Alertmanager: notifications that failed",
        "Does Alertmanager reach the analyzer (webhook) and the mail server of critical alerts (email)?",
        promql(
            f"""sum by (integration, reason) (increase(
            alertmanager_notifications_failed_total{{{ALERTMANAGER}}}[$__rate_interval]))""",
            "{{integration}}: {{reason}}",
        ),
        unit="none",
    ),
]

LLM = [
    graph(
        "Reports by their analysis",
        "Do reports have an explanation? cached: the incident came back. fallback: none, the report says why.",
        promql(
            f"sum by (analysis) (increase(doggy_analyzer_analyses_total{{{ALL}}}[$__rate_interval]))", "{{analysis}}"
        ),
        unit="none",
        runbook="AlertAnalyzerWithoutAnalyses",
    ),
    graph(
        "Calls to the LLM",
        "Does the LLM answer? After three failures in a row it is left alone for a while.",
        promql(
            f"sum by (outcome) (increase(doggy_analyzer_llm_calls_total{{{ALL}}}[$__rate_interval]))", "{{outcome}}"
        ),
        promql(f"max(doggy_analyzer_llm_breaker_open{{{ALL}}})", "left alone"),
        unit="none",
        runbook="AlertAnalyzerLlmDown",
    ),
    graph(
        "Tokens of 24 hours",
        "How much of the day's budget of tokens is used?",
        promql(f"sum by (direction) (increase(doggy_analyzer_llm_tokens_total{{{ALL}}}[24h]))", "{{direction}}"),
        unit="short",
        stacked=True,
        limits=[(400000, YELLOW)],
        runbook="AlertAnalyzerTokensNearlySpent",
    ),
    graph(
        "Cost of 30 days",
        "What will the bill of the month be about?",
        promql(f"sum(increase(doggy_analyzer_llm_cost_total{{{ALL}}}[30d]))", "cost"),
        unit="none",
    ),
    graph(
        "Whether to trust it",
        "Do logs try to talk to the LLM, and does it quote what no log has? Such quotes are left out of the report.",
        promql(
            f"sum(increase(doggy_analyzer_suspected_injections_total{{{ALL}}}[$__rate_interval]))",
            "suspected injections",
        ),
        promql(f"sum(increase(doggy_analyzer_quotes_unverified_total{{{ALL}}}[$__rate_interval]))", "quotes in no log"),
        unit="none",
        runbook="AlertAnalyzerSuspectsInjection",
    ),
    graph(
        "Context that failed",
        "Can it read logs from Loki and metrics from Prometheus? Without them a report has the facts alone.",
        promql(f"sum(increase(doggy_analyzer_context_failures_total{{{ALL}}}[$__rate_interval]))", "failed queries"),
        promql(
            f"sum by (task) (increase(doggy_background_failures_total{{{ALL}}}[$__rate_interval]))",
            "exception in {{task}}",
        ),
        unit="none",
        runbook="AlertAnalyzerContextFails",
    ),
]


def make():
    return board(
        "alert-analyzer",
        "Alert analyzer",
        "Do alerts reach people, and is what the LLM says worth its cost?",
        {
            "At a glance": AT_A_GLANCE,
            "From alert to mail": WAY,
            "The LLM": LLM,
            "Pods": workloads.resources("doggy-alert-analyzer", "alert-analyzer"),
            "Logs": [workloads.warnings("alert-analyzer")],
        },
        variables=[
            choice("namespace", "Namespace", "label_values(doggy_analyzer_queue_depth, namespace)", chosen="doggy"),
        ],
        components=["alert-analyzer"],
        since="now-24h",
        refresh="1m",
    )
