package main

import (
	"strings"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
)

var (
	conditions = []string{"true", "false", "unknown"}
	podPhases  = []string{"Pending", "Running", "Succeeded", "Failed", "Unknown"}
	// Names and units that kube-state-metrics gives to resources.
	resources = map[core.ResourceName][2]string{
		core.ResourceCPU:              {"cpu", "core"},
		core.ResourceMemory:           {"memory", "byte"},
		core.ResourceEphemeralStorage: {"ephemeral_storage", "byte"},
		core.ResourcePods:             {"pods", "integer"},
	}
)

func pod(out sink, o *core.Pod) {
	at := []string{"namespace", o.Namespace, "pod", o.Name, "uid", string(o.UID)}
	owner, kind := "", ""
	if len(o.OwnerReferences) > 0 {
		owner, kind = o.OwnerReferences[0].Name, o.OwnerReferences[0].Kind
	}
	out.add("kube_pod_info", 1, with(at, "node", o.Spec.NodeName, "pod_ip", o.Status.PodIP, "created_by_kind", kind, "created_by_name", owner)...)
	out.eachOf("kube_pod_status_phase", "phase", string(o.Status.Phase), podPhases, at...)
	for _, condition := range o.Status.Conditions {
		switch {
		case condition.Type == core.PodReady:
			out.eachOf("kube_pod_status_ready", "condition", strings.ToLower(string(condition.Status)), conditions, at...)
		case condition.Type == core.PodScheduled && condition.Reason == core.PodReasonUnschedulable:
			out.add("kube_pod_status_unschedulable", boolean(condition.Status == core.ConditionFalse), at...)
		}
	}
	for _, container := range o.Status.ContainerStatuses {
		in := with(at, "container", container.Name)
		out.add("kube_pod_container_status_restarts_total", float64(container.RestartCount), in...)
		out.add("kube_pod_container_status_ready", boolean(container.Ready), in...)
		if waiting := container.State.Waiting; waiting != nil {
			out.add("kube_pod_container_status_waiting_reason", 1, with(in, "reason", waiting.Reason)...)
		}
		if ended := container.LastTerminationState.Terminated; ended != nil {
			out.add("kube_pod_container_status_last_terminated_reason", 1, with(in, "reason", ended.Reason)...)
		}
	}
	for _, container := range o.Spec.Containers {
		in := with(at, "container", container.Name, "node", o.Spec.NodeName)
		amounts(out, "kube_pod_container_resource_requests", container.Resources.Requests, in)
		amounts(out, "kube_pod_container_resource_limits", container.Resources.Limits, in)
	}
}

func amounts(out sink, name string, list core.ResourceList, at []string) {
	for resource, quantity := range list {
		if known, ok := resources[resource]; ok {
			out.add(name, quantity.AsApproximateFloat64(), with(at, "resource", known[0], "unit", known[1])...)
		}
	}
}

func node(out sink, o *core.Node) {
	for _, condition := range o.Status.Conditions {
		out.eachOf("kube_node_status_condition", "status", strings.ToLower(string(condition.Status)), conditions,
			"node", o.Name, "condition", string(condition.Type))
	}
	out.add("kube_node_spec_unschedulable", boolean(o.Spec.Unschedulable), "node", o.Name)
	amounts(out, "kube_node_status_allocatable", o.Status.Allocatable, []string{"node", o.Name})
}

func claim(out sink, o *core.PersistentVolumeClaim) {
	out.eachOf("kube_persistentvolumeclaim_status_phase", "phase", string(o.Status.Phase), []string{"Bound", "Lost", "Pending"},
		"namespace", o.Namespace, "persistentvolumeclaim", o.Name)
}

func deployment(out sink, o *apps.Deployment) {
	at := []string{"namespace", o.Namespace, "deployment", o.Name}
	out.add("kube_deployment_spec_replicas", float64(*o.Spec.Replicas), at...)
	out.add("kube_deployment_status_replicas", float64(o.Status.Replicas), at...)
	out.add("kube_deployment_status_replicas_ready", float64(o.Status.ReadyReplicas), at...)
	out.add("kube_deployment_status_replicas_available", float64(o.Status.AvailableReplicas), at...)
	out.add("kube_deployment_status_replicas_updated", float64(o.Status.UpdatedReplicas), at...)
}

func statefulSet(out sink, o *apps.StatefulSet) {
	at := []string{"namespace", o.Namespace, "statefulset", o.Name}
	out.add("kube_statefulset_replicas", float64(*o.Spec.Replicas), at...)
	out.add("kube_statefulset_status_replicas_ready", float64(o.Status.ReadyReplicas), at...)
}

func daemonSet(out sink, o *apps.DaemonSet) {
	at := []string{"namespace", o.Namespace, "daemonset", o.Name}
	out.add("kube_daemonset_status_desired_number_scheduled", float64(o.Status.DesiredNumberScheduled), at...)
	out.add("kube_daemonset_status_number_available", float64(o.Status.NumberAvailable), at...)
}

func job(out sink, o *batch.Job) {
	at := []string{"namespace", o.Namespace, "job_name", o.Name}
	out.add("kube_job_status_failed", float64(o.Status.Failed), at...)
	out.add("kube_job_status_succeeded", float64(o.Status.Succeeded), at...)
}

func autoscaler(out sink, o *autoscaling.HorizontalPodAutoscaler) {
	at := []string{"namespace", o.Namespace, "horizontalpodautoscaler", o.Name}
	if o.Spec.MinReplicas != nil {
		out.add("kube_horizontalpodautoscaler_spec_min_replicas", float64(*o.Spec.MinReplicas), at...)
	}
	out.add("kube_horizontalpodautoscaler_spec_max_replicas", float64(o.Spec.MaxReplicas), at...)
	out.add("kube_horizontalpodautoscaler_status_current_replicas", float64(o.Status.CurrentReplicas), at...)
	out.add("kube_horizontalpodautoscaler_status_desired_replicas", float64(o.Status.DesiredReplicas), at...)
	for _, condition := range o.Status.Conditions {
		out.eachOf("kube_horizontalpodautoscaler_status_condition", "status", strings.ToLower(string(condition.Status)), conditions,
			with(at, "condition", string(condition.Type))...)
	}
}

func budget(out sink, o *policy.PodDisruptionBudget) {
	at := []string{"namespace", o.Namespace, "poddisruptionbudget", o.Name}
	out.add("kube_poddisruptionbudget_status_pod_disruptions_allowed", float64(o.Status.DisruptionsAllowed), at...)
	out.add("kube_poddisruptionbudget_status_current_healthy", float64(o.Status.CurrentHealthy), at...)
}
