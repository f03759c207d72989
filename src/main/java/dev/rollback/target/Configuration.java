package dev.rollback.target;

import dev.rollback.action.Catalog;
import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Key;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlNode.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in rollback.yaml: the targets, by name, and who may approve.
 *
 * @param targets in the order of the file
 * @param roles the persons of each role
 */
public record Configuration(Map<String, NamedTarget> targets, Map<String, List<Person>> roles) {
  /** The only format there is. */
  public static final String API_VERSION = "rollback/v1";

  /** The file as it is written. */
  @Doc("The configuration: named targets.")
  public record File(
      @Key("apiVersion") @Doc("The format: rollback/v1.") Located<String> apiVersion,
      @Doc("The targets, by name; a run names one.") Map<String, YamlNode> targets,
      @Doc("Who may approve: the persons of each role.") Map<String, List<Person>> roles) {}

  /** The keys of a target that belong to no system. */
  @Doc("A target: connections to its systems, and references to its secrets.")
  public record Head(
      @Doc("Whether every change asks, whatever the flags.") @Key("protected") @Default("false")
          boolean guarded,
      @Doc(
              "Where it stands which run moves it: SYSTEM or SYSTEM.CONNECTION, or none for this"
                  + " machine alone. When missing, the first of its systems that has a place.")
          Optional<String> lease,
      @Doc("Where its secrets are kept, by name.") Map<String, SecretRef> secrets,
      @Doc("What may be done on it without asking, what needs approvals, and when.")
          Optional<Policy> policy) {

    /** The policy; where none is written, the one that always holds. */
    public Policy rules() {
      return policy.orElse(Policy.NONE);
    }
  }

  /**
   * A target.
   *
   * @param connections the settings of each connection, as they are written, by system and name
   */
  public record NamedTarget(
      String name, Head head, Map<String, Map<String, YamlNode>> connections, SourceSpan at) {}

  /**
   * Reads the tree of the file. Settings of all connections are checked here, although only one
   * target's are used later: an error in them is found before the incident.
   */
  public static Checked<Configuration> of(YamlNode tree, Catalog catalog) {
    return Binder.bind(tree, File.class, BindContext.plain())
        .then(f -> new Reading(catalog).file(f));
  }

  /**
   * The target of this name.
   *
   * @throws UserException naming those there are
   */
  public NamedTarget target(String name) {
    var found = targets.get(name);
    if (found == null) {
      throw new UserException(
          "there is no target '" + name + "' in the configuration",
          DidYouMean.among(name, List.copyOf(targets.keySet()))
              .map(meant -> "Did you mean '" + meant + "'?")
              .orElse("There are: " + String.join(", ", targets.keySet()) + "."));
    }
    return found;
  }

  /** One reading of the file. */
  private static final class Reading {
    private final Catalog catalog;
    private final List<Diagnostic> problems = new ArrayList<>();

    Reading(Catalog catalog) {
      this.catalog = catalog;
    }

    Checked<Configuration> file(File file) {
      if (!file.apiVersion().value().equals(API_VERSION)) {
        problems.add(
            Diagnostic.error(
                    file.apiVersion().at(),
                    "'" + file.apiVersion().value() + "' is no format that this version reads")
                .advise("Write " + API_VERSION + "."));
      }
      var targets = new LinkedHashMap<String, NamedTarget>();
      file.targets().forEach((name, node) -> targets.put(name, target(name, node)));
      problems.addAll(RoleCheck.of(file.roles()));
      targets.values().forEach(t -> problems.addAll(PolicyCheck.of(t, file.roles())));
      return problems.isEmpty()
          ? Checked.valid(new Configuration(targets, file.roles()))
          : new Checked.Invalid<>(problems);
    }

    private NamedTarget target(String name, YamlNode node) {
      var head = new ArrayList<YamlNode.Entry>();
      var connections = new LinkedHashMap<String, Map<String, YamlNode>>();
      var systems = catalog.adapters().stream().map(a -> a.system()).toList();
      if (node instanceof YamlMapping mapping) {
        for (var entry : mapping.entries()) {
          if (systems.contains(entry.key().text())) {
            connections.put(entry.key().text(), connections(entry));
          } else if (headKeys().contains(entry.key().text())) {
            head.add(entry);
          } else {
            problems.add(unknown(entry, systems));
          }
        }
      }
      var headNode = node instanceof YamlMapping ? new YamlMapping(head, node.at()) : node;
      var bound = Binder.bind(headNode, Head.class, BindContext.plain());
      problems.addAll(bound.diagnostics());
      var value =
          bound instanceof Checked.Valid<Head>(var h, var _)
              ? h
              : new Head(false, Optional.empty(), Map.of(), Optional.empty());
      return new NamedTarget(name, value, connections, node.at());
    }

    /** One connection, or several by name: told apart by whether the keys are settings. */
    private Map<String, YamlNode> connections(YamlNode.Entry entry) {
      var adapter =
          catalog.adapters().stream()
              .filter(a -> a.system().equals(entry.key().text()))
              .findFirst()
              .orElseThrow();
      var settings = Settings.keys(adapter.settings());
      var result = new LinkedHashMap<String, YamlNode>();
      if (entry.value() instanceof YamlMapping mapping
          && !mapping.entries().isEmpty()
          && mapping.keys().stream().noneMatch(settings::contains)
          && mapping.entries().stream().allMatch(e -> e.value() instanceof YamlMapping)) {
        mapping.entries().forEach(e -> result.put(e.key().text(), e.value()));
      } else {
        result.put(dev.rollback.action.Systems.DEFAULT, entry.value());
      }
      result.values().forEach(n -> problems.addAll(Binder.check(n, adapter.settings(), Map.of())));
      return result;
    }

    private static List<String> headKeys() {
      return Settings.keys(Head.class);
    }

    private static Diagnostic unknown(YamlNode.Entry entry, List<String> systems) {
      var known = new ArrayList<>(headKeys());
      known.addAll(systems);
      var word = entry.key().text();
      return Diagnostic.error(entry.key().at(), "unknown key '" + word + "' in a target")
          .advise(
              DidYouMean.among(word, known).map(m -> "Did you mean '" + m + "'? ").orElse("")
                  + "The keys here: "
                  + String.join(", ", known)
                  + ".");
    }
  }
}
