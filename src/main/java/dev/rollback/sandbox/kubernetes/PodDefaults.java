package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The fields of a pod that the API fills in. Clients send them back, also as part of {@code kubectl
 * rollout undo}; filled in only then, they would make the same template another one.
 */
final class PodDefaults {
  private PodDefaults() {}

  static void apply(ObjectNode template) {
    ObjectNode spec = template.withObjectProperty("spec");
    text(spec, "restartPolicy", "Always");
    text(spec, "dnsPolicy", "ClusterFirst");
    text(spec, "schedulerName", "default-scheduler");
    number(spec, "terminationGracePeriodSeconds", 30);
    spec.withObjectProperty("securityContext");
    for (JsonNode container : spec.path("containers")) {
      if (container instanceof ObjectNode object) {
        container(object);
      }
    }
  }

  private static void container(ObjectNode container) {
    text(container, "imagePullPolicy", "IfNotPresent");
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    container.withObjectProperty("resources");
    for (JsonNode port : container.path("ports")) {
      if (port instanceof ObjectNode object) {
        text(object, "protocol", "TCP");
      }
    }
    for (JsonNode variable : container.path("env")) {
      if (variable.at("/valueFrom/fieldRef") instanceof ObjectNode reference) {
        text(reference, "apiVersion", "v1");
      }
    }
    for (String probe : new String[] {"readinessProbe", "livenessProbe", "startupProbe"}) {
      if (container.path(probe) instanceof ObjectNode object) {
        probe(object);
      }
    }
  }

  private static void probe(ObjectNode probe) {
    number(probe, "timeoutSeconds", 1);
    number(probe, "periodSeconds", 10);
    number(probe, "successThreshold", 1);
    number(probe, "failureThreshold", 3);
    if (probe.path("httpGet") instanceof ObjectNode request) {
      text(request, "scheme", "HTTP");
    }
  }

  private static void text(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void number(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
