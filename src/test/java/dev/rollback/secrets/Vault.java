package dev.rollback.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.secrets.Kept.Kind;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes secrets, keeps them where references lead to, and knows all of them. */
final class Vault {
  private static final String SECRET = "vault";

  private final Path folder;
  private final List<Kept> kept = new ArrayList<>();
  private final Map<String, String> variables = new TreeMap<>();
  private final Map<String, String> entries = new TreeMap<>();

  /** Keeps its files in a folder. */
  Vault(Path folder) {
    this.folder = folder;
  }

  /** A value with characters that every format escapes in a way of its own. */
  static String nasty(String place) {
    return word(place) + " \"q\" 'a' / + & <ü> = \\ %25";
  }

  /** One that a header can carry. */
  static String token(String place) {
    return word(place) + "/with+signs~=&<";
  }

  /** One of letters and digits alone. */
  static String word(String place) {
    return "zq" + HexFormat.of().toHexDigits(place.hashCode()) + "Zk" + place.length() + "xw";
  }

  /** The reference to a value that belongs in this place; each kind has its turn. */
  String put(String place, String value) {
    var kinds = Kind.values();
    return put(place, value, kinds[kept.size() % kinds.length], false);
  }

  /** The same for a value that the runbook itself hands to a program. */
  String handOn(String place, String value, Kind kind) {
    return put(place, value, kind, true);
  }

  /** The same by this kind. */
  String put(String place, String value, Kind kind) {
    return put(place, value, kind, false);
  }

  private String put(String place, String value, Kind kind, boolean handedOn) {
    var name = "v" + kept.size();
    kept.add(new Kept(place, kind, value, handedOn));
    return switch (kind) {
      case ENV -> {
        variables.put("VAULT_" + name, value);
        yield "{env: VAULT_" + name + "}";
      }
      case FILE -> "{file: \"" + file(name, value) + "\"}";
      case COMMAND -> "{command: [cat, \"" + file(name, value) + "\"]}";
      case KUBERNETES -> {
        entries.put(name, value);
        yield "{kubernetes: {name: " + SECRET + ", key: " + name + "}}";
      }
    };
  }

  /** A value that no reference leads to, and that is as secret. */
  void know(String place, String value) {
    kept.add(new Kept(place, Kind.FILE, value, false));
  }

  private Path file(String name, String value) {
    try {
      return Files.writeString(Files.createDirectories(folder).resolve(name), value + "\n", UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts into the cluster what is to be there. */
  void fill(SandboxKubernetes cluster) {
    cluster
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .endMetadata()
                .withStringData(entries)
                .build())
        .inNamespace(cluster.namespace())
        .create();
  }

  /** The variables of the user. */
  Map<String, String> variables() {
    return variables;
  }

  /** All secrets. */
  List<Kept> all() {
    return List.copyOf(kept);
  }

  /** The places that have one. */
  Set<String> places() {
    return kept.stream().map(Kept::place).collect(Collectors.toCollection(TreeSet::new));
  }
}
