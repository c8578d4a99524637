"""What an environment costs a month at rest, by stack, from the table of list prices."""

import collections

import template
import yaml
from environment import Environment

PRICES = yaml.safe_load((template.FOLDER / "tool/prices.yaml").read_text(encoding="utf-8"))
HOURS = PRICES["hours_a_month"]


def estimate(parameters: dict[str, str]) -> dict[str, float]:
    """US dollars a month of each nested stack."""
    zones = int(template.parameters_of(template.load(template.ROOT), parameters)["ZoneCount"])
    costs: dict[str, float] = collections.defaultdict(float)
    for name, declared, resources, conditions in template.nested_stacks(parameters):
        templates = {
            key: one["Properties"]["LaunchTemplateData"]
            for key, one in declared["Resources"].items()
            if one["Type"] == "AWS::EC2::LaunchTemplate"
        }
        for one in resources.values():
            costs[name] += of(one, conditions, zones, templates)
    return dict(costs)


def of(resource: dict, conditions: template.Conditions, zones: int, templates: dict[str, dict]) -> float:
    """US dollars a month of one resource."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::EKS::Nodegroup":
            nodes = int(conditions.value(properties["ScalingConfig"]["DesiredSize"]))
            return nodes * machine(templates[properties["LaunchTemplate"]["Id"]["Ref"]], conditions)
        case "AWS::EC2::Instance":
            return machine(properties, conditions)
        case "AWS::EC2::VPCEndpoint" if properties["VpcEndpointType"] == "Interface":
            return zones * HOURS * PRICES["interface_endpoint_zone_hour"]
        case "AWS::ElasticLoadBalancingV2::LoadBalancer" as kind:
            return flat(kind) + zones * HOURS * PRICES["public_address_hour"]
        case "AWS::WAFv2::WebACL" as kind:
            return flat(kind) + len(properties["Rules"]) * PRICES["web_acl_rule_month"]
        case kind:
            return flat(kind)


def flat(kind: str) -> float:
    price = PRICES["resources"].get(kind, {})
    return price.get("month", 0) + HOURS * price.get("hour", 0)


def machine(data: dict, conditions: template.Conditions) -> float:
    kind = conditions.value(data["InstanceType"])
    if kind not in PRICES["instances"]:
        raise SystemExit(f"tool/prices.yaml has no price of a {kind}: add it.")
    disks = sum(one["Ebs"]["VolumeSize"] for one in data["BlockDeviceMappings"])
    return HOURS * PRICES["instances"][kind] + disks * PRICES["gp3_gb_month"] + PRICES["detailed_monitoring_month"]


def report(environment: Environment, parameters: dict[str, str]) -> str:
    costs = estimate(parameters)
    rows = [f"  {name:12} {cost:9.2f}" for name, cost in costs.items()]
    return "\n".join(
        [
            f"{environment.stack}, US dollars a month at rest, without traffic, requests and what is stored",
            f"(list prices of {PRICES['region']} as of {PRICES['date']}, at the smallest number of nodes;",
            f"{PRICES['origin']}):",
            *rows,
            f"  {'together':12} {sum(costs.values()):9.2f}",
        ]
    )
