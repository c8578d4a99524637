{{/* One NetworkPolicy for each side of an allowed edge:
     (dict "root" $ "service" "registry" "edge" "from-frontend" "reason" "…" "from" [peers] "ports" [8080]); "to" instead of
     "from" for what goes out; "protocols" when it is not TCP alone. */}}
{{- define "doggy.edge" -}}
{{- $direction := hasKey . "from" | ternary "ingress" "egress" -}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "doggy.name" . }}-{{ .edge }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "doggy.labels" . | nindent 4 }}
  annotations:
    doggy.app/reason: {{ .reason | quote }}
spec:
  podSelector:
    matchLabels: {{- include "doggy.selector" . | nindent 6 }}
  policyTypes: [{{ title $direction }}]
  {{ $direction }}:
    - {{ hasKey . "from" | ternary "from" "to" }}: {{- .from | default .to | toYaml | nindent 8 }}
      ports:
{{- $protocols := .protocols | default (list "TCP") }}
{{- range $port := .ports }}
{{- range $protocols }}
        - protocol: {{ . }}
          port: {{ $port }}
{{- end }}
{{- end }}
{{ end }}

{{/* Peers, as JSON {"peers": […]}. */}}

{{- define "doggy.peerService" -}}
{{ dict "peers" (list (dict "podSelector" (dict "matchLabels" (include "doggy.selector" . | fromYaml)))) | toJson }}
{{- end }}

{{- define "doggy.peerPods" -}}
{{ dict "peers" (list (dict
    "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" .namespace))
    "podSelector" (dict "matchLabels" .labels))) | toJson }}
{{- end }}

{{/* Networks. "Everything" excludes link-local addresses, and with them the metadata service of the cloud. */}}
{{- define "doggy.peerNetworks" -}}
{{- $peers := list }}
{{- range .cidrs }}
{{- $block := dict "cidr" . }}
{{- if eq . "0.0.0.0/0" }}{{ $_ := set $block "except" (list "169.254.0.0/16") }}{{ end }}
{{- if eq . "::/0" }}{{ $_ := set $block "except" (list "fe80::/10" "fd00:ec2::/32") }}{{ end }}
{{- $peers = append $peers (dict "ipBlock" $block) }}
{{- end }}
{{- dict "peers" $peers | toJson }}
{{- end }}
