{{/* The path split: groups of paths with different limits. All of them lead to the frontend, whose nginx serves the page
     and forwards the rest to the registry, so that its limits apply whatever is in front of it (docs/decisions/0017). As JSON: name → {reason, paths, body, requests per minute, burst, read timeout}. */}}
{{- define "doggy.routes" -}}
{{- $limits := .Values.frontend.limits }}
{{- dict
  "page" (dict
    "reason" "The page and its files. Requests have no body."
    "paths" (list (dict "type" "PathPrefix" "path" "/"))
    "body" "64k" "rate" 0 "burst" 0 "read" "60s")
  "api" (dict
    "reason" "The API and its description. The largest body is a dossier import, which takes minutes."
    "paths" (list (dict "type" "PathPrefix" "path" "/v1") (dict "type" "Exact" "path" "/openapi.json"))
    "body" "64m" "rate" $limits.requestsPerMinute "burst" $limits.burst "read" "900s")
  "media" (dict
    "reason" "Photos, videos and upload chunks. There are many of them."
    "paths" (list
      (dict "type" "RegularExpression" "path" "/v1/dogs/[^/]+/(media/.*|photo|uploads(/.*)?)")
      (dict "type" "RegularExpression" "path" "/v1/shared/[^/]+/media/.*"))
    "body" "4m" "rate" $limits.mediaRequestsPerMinute "burst" $limits.mediaBurst "read" "300s")
  "sign-in" (dict
    "reason" "Routes that check passwords or send mails: few connections per client."
    "paths" (list
      (dict "type" "PathPrefix" "path" "/v1/sessions")
      (dict "type" "PathPrefix" "path" "/v1/accounts")
      (dict "type" "PathPrefix" "path" "/v1/password-resets")
      (dict "type" "PathPrefix" "path" "/v1/email-verifications"))
    "body" "64k" "rate" $limits.requestsPerMinute "burst" $limits.burst "read" "60s")
  "live" (dict
    "reason" "Live connections (WebSocket) stay open as long as the page. The registry pings every 30 seconds."
    "paths" (list (dict "type" "Exact" "path" "/v1/live"))
    "body" "64k" "rate" $limits.requestsPerMinute "burst" $limits.burst "read" "120s")
  | toJson }}
{{- end }}
