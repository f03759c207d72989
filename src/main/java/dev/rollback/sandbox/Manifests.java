package dev.rollback.sandbox;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Site;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Kubernetes objects of the sample service, and the kubeconfig. */
final class Manifests {
  static final String NAMESPACE = "grid";
  static final String DEPLOYMENT = Site.DEPLOYMENT;
  static final String SECRET = Site.SECRET;

  private Manifests() {}

  static String secret(Accounts accounts, String databaseUrl) {
    return """
    {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
     "metadata": {"name": "%s", "labels": {"app": "grid-api"}},
     "data": {"api-key-secret": "%s", "mothership-secret-key": "%s", "database-url": "%s",
       "database-password": "%s"}}
    """
        .formatted(
            SECRET,
            base64(accounts.apiKeySecret()),
            base64(accounts.tokenKey()),
            base64(databaseUrl),
            base64(accounts.databasePassword()));
  }

  static String service() {
    return """
    {"apiVersion": "v1", "kind": "Service",
     "metadata": {"name": "grid-api", "labels": {"app": "grid-api"}},
     "spec": {"selector": {"app": "grid-api"}, "ports": [{"name": "http", "port": 80}]}}
    """;
  }

  static String deployment(URI redis, String image) {
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
           "image": "%s",
           "readinessProbe": {"httpGet": {"path": "/health", "port": 8000}},
           "env": [
             {"name": "HOST", "value": "127.0.0.1"},
             {"name": "PORT", "value": "0"},
             {"name": "DATABASE_URL", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "database-url"}}},
             {"name": "DATABASE_USER", "value": "%s"},
             {"name": "DATABASE_PASSWORD", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "database-password"}}},
             {"name": "REDIS_URL", "value": "%s"},
             {"name": "API_KEY_SECRET", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "api-key-secret"}}},
             {"name": "MOTHERSHIP_SECRET_KEY", "valueFrom": {"secretKeyRef":
               {"name": "grid-api-secrets", "key": "mothership-secret-key"}}},
             {"name": "AUTH_SYSTEM_ENABLED", "value": "true"},
             {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}
           ]}]}}}}
    """
        .formatted(image, Site.DATABASE_ROLE, redis);
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
