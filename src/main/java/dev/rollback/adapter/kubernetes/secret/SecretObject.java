package dev.rollback.adapter.kubernetes.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Competitor;
import dev.rollback.action.Observed;
import dev.rollback.action.Sealed;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.ObjectChange;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.ObjectReader;
import dev.rollback.adapter.kubernetes.ObjectWriter;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One Secret, read and written by the entries that an action names.
 *
 * @param name the Secret's name
 * @param keys the entries that are the action's; others may change without anything having drifted
 */
record SecretObject(String name, Set<String> keys, String namespace, Secrets secrets) {
  private static final String NONE = "none";

  /** What there is. */
  record Found(Optional<JsonNode> object, Map<String, Sealed> entries) {
    boolean exists() {
      return object.isPresent();
    }

    boolean immutable() {
      return object.map(o -> o.path("immutable").asBoolean()).orElse(false);
    }

    /** Which Secret it is; one that was deleted and made again is another one. */
    String uid() {
      return object.map(o -> o.at("/metadata/uid").asText()).orElse(NONE);
    }

    /** Who makes it from something else, and will do so again. */
    List<Competitor> competitors() {
      return object.stream()
          .flatMap(o -> o.at("/metadata/ownerReferences").valueStream())
          .filter(owner -> owner.path("controller").asBoolean())
          .map(
              owner ->
                  new Competitor(
                      owner.path("kind").asText() + " " + owner.path("name").asText(),
                      "makes this Secret from its own source, and will undo this when it does so"
                          + " again.",
                      Optional.empty()))
          .toList();
    }
  }

  SecretEntries values() {
    return new SecretEntries(namespace, name, secrets);
  }

  Found find(ObjectReader objects) {
    var found = objects.find(ObjectKind.SECRET, name);
    return new Found(found, found.map(o -> values().read(o, keys)).orElse(Map.of()));
  }

  /** Has the server judge the very change that {@link #write} would send. */
  void rehearse(Observed<SetSecret.State> from, SetSecret.State to, ObjectReader objects) {
    for (var i = 0; i < Changes.TRIES; i++) {
      if (objects.rehearse(change(current(from, objects), to))) {
        return;
      }
    }
    throw tooLate();
  }

  /** Writes on what was observed and nothing else; other entries may have changed meanwhile. */
  void write(Observed<SetSecret.State> from, SetSecret.State to, ObjectWriter objects) {
    for (var i = 0; i < Changes.TRIES; i++) {
      if (objects.make(change(current(from, objects), to))) {
        return;
      }
    }
    throw tooLate();
  }

  private Optional<JsonNode> current(Observed<SetSecret.State> from, ObjectReader objects) {
    var now = find(objects);
    if (!now.uid().equals(from.version()) || !now.entries().equals(from.state().entries())) {
      throw SystemException.refused(
          "secret/" + name + " was changed meanwhile; nothing was written.",
          "See who changes it, then plan again.");
    }
    return now.object();
  }

  private ObjectChange change(Optional<JsonNode> now, SetSecret.State to) {
    var kind = ObjectKind.SECRET;
    if (now.isEmpty()) {
      var made = kind.create(name).put("type", "Opaque");
      values().write(made, to.entries(), keys);
      return new ObjectChange.Create(kind, made);
    }
    if (!to.exists()) {
      refuseOthers(now.get());
      return new ObjectChange.Delete(kind, now.get());
    }
    ObjectNode next = now.get().deepCopy();
    values().write(next, to.entries(), keys);
    return new ObjectChange.Replace(kind, next);
  }

  /** A Secret that was made for these entries has got others since: they are somebody's. */
  private void refuseOthers(JsonNode object) {
    var others = new TreeSet<String>();
    object.path("data").fieldNames().forEachRemaining(others::add);
    others.removeAll(keys);
    if (!others.isEmpty()) {
      throw SystemException.refused(
          "secret/%s was made by this step, and has other entries by now: %s."
              .formatted(name, String.join(", ", others)),
          "Delete it by hand where nobody needs them: kubectl delete secret " + name);
    }
  }

  private SystemException tooLate() {
    return SystemException.refused(
        "secret/%s is being changed all the time: %d tries were too late."
            .formatted(name, Changes.TRIES),
        "See which controller writes it.");
  }
}
