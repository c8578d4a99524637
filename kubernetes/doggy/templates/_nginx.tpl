{{/* The files that the frontend's image leaves to the deployment, in /etc/nginx/doggy. */}}
{{- define "doggy.nginxFiles" -}}
{{- $limits := .Values.frontend.limits -}}
upstream.conf: |
  upstream registry {
    # The Service's address, which stays as long as the Service does. Idle connections end here before they end there, so
    # that none ends under a request.
    server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080;
    keepalive 32;
    keepalive_timeout 1s;
  }
limits.conf: |
  limit_req_zone $binary_remote_addr zone=api:10m rate={{ $limits.requestsPerMinute }}r/m;
  limit_conn_zone $binary_remote_addr zone=sign_in:10m;
real-ip.conf: |
{{- range .Values.frontend.trustedProxies }}
  set_real_ip_from {{ . }};
{{- end }}
{{- if .Values.frontend.trustedProxies }}
  real_ip_header X-Forwarded-For;
  real_ip_recursive on;
{{- else }}
  # Nothing is in front that would be believed.
{{- end }}
{{- end }}
