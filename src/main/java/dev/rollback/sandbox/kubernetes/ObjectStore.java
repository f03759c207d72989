package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * All objects, with optimistic locking: one counter gives every change its {@code resourceVersion}.
 * Safe for use by many threads. Objects go in and out as copies.
 */
final class ObjectStore {
  /** Which part of an object a write may change; the other part stays as it is. */
  enum Part {
    /** All but {@code status}: an ordinary request. */
    MAIN,
    /** {@code status} alone: the subresource of that name. */
    STATUS,
    /** Labels, spec and status at once: the controllers. */
    ALL
  }

  private static final int HISTORY = 10_000;

  private record Key(ResourceType type, String namespace, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byType = type.compareTo(other.type);
      int byNamespace = byType != 0 ? byType : namespace.compareTo(other.namespace);
      return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, ObjectNode> objects = new TreeMap<>();
  private final List<ChangeEvent> history = new ArrayList<>();
  private final List<Consumer<ChangeEvent>> listeners = new ArrayList<>();
  private final Clock clock;
  private final Supplier<String> ids;
  private long version;

  ObjectStore(Clock clock, Supplier<String> ids) {
    this.clock = clock;
    this.ids = ids;
  }

  /** The version of the latest change. */
  long version() {
    return locked(() -> version);
  }

  Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
    return locked(
        () ->
            Optional.ofNullable(objects.get(new Key(type, namespace, name)))
                .map(ObjectNode::deepCopy));
  }

  ObjectNode get(ResourceType type, String namespace, String name) {
    return find(type, namespace, name).orElseThrow(() -> ApiException.notFound(type, name));
  }

  /** Objects by namespace and name; of all namespaces when it is empty. */
  List<ObjectNode> list(ResourceType type, String namespace, Selector selector) {
    return locked(
        () ->
            objects.entrySet().stream()
                .filter(e -> e.getKey().type() == type)
                .filter(e -> namespace.isEmpty() || e.getKey().namespace().equals(namespace))
                .filter(e -> selector.matches(e.getValue()))
                .map(e -> e.getValue().deepCopy())
                .toList());
  }

  /** Adds an object; with {@code dryRun} answers what would be, and keeps nothing. */
  ObjectNode create(ResourceType type, String namespace, ObjectNode body, boolean dryRun) {
    return locked(
        () -> {
          ObjectNode object = body.deepCopy();
          ObjectNode metadata = object.withObjectProperty("metadata");
          String name = nameFor(type, metadata);
          Key key = new Key(type, namespace, name);
          if (objects.containsKey(key)) {
            throw ApiException.alreadyExists(type, name);
          }
          object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
          metadata.put("name", name).put("uid", ids.get());
          metadata.put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS) + "");
          if (type.namespaced()) {
            metadata.put("namespace", namespace);
          }
          if (type.hasGeneration()) {
            metadata.put("generation", 1);
          }
          metadata.put("resourceVersion", Long.toString(version + 1));
          if (!dryRun) {
            store(key, object, ChangeEvent.Kind.ADDED);
          }
          return object.deepCopy();
        });
  }

  /**
   * Changes an object. A {@code resourceVersion} in the result of {@code change} that is not the
   * current one is a conflict; a change that changes nothing leaves the version alone.
   */
  ObjectNode update(
      ResourceType type,
      String namespace,
      String name,
      Part part,
      boolean dryRun,
      UnaryOperator<ObjectNode> change) {
    return locked(
        () -> {
          Key key = new Key(type, namespace, name);
          ObjectNode current = objects.get(key);
          if (current == null) {
            throw ApiException.notFound(type, name);
          }
          ObjectNode proposed = change.apply(current.deepCopy());
          checkIdentity(type, current, proposed);
          ObjectNode next = merge(type, current, proposed, part);
          if (type == ResourceType.SECRETS) {
            SecretRules.checkChange(current, next);
          }
          if (next.equals(current)) {
            return next;
          }
          next.withObjectProperty("metadata").put("resourceVersion", Long.toString(version + 1));
          if (!dryRun) {
            store(key, next, ChangeEvent.Kind.MODIFIED);
          }
          return next.deepCopy();
        });
  }

  /**
   * Changes an object, or makes it where there is none. Whoever says which object is meant, by its
   * uid, is told of a conflict when that one is gone; the version alone does not say so.
   */
  ObjectNode replaceOrCreate(
      ResourceType type, String namespace, String name, ObjectNode body, boolean dryRun) {
    return locked(
        () -> {
          if (objects.containsKey(new Key(type, namespace, name))) {
            return update(type, namespace, name, Part.MAIN, dryRun, current -> body);
          }
          if (!body.at("/metadata/uid").asText().isEmpty()) {
            throw ApiException.conflict(type, name);
          }
          requireName(name, body);
          return create(type, namespace, body, dryRun);
        });
  }

  /** Removes an object and answers its last state. */
  ObjectNode delete(ResourceType type, String namespace, String name, boolean dryRun) {
    return delete(type, namespace, name, JsonNodeFactory.instance.objectNode(), dryRun);
  }

  /**
   * Removes an object, if it is the one that is meant.
   *
   * @param preconditions its uid and resourceVersion, as far as they are given
   */
  ObjectNode delete(
      ResourceType type, String namespace, String name, JsonNode preconditions, boolean dryRun) {
    return locked(
        () -> {
          Key key = new Key(type, namespace, name);
          ObjectNode current = objects.get(key);
          if (current == null) {
            throw ApiException.notFound(type, name);
          }
          for (String field : List.of("uid", "resourceVersion")) {
            if (preconditions.has(field)
                && !preconditions.get(field).equals(current.path("metadata").path(field))) {
              throw ApiException.conflict(type, name);
            }
          }
          ObjectNode last = current.deepCopy();
          if (!dryRun) {
            last.withObjectProperty("metadata").put("resourceVersion", Long.toString(version + 1));
            store(key, last, ChangeEvent.Kind.DELETED);
          }
          return last.deepCopy();
        });
  }

  /**
   * Hears every change after a version, in order: at first those of the past, then each new one,
   * while the store is locked, so a listener only takes notes.
   *
   * @throws ApiException when the changes since then are no longer known
   */
  void listen(long after, Consumer<ChangeEvent> listener) {
    locked(
        () -> {
          if (!history.isEmpty() && history.getFirst().version() > after + 1) {
            throw ApiException.gone(after);
          }
          history.stream().filter(e -> e.version() > after).forEach(listener);
          listeners.add(listener);
          return version;
        });
  }

  void unlisten(Consumer<ChangeEvent> listener) {
    locked(() -> listeners.remove(listener));
  }

  private void store(Key key, ObjectNode object, ChangeEvent.Kind kind) {
    version++;
    if (kind == ChangeEvent.Kind.DELETED) {
      objects.remove(key);
    } else {
      objects.put(key, object);
    }
    ChangeEvent event = new ChangeEvent(version, kind, key.type(), object.deepCopy());
    history.add(event);
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
    listeners.forEach(l -> l.accept(event));
  }

  private String nameFor(ResourceType type, ObjectNode metadata) {
    String name = metadata.path("name").asText();
    if (!name.isEmpty()) {
      return name;
    }
    String prefix = metadata.path("generateName").asText();
    if (prefix.isEmpty()) {
      throw ApiException.invalid(
          type, "", "metadata.name: Required value: name or generateName is required");
    }
    return prefix + ids.get().replace("-", "").substring(0, 5);
  }

  private static void requireName(String name, ObjectNode proposed) {
    String wanted = proposed.at("/metadata/name").asText();
    if (!wanted.isEmpty() && !wanted.equals(name)) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(wanted, name));
    }
  }

  private static void checkIdentity(ResourceType type, ObjectNode current, ObjectNode proposed) {
    String name = current.at("/metadata/name").asText();
    requireName(name, proposed);
    String sent = proposed.at("/metadata/resourceVersion").asText();
    if (!sent.isEmpty() && !sent.equals(current.at("/metadata/resourceVersion").asText())) {
      throw ApiException.conflict(type, name);
    }
    String uid = proposed.at("/metadata/uid").asText();
    if (!uid.isEmpty() && !uid.equals(current.at("/metadata/uid").asText())) {
      throw ApiException.conflict(type, name);
    }
  }

  private static ObjectNode merge(
      ResourceType type, ObjectNode current, ObjectNode proposed, Part part) {
    ObjectNode next = part == Part.STATUS ? current.deepCopy() : proposed;
    keep(next, part == Part.MAIN ? current : proposed, "status");
    next.put("kind", type.kind()).put("apiVersion", type.apiVersion());
    ObjectNode metadata = next.withObjectProperty("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation")) {
      keep(metadata, current.path("metadata"), field);
    }
    if (type.hasGeneration() && !Objects.equals(next.get("spec"), current.get("spec"))) {
      metadata.put("generation", metadata.path("generation").asInt() + 1);
    }
    return next;
  }

  private static void keep(ObjectNode to, JsonNode from, String field) {
    JsonNode value = from.get(field);
    if (value == null) {
      to.remove(field);
    } else {
      to.set(field, value.deepCopy());
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
