{{/* What all pods have in common. */}}

{{/* As Pod Security "restricted" demands it, with one user for all images. */}}
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

{{/* Where pods are put: apart by zone and by node as far as there are any. Counted by revision, so that an update does not
     put the new pods around the old ones. A node that is alone left still gets all of them. */}}
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
{{- with $scheduling.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $scheduling.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* The beginning of a pod's spec. No token of the API server: no pod calls it. No links: Services named doggy-… would
     become variables DOGGY_…, which are settings. */}}
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

{{/* Variables from a map: (dict "settings" {…} "more" {…}); those of "more" are of the values and come last. */}}
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
{{- fail (printf "settings has %s, which the chart sets by values of its own: set those." $name) }}
{{- end }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}

{{/* AWS' variables of a service that calls AWS. The metadata service is closed to pods, so nobody waits for it. */}}
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

{{/* The volume with the service's secrets, each key a file; nothing when it needs none. */}}
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

{{/* Probes of a service of ours. It is ready in well under a second; a minute is for a large database on a cold disk. */}}
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
# EKS Pod Identity needs no annotation: the association, outside the cluster, names this account.
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

{{/* One pod of several may be away by a drain. A pod that is not ready does not keep its node from being drained. */}}
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

{{/* Doubles at once when it is needed, and takes back one pod a minute after five quiet minutes. */}}
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
