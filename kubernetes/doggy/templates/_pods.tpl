{{/* What all pods share. */}}

{{/* What Pod Security "restricted" requires. All images use the same user. */}}
{{- define "doggy.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "doggy.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
privileged: false
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Spread pods over zones and nodes where possible. Each revision is counted separately, so that old pods do not influence
     where new ones go. If only one node is left, all pods may run on it. */}}
{{- define "doggy.scheduling" -}}
{{- $scheduling := .root.Values.scheduling -}}
topologySpreadConstraints:
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels: {{- include "doggy.selector" $ | nindent 8 }}
{{- end }}
{{- with $scheduling.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- $moves := or (eq .service "frontend") (and (eq .service "registry") (ne .root.Values.registry.store.kind "sqlite")) }}
{{- if or $moves $scheduling.tolerations }}
tolerations:
{{- with $scheduling.tolerations }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $moves }}
{{- range list "not-ready" "unreachable" }}
  - key: node.kubernetes.io/{{ . }}
    operator: Exists
    effect: NoExecute
    tolerationSeconds: {{ $scheduling.lostNodeSeconds }}
{{- end }}
{{- end }}
{{- end }}
{{- with $scheduling.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* The start of a pod's spec. No API token, since no pod calls the API server. No service links, since a Service named
     doggy-registry would become variables DOGGY_REGISTRY_…, which look like settings. */}}
{{- define "doggy.podStart" -}}
serviceAccountName: {{ include "doggy.name" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext: {{- include "doggy.podSecurity" . | nindent 2 }}
{{- include "doggy.scheduling" . | nindent 0 }}
{{- with .root.Values.images.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{/* Variables from a map: (dict "settings" {…} "more" {…}); "more" comes from the values and may not override. */}}
{{- define "doggy.environment" -}}
{{- range $name, $value := .settings }}
{{- if ne (toString $value) "" }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}
{{- $settings := .settings }}
{{- range $name, $value := .more }}
{{- if hasKey $settings $name }}
{{- fail (printf "settings has %s, which the chart sets itself: use the chart's own value for it." $name) }}
{{- end }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}

{{/* Variables for services that call AWS. Pods cannot reach the metadata service, so do not wait for it. */}}
{{- define "doggy.awsEnvironment" -}}
{{- if include "doggy.usesAws" . }}
- name: AWS_REGION
  value: {{ .root.Values.aws.region }}
- name: AWS_EC2_METADATA_DISABLED
  value: "true"
{{- if eq .root.Values.aws.credentials "secret" }}
{{- range list "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" }}
- name: {{ . }}
  valueFrom:
    secretKeyRef:
      name: {{ $.root.Values.aws.credentialsSecret }}
      key: {{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The volume with the service's secrets, one file for each key; empty if it needs none. */}}
{{- define "doggy.secretVolume" -}}
{{- $keys := (include "doggy.secretKeys" . | fromJson).keys }}
{{- $secrets := eq .service "registry" | ternary .root.Values.secrets.registry .root.Values.secrets.alertAnalyzer }}
{{- if $keys }}
- name: secrets
  secret:
    secretName: {{ $secrets.name }}
    defaultMode: 0440
    items:
{{- range $keys }}
      - key: {{ . }}
        path: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{/* Probes of our own services. They start in well under a second; the minute is for a large database on a cold disk. */}}
{{- define "doggy.probes" -}}
startupProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: 1
  failureThreshold: 60
  timeoutSeconds: 2
readinessProbe:
  httpGet:
    path: /readyz
    port: http
  periodSeconds: 2
  failureThreshold: 3
  timeoutSeconds: 2
livenessProbe:
  httpGet:
    path: /healthz
    port: http
  periodSeconds: 10
  failureThreshold: 3
  timeoutSeconds: 3
{{- end }}

{{- define "doggy.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "doggy.name" . }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "doggy.labels" . | nindent 4 }}
# EKS Pod Identity needs no annotation: its association, outside the cluster, refers to this account.
automountServiceAccountToken: false
{{- end }}

{{- define "doggy.claim" -}}
{{- $persistence := (include "doggy.values" . | fromJson).persistence -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ include "doggy.claimName" . }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "doggy.labels" . | nindent 4 }}
{{- if $persistence.keep }}
  annotations:
    helm.sh/resource-policy: keep
{{- end }}
spec:
  accessModes: [{{ $persistence.accessMode }}]
{{- with $persistence.storageClass }}
  storageClassName: {{ . }}
{{- end }}
  resources:
    requests:
      storage: {{ $persistence.size }}
{{- end }}

{{/* A drain may evict one pod at a time. Pods that are not ready do not block it. */}}
{{- define "doggy.disruption" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "doggy.name" . }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "doggy.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "doggy.selector" . | nindent 6 }}
{{- end }}

{{/* Scales up at once, at most doubling, and removes one pod per minute after a while of low load. */}}
{{- define "doggy.autoscaler" -}}
{{- $autoscaling := (include "doggy.values" . | fromJson).autoscaling -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "doggy.name" . }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "doggy.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "doggy.name" . }}
  minReplicas: {{ $autoscaling.min }}
  maxReplicas: {{ $autoscaling.max }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $autoscaling.cpu }}
{{- if gt (int $autoscaling.requestsInFlight) 0 }}
    - type: Pods
      pods:
        metric:
          name: doggy_http_requests_in_flight
        target:
          type: AverageValue
          averageValue: {{ $autoscaling.requestsInFlight | quote }}
{{- end }}
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 0
      policies:
        - type: Percent
          value: 100
          periodSeconds: 15
    scaleDown:
      stabilizationWindowSeconds: {{ $autoscaling.quietSeconds }}
      policies:
        - type: Pods
          value: 1
          periodSeconds: 60
{{- end }}
