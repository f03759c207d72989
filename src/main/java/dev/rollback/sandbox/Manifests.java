package dev.rollback.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Kubernetes objects of the sample service, and the kubeconfig. */
final class Manifests {
  static final String NAMESPACE = "grid";
  static final String DEPLOYMENT = "grid-api";
  static final String SECRET = "grid-api-secrets";

  private Manifests() {}

  static String secret(Accounts accounts, String databaseUrl) {
    return """
    {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
     "metadata": {"name": "%s", "labels": {"app": "grid-api"}},
     "data": {"api-key-secret": "%s", "mothership-secret-key": "%s", "database-url": "%s"}}
    """
        .formatted(
            SECRET,
            base64(accounts.apiKeySecret()),
            base64(accounts.tokenKey()),
            base64(databaseUrl));
  }

  static String service() {
    return """
    {"apiVersion": "v1", "kind": "Service",
     "metadata": {"name": "grid-api", "labels": {"app": "grid-api"}},
     "spec": {"selector": {"app": "grid-api"}, "ports": [{"name": "http", "port": 80}]}}
    """;
  }

  static String deployment(URI redis) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment",
     "metadata": {"name": "grid-api", "labels": {"app": "grid-api"},
       "annotations": {"kubernetes.io/change-cause": "release 1.8.0"}},
     "spec": {
       "replicas": 3,
       "selector": {"matchLabels": {"app": "grid-api"}},
       "strategy": {"type": "RollingUpdate",
         "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
       "template": {
         "metadata": {"labels": {"app": "grid-api"}},
         "spec": {"containers": [{
           "name": "grid-api",
           "image": "registry.grid.example/grid-api:1.8.0",
           "readinessProbe": {"httpGet": {"path": "/health", "port": 8000}},
           "env": [
             {"name": "RELEASE", "value": "1.8.0"},
             {"name": "HOST", "value": "127.0.0.1"},
             {"name": "PORT", "value": "0"},
             {"name": "DATABASE_URL", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "database-url"}}},
             {"name": "REDIS_URL", "value": "%s"},
             {"name": "API_KEY_SECRET", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "api-key-secret"}}},
             {"name": "MOTHERSHIP_SECRET_KEY", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "mothership-secret-key"}}},
             {"name": "AUTH_SYSTEM_ENABLED", "value": "true"},
             {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}
           ]}]}}}}
    """
        .formatted(redis);
  }

  /** The release that breaks everything: the reference to the right secret is gone. */
  static String wrongSecret(String secret) {
    return """
    {"metadata": {"annotations": {"kubernetes.io/change-cause": "release 1.9.0"}},
     "spec": {"template": {"spec": {"containers": [{
       "name": "grid-api",
       "image": "registry.grid.example/grid-api:1.9.0",
       "env": [
         {"name": "RELEASE", "value": "1.9.0"},
         {"name": "API_KEY_SECRET", "value": "%s", "valueFrom": null}]}]}}}}
    """
        .formatted(secret);
  }

  static String kubeconfig(URI api) {
    return """
    apiVersion: v1
    kind: Config
    current-context: sandbox
    clusters:
      - name: sandbox
        cluster: {server: "%s"}
    users:
      - name: sandbox
        user: {}
    contexts:
      - name: sandbox
        context: {cluster: sandbox, user: sandbox, namespace: grid}
    """
        .formatted(api);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
