{{/* The files in /etc/nginx/doggy, which the image leaves to the deployment. The image's own versions explain them. With
     the default values these are the same, which a test checks. */}}
{{- define "doggy.nginxFiles" -}}
{{- $limits := .Values.frontend.limits -}}
upstream.conf: |
  # Listed once for each try: the Service picks a pod for each connection.
  server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080 max_fails=0;
  server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080 max_fails=0;
  server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080 max_fails=0;
  server {{ include "doggy.name" (dict "root" $ "service" "registry") }}:8080 max_fails=0;
real-ip.conf: |
{{- range .Values.frontend.trustedProxies }}
  set_real_ip_from {{ . }};
{{- end }}
{{- if .Values.frontend.trustedProxies }}
  real_ip_header X-Forwarded-For;
  real_ip_recursive off;
{{- else }}
  # No proxy is trusted.
{{- end }}
{{- $media := .Values.registry.media }}
page.conf: |
  # Another origin from which the page may load photos and videos.
  map "" $media_source {
    default "{{ if gt (int $media.linkSeconds) 0 }} {{ $media.endpoint | default (printf "https://%s.s3.%s.amazonaws.com" $media.bucket .Values.aws.region) }}{{ end }}";
  }
listen.conf: |
  listen 8080 backlog=1024;
{{- if .Values.frontend.ipv6 }}
  listen [::]:8080 backlog=1024;
{{- end }}
limits.conf: |
  map $binary_remote_addr $client {
    "~\A\x00{10}\xff\xff(?<mapped_address>(?s:.{4}))\z" $mapped_address;
    "~\A(?<network_of_client>(?s:.{8}))(?s:.{8})\z" $network_of_client;
    default $binary_remote_addr;
  }
  map $uri $kind_of_call {
    "~^/v1/dogs/[^/]+/(media/|photo$|uploads(/|$))" media;
    "~^/v1/shared/[^/]+/media/" media;
    "~^/(v1(/|$)|openapi\.json$)" api;
    default "";
  }
  map $kind_of_call $api_client {
    api $client;
    default "";
  }
  map $kind_of_call $media_client {
    media $client;
    default "";
  }
  map "$request_method $uri" $sign_in_client {
    "~^POST /v1/(accounts|sessions|sessions/passkey|sessions/passkey/begin)$" $client;
    "~^POST /v1/(password-resets|email-verifications)(/redeem)?$" $client;
    "~^POST /v1/me/(second-factor|passkeys)(/|$)" $client;
    "~^PUT /v1/me/password$" $client;
    "~^PATCH /v1/me$" $client;
    "~^DELETE /v1/account$" $client;
    default "";
  }
  limit_req_status 429;
  limit_conn_status 429;
  limit_req_zone $api_client zone=api:10m rate={{ $limits.requestsPerMinute }}r/m;
  limit_req zone=api burst={{ $limits.burst }} nodelay;
  limit_req_zone $media_client zone=media:10m rate={{ $limits.mediaRequestsPerMinute }}r/m;
  limit_req zone=media burst={{ $limits.mediaBurst }} nodelay;
  limit_conn_zone $sign_in_client zone=sign_in:10m;
  limit_conn sign_in {{ $limits.signInConnections }};
  limit_conn_zone $client zone=connections:10m;
  limit_conn connections {{ $limits.connections }};
{{- end }}
