{{/* Names, labels and images. Every helper for a service takes (dict "root" $ "service" "registry"). */}}

{{- define "doggy.name" -}}
{{ .root.Release.Name }}-{{ .service }}
{{- end }}

{{- define "doggy.selector" -}}
app.kubernetes.io/name: doggy
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end }}

{{- define "doggy.labels" -}}
{{ include "doggy.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* For pods. Without the chart's version, so that a new chart only restarts pods that it changes. */}}
{{- define "doggy.podLabels" -}}
{{ include "doggy.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- end }}

{{/* For objects that belong to the release rather than to one service. */}}
{{- define "doggy.releaseLabels" -}}
app.kubernetes.io/name: doggy
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "doggy.values" -}}
{{- get .root.Values (get (dict "registry" "registry" "frontend" "frontend" "alert-analyzer" "alertAnalyzer") .service) | toJson }}
{{- end }}

{{- define "doggy.image" -}}
{{- $images := .root.Values.images }}
{{- $digest := (include "doggy.values" . | fromJson).image.digest }}
{{- $name := printf "%s/%s/doggy-%s" $images.registry $images.prefix .service }}
{{- if $digest }}{{ $name }}@{{ $digest }}{{ else }}{{ $name }}:{{ $images.tag | default .root.Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "doggy.publicHost" -}}
{{ (urlParse .Values.publicUrl).hostname }}
{{- end }}

{{/* The port of the public address; empty if it is the scheme's own. */}}
{{- define "doggy.publicPort" -}}
{{- $named := trimPrefix ":" (regexFind ":[0-9]+$" (urlParse .Values.publicUrl).host) }}
{{- if ne $named "443" }}{{ $named }}{{ end }}
{{- end }}

{{/* The volume of SQLite or of the analyzer. */}}
{{- define "doggy.claimName" -}}
{{- (include "doggy.values" . | fromJson).persistence.existingClaim | default (printf "%s-data" (include "doggy.name" .)) }}
{{- end }}

{{/* Whether the service is autoscaled; never with SQLite. */}}
{{- define "doggy.scales" -}}
{{- $values := include "doggy.values" . | fromJson }}
{{- if and $values.autoscaling.enabled (not (and (eq .service "registry") (eq .root.Values.registry.store.kind "sqlite"))) }}yes{{ end }}
{{- end }}

{{/* The keys of the service's Secret that its settings need. A JSON object, since helpers can only return text. */}}
{{- define "doggy.secretKeys" -}}
{{- $values := .root.Values }}
{{- $keys := list }}
{{- if eq .service "registry" }}
{{- if eq $values.registry.store.kind "dynamodb" }}{{ $keys = append $keys "push-key.pem" }}{{ end }}
{{- else }}
{{- $keys = append $keys "webhook-token" }}
{{- if $values.alertAnalyzer.llm.url }}{{ $keys = append $keys "llm-key" }}{{ end }}
{{- $keys = concat $keys $values.secrets.alertAnalyzer.optionalKeys }}
{{- end }}
{{- if $values.mail.smtpUser }}{{ $keys = append $keys "smtp-password" }}{{ end }}
{{- dict "keys" (sortAlpha $keys) | toJson }}
{{- end }}

{{/* Whether the service calls AWS. */}}
{{- define "doggy.usesAws" -}}
{{- $values := .root.Values }}
{{- if eq .service "registry" }}
{{- if or (eq $values.registry.store.kind "dynamodb") (eq $values.registry.media.kind "s3") }}yes{{ end }}
{{- else if eq .service "alert-analyzer" }}
{{- if or $values.alertAnalyzer.snsTopic $values.alertAnalyzer.sqsQueue }}yes{{ end }}
{{- end }}
{{- end }}
