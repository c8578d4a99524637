{{/* Refuses combinations that cannot work or would lose data, each with a sentence that says what to do. The schema checks
     single values. */}}

{{- define "doggy.checks" -}}
{{- include "doggy.checkAddress" . }}
{{- include "doggy.checkImages" . }}
{{- include "doggy.checkStore" . }}
{{- include "doggy.checkScaling" . }}
{{- include "doggy.checkAws" . }}
{{- include "doggy.checkSecrets" . }}
{{- include "doggy.checkMail" . }}
{{- include "doggy.checkAnalyzer" . }}
{{- include "doggy.checkExposure" . }}
{{- include "doggy.checkNetwork" . }}
{{- end }}

{{- define "doggy.checkAddress" -}}
{{- if not .Values.publicUrl }}
{{- fail "publicUrl is not set: links in mails and passkeys need the address people type, such as https://doggy.example.org." }}
{{- end }}
{{- $url := urlParse .Values.publicUrl }}
{{- if and (ne $url.scheme "https") (ne .Values.environment "local") }}
{{- fail (printf "publicUrl is %s, but outside the environment local it must be https: browsers require it for passkeys and secure cookies." .Values.publicUrl) }}
{{- end }}
{{- if or (trimSuffix "/" $url.path) $url.query $url.fragment (hasSuffix "/" .Values.publicUrl) }}
{{- fail (printf "publicUrl is %s, but it must end with the host or the port: the app is served from the root of its host." .Values.publicUrl) }}
{{- end }}
{{- end }}

{{- define "doggy.checkImages" -}}
{{- $values := .Values }}
{{- if eq $values.images.tag "latest" }}
{{- fail "images.tag is latest, which can be another image tomorrow: use a version, or set each image.digest." }}
{{- end }}
{{- if eq $values.environment "production" }}
{{- range $key := list "registry" "frontend" "alertAnalyzer" }}
{{- $service := get $values $key }}
{{- if and (not $service.image.digest) (or (ne $key "alertAnalyzer") $service.enabled) }}
{{- fail (printf "%s.image.digest is not set: production runs images by digest, as printed by the build." $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "doggy.checkStore" -}}
{{- $registry := .Values.registry }}
{{- if eq $registry.store.kind "sqlite" }}
{{- if ne (int $registry.replicas) 1 }}
{{- fail (printf "registry.replicas is %v, but SQLite is a file for one process: set it to 1, or registry.store.kind to dynamodb." $registry.replicas) }}
{{- end }}
{{- if $registry.autoscaling.enabled }}
{{- fail "registry.autoscaling.enabled is true, but SQLite is a file for one process: set it to false, or registry.store.kind to dynamodb." }}
{{- end }}
{{- if and (not $registry.persistence.enabled) (eq .Values.environment "production") }}
{{- fail "registry.persistence.enabled is false, but in production SQLite needs a volume: all records would be lost with the pod." }}
{{- end }}
{{- else }}
{{- if not $registry.store.table }}
{{- fail "registry.store.table is not set: with dynamodb, name the table created by doggy-registry table create." }}
{{- end }}
{{- if eq $registry.media.kind "folder" }}
{{- fail "registry.media.kind is folder, but with dynamodb the pods share no folder: set it to s3, so that every pod can serve every photo." }}
{{- end }}
{{- end }}
{{- if and (eq $registry.media.kind "s3") (not $registry.media.bucket) }}
{{- fail "registry.media.bucket is not set: with s3, name the bucket of photos and videos." }}
{{- end }}
{{- end }}

{{- define "doggy.checkScaling" -}}
{{- $values := .Values }}
{{- range $key := list "registry" "frontend" }}
{{- $service := get $values $key }}
{{- if and $service.autoscaling.enabled (gt (int $service.autoscaling.min) (int $service.autoscaling.max)) }}
{{- fail (printf "%s.autoscaling.min is %v, more than its max, %v." $key $service.autoscaling.min $service.autoscaling.max) }}
{{- end }}
{{- $sqlite := and (eq $key "registry") (eq $values.registry.store.kind "sqlite") }}
{{- $least := $service.autoscaling.enabled | ternary $service.autoscaling.min $service.replicas }}
{{- if and (eq $values.environment "production") (not $sqlite) (lt (int $least) 2) }}
{{- fail (printf "%s would run with %v replica, but production needs 2: draining a node takes one of them away." $key $least) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "doggy.checkAws" -}}
{{- $aws := .Values.aws }}
{{- $used := or (include "doggy.usesAws" (dict "root" . "service" "registry")) (and .Values.alertAnalyzer.enabled (include "doggy.usesAws" (dict "root" . "service" "alert-analyzer"))) }}
{{- if and $used (not $aws.credentials) }}
{{- fail "aws.credentials is not set, but DynamoDB, S3, SNS or SQS is used: set it to pod-identity on EKS, or to secret." }}
{{- end }}
{{- if and (eq $aws.credentials "secret") (not $aws.credentialsSecret) }}
{{- fail "aws.credentials is secret, but aws.credentialsSecret is empty." }}
{{- end }}
{{- if and $aws.credentialsSecret (ne $aws.credentials "secret") }}
{{- fail (printf "aws.credentialsSecret is set, but aws.credentials is %q: choose one source of credentials." $aws.credentials) }}
{{- end }}
{{- end }}

{{- define "doggy.checkSecrets" -}}
{{- $values := .Values }}
{{- $secrets := $values.secrets }}
{{- if not $secrets.source }}
{{- fail "secrets.source is not set: use existing if the Secrets exist in the namespace, or external if the External Secrets operator creates them." }}
{{- end }}
{{- if eq $secrets.source "external" }}
{{- if not $secrets.external.storeName }}
{{- fail "secrets.source is external, but secrets.external.storeName is empty." }}
{{- end }}
{{- range $key, $service := dict "registry" "registry" "alertAnalyzer" "alert-analyzer" }}
{{- if or (eq $key "registry") $values.alertAnalyzer.enabled }}
{{- if and (include "doggy.secretKeys" (dict "root" $ "service" $service) | fromJson).keys (not (get $secrets $key).remoteKey) }}
{{- fail (printf "secrets.source is external, but secrets.%s.remoteKey is empty." $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- else }}
{{- if or $secrets.external.storeName $secrets.registry.remoteKey $secrets.alertAnalyzer.remoteKey }}
{{- fail "secrets.source is existing, but a store or a remoteKey is set: choose one source of secrets." }}
{{- end }}
{{- end }}
{{- end }}

{{- define "doggy.checkMail" -}}
{{- $mail := .Values.mail }}
{{- if $mail.smtpUrl }}
{{- if not $mail.from }}
{{- fail "mail.smtpUrl is set, but mail.from is not: mail servers refuse mails from doggy@localhost." }}
{{- end }}
{{- if not .Values.network.mail.cidrs }}
{{- fail "mail.smtpUrl is set, but network.mail.cidrs is empty: NetworkPolicies would block every mail." }}
{{- end }}
{{- else }}
{{- if or $mail.smtpUser .Values.network.mail.cidrs }}
{{- fail "mail.smtpUser or network.mail.cidrs is set, but mail.smtpUrl is not." }}
{{- end }}
{{- if ne .Values.environment "local" }}
{{- fail "mail.smtpUrl is not set: people could not reset their passwords; only the environment local works without it." }}
{{- end }}
{{- end }}
{{- end }}

{{- define "doggy.checkAnalyzer" -}}
{{- $analyzer := .Values.alertAnalyzer }}
{{- if $analyzer.enabled }}
{{- if not (or $analyzer.mailTo $analyzer.snsTopic) }}
{{- fail "alertAnalyzer has no recipients: set alertAnalyzer.mailTo or alertAnalyzer.snsTopic, or set alertAnalyzer.enabled to false." }}
{{- end }}
{{- if and (not $analyzer.persistence.enabled) (eq .Values.environment "production") }}
{{- fail "alertAnalyzer.persistence.enabled is false, but in production it needs a volume: accepted alerts would be lost with the pod." }}
{{- end }}
{{- if ne (empty $analyzer.llm.url) (empty $analyzer.llm.model) }}
{{- fail "alertAnalyzer.llm needs both url and model, or neither." }}
{{- end }}
{{- if and $analyzer.llm.url (not .Values.network.llm.cidrs) }}
{{- fail "alertAnalyzer.llm.url is set, but network.llm.cidrs is empty: NetworkPolicies would block every request to it." }}
{{- end }}
{{- end }}
{{- end }}

{{- define "doggy.checkExposure" -}}
{{- $exposure := .Values.exposure }}
{{- $kind := $exposure.kind }}
{{- if not $kind }}
{{- fail "exposure.kind is not set: choose gateway, ingress, loadBalancer or none." }}
{{- end }}
{{- $chosen := list }}
{{- if $exposure.gateway.tlsSecret }}{{ $chosen = append $chosen "gateway" }}{{ end }}
{{- if $exposure.ingress.tlsSecret }}{{ $chosen = append $chosen "ingress" }}{{ end }}
{{- if or $exposure.loadBalancer.annotations $exposure.loadBalancer.sourceRanges }}{{ $chosen = append $chosen "loadBalancer" }}{{ end }}
{{- range $chosen }}
{{- if ne . $kind }}
{{- fail (printf "exposure.kind is %s, but values of exposure.%s are set: choose one way to expose the app." $kind .) }}
{{- end }}
{{- end }}
{{- if and (eq $kind "gateway") $exposure.gateway.create (not $exposure.gateway.tlsSecret) }}
{{- fail "exposure.gateway.tlsSecret is not set: the Gateway needs a Secret with the certificate of the public address." }}
{{- end }}
{{- if and (eq $kind "ingress") (not $exposure.ingress.tlsSecret) }}
{{- fail "exposure.ingress.tlsSecret is not set: the Ingress needs a Secret with the certificate of the public address." }}
{{- end }}
{{- if and (has $kind (list "gateway" "ingress")) (not .Values.frontend.trustedProxies) }}
{{- fail (printf "frontend.trustedProxies is empty, but with exposure.kind %s a proxy is in front of it: without the network of its pods, all clients would share one limit." $kind) }}
{{- end }}
{{- if and (eq $kind "gateway") $exposure.gateway.snippets (ne $exposure.gateway.policies "nginx") }}
{{- fail "exposure.gateway.snippets is true, but exposure.gateway.policies is not nginx: only NGINX Gateway Fabric supports snippets." }}
{{- end }}
{{- end }}

{{- define "doggy.checkNetwork" -}}
{{- $network := .Values.network }}
{{- $used := or (include "doggy.usesAws" (dict "root" . "service" "registry")) (and .Values.alertAnalyzer.enabled (include "doggy.usesAws" (dict "root" . "service" "alert-analyzer"))) }}
{{- if and $used (not $network.aws.cidrs) }}
{{- fail "network.aws.cidrs is empty, but DynamoDB, S3, SNS or SQS is used: NetworkPolicies would block every call." }}
{{- end }}
{{- range $name := list "aws" "mail" "llm" }}
{{- range $cidr := (get $network $name).cidrs }}
{{- if or (hasPrefix "169.254." $cidr) (hasPrefix "fd00:ec2:" (lower $cidr)) }}
{{- fail (printf "network.%s.cidrs has %s, but link-local addresses, and so the metadata service, are denied to pods." $name $cidr) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
