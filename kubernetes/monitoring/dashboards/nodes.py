"""The cluster's nodes and what runs on them."""

from panels import RED, YELLOW, board, choice, graph, lines, logql, number, promql, ranking

NODE = 'job="node-exporter", node=~"$node"'
DISK = f'{NODE}, fstype!~"tmpfs|overlay|squashfs|ramfs", mountpoint!~"/var/lib/kubelet/pods/.*"'
CONTAINERS = 'job="kubelet", metrics_path="/metrics/cadvisor", container!=""'

AT_A_GLANCE = [
    number(
        "Nodes ready",
        "How many nodes can run pods?",
        promql('sum(kube_node_status_condition{condition="Ready", status="true"})'),
        unit="none",
        limits=[(1, "green")],
        first=RED,
    ),
    number(
        "Nodes not ready",
        "Which nodes have stopped? Their pods are started elsewhere after five minutes.",
        promql('sum(kube_node_status_condition{condition="Ready", status!="true"})'),
        unit="none",
        limits=[(1, RED)],
    ),
    number(
        "CPU in use",
        "How much of all cores is used?",
        promql(f'1 - avg(rate(node_cpu_seconds_total{{{NODE}, mode="idle"}}[$__rate_interval]))'),
        unit="percentunit",
        limits=[(0.75, YELLOW), (0.9, RED)],
    ),
    number(
        "Memory in use",
        "How much of all memory is used, without caches that the kernel gives back?",
        promql(f"1 - sum(node_memory_MemAvailable_bytes{{{NODE}}}) / sum(node_memory_MemTotal_bytes{{{NODE}}})"),
        unit="percentunit",
        limits=[(0.8, YELLOW), (0.92, RED)],
    ),
    number(
        "Pods that do not fit",
        "How many pods wait for room? The Cluster Autoscaler adds a node for them within minutes, or says why not.",
        promql("sum(kube_pod_status_unschedulable) or vector(0)"),
        unit="none",
        limits=[(1, YELLOW), (5, RED)],
    ),
    number(
        "Fullest disk",
        "How full is the fullest file system of a node? From 85 % on the kubelet removes images and evicts pods.",
        promql(f"max(1 - node_filesystem_avail_bytes{{{DISK}}} / node_filesystem_size_bytes{{{DISK}}})"),
        unit="percentunit",
        limits=[(0.8, YELLOW), (0.9, RED)],
    ),
]

USAGE = [
    graph(
        "CPU",
        "Which node is busy?",
        promql(
            f'1 - avg by (node) (rate(node_cpu_seconds_total{{{NODE}, mode="idle"}}[$__rate_interval]))', "{{node}}"
        ),
        unit="percentunit",
        top=1,
    ),
    graph(
        "Memory",
        "Which node runs out of memory?",
        promql(f"1 - node_memory_MemAvailable_bytes{{{NODE}}} / node_memory_MemTotal_bytes{{{NODE}}}", "{{node}}"),
        unit="percentunit",
        limits=[(0.92, RED)],
        top=1,
    ),
    graph(
        "Disk space",
        "Which file system fills up?",
        promql(
            f"1 - node_filesystem_avail_bytes{{{DISK}}} / node_filesystem_size_bytes{{{DISK}}}",
            "{{node}} {{mountpoint}}",
        ),
        unit="percentunit",
        limits=[(0.85, YELLOW)],
        top=1,
    ),
    graph(
        "Waiting for the CPU",
        """Do programs wait for a core? The kernel's pressure: the share of time in which at least one waited. It
        says more than the load average.""",
        promql(f"rate(node_pressure_cpu_waiting_seconds_total{{{NODE}}}[$__rate_interval])", "{{node}}"),
        unit="percentunit",
    ),
    graph(
        "Waiting for memory and disks",
        "Do programs wait because memory is short, or for disks? Shares of time.",
        promql(f"rate(node_pressure_memory_waiting_seconds_total{{{NODE}}}[$__rate_interval])", "memory {{node}}"),
        promql(f"rate(node_pressure_io_waiting_seconds_total{{{NODE}}}[$__rate_interval])", "disks {{node}}"),
        unit="percentunit",
    ),
    graph(
        "Time that disks are busy",
        "Which disk is at its limit? At 100 % it always has work to do.",
        promql(f"rate(node_disk_io_time_seconds_total{{{NODE}}}[$__rate_interval])", "{{node}} {{device}}"),
        unit="percentunit",
        top=1,
    ),
    graph(
        "Network in",
        "How much does each node receive? Virtual interfaces of pods are left out.",
        promql(
            f'sum by (node) (rate(node_network_receive_bytes_total{{{NODE}, device=~"e.*"}}[$__rate_interval]))',
            "{{node}}",
        ),
        unit="Bps",
    ),
    graph(
        "Network out",
        "How much does each node send? Traffic to other zones and out of AWS costs money.",
        promql(
            f'sum by (node) (rate(node_network_transmit_bytes_total{{{NODE}, device=~"e.*"}}[$__rate_interval]))',
            "{{node}}",
        ),
        unit="Bps",
    ),
    graph(
        "Connections tracked",
        "Does the kernel's table of connections fill up? When it is full, new connections are dropped.",
        promql(f"node_nf_conntrack_entries{{{NODE}}} / node_nf_conntrack_entries_limit{{{NODE}}}", "{{node}}"),
        unit="percentunit",
        limits=[(0.75, YELLOW)],
        top=1,
    ),
]

ROOM = [
    graph(
        "CPU requested",
        "How much room is left for pods? The scheduler counts requests, not use. At 100 % no pod fits any more.",
        promql(
            """sum by (node) (kube_pod_container_resource_requests{resource="cpu", node=~"$node"})
            / on (node) sum by (node) (kube_node_status_allocatable{resource="cpu"})""",
            "{{node}}",
        ),
        unit="percentunit",
        top=1,
    ),
    graph(
        "Memory requested",
        "How much memory is left for pods? At 100 % no pod fits any more, however little is used.",
        promql(
            """sum by (node) (kube_pod_container_resource_requests{resource="memory", node=~"$node"})
            / on (node) sum by (node) (kube_node_status_allocatable{resource="memory"})""",
            "{{node}}",
        ),
        unit="percentunit",
        top=1,
    ),
    graph(
        "Nodes and the Cluster Autoscaler",
        "Does the cluster grow and shrink? Failed scale-ups: AWS has no such machine, or the quota is used up.",
        promql("sum by (state) (cluster_autoscaler_nodes_count)", "nodes {{state}}"),
        promql("sum(cluster_autoscaler_unschedulable_pods_count)", "pods that wait"),
        promql(
            "sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[$__rate_interval]))",
            "failed: {{reason}}",
        ),
        unit="none",
    ),
    graph(
        "CPU by namespace",
        "Who uses the cores?",
        promql(
            f"sum by (namespace) (rate(container_cpu_usage_seconds_total{{{CONTAINERS}}}[$__rate_interval]))",
            "{{namespace}}",
        ),
        unit="none",
        stacked=True,
    ),
    graph(
        "Memory by namespace",
        "Who uses the memory?",
        promql(f"sum by (namespace) (container_memory_working_set_bytes{{{CONTAINERS}}})", "{{namespace}}"),
        unit="bytes",
        stacked=True,
    ),
    graph(
        "Pods by phase",
        "Do pods hang? Pending for long: no room, no image, or a volume that does not come.",
        promql("sum by (phase) (kube_pod_status_phase)", "{{phase}}"),
        unit="none",
        stacked=True,
    ),
    ranking(
        "Containers that restarted",
        "What crashes? In the last 24 hours, with the reason of the last end. OOMKilled: more memory than its limit.",
        promql(
            """topk(15, sum by (namespace, pod, container, reason) (
            increase(kube_pod_container_status_restarts_total[24h]) * on (namespace, pod, container)
            group_left (reason) kube_pod_container_status_last_terminated_reason) > 0)""",
        ),
        columns=["namespace", "pod", "container", "reason"],
        value="Restarts",
        unit="none",
    ),
    ranking(
        "Volumes",
        "Which volume fills up? A full one stops what writes to it; the runbook says how to grow it.",
        promql(
            """topk(15, max by (namespace, persistentvolumeclaim)
            (1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes))""",
        ),
        columns=["namespace", "persistentvolumeclaim"],
        value="Used",
        unit="percentunit",
        limits=[(0.8, YELLOW), (0.9, RED)],
        runbook="VolumeFillsUp",
    ),
]

KUBERNETES = [
    graph(
        "API server: requests",
        "How busy is the API server, and does it fail?",
        promql('sum by (code) (rate(apiserver_request_total{job="apiserver"}[$__rate_interval]))', "{{code}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "API server: latency",
        "Does it answer fast? Watches are left out, because they last on purpose.",
        promql(
            """histogram_quantile(0.99, sum by (le, verb) (
            rate(apiserver_request_duration_seconds_bucket{job="apiserver", verb!~"WATCH|CONNECT"}
            [$__rate_interval])))""",
            "p99 {{verb}}",
        ),
        unit="s",
    ),
    graph(
        "Names",
        "Does the cluster's DNS answer? SERVFAIL: it cannot ask the servers outside.",
        promql('sum by (rcode) (rate(coredns_dns_responses_total{job="coredns"}[$__rate_interval]))', "{{rcode}}"),
        unit="reqps",
        stacked=True,
    ),
    graph(
        "Kubelets: starting pods",
        "How long does a pod take to start? Long: slow images or a busy node.",
        promql(
            """histogram_quantile(0.99, sum by (le, node) (
            rate(kubelet_pod_start_duration_seconds_bucket{job="kubelet", node=~"$node"}[$__rate_interval])))""",
            "p99 {{node}}",
        ),
        unit="s",
    ),
    graph(
        "Kubelets: looking at containers",
        "Does the kubelet keep up with its containers? Above ten seconds it calls its node not ready.",
        promql(
            """histogram_quantile(0.99, sum by (le, node) (
            rate(kubelet_pleg_relist_duration_seconds_bucket{job="kubelet", node=~"$node"}[$__rate_interval])))""",
            "p99 {{node}}",
        ),
        unit="s",
        limits=[(3, YELLOW), (10, RED)],
    ),
    graph(
        "Pods on each node",
        "Is a node near the number of pods that it may run?",
        promql('kubelet_running_pods{job="kubelet", node=~"$node"}', "{{node}}"),
        unit="none",
    ),
]


def make():
    return board(
        "nodes",
        "Nodes",
        "Is there room in the cluster, and is each node healthy?",
        {
            "At a glance": AT_A_GLANCE,
            "Usage": USAGE,
            "Room, and who uses it": ROOM,
            "Kubernetes": KUBERNETES,
            "Events": [
                lines(
                    "Warnings of Kubernetes",
                    "What does Kubernetes complain about? Failed probes, images that do not come, evictions.",
                    logql('{source="events"} | json type="type" | type="Warning"'),
                )
            ],
        },
        variables=[choice("node", "Node", 'label_values(node_uname_info{job="node-exporter"}, node)')],
        components=["nodes", "workloads", "storage"],
    )
