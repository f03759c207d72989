package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of objects by which controllers are told what to keep as it is, and the settings of
 * each that suspend it.
 */
public enum ControllerKind {
  HORIZONTAL_POD_AUTOSCALER(
      "HorizontalPodAutoscaler",
      "autoscaling",
      "horizontalpodautoscalers",
      "v2 v2beta2",
      """
      spec.behavior.scaleUp.selectPolicy
      spec.behavior.scaleUp.policies
      spec.behavior.scaleUp.stabilizationWindowSeconds
      spec.behavior.scaleDown.selectPolicy
      spec.behavior.scaleDown.policies
      spec.behavior.scaleDown.stabilizationWindowSeconds
      """),
  SCALED_OBJECT("ScaledObject", "keda.sh", "scaledobjects", "v1alpha1", "paused"),
  APPLICATION(
      "Application", "argoproj.io", "applications", "v1alpha1", "spec.syncPolicy.automated"),
  KUSTOMIZATION(
      "Kustomization",
      "kustomize.toolkit.fluxcd.io",
      "kustomizations",
      "v1 v1beta2",
      "spec.suspend"),
  HELM_RELEASE(
      "HelmRelease",
      "helm.toolkit.fluxcd.io",
      "helmreleases",
      "v2 v2beta2 v2beta1",
      "spec.suspend");

  /** KEDA's annotation, whose name has dots. */
  private static final String PAUSED = "autoscaling.keda.sh/paused";

  private final String kind;
  private final String group;
  private final String plural;
  private final String versions;
  private final String settings;

  ControllerKind(String kind, String group, String plural, String versions, String settings) {
    this.kind = kind;
    this.group = group;
    this.plural = plural;
    this.versions = versions;
    this.settings = settings;
  }

  /** The settings that suspend it, by name: where each of them stands in the object. */
  private Map<String, List<String>> settings() {
    var all = new LinkedHashMap<String, List<String>>();
    settings.lines().forEach(setting -> all.put(name(setting), path(setting)));
    return all;
  }

  private static String name(String setting) {
    return setting.startsWith("spec.") ? setting.substring("spec.".length()) : "paused";
  }

  private static List<String> path(String setting) {
    return setting.startsWith("spec.")
        ? List.of(setting.split("\\."))
        : List.of("metadata", "annotations", PAUSED);
  }

  /** The kind of this name, as it stands in {@code kind:} of an object. */
  public static Optional<ControllerKind> of(String kind) {
    return Arrays.stream(values()).filter(k -> k.kind.equals(kind)).findFirst();
  }

  /** The names of all kinds. */
  public static List<String> kinds() {
    return Arrays.stream(values()).map(k -> k.kind).toList();
  }

  /** Its name, as it stands in {@code kind:} of an object. */
  public String kind() {
    return kind;
  }

  String group() {
    return group;
  }

  String plural() {
    return plural;
  }

  /** The versions of the API that are understood, the best one first. */
  List<String> versions() {
    return List.of(versions.split(" "));
  }

  /** A permission to do something with one object of this kind. */
  public Access access(String verb, String name) {
    return new Access(verb, group, plural, name);
  }

  /** {@code horizontalpodautoscaler/grid-api}. */
  public String object(String name) {
    return kind.toLowerCase(Locale.ROOT) + "/" + name;
  }

  /** The settings that let it work or not, by name; one that is not set is missing. */
  public Map<String, JsonNode> read(JsonNode object) {
    var found = new LinkedHashMap<String, JsonNode>();
    settings()
        .forEach(
            (name, path) -> {
              var value = at(object, path);
              if (!value.isMissingNode() && !value.isNull()) {
                found.put(name, value);
              }
            });
    return found;
  }

  private static JsonNode at(JsonNode object, List<String> path) {
    var node = object;
    for (var key : path) {
      node = node.path(key);
    }
    return node;
  }

  /** A copy of the object with these settings and no others. */
  public JsonNode with(JsonNode object, Map<String, JsonNode> values) {
    var copy = (ObjectNode) object.deepCopy();
    settings()
        .forEach(
            (name, path) -> {
              var value = Optional.ofNullable(values.get(name));
              value.ifPresentOrElse(v -> set(copy, path, v), () -> remove(copy, path));
            });
    return copy;
  }

  private static void set(ObjectNode object, List<String> path, JsonNode value) {
    var parent = object;
    for (var key : path.subList(0, path.size() - 1)) {
      parent = parent.withObjectProperty(key);
    }
    parent.set(path.getLast(), value);
  }

  /** What would stay behind empty was not there before: the server fills in an empty behaviour. */
  private void remove(ObjectNode object, List<String> path) {
    if (!(at(object, path.subList(0, path.size() - 1)) instanceof ObjectNode parent)
        || !parent.has(path.getLast())) {
      return;
    }
    parent.remove(path.getLast());
    for (var depth = path.size() - 1; depth > 1 && ownParents(); depth--) {
      if (at(object, path.subList(0, depth)).isEmpty()
          && at(object, path.subList(0, depth - 1)) instanceof ObjectNode above) {
        above.remove(path.get(depth - 1));
      }
    }
  }

  /** Whether the objects around a setting hold nothing but what suspends it. */
  private boolean ownParents() {
    return switch (this) {
      case HORIZONTAL_POD_AUTOSCALER, SCALED_OBJECT -> true;
      case APPLICATION, KUSTOMIZATION, HELM_RELEASE -> false;
    };
  }

  /** The settings with which it leaves alone what it keeps. */
  public Map<String, JsonNode> suspended(Map<String, JsonNode> now) {
    var json = JsonNodeFactory.instance;
    var next = new LinkedHashMap<>(now);
    switch (this) {
      case HORIZONTAL_POD_AUTOSCALER -> {
        next.put("behavior.scaleUp.selectPolicy", json.textNode("Disabled"));
        next.put("behavior.scaleDown.selectPolicy", json.textNode("Disabled"));
        // The server fills these in as soon as there is a behaviour: what is written is what stays.
        next.putIfAbsent("behavior.scaleUp.stabilizationWindowSeconds", json.numberNode(0));
        next.putIfAbsent(
            "behavior.scaleUp.policies",
            json.arrayNode().add(policy("Pods", 4)).add(policy("Percent", 100)));
        next.putIfAbsent(
            "behavior.scaleDown.policies", json.arrayNode().add(policy("Percent", 100)));
      }
      case SCALED_OBJECT -> next.put("paused", json.textNode("true"));
      case APPLICATION -> next.remove("syncPolicy.automated");
      case KUSTOMIZATION, HELM_RELEASE -> next.put("suspend", json.booleanNode(true));
    }
    return next;
  }

  private static JsonNode policy(String type, int value) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("value", value)
        .put("periodSeconds", 15);
  }

  /** Whether an object's controller leaves alone what it keeps. */
  public boolean isSuspended(JsonNode object) {
    var now = read(object);
    return suspended(now).equals(now)
        || (this == APPLICATION
            && object.at("/spec/syncPolicy/automated/enabled").toString().equals("false"));
  }
}
