package dev.rollback.adapter.kubernetes.secret;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.SecretNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What changing a Secret needs. */
final class SecretNeeds {
  /** That there is a key for before-images. */
  static final String SEALING_KEY = "a key that seals secret values";

  private SecretNeeds() {}

  /**
   * For one Secret.
   *
   * @param values where new values are kept
   */
  static List<Requirement<KubernetesReader>> of(
      String secret, Collection<SecretRef> values, boolean create, boolean restart) {
    var kind = ObjectKind.SECRET;
    var needed = new ArrayList<Requirement<KubernetesReader>>();
    needed.add(kind.access("get", secret).requirement());
    needed.add(kind.access("update", secret).requirement());
    if (create) {
      needed.add(apply(kind.access("create", "")));
      needed.add(undo(kind.access("delete", secret)));
    }
    needed.add(Requirement.both(SEALING_KEY, SecretNeeds::sealingKey));
    values.stream()
        .distinct()
        .forEach(ref -> needed.add(SecretNames.readable(ref, KubernetesReader::secrets)));
    if (restart) {
      needed.addAll(SecretUsers.toRestart());
    }
    return List.copyOf(needed);
  }

  private static Requirement<KubernetesReader> apply(Access access) {
    return Requirement.apply(access.what(), reader -> reader.mayI(access));
  }

  private static Requirement<KubernetesReader> undo(Access access) {
    return Requirement.undo(access.what(), reader -> reader.mayI(access));
  }

  private static Finding sealingKey(KubernetesReader reader) {
    try {
      reader.secrets().seal();
      return new Finding.Met();
    } catch (SystemException e) {
      return new Finding.Missing(e.problem(), e.advice().orElse("Give the target a key."));
    }
  }
}
