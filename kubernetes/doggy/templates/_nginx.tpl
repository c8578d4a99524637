{{/* The files in /etc/nginx/doggy that are other than the image's. */}}
{{- define "doggy.nginxFiles" -}}
upstream.conf: |
  # Twice, so that a request that met a pod that has just gone gets a second try: the Service chooses anew for each
  # connection.
  server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080 max_fails=0;
  server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080 max_fails=0;
real-ip.conf: |
{{- range .Values.frontend.trustedProxies }}
  set_real_ip_from {{ . }};
{{- end }}
{{- if .Values.frontend.trustedProxies }}
  real_ip_header X-Forwarded-For;
  real_ip_recursive on;
{{- else }}
  # Everybody is who connects.
{{- end }}
{{- $media := .Values.registry.media }}
page.conf: |
  # From where the page may load photos and videos beside its own server.
  map "" $media_source {
    default "{{ if gt (int $media.linkSeconds) 0 }} {{ $media.endpoint | default (printf "https://%s.s3.%s.amazonaws.com" $media.bucket .Values.aws.region) }}{{ end }}";
  }
{{- range $name, $text := .Values.frontend.files }}
{{ $name }}: |
  {{- $text | trim | nindent 2 }}
{{- end }}
{{- end }}
