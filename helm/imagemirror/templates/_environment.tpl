{{- /* The operator's settings by MicroProfile Config's names of environment variables. */}}
{{- define "imagemirror.environment" -}}
- name: KUBERNETES_NAMESPACE
  valueFrom:
    fieldRef: {fieldPath: metadata.namespace}
- name: POD_NAME
  valueFrom:
    fieldRef: {fieldPath: metadata.name}
- name: IMAGEMIRROR_NETWORK_ALLOW_LOOPBACK
  value: {{ .Values.settings.allowLoopback | quote }}
- name: IMAGEMIRROR_NETWORK_ALLOW_LINK_LOCAL
  value: {{ .Values.settings.allowLinkLocal | quote }}
{{- with .Values.settings.plainHTTPHosts }}
- name: IMAGEMIRROR_PLAIN_HTTP_HOSTS
  value: {{ join "," . | quote }}
{{- end }}
- name: IMAGEMIRROR_STATUS_BUDGET
  value: {{ .Values.settings.statusBudget | int | quote }}
- name: IMAGEMIRROR_LEADER_ELECTION_ENABLED
  value: {{ .Values.leaderElection.enabled | quote }}
{{- if .Values.leaderElection.enabled }}
- name: IMAGEMIRROR_LEADER_ELECTION_NAMESPACE
  valueFrom:
    fieldRef: {fieldPath: metadata.namespace}
{{- end }}
{{- with .Values.watchNamespaces }}
- name: QUARKUS_OPERATOR_SDK_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.proxy.http }}
- name: HTTP_PROXY
  value: {{ . | quote }}
{{- end }}
{{- with .Values.proxy.https }}
- name: HTTPS_PROXY
  value: {{ . | quote }}
{{- end }}
{{- with .Values.proxy.noProxy }}
- name: NO_PROXY
  value: {{ join "," . | quote }}
{{- end }}
{{- end -}}
