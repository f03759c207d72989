package dev.rollback.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Of an autoscaler that has no behaviour of its own. */
abstract class KubernetesSuspendAutoscalerContract extends KubernetesSuspendContract {
  @Override
  protected final String kind() {
    return "HorizontalPodAutoscaler";
  }

  @Override
  protected final String group() {
    return "autoscaling";
  }

  @Override
  protected final String plural() {
    return "horizontalpodautoscalers";
  }

  @Override
  protected final String spec() {
    return """
    {"minReplicas": 2, "maxReplicas": 5,
     "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "grid-api"},
     "metrics": [{"type": "Resource", "resource": {"name": "cpu",
                  "target": {"type": "Utilization", "averageUtilization": 80}}}]}
    """;
  }

  @Override
  protected final void change(ObjectNode object) {
    object
        .withObjectProperty("spec")
        .withObjectProperty("behavior")
        .withObjectProperty("scaleUp")
        .put("selectPolicy", "Min");
  }
}
