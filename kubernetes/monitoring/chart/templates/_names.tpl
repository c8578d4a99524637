{{- define "monitoring.labels" -}}
app.kubernetes.io/name: doggy-monitoring
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- /* Of what Prometheus selects by label. */}}
{{- define "monitoring.selectedLabels" -}}
{{ include "monitoring.labels" . }}
{{ toYaml .Values.selectedBy }}
{{- end }}

{{- /* The rule groups of the file .path, each alert with a link to its runbook, as JSON. */}}
{{- define "monitoring.groups" -}}
{{- $values := .root.Values }}
{{- $groups := list }}
{{- range $group := (.root.Files.Get .path | fromYaml).groups }}
{{- $rules := list }}
{{- range $rule := $group.rules }}
{{- if $rule.alert }}
{{- $annotations := set $rule.annotations "runbook_url" (printf "%s/%s.md" $values.runbooks $rule.alert) }}
{{- $rule = set $rule "annotations" $annotations }}
{{- if and $values.rules.for $rule.for }}{{ $rule = set $rule "for" $values.rules.for }}{{ end }}
{{- end }}
{{- $rules = append $rules $rule }}
{{- end }}
{{- $group = set $group "rules" $rules }}
{{- if $values.rules.interval }}{{ $group = set $group "interval" $values.rules.interval }}{{ end }}
{{- $groups = append $groups $group }}
{{- end }}
{{- dict "groups" $groups | toJson }}
{{- end }}
