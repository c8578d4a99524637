# Routes, receivers and inhibition of Alertmanager. Helm renders this file as a template. Secrets are files that the
# Prometheus Operator mounts at /etc/alertmanager/secrets/SECRET/KEY.
{{- $values := .Values.alertmanager }}
{{- $secrets := printf "/etc/alertmanager/secrets/%s" $values.analyzer.tokenSecret }}
{{- $mail := $values.mail }}
{{- if not $mail.to }}
#
# Critical alerts take no second path: alertmanager.mail.to is not set. When the analyzer is down, nobody hears of it.
{{- end }}
route:
  receiver: analyzer
  # A group is one incident of the analyzer, one thread of mails: what goes wrong in one part of the system.
  group_by: [namespace, component]
  group_wait: {{ $values.groupWait }}
  group_interval: {{ $values.groupInterval }}
  repeat_interval: {{ $values.repeatInterval }}
  routes:
    # Only there to mute others.
    - matchers: [alertname = "InfoInhibitor"]
      receiver: nobody
{{- if $values.heartbeatUrl }}
    - matchers: [alertname = "Watchdog"]
      receiver: heartbeat
      group_by: [alertname]
      group_wait: 0s
      group_interval: 1m
      repeat_interval: 5m
      continue: true
{{- end }}
    # The analyzer takes its silence for a failure after 15 minutes.
    - matchers: [alertname = "Watchdog"]
      receiver: analyzer
      group_by: [alertname]
      group_wait: 0s
      group_interval: 1m
      repeat_interval: 5m
{{- if $mail.to }}
    # Also past the analyzer, which may be what is broken.
    - matchers: [severity = "critical"]
      receiver: direct-mail
      continue: true
{{- end }}
    # What may be an attack is not hidden in the thread of something else, such as a vulnerable image.
    - matchers: [component = "security"]
      receiver: analyzer
      group_by: [alertname, namespace]
    # A route that continues does not come back to the one above all.
    - receiver: analyzer

receivers:
  - name: nobody
  - name: analyzer
    webhook_configs:
      - url: {{ $values.analyzer.url }}
        send_resolved: true
        http_config:
          authorization:
            credentials_file: {{ $secrets }}/webhook-token
{{- if $mail.to }}
  - name: direct-mail
    email_configs:
      - to: {{ $mail.to | quote }}
        from: {{ required "alertmanager.mail.from is needed with alertmanager.mail.to." $mail.from | quote }}
        smarthost: {{ required "alertmanager.mail.smarthost is needed with alertmanager.mail.to." $mail.smarthost | quote }}
{{- if $mail.user }}
        auth_username: {{ $mail.user | quote }}
        auth_password_file: {{ $secrets }}/{{ $mail.passwordKey }}
{{- end }}
        require_tls: {{ $mail.requireTls }}
        send_resolved: true
        headers:
          Subject: >-
            {{`{{ if eq .Status "resolved" }}[RESOLVED]{{ else }}[CRITICAL]{{ end }}
            {{ (index .Alerts 0).Annotations.summary }}`}}
        html: ""
        text: |
          {{`{{ range .Alerts -}}
          {{ .Labels.alertname }} ({{ .Status }})
          {{ .Annotations.summary }}
          {{ .Annotations.description }}
          {{ with .Labels.namespace }}namespace: {{ . }}
          {{ end }}{{ with .Labels.pod }}pod: {{ . }}
          {{ end }}since: {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
          {{ with .Annotations.runbook_url }}runbook: {{ . }}
          {{ end }}
          {{ end -}}
          Sent by Alertmanager itself. The analyzer's mail with log lines and an explanation comes on its own.`}}
{{- end }}
{{- if $values.heartbeatUrl }}
  - name: heartbeat
    webhook_configs:
      - url: {{ $values.heartbeatUrl | quote }}
        send_resolved: false
{{- end }}

inhibit_rules:
  # When a part is down, warnings about the same part are of no use. Each sign of an attack is.
  - source_matchers: [severity = "critical", component =~ ".+"]
    target_matchers: [severity =~ "warning|info", component != "security"]
    equal: [namespace, component]
  # A lost node takes its pods with it, and its agents do not answer.
  - source_matchers: [alertname = "NodeNotReady"]
    target_matchers: [alertname != "NodeNotReady", severity =~ "warning|info", node =~ ".+"]
    equal: [node]
  - source_matchers: [alertname = "NodeNotReady"]
    target_matchers: [alertname = "ScrapeTargetDown", service =~ ".*kubelet|node-exporter|alloy|falco.*"]
  # While the API server does not answer, what is known of workloads, nodes and volumes is old.
  - source_matchers: [alertname = "KubeAPIDown"]
    target_matchers: [severity =~ "warning|info", component =~ "workloads|nodes|storage|control-plane"]
  # Upstream's convention: info alerts are sent only when something worse fires in their namespace.
  - source_matchers: [alertname = "InfoInhibitor"]
    target_matchers: [severity = "info"]
    equal: [namespace]
