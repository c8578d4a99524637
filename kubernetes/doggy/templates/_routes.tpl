{{/* The path split: groups of paths that differ in what a client may do there. All of them lead to the frontend, whose nginx
     serves the page and passes the rest on to the registry, so that its limits hold whatever stands in front
     (docs/decisions/0017). As JSON: name → {reason, paths, body, requests per minute, burst, read timeout}. */}}
{{- define "doggy.routes" -}}
{{- $limits := .Values.frontend.limits }}
{{- dict
  "page" (dict
    "reason" "The page and its files: nothing is sent there."
    "paths" (list (dict "type" "PathPrefix" "path" "/"))
    "body" "64k" "rate" 0 "burst" 0 "read" "60s")
  "api" (dict
    "reason" "The API and its description. The largest body is a dossier that is imported, which takes minutes."
    "paths" (list (dict "type" "PathPrefix" "path" "/v1") (dict "type" "Exact" "path" "/openapi.json"))
    "body" "64m" "rate" $limits.requestsPerMinute "burst" $limits.burst "read" "900s")
  "media" (dict
    "reason" "Photos, videos and the pieces of uploads, which are many."
    "paths" (list
      (dict "type" "RegularExpression" "path" "/v1/dogs/[^/]+/(media/.*|photo|uploads(/.*)?)")
      (dict "type" "RegularExpression" "path" "/v1/shared/[^/]+/media/.*"))
    "body" "4m" "rate" $limits.mediaRequestsPerMinute "burst" $limits.mediaBurst "read" "300s")
  "sign-in" (dict
    "reason" "Where passwords are tried and mails are sent: few connections for each client."
    "paths" (list
      (dict "type" "PathPrefix" "path" "/v1/sessions")
      (dict "type" "PathPrefix" "path" "/v1/accounts")
      (dict "type" "PathPrefix" "path" "/v1/password-resets")
      (dict "type" "PathPrefix" "path" "/v1/email-verifications"))
    "body" "64k" "rate" $limits.requestsPerMinute "burst" $limits.burst "read" "60s")
  "live" (dict
    "reason" "Live connections (WebSocket) stay open for as long as a page is; the registry pings every 30 seconds."
    "paths" (list (dict "type" "Exact" "path" "/v1/live"))
    "body" "64k" "rate" $limits.requestsPerMinute "burst" $limits.burst "read" "120s")
  | toJson }}
{{- end }}
