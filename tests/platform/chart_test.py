"""What Helm makes of the chart: each overlay renders to objects that keep the rules."""

import json
import re
import unittest

import yaml

from rendered import CLUSTER, DIGESTS, NGINX, ROOT, VARIANTS, helm, merged, of_kind, render
from suite import run


class Rules:
    """What holds for every object in every variant; a class of cases is made of it for each below."""

    variant: tuple

    @classmethod
    def setUpClass(cls):
        cls.objects = render(*cls.variant)
        deployments = of_kind(cls.objects, "Deployment").values()
        cls.pods = [deployment["spec"]["template"]["spec"] for deployment in deployments]

    def test_helm_finds_nothing_wrong(self):
        overlay, *values = self.variant
        done = helm("lint", overlay, merged(*values))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("[WARNING]", done.stdout)

    def test_no_name_is_there_twice(self):
        names = [(found["kind"], found["metadata"].get("namespace"), found["metadata"]["name"]) for found in self.objects]
        self.assertEqual(len(names), len(set(names)))

    def test_everything_is_labeled_as_of_the_release(self):
        for found in self.objects:
            labels = found["metadata"]["labels"]
            self.assertEqual(labels["app.kubernetes.io/instance"], "doggy", found["metadata"]["name"])
            self.assertEqual(labels["app.kubernetes.io/managed-by"], "Helm", found["metadata"]["name"])

    def test_pods_are_as_restricted_as_can_be(self):
        for pod in self.pods:
            security = pod["securityContext"]
            self.assertTrue(security["runAsNonRoot"])
            self.assertEqual((security["runAsUser"], security["runAsGroup"], security["fsGroup"]), (65532,) * 3)
            self.assertEqual(security["seccompProfile"], {"type": "RuntimeDefault"})
            self.assertFalse(any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")))
            for container in pod["containers"]:
                security = container["securityContext"]
                self.assertFalse(security["allowPrivilegeEscalation"])
                self.assertFalse(security["privileged"])
                self.assertTrue(security["readOnlyRootFilesystem"])
                self.assertEqual(security["capabilities"], {"drop": ["ALL"]})
                self.assertEqual(security["seccompProfile"], {"type": "RuntimeDefault"})

    def test_no_pod_has_a_token_for_the_api_server_or_variables_of_services(self):
        for pod in self.pods:
            self.assertFalse(pod["automountServiceAccountToken"])
            # A Service doggy-registry would become the setting DOGGY_REGISTRY_PORT and others.
            self.assertFalse(pod["enableServiceLinks"])
        accounts = of_kind(self.objects, "ServiceAccount")
        for account in accounts.values():
            self.assertFalse(account["automountServiceAccountToken"])
        self.assertEqual({pod["serviceAccountName"] for pod in self.pods}, set(accounts), "each has an account of its own")
        self.assertEqual(len(accounts), len(self.pods))

    def test_containers_say_what_they_take_and_how_they_are(self):
        for pod in self.pods:
            for container in pod["containers"]:
                resources = container["resources"]
                self.assertLessEqual({"cpu", "memory", "ephemeral-storage"}, set(resources["requests"]))
                self.assertLessEqual({"memory", "ephemeral-storage"}, set(resources["limits"]))
                self.assertNotIn("cpu", resources["limits"])
                for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                    self.assertIn(container[probe]["httpGet"]["path"], ("/healthz", "/readyz", "/nginx-health"))
                    self.assertIn(container[probe]["httpGet"]["port"], [port["name"] for port in container["ports"]])

    def test_volumes_are_bounded_and_of_the_cluster(self):
        for pod in self.pods:
            for volume in pod["volumes"]:
                kind = next(key for key in volume if key != "name")
                self.assertIn(kind, ("emptyDir", "secret", "configMap", "persistentVolumeClaim"))
                if kind == "emptyDir":
                    self.assertIn("sizeLimit", volume["emptyDir"], volume["name"])
            mounted = {mount["name"] for container in pod["containers"] for mount in container["volumeMounts"]}
            self.assertEqual(mounted, {volume["name"] for volume in pod["volumes"]})
            self.assertTrue(any(mount["mountPath"] == "/tmp" for mount in pod["containers"][0]["volumeMounts"]))

    def test_images_have_a_version_or_a_digest(self):
        for pod in self.pods:
            for container in pod["containers"]:
                self.assertRegex(container["image"], r"^docker\.io/doggyapp/doggy-[a-z-]+(:\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$")

    def test_grace_is_longer_than_leaving_takes(self):
        for pod in self.pods:
            for container in pod["containers"]:
                variables = {variable["name"]: variable.get("value") for variable in container.get("env", [])}
                # After leaving, what is under way (20 s; so does nginx), jobs (10 s) and background work (5 s).
                needed = 20 if container["name"] == "nginx" else 35
                needed += int(variables.get("DOGGY_LEAVE_MS", 0)) / 1000
                needed += container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
                self.assertGreater(pod["terminationGracePeriodSeconds"], needed)

    def test_settings_are_such_that_the_programs_know(self):
        known = {"registry": ("registry/app/settings.h", "DOGGY_"), "alert-analyzer": ("alert-analyzer/app/settings.h", "DOGGY_ANALYZER_")}
        for pod in self.pods:
            for container in pod["containers"]:
                if container["name"] not in known:
                    continue
                file, prefix = known[container["name"]]
                members = re.findall(r'Field\{\.member = "(\w+)"', (ROOT / file).read_text(encoding="utf-8"))
                settings = {prefix + member.upper() for member in members}
                self.assertGreater(len(settings), 30)
                used = {variable["name"] for variable in container["env"] if variable["name"].startswith("DOGGY_")}
                self.assertEqual(used - settings, set())

    def test_secrets_are_files_and_all_of_them_come_from_somewhere(self):
        external = of_kind(self.objects, "ExternalSecret")
        for pod in self.pods:
            for volume in pod["volumes"]:
                if "secret" not in volume or not external:
                    continue
                made = [entry["secretKey"] for entry in external[volume["secret"]["secretName"]]["spec"]["data"]]
                self.assertEqual([item["key"] for item in volume["secret"]["items"]], made)
            files = {item["path"] for volume in pod["volumes"] for item in volume.get("secret", {}).get("items", [])}
            named = {
                variable["value"] for container in pod["containers"] for variable in container.get("env", [])
                if variable["name"].endswith("_FILE")
            }
            self.assertEqual(named, {f"/secrets/{file}" for file in files})

    def test_everything_is_closed(self):
        deny = of_kind(self.objects, "NetworkPolicy")["doggy-default-deny"]["spec"]
        self.assertEqual(deny, {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})

    def test_each_edge_has_a_reason_a_peer_and_a_port(self):
        for policy in of_kind(self.objects, "NetworkPolicy").values():
            check_edge(self, policy)

    def test_only_the_load_balancer_faces_the_world(self):
        services = of_kind(self.objects, "Service").items()
        facing = [name for name, service in services if service["spec"].get("type", "ClusterIP") != "ClusterIP"]
        balanced = any("loadBalancer" in values.get("exposure", {}).values() for values in self.variant[1:])
        self.assertEqual(facing, ["doggy-entrance"] if balanced else [])


for _name, _variant in VARIANTS.items():
    _class = "".join(word.capitalize() for word in _name.split())
    globals()[_class] = type(_class, (Rules, unittest.TestCase), {"variant": _variant})


def check_edge(case: unittest.TestCase, policy: dict) -> None:
    """One edge, with a reason, to somebody in particular at a port in particular."""
    name = policy["metadata"]["name"]
    case.assertRegex(policy["metadata"]["annotations"]["doggy.app/reason"], r"^[A-Za-z].{15,}\.$", name)
    if name.endswith("default-deny"):
        return
    case.assertEqual(len(policy["spec"]["policyTypes"]), 1, name)
    rules = policy["spec"].get("ingress") or policy["spec"].get("egress")
    case.assertEqual(len(rules), 1, name)
    peers = rules[0].get("from") or rules[0].get("to")
    case.assertTrue(peers, name)
    for peer in peers:
        every_pod = name in ("prometheus-to-gateway", "prometheus-to-monitoring")
        case.assertTrue("ipBlock" in peer or peer.get("podSelector", {}).get("matchLabels") or every_pod, name)
    case.assertTrue(rules[0]["ports"], name)
    for port in rules[0]["ports"]:
        case.assertIn("port", port, name)


class Shapes(unittest.TestCase):
    """What differs between the variants."""

    def test_with_dynamodb_several_replicas_update_without_a_gap(self):
        objects = render(*VARIANTS["production"])
        for service in ("registry", "frontend"):
            deployment = of_kind(objects, "Deployment")[f"doggy-{service}"]["spec"]
            self.assertNotIn("replicas", deployment, "the autoscaler decides")
            self.assertEqual(deployment["strategy"]["rollingUpdate"], {"maxSurge": 1, "maxUnavailable": 0})
            self.assertGreaterEqual(of_kind(objects, "HorizontalPodAutoscaler")[f"doggy-{service}"]["spec"]["minReplicas"], 2)
            self.assertEqual(of_kind(objects, "PodDisruptionBudget")[f"doggy-{service}"]["spec"]["maxUnavailable"], 1)
            spread = deployment["template"]["spec"]["topologySpreadConstraints"]
            self.assertEqual({each["topologyKey"] for each in spread}, {"topology.kubernetes.io/zone", "kubernetes.io/hostname"})

    def test_pods_leave_a_lost_node_soon_unless_a_volume_holds_them(self):
        lost = {"scheduling": {"lostNodeSeconds": 7, "tolerations": [{"key": "own", "operator": "Exists"}]}}
        for variant, leaving in (("production", ["frontend", "registry"]), ("production on SQLite", ["frontend"])):
            overlay, *values = VARIANTS[variant]
            for name, deployment in of_kind(render(overlay, *values, lost), "Deployment").items():
                own, *soon = deployment["spec"]["template"]["spec"]["tolerations"]
                self.assertEqual(own["key"], "own")
                seconds = {taint["key"].rpartition("/")[2]: taint["tolerationSeconds"] for taint in soon}
                wanted = {"not-ready": 7, "unreachable": 7} if name.removeprefix("doggy-") in leaving else {}
                self.assertEqual(seconds, wanted, name)

    def test_on_sqlite_one_replica_has_a_volume(self):
        objects = render(*VARIANTS["production on SQLite"])
        deployment = of_kind(objects, "Deployment")["doggy-registry"]["spec"]
        self.assertEqual((deployment["replicas"], deployment["strategy"]), (1, {"type": "Recreate"}))
        self.assertNotIn("doggy-registry", of_kind(objects, "HorizontalPodAutoscaler"))
        self.assertNotIn("doggy-registry", of_kind(objects, "PodDisruptionBudget"), "it would forbid every drain")
        claim = of_kind(objects, "PersistentVolumeClaim")["doggy-registry-data"]
        self.assertEqual(claim["metadata"]["annotations"], {"helm.sh/resource-policy": "keep"})
        self.assertEqual(claim["spec"]["accessModes"], ["ReadWriteOncePod"])

    def test_the_analyzer_is_one_pod_with_a_volume_also_with_sqs(self):
        objects = render(*VARIANTS["production with all neighbors"])
        deployment = of_kind(objects, "Deployment")["doggy-alert-analyzer"]["spec"]
        self.assertEqual((deployment["replicas"], deployment["strategy"]), (1, {"type": "Recreate"}))
        self.assertIn("doggy-alert-analyzer-data", of_kind(objects, "PersistentVolumeClaim"))

    def test_production_runs_by_digest(self):
        objects = render(*VARIANTS["production"])
        images = [found["spec"]["template"]["spec"]["containers"][0]["image"] for found in of_kind(objects, "Deployment").values()]
        self.assertEqual(sorted(image.split("@")[1] for image in images), sorted(DIGESTS.values()))

    def test_requests_in_flight_are_a_metric_where_wanted(self):
        objects = render(*VARIANTS["production"], {"registry": {"autoscaling": {"requestsInFlight": 20}}})
        metrics = of_kind(objects, "HorizontalPodAutoscaler")["doggy-registry"]["spec"]["metrics"]
        self.assertEqual([metric["type"] for metric in metrics], ["Resource", "Pods"])
        self.assertEqual(metrics[1]["pods"]["metric"]["name"], "doggy_http_requests_in_flight")

    def test_other_files_of_nginx_are_other_pods(self):
        def checksum(*more):
            deployment = of_kind(render(*VARIANTS["production"], *more), "Deployment")["doggy-frontend"]
            return deployment["spec"]["template"]["metadata"]["annotations"]["checksum/nginx"]

        self.assertNotEqual(checksum(), checksum({"frontend": {"limits": {"burst": 7}}}))

    def nginx(self, *values: dict) -> dict[str, str]:
        return of_kind(render(*VARIANTS["production"], *values), "ConfigMap")["doggy-frontend"]["data"]

    def test_nginx_gets_the_files_that_its_image_leaves_to_the_deployment(self):
        files = self.nginx({"registry": {"media": {"linkSeconds": 60}}, "frontend": {"ipv6": False}})
        pod = of_kind(render(*VARIANTS["production"]), "Deployment")["doggy-frontend"]["spec"]["template"]["spec"]
        mounts = [mount for mount in pod["containers"][0]["volumeMounts"] if mount["name"] == "nginx"]
        self.assertEqual({mount["mountPath"] for mount in mounts}, {f"/etc/nginx/doggy/{name}" for name in files})
        self.assertEqual(set(files), {file.name for file in NGINX.iterdir()}, "the image reads others")
        self.assertIn("server doggy-registry:8080", files["upstream.conf"])
        self.assertIn("set_real_ip_from 10.0.0.0/16;", files["real-ip.conf"])
        self.assertIn('" https://doggy-media.s3.us-east-1.amazonaws.com"', files["page.conf"])
        self.assertNotIn("[::]", files["listen.conf"])

    def test_nginx_is_by_default_as_its_image_is(self):
        def directives(text: str) -> list[str]:
            return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]

        files = self.nginx()
        for name in ("limits.conf", "listen.conf", "page.conf", "upstream.conf"):
            self.assertEqual(directives(files[name]), directives((NGINX / name).read_text(encoding="utf-8")), name)

    def test_limits_reach_nginx_and_the_gateway(self):
        values = {"frontend": {"limits": {"requestsPerMinute": 7, "signInConnections": 3}}}
        self.assertIn("rate=7r/m;", self.nginx(values)["limits.conf"])
        self.assertIn("limit_conn sign_in 3;", self.nginx(values)["limits.conf"])
        policy = of_kind(render(*VARIANTS["production"], values), "RateLimitPolicy")["doggy-api"]
        self.assertEqual(policy["spec"]["rateLimit"]["local"]["rules"][0]["rate"], "7r/m")

    def test_further_settings_are_passed_on(self):
        objects = render(*VARIANTS["production"], {"registry": {"settings": {"DOGGY_ADMINS": "a@example.org"}}})
        pod = of_kind(objects, "Deployment")["doggy-registry"]["spec"]["template"]["spec"]
        self.assertIn({"name": "DOGGY_ADMINS", "value": "a@example.org"}, pod["containers"][0]["env"])


class Exposures(unittest.TestCase):
    """One way in, which leads to the frontend."""

    FRONTEND = {"name": "doggy-frontend", "port": 8080}
    OF_NGINX = ("ClientSettingsPolicy", "ProxySettingsPolicy", "RateLimitPolicy")

    def test_gateway(self):
        objects = render(*VARIANTS["production"])
        gateway = of_kind(objects, "Gateway")["doggy"]
        self.assertEqual(gateway["metadata"]["namespace"], "gateway")
        listeners = {listener["name"]: listener for listener in gateway["spec"]["listeners"]}
        self.assertEqual(listeners["https"]["tls"]["certificateRefs"], [{"name": "doggy-tls"}])
        routes = of_kind(objects, "HTTPRoute")
        self.assertEqual(set(routes), {"doggy-to-https", "doggy-page", "doggy-api", "doggy-media", "doggy-sign-in", "doggy-live"})
        for name, route in routes.items():
            parent = route["spec"]["parentRefs"][0]
            rule = route["spec"]["rules"][0]
            self.assertEqual(route["spec"]["hostnames"], ["doggy.example.org"])
            if name == "doggy-to-https":
                self.assertEqual(parent["sectionName"], "http")
                redirect = rule["filters"][0]["requestRedirect"]
                self.assertEqual(redirect, {"scheme": "https", "statusCode": 301})
                self.assertNotIn("backendRefs", rule)
            else:
                self.assertEqual(parent["sectionName"], "https", "nothing but the redirect is served by http")
                self.assertEqual(rule["backendRefs"], [self.FRONTEND])
        paths = {match["path"]["value"] for match in routes["doggy-api"]["spec"]["rules"][0]["matches"]}
        self.assertEqual(paths, {"/v1", "/openapi.json"})

    def test_gateway_has_the_limits_by_nginx_own_kinds(self):
        objects = render(*VARIANTS["production"])
        rates = {}
        for name, policy in of_kind(objects, "RateLimitPolicy").items():
            rule = policy["spec"]["rateLimit"]["local"]["rules"][0]
            rates[name] = (rule["rate"], rule["burst"])
            self.assertEqual([target["name"] for target in policy["spec"]["targetRefs"]], [name])
        api = ("120r/m", 240)
        self.assertEqual(rates, {"doggy-api": api, "doggy-sign-in": api, "doggy-live": api, "doggy-media": ("600r/m", 300)})
        bodies = {name: policy["spec"]["body"]["maxSize"] for name, policy in of_kind(objects, "ClientSettingsPolicy").items()}
        self.assertEqual(bodies, {
            "doggy-page": "64k", "doggy-api": "64m", "doggy-media": "4m", "doggy-sign-in": "64k", "doggy-live": "64k"})
        self.assertEqual(of_kind(objects, "ProxySettingsPolicy")["doggy-live"]["spec"]["timeout"]["read"], "120s")
        self.assertFalse(of_kind(objects, "SnippetsFilter"))

    def test_snippets_are_there_when_asked_for(self):
        objects = render(*VARIANTS["production"], {"exposure": {"gateway": {"snippets": True}}})
        self.assertIn("limit_conn doggy_sign_in 5;", of_kind(objects, "SnippetsFilter")["doggy-sign-in"]["spec"]["snippets"][1]["value"])
        with_filter = [name for name, route in of_kind(objects, "HTTPRoute").items() if "ExtensionRef" in json.dumps(route)]
        self.assertEqual(with_filter, ["doggy-sign-in"])

    def test_another_controller_gets_none_of_nginx_kinds(self):
        objects = render(*VARIANTS["local"])
        self.assertEqual([found["kind"] for found in objects if found["apiVersion"].startswith("gateway.nginx.org")], [])

    def test_a_gateway_that_is_there_gets_routes_alone(self):
        values = {"exposure": {"gateway": {"create": False, "tlsSecret": "", "name": "shared", "namespace": "edge"}}}
        objects = render(*VARIANTS["production"], values)
        self.assertFalse(of_kind(objects, "Gateway"))
        self.assertEqual(of_kind(objects, "HTTPRoute")["doggy-api"]["spec"]["parentRefs"][0]["namespace"], "edge")

    def test_the_redirect_keeps_a_port(self):
        objects = render(*VARIANTS["local"], {"publicUrl": "https://doggy.test:30443"})
        redirect = of_kind(objects, "HTTPRoute")["doggy-to-https"]["spec"]["rules"][0]["filters"][0]["requestRedirect"]
        self.assertEqual(redirect["port"], 30443)

    def test_ingress(self):
        objects = render(*VARIANTS["ingress"])
        ingresses = of_kind(objects, "Ingress")
        kinds = {name: each["metadata"]["annotations"]["nginx.org/mergeable-ingress-type"] for name, each in ingresses.items()}
        self.assertEqual([name for name, kind in kinds.items() if kind == "master"], ["doggy"])
        self.assertEqual(ingresses["doggy"]["spec"]["tls"], [{"hosts": ["doggy.example.org"], "secretName": "doggy-tls"}])
        self.assertEqual(ingresses["doggy-api"]["metadata"]["annotations"]["nginx.org/limit-req-rate"], "120r/m")
        self.assertEqual(ingresses["doggy-live"]["metadata"]["annotations"]["nginx.org/websocket-services"], "doggy-frontend")
        for name, ingress in ingresses.items():
            if name != "doggy":
                backends = [path["backend"]["service"]["name"] for path in ingress["spec"]["rules"][0]["http"]["paths"]]
                self.assertEqual(set(backends), {"doggy-frontend"})
        self.assertFalse([found for found in objects if "gateway" in found["apiVersion"]])

    def test_load_balancer(self):
        objects = render(*VARIANTS["load balancer"])
        service = of_kind(objects, "Service")["doggy-entrance"]["spec"]
        self.assertEqual((service["type"], service["externalTrafficPolicy"]), ("LoadBalancer", "Local"))
        self.assertEqual(service["selector"]["app.kubernetes.io/component"], "frontend")
        self.assertFalse([found for found in objects if "gateway" in found["apiVersion"] or found["kind"] == "Ingress"])


class Network(unittest.TestCase):
    """Everything is closed, and each edge that is open has a name and a reason."""

    def edges(self, *variant) -> dict[str, dict]:
        return of_kind(render(*variant), "NetworkPolicy")

    def test_the_edges_are_these(self):
        always = {"default-deny", "registry-to-dns", "frontend-to-dns", "frontend-to-registry", "registry-from-frontend",
                  "registry-from-prometheus"}
        analyzer = {"alert-analyzer-to-dns", "alert-analyzer-from-prometheus", "alert-analyzer-from-alertmanager"}
        cloud = {"registry-to-aws", "registry-to-pod-identity", "registry-to-mail", "registry-to-webhooks"}
        expected = {
            "local": always | analyzer | {"frontend-from-gateway", "registry-to-aws"},
            "production": always | analyzer | cloud | {"frontend-from-gateway", "alert-analyzer-to-mail"},
            "production with all neighbors": always | analyzer | cloud | {
                "frontend-from-gateway", "alert-analyzer-to-mail", "alert-analyzer-to-aws", "alert-analyzer-to-pod-identity",
                "alert-analyzer-to-loki", "alert-analyzer-to-prometheus", "alert-analyzer-to-llm"},
            "production on SQLite": always | analyzer | {
                "frontend-from-gateway", "registry-to-mail", "registry-to-webhooks", "alert-analyzer-to-mail"},
            "ingress": always | analyzer | cloud | {"frontend-from-ingress", "alert-analyzer-to-mail"},
            "load balancer": always | analyzer | cloud | {"frontend-from-load-balancer", "alert-analyzer-to-mail"},
            "without the analyzer": always | cloud | {"frontend-from-gateway"},
        }
        for name, edges in expected.items():
            self.assertEqual(set(self.edges(*VARIANTS[name])), {f"doggy-{edge}" for edge in edges}, name)

    def test_no_edge_leads_to_the_metadata_service(self):
        everywhere = {"network": {"aws": {"cidrs": ["0.0.0.0/0", "::/0"]}, "mail": {"cidrs": ["0.0.0.0/0"]}}}
        for name, policy in self.edges(*VARIANTS["production with all neighbors"], everywhere).items():
            for rule in policy["spec"].get("egress", []):
                for peer in rule["to"]:
                    block = peer.get("ipBlock")
                    if not block or block["cidr"] in ("169.254.170.23/32", "fd00:ec2::23/128"):
                        self.assertTrue(not block or name.endswith("to-pod-identity"))
                    elif block["cidr"] == "0.0.0.0/0":
                        self.assertIn("169.254.0.0/16", block["except"], name)
                    elif block["cidr"] == "::/0":
                        self.assertIn("fd00:ec2::/32", block["except"], name)
                    else:
                        self.assertFalse(block["cidr"].startswith("169.254."), name)


class Cluster(unittest.TestCase):
    """What belongs to the cluster and not to the release."""

    def read(self) -> list[dict]:
        files = sorted(CLUSTER.rglob("*.yaml"))
        self.assertGreater(len(files), 5)
        return [found for file in files for found in yaml.safe_load_all(file.read_text(encoding="utf-8")) if found]

    def test_namespaces_are_restricted_bounded_and_closed(self):
        objects = self.read()
        namespaces = of_kind(objects, "Namespace")
        self.assertEqual(set(namespaces), {"doggy", "monitoring", "gateway", "node-agents"})
        for name, namespace in namespaces.items():
            level = "privileged" if name == "node-agents" else "restricted"
            self.assertEqual(namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], level)
            inside = [found["kind"] + "/" + found["metadata"]["name"] for found in objects if found["metadata"].get("namespace") == name]
            denied = ["NetworkPolicy/default-deny"] if name != "doggy" else []  # there the chart does it
            for needed in ("ResourceQuota/quota", "LimitRange/limits", *denied):
                self.assertIn(needed, inside, name)

    def test_namespaces_come_before_what_is_in_them(self):
        """kubectl applies the files in the order of their names."""
        there = {"kube-system"}
        for found in self.read():
            if found["kind"] == "Namespace":
                there.add(found["metadata"]["name"])
            self.assertIn(found["metadata"].get("namespace", "kube-system"), there, found["metadata"]["name"])

    def test_each_edge_has_a_reason_a_peer_and_a_port(self):
        for policy in [found for found in self.read() if found["kind"] == "NetworkPolicy"]:
            check_edge(self, policy)

    def test_the_quota_has_room_for_every_autoscaler_at_its_maximum_in_an_update(self):
        units = {"m": 1e-3, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}

        def number(quantity) -> float:
            amount, unit = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(quantity)).groups()
            return float(amount) * units.get(unit, 1)

        quota = next(found for found in self.read() if found["kind"] == "ResourceQuota" and found["metadata"]["namespace"] == "doggy")
        for name, variant in VARIANTS.items():
            objects = render(*variant)
            scaled = {scaler["spec"]["scaleTargetRef"]["name"]: scaler["spec"]["maxReplicas"]
                      for scaler in of_kind(objects, "HorizontalPodAutoscaler").values()}
            taken = dict.fromkeys(("pods", "requests.cpu", "requests.memory", "limits.memory", "requests.ephemeral-storage"), 0.0)
            for deployment, found in of_kind(objects, "Deployment").items():
                pods = scaled.get(deployment, found["spec"].get("replicas", 1)) + 1
                taken["pods"] += pods
                resources = found["spec"]["template"]["spec"]["containers"][0]["resources"]
                for key in list(taken)[1:]:
                    part, resource = key.split(".")
                    taken[key] += pods * number(resources[part][resource])
            for key, amount in taken.items():
                self.assertLessEqual(amount, number(quota["spec"]["hard"][key]), f"{name}: {key}")

    def test_each_admission_policy_is_bound_fails_closed_and_denies(self):
        objects = self.read()
        policies = of_kind(objects, "ValidatingAdmissionPolicy")
        bindings = of_kind(objects, "ValidatingAdmissionPolicyBinding").values()
        self.assertEqual({binding["spec"]["policyName"] for binding in bindings}, set(policies))
        for policy in policies.values():
            self.assertEqual(policy["spec"]["failurePolicy"], "Fail")
            for validation in policy["spec"]["validations"]:
                said = validation.get("message") or validation["messageExpression"]
                self.assertRegex(said, r"[.]'?$|\(CVE-[0-9-]+\)\.$")
        for binding in bindings:
            self.assertIn("Deny", binding["spec"]["validationActions"])
            self.assertIn("namespaceSelector", binding["spec"]["matchResources"], "kube-system must be able to start")
            expressions = binding["spec"]["matchResources"]["namespaceSelector"].get("matchExpressions", [])
            exempt = {name for found in expressions for name in found["values"]}
            self.assertLessEqual(exempt, {"kube-system", "node-agents"}, "AuditPrivilegedWorkload watches no others")


if __name__ == "__main__":
    run()
