package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects as they would be after changes that nobody makes: those that were changed in memory, and
 * the live ones otherwise.
 */
final class ImaginedObjects implements ObjectWriter {
  private record Key(ObjectKind kind, String name) {}

  private final ObjectReader live;
  private final Map<Key, Optional<JsonNode>> changed = new HashMap<>();

  ImaginedObjects(ObjectReader live) {
    this.live = live;
  }

  @Override
  public synchronized Optional<JsonNode> find(ObjectKind kind, String name) {
    var here = changed.get(new Key(kind, name));
    return here == null ? live.find(kind, name) : here;
  }

  @Override
  public synchronized JsonNode get(ObjectKind kind, String name) {
    return find(kind, name).orElseGet(() -> live.get(kind, name));
  }

  @Override
  public synchronized List<JsonNode> list(ObjectKind kind, LabelSelector selector) {
    var untouched =
        live.list(kind, selector).stream()
            .filter(o -> !changed.containsKey(new Key(kind, name(o))));
    var here =
        changed.entrySet().stream()
            .filter(e -> e.getKey().kind() == kind)
            .flatMap(e -> e.getValue().stream())
            .filter(o -> selector.selects(o.at("/metadata/labels")));
    return Stream.concat(untouched, here).toList();
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  @Override
  public ContainerLog log(LogRequest request) {
    return live.log(request);
  }

  @Override
  public Instant now() {
    return live.now();
  }

  /** The server judges the change as it would be on what is live: it knows no imagined version. */
  @Override
  public synchronized boolean rehearse(ObjectChange change) {
    var there = live.find(change.kind(), change.name());
    return switch (change) {
      case ObjectChange.Create(var kind, var object) ->
          live.rehearse(
              there
                  .<ObjectChange>map(l -> new ObjectChange.Replace(kind, inPlaceOf(l, object)))
                  .orElse(change));
      case ObjectChange.Replace(var kind, var object) ->
          live.rehearse(
              there
                  .<ObjectChange>map(l -> new ObjectChange.Replace(kind, inPlaceOf(l, object)))
                  .orElseGet(() -> new ObjectChange.Create(kind, anew(object))));
      case ObjectChange.Delete(var kind, var _) ->
          there.isEmpty() || live.rehearse(new ObjectChange.Delete(kind, there.get()));
    };
  }

  private static JsonNode inPlaceOf(JsonNode there, JsonNode object) {
    var next = (ObjectNode) object.deepCopy();
    var metadata = next.withObjectProperty("metadata");
    metadata.set("uid", there.at("/metadata/uid"));
    metadata.set("resourceVersion", there.at("/metadata/resourceVersion"));
    return next;
  }

  private static JsonNode anew(JsonNode object) {
    var next = (ObjectNode) object.deepCopy();
    next.withObjectProperty("metadata").remove(List.of("uid", "resourceVersion"));
    return next;
  }

  @Override
  public synchronized boolean make(ObjectChange change) {
    var now = find(change.kind(), change.name());
    var key = new Key(change.kind(), change.name());
    return switch (change) {
      case ObjectChange.Create(var _, var object) -> {
        if (now.isEmpty()) {
          changed.put(key, Optional.of(with(object, "new", "1")));
        }
        yield now.isEmpty();
      }
      case ObjectChange.Replace(var _, var object) -> {
        var same = now.filter(n -> sameVersion(n, object));
        same.ifPresent(
            n -> changed.put(key, Optional.of(with(object, uid(n), version(n).concat("+")))));
        yield same.isPresent();
      }
      case ObjectChange.Delete(var _, var object) -> {
        var same = now.filter(n -> sameVersion(n, object));
        same.ifPresent(_ -> changed.put(key, Optional.empty()));
        yield same.isPresent();
      }
    };
  }

  private static boolean sameVersion(JsonNode one, JsonNode other) {
    return uid(one).equals(uid(other)) && version(one).equals(version(other));
  }

  private static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }

  private static String version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }

  private static JsonNode with(JsonNode object, String uid, String version) {
    var next = (ObjectNode) object.deepCopy();
    next.withObjectProperty("metadata").put("uid", uid).put("resourceVersion", version);
    return next;
  }
}
