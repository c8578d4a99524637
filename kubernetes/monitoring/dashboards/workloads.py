"""Rows that are the same for each of our workloads: its pods, what they use, its logs."""

from panels import RED, graph, lines, logql, number, promql

NAMESPACE = 'namespace="$namespace"'


def ready(workload: str, runbook: str = ""):
    return number(
        "Pods ready",
        f"How many pods of {workload} take requests? None: people see errors. Fewer than usual: less room.",
        promql(f'sum(kube_pod_status_ready{{{NAMESPACE}, pod=~"{workload}-.*", condition="true"}})'),
        unit="none",
        limits=[(1, "green")],
        first=RED,
        runbook=runbook,
    )


def resources(workload: str, container: str) -> list:
    """What the pods use of what they asked for and are allowed."""
    pods = f'{NAMESPACE}, pod=~"{workload}-.*", container="{container}"'
    return [
        graph(
            "CPU",
            "How many cores does each pod use? Requests are what the scheduler reserves for one.",
            promql(f"sum by (pod) (rate(container_cpu_usage_seconds_total{{{pods}}}[$__rate_interval]))", "{{pod}}"),
            promql(f'max(kube_pod_container_resource_requests{{{pods}, resource="cpu"}})', "request"),
            unit="none",
        ),
        graph(
            "Memory",
            "How much memory does each pod hold? At the limit the kernel kills it.",
            promql(f"sum by (pod) (container_memory_working_set_bytes{{{pods}}})", "{{pod}}"),
            promql(f'max(kube_pod_container_resource_limits{{{pods}, resource="memory"}})', "limit"),
            unit="bytes",
        ),
        graph(
            "Restarts and CPU throttling",
            """Did containers end, and why? Is a pod held back by its CPU limit? (Ours have none unless the values set
            one.) The share is of the kernel's periods of 100 ms in which the pod was stopped.""",
            promql(
                f"sum by (pod) (increase(kube_pod_container_status_restarts_total{{{pods}}}[$__rate_interval]))",
                "restarts {{pod}}",
            ),
            promql(
                f"""sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{{{pods}}}[$__rate_interval]))
                / sum by (pod) (rate(container_cpu_cfs_periods_total{{{pods}}}[$__rate_interval]))""",
                "throttled {{pod}}",
            ),
            unit="none",
        ),
    ]


def replicas(workload: str, title: str = "Replicas"):
    """The steps of the autoscaler. Empty for a workload without one."""
    scaler = f'{NAMESPACE}, horizontalpodautoscaler="{workload}"'
    return graph(
        title,
        "Does the autoscaler follow the load, and has it room left? At the maximum it cannot add pods.",
        promql(f"max(kube_horizontalpodautoscaler_status_desired_replicas{{{scaler}}})", "wanted"),
        promql(f"max(kube_horizontalpodautoscaler_status_current_replicas{{{scaler}}})", "there"),
        promql(f"max(kube_horizontalpodautoscaler_spec_max_replicas{{{scaler}}})", "maximum"),
        unit="none",
        runbook="AutoscalerAtMaximum",
    )


def warnings(component: str, matching: str = '| level=~"warn|error"'):
    return lines(
        "Warnings and errors",
        "What does it complain about? Warnings and errors among the log lines of its pods.",
        logql(f'{{{NAMESPACE}, app="doggy", component="{component}"}} {matching}'),
    )
