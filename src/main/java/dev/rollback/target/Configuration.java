package dev.rollback.target;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Limit;
import dev.rollback.action.Pin;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Systems;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.diagnostic.Topic;
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
      @Doc(
              "Where the key is that encrypts secret values in plans and journals: at least 32"
                  + " characters. When missing, a key of this machine; with one that is shared, a"
                  + " colleague can undo what you changed.")
          Optional<SecretRef> sealingKey,
      @Doc("How many objects any run may move at most in all, by kind: {keys: 5000, pods: 20}.")
          Optional<Limit> limit,
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
   * @param connections what is written of each connection, by system and name
   */
  public record NamedTarget(
      String name, Head head, Map<String, Map<String, Link>> connections, SourceSpan at) {

    /** All connections in the order of the file, by {@code system} or {@code system.connection}. */
    public Map<String, Link> links() {
      var links = new LinkedHashMap<String, Link>();
      connections.forEach(
          (system, named) -> named.forEach((name, link) -> links.put(label(system, name), link)));
      return links;
    }

    /**
     * One of them.
     *
     * @throws java.util.NoSuchElementException when there is none: a mistake in the program
     */
    public Link link(String label) {
      return Optional.ofNullable(links().get(label)).orElseThrow();
    }

    /** The same, leading to whatever is there. */
    public NamedTarget unpinned() {
      var free = new LinkedHashMap<String, Map<String, Link>>();
      connections.forEach(
          (system, named) -> {
            var links = new LinkedHashMap<String, Link>();
            named.forEach((name, link) -> links.put(name, link.unpinned()));
            free.put(system, links);
          });
      return new NamedTarget(name, head, free, at);
    }

    /** {@code redis}, or {@code redis.sessions} where the connection has a name of its own. */
    public static String label(String system, String connection) {
      return connection.equals(Systems.DEFAULT) ? system : system + "." + connection;
    }
  }

  /**
   * What is written of one connection.
   *
   * @param written all of it
   * @param settings the adapter's part of it
   * @param pin what the system must be, from {@code identity:}
   */
  public record Link(YamlMapping written, YamlNode settings, Pin pin) {
    private Link unpinned() {
      return new Link(written, settings, new Pin(pin.possible(), Map.of(), pin.command()));
    }
  }

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
              .orElse("There are: " + String.join(", ", targets.keySet()) + "."),
          Topic.TARGETS);
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
      var connections = new LinkedHashMap<String, Map<String, Link>>();
      var systems = catalog.adapters().stream().map(a -> a.system()).toList();
      if (node instanceof YamlMapping mapping) {
        for (var entry : mapping.entries()) {
          if (systems.contains(entry.key().text())) {
            connections.put(entry.key().text(), connections(name, entry));
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
              : new Head(
                  false,
                  Optional.empty(),
                  Map.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty());
      return new NamedTarget(name, value, connections, node.at());
    }

    private static <C extends Record> List<Diagnostic> validate(
        Adapter<C, ?, ?> adapter, YamlNode settings) {
      var problems = Binder.check(settings, adapter.settings(), Map.of());
      if (!problems.isEmpty()) {
        return problems;
      }
      try {
        adapter.validate(Binder.bind(settings, adapter.settings(), BindContext.plain()).orThrow());
        return List.of();
      } catch (UserException e) {
        return e.problems().stream().map(p -> at(settings, p)).toList();
      }
    }

    private static Diagnostic at(YamlNode settings, Diagnostic problem) {
      return problem.at().isPresent()
          ? problem
          : new Diagnostic(
              problem.severity(),
              problem.message(),
              Optional.of(firstLine(settings.at())),
              problem.advice());
    }

    private static SourceSpan firstLine(SourceSpan at) {
      return at.line() == at.endLine() ? at : SourceSpan.at(at.file(), at.line(), at.column());
    }

    /** One connection, or several by name: told apart by whether the keys are settings. */
    private Map<String, Link> connections(String target, YamlNode.Entry entry) {
      var adapter =
          catalog.adapters().stream()
              .filter(a -> a.system().equals(entry.key().text()))
              .findFirst()
              .orElseThrow();
      var settings = Settings.keys(adapter.settings());
      var result = new LinkedHashMap<String, Link>();
      if (entry.value() instanceof YamlMapping mapping
          && !mapping.entries().isEmpty()
          && mapping.keys().stream().noneMatch(k -> settings.contains(k) || k.equals(Pins.KEY))
          && mapping.entries().stream().allMatch(e -> e.value() instanceof YamlMapping)) {
        mapping
            .entries()
            .forEach(
                e ->
                    link(target, adapter, e.value()).ifPresent(l -> result.put(e.key().text(), l)));
      } else {
        link(target, adapter, entry.value()).ifPresent(l -> result.put(Systems.DEFAULT, l));
      }
      return result;
    }

    private Optional<Link> link(String target, Adapter<?, ?, ?> adapter, YamlNode node) {
      if (!(node instanceof YamlMapping mapping)) {
        problems.addAll(validate(adapter, node));
        return Optional.empty();
      }
      var pins = new Pins(target, adapter.facts());
      var settings = pins.without(mapping);
      problems.addAll(validate(adapter, settings));
      return switch (pins.read(mapping)) {
        case Checked.Valid<Pin>(var pin, var _) -> Optional.of(new Link(mapping, settings, pin));
        case Checked.Invalid<Pin>(var found) -> {
          problems.addAll(found);
          yield Optional.empty();
        }
      };
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
