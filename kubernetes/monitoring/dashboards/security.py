"""Signs of attacks, and weaknesses that invite them."""

from panels import RED, YELLOW, board, graph, lines, logql, number, promql, ranking

AUDIT = '{source="audit"}'
# `json` takes only what the panels show: an audit line has hundreds of fields.
WHO = 'user="user.username", stage="stage", code="responseStatus.code"'
OBJECT = 'verb="verb", resource="objectRef.resource", namespace="objectRef.namespace", name="objectRef.name"'
# Such requests are logged when they begin and when they end; the log rules count the same.
EXEC = """|~ `"subresource":"(exec|attach|portforward|proxy|ephemeralcontainers)"`
    | json stage="stage", resource="objectRef.resource", access="objectRef.subresource", code="responseStatus.code"
    | resource="pods" and code < 400 | stage="ResponseStarted" or access=`ephemeralcontainers`"""
SECRETS = f"""|= `"resource":"secrets"` | json {WHO}, {OBJECT}
    | resource="secrets" and verb!="create" and stage=`ResponseComplete`"""
DENIED = """|~ `ValidatingAdmissionPolicy '|: violates PodSecurity |admission webhook `
    | json code="responseStatus.code" | code >= 400 and code < 500"""
SIGN_INS = 'job="doggy-registry", method="POST", route=~"/v1/sessions(/passkey)?"'
FALCO = 'job="falco-metrics"'
TRIVY = 'job="trivy-operator"'


def counted(query: str, window: str = "24h") -> str:
    return f"sum(count_over_time({AUDIT} {query} [{window}])) or vector(0)"


AT_A_GLANCE = [
    number(
        "Falco: critical findings",
        "Did Falco see something on a node that our programs never do? In the last 24 hours.",
        promql(
            f'sum(increase(falcosecurity_falco_rules_matches_total{{{FALCO}, priority=~"[0-2]"}}[24h])) or vector(0)'
        ),
        unit="none",
        limits=[(1, RED)],
        runbook="FalcoCritical",
    ),
    number(
        "Pods entered",
        "Did somebody run a command inside a pod, or forward a port? In the last 24 hours.",
        logql(counted(EXEC)),
        unit="none",
        limits=[(1, YELLOW)],
        runbook="AuditExec",
    ),
    number(
        "Denied admissions",
        "Did somebody try to deploy what may not run? In the last 24 hours.",
        logql(counted(DENIED)),
        unit="none",
        limits=[(1, YELLOW)],
        runbook="AuditAdmissionDenied",
    ),
    number(
        "Sign-ins refused",
        "Does somebody guess passwords? Refused sign-ins a minute.",
        promql(f'sum(rate(doggy_http_requests_total{{{SIGN_INS}, status="4xx"}}[$__rate_interval])) * 60'),
        unit="none",
        limits=[(10, YELLOW), (30, RED)],
        decimals=1,
        runbook="SignInsRefused",
    ),
    number(
        "Critical vulnerabilities",
        "How many critical vulnerabilities are known in images that run in the cluster?",
        promql(f'sum(trivy_image_vulnerabilities{{{TRIVY}, severity="Critical"}}) or vector(0)'),
        unit="none",
        limits=[(1, RED)],
        runbook="ImageVulnerable",
    ),
    number(
        "Secrets in images",
        "Does an image contain a key or a password?",
        promql(f"sum(trivy_image_exposedsecrets{{{TRIVY}}}) or vector(0)"),
        unit="none",
        limits=[(1, RED)],
        runbook="ImageHasSecrets",
    ),
]

API = [
    graph(
        "Requests refused",
        "Who asks the API server for what they may not have? Some controllers do so once in a while; people rarely.",
        logql(
            f"""topk(10, sum by (user) (count_over_time({AUDIT} |= `"authorization.k8s.io/decision":"forbid"`
            | json user="user.username", stage="stage" | stage="ResponseComplete" [$__auto])))""",
            "{{user}}",
        ),
        unit="none",
        runbook="AuditForbidden",
    ),
    graph(
        "Requests by people",
        "Who works with the cluster by hand, and how much? Accounts of Kubernetes and of services are left out.",
        logql(
            f"""topk(10, sum by (user) (count_over_time({AUDIT} | json user="user.username", stage="stage"
            | user!~"system:.*|eks:.*" | stage="ResponseComplete" [$__auto])))""",
            "{{user}}",
        ),
        unit="none",
    ),
    graph(
        "Secrets read",
        "Who reads Secrets? Kubelets read those of their pods, and controllers those that they are for.",
        logql(f"topk(10, sum by (user) (count_over_time({AUDIT} {SECRETS} [$__auto])))", "{{user}}"),
        unit="none",
        runbook="AuditSecretRead",
    ),
    graph(
        "Changes of rights",
        "Who changes roles and bindings?",
        logql(
            f"""sum by (user, resource) (count_over_time({AUDIT} |= `"apiGroup":"rbac.authorization.k8s.io"`
            | json {WHO}, {OBJECT} | stage="ResponseComplete" and code < 400
            | verb=~"create|update|patch|delete" [$__auto]))""",
            "{{user}}: {{resource}}",
        ),
        unit="none",
        runbook="AuditClusterAdmin",
    ),
    graph(
        "Denied admissions",
        "Which requests do our policies, Pod Security and webhooks refuse?",
        logql(f"sum(count_over_time({AUDIT} {DENIED} [$__auto]))", "denied"),
        unit="none",
        runbook="AuditAdmissionDenied",
    ),
    graph(
        "Sign-ins to the app",
        "Do refused sign-ins rise with the others, as on a normal day, or alone?",
        promql(f"sum by (status) (rate(doggy_http_requests_total{{{SIGN_INS}}}[$__rate_interval]))", "{{status}}"),
        unit="reqps",
    ),
]

NODES = [
    graph(
        "Falco: findings",
        "What do programs do that they should not? Priorities are numbers: 0 emergency, 2 critical, 4 warning.",
        promql(
            f"""sum by (rule_name, priority) (increase(falcosecurity_falco_rules_matches_total{{{FALCO}}}
            [$__rate_interval])) > 0""",
            "{{priority}} {{rule_name}}",
        ),
        unit="none",
        width=12,
    ),
    graph(
        "Falco: system calls missed",
        "Does Falco see everything? Which share of system calls did it drop because its buffer was full?",
        promql(
            f"""sum by (pod) (rate(falcosecurity_scap_n_drops_total{{{FALCO}}}[$__rate_interval]))
            / sum by (pod) (rate(falcosecurity_scap_n_evts_total{{{FALCO}}}[$__rate_interval]))""",
            "{{pod}}",
        ),
        unit="percentunit",
        width=12,
        limits=[(0.01, RED)],
        runbook="FalcoMissesEvents",
    ),
]

IMAGES = [
    graph(
        "Vulnerabilities",
        "Are there more or fewer known vulnerabilities in running images than last week?",
        promql(
            f'sum by (severity) (trivy_image_vulnerabilities{{{TRIVY}, severity=~"Critical|High|Medium"}})',
            "{{severity}}",
        ),
        unit="none",
    ),
    ranking(
        "Worst images",
        "Which images should be updated first? By critical and high vulnerabilities.",
        promql(
            f"""topk(20, sum by (namespace, image_repository, image_tag, severity) (
            trivy_image_vulnerabilities{{{TRIVY}, severity=~"Critical|High"}}) > 0)""",
        ),
        columns=["namespace", "image_repository", "image_tag", "severity"],
        value="Vulnerabilities",
        unit="none",
        width=16,
        runbook="ImageVulnerable",
    ),
    ranking(
        "Configuration of workloads",
        "Which workloads break rules of good configuration? trivy-operator names the rule in their ConfigAuditReport.",
        promql(
            f"""topk(20, sum by (namespace, resource_kind, resource_name, severity) (
            trivy_resource_configaudits{{{TRIVY}, severity=~"Critical|High"}}) > 0)""",
        ),
        columns=["namespace", "resource_kind", "resource_name", "severity"],
        value="Findings",
        unit="none",
        width=24,
    ),
]

LINES = [
    lines(
        "Pods entered, rights changed, Secrets read by people",
        "Who did it, when, and from where? Open a line for the whole event.",
        logql(
            f"""{AUDIT} |~ `"subresource":"(exec|attach|portforward)"|"apiGroup":"rbac\\.|"resource":"secrets"`
            | json {WHO}, {OBJECT} | user!~"system:.*|eks:.*"
            | line_format `{{{{.user}}}} {{{{.verb}}}} {{{{.resource}}}} {{{{.namespace}}}} {{{{.name}}}}`""",
        ),
    ),
    lines(
        "Falco",
        "What exactly did Falco see?",
        logql("""{namespace="node-agents", container="falco"} | json output="output", priority="priority" | priority!=""
            | line_format `{{.priority}} {{.output}}`"""),
    ),
]


def make():
    return board(
        "security",
        "Security",
        "Is somebody attacking, has somebody got in, and where is it easy?",
        {
            "At a glance": AT_A_GLANCE,
            "API server and sign-ins": API,
            "Nodes": NODES,
            "Images": IMAGES,
            "Lines": LINES,
        },
        components=["security"],
        since="now-24h",
        refresh="1m",
    )
