package dev.rollback.cli;

import dev.rollback.action.Catalog;
import dev.rollback.approval.Signers;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.Topic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.StateDirectory;
import dev.rollback.journal.Writer;
import dev.rollback.plan.Plan;
import dev.rollback.scenario.Library;
import dev.rollback.scenario.ScenarioReader;
import dev.rollback.target.Configuration;
import dev.rollback.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a command finds runbooks, configuration and journals. */
final class Workspace {
  private final World world;
  private final CommonOptions options;
  private final Catalog catalog;
  private Optional<JournalStore> journals = Optional.empty();

  Workspace(World world, CommonOptions options) {
    this.world = world;
    this.options = options;
    this.catalog = Catalogs.of(world.environment(), world.directory(), world.clock());
  }

  Catalog catalog() {
    return catalog;
  }

  /** Masks secrets in what is written. */
  Redactor redactor() {
    return world.redactor();
  }

  /** One store for the whole command: its locks belong to it. */
  synchronized JournalStore journals() {
    return journals.orElseGet(this::open);
  }

  private JournalStore open() {
    var store =
        new JournalStore(
            StateDirectory.of(world.environment()),
            new Writer(world.user(), world.host(), ProcessHandle.current().pid()),
            world.clock(),
            world.redactor(),
            world.journals());
    journals = Optional.of(store);
    return store;
  }

  /** The directory of the runbooks, as it is shown in messages. */
  Path runbooks() {
    return options
        .runbooks()
        .or(() -> Optional.ofNullable(world.environment().get("ROLLBACK_RUNBOOKS")).map(Path::of))
        .orElse(Path.of("runbooks"));
  }

  /** The runbooks there are, by name. */
  List<Path> all() {
    var directory = world.directory().resolve(runbooks());
    if (!Files.isDirectory(directory)) {
      throw new UserException(
          "there is no directory " + runbooks() + " with runbooks",
          "Go to where it is, or name it: --runbooks DIR.");
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(".yaml"))
          .map(f -> runbooks().resolve(f.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the runbook of this name, or the file that the name is a path of. */
  Checked<ScenarioReader.Read> read(String name) {
    var library = Library.files(world.directory(), List.of(runbooks()));
    return new ScenarioReader(catalog, world.directory(), library).read(path(name));
  }

  /** The runbook of a plan, from its own text; empty where this version cannot read it. */
  Optional<ScenarioReader.Read> written(Plan plan) {
    return parse(plan) instanceof Checked.Valid<ScenarioReader.Read>(var read, var _)
        ? Optional.of(read)
        : Optional.empty();
  }

  /** Reads the runbook that a plan holds, and those that it calls: all as they were then. */
  Checked<ScenarioReader.Read> parse(Plan plan) {
    var called =
        plan.calledRunbooks().stream().map(c -> new SourceFile(c.runbook(), c.text())).toList();
    return new ScenarioReader(catalog, world.directory(), Library.texts(called))
        .parse(new SourceFile(plan.runbook(), plan.text()));
  }

  private Path path(String name) {
    if (name.endsWith(".yaml") || name.contains("/")) {
      return Path.of(name);
    }
    var path = runbooks().resolve(name + ".yaml");
    if (Files.exists(world.directory().resolve(path))) {
      return path;
    }
    var names = all().stream().map(Workspace::name).toList();
    throw new UserException(
        "there is no scenario '" + name + "' in " + runbooks(),
        DidYouMean.among(name, names)
            .map(meant -> "Did you mean '" + meant + "'?")
            .orElse(
                names.isEmpty() ? "It is empty." : "There are: " + String.join(", ", names) + "."));
  }

  static String name(Path runbook) {
    var file = String.valueOf(runbook.getFileName());
    return file.substring(0, file.length() - ".yaml".length());
  }

  /** The target that the command line names, or the only one there is. */
  Session session() {
    return session(options.target());
  }

  /** A target by its name. */
  Session session(Optional<String> named) {
    return session(configurationFile(), named);
  }

  /** A target of another configuration than the usual one. */
  Session session(Path file, String target) {
    return session(file, Optional.of(target));
  }

  private Session session(Path file, Optional<String> named) {
    var configured = configured(file);
    var target = named.orElseGet(() -> only(configured.configuration(), file));
    return session(configured, configured.configuration().target(target));
  }

  /** A target of a configuration that was read. */
  Session session(Configured configured, Configuration.NamedTarget target) {
    return new Session(world, configured.catalog(), target, signers(configured));
  }

  /**
   * A configuration that was read.
   *
   * @param file as it is shown in messages
   * @param path where it is
   * @param source its text, less a byte order mark
   * @param directory where paths in it start
   * @param catalog the adapters, whose paths start there
   */
  record Configured(
      Path file,
      Path path,
      SourceFile source,
      Path directory,
      Catalog catalog,
      Configuration configuration) {}

  /** The usual configuration. */
  Configured configured() {
    return configured(configurationFile());
  }

  /** The name of the target that the command line names, or of the only one there is. */
  String target(Configured configured) {
    return options.target().orElseGet(() -> only(configured.configuration(), configured.file()));
  }

  private Configured configured(Path file) {
    return read(file).orThrow();
  }

  /** Reads a configuration; nothing that it names is reached. */
  Checked<Configured> read(Path file) {
    var path = world.directory().resolve(file).toAbsolutePath();
    // Paths in the configuration start where it is, whatever the directory of the caller.
    var directory = Optional.ofNullable(path.getParent()).orElse(world.directory());
    var there = Catalogs.of(world.environment(), directory, world.clock());
    return YamlReader.read(file, world.directory())
        .then(
            tree ->
                Configuration.of(tree, there)
                    .then(
                        configuration ->
                            Checked.valid(
                                new Configured(
                                    file,
                                    path,
                                    tree.at().file(),
                                    directory,
                                    there,
                                    configuration))));
  }

  /** Who may approve, where there is a configuration here; it is read, and nothing is reached. */
  Optional<Signers> signers() {
    return configurationThatIsThere().map(file -> signers(configured(file)));
  }

  private static Signers signers(Configured configured) {
    return new Signers(configured.configuration().roles(), configured.directory());
  }

  private static String only(Configuration configuration, Path file) {
    var names = List.copyOf(configuration.targets().keySet());
    if (names.size() != 1) {
      throw new UserException(
          "which target? " + file + " has " + names.size(),
          names.isEmpty()
              ? "Add one under `targets:`."
              : "Name one with --target: " + String.join(", ", names) + ".",
          Topic.TARGETS);
    }
    return names.getFirst();
  }

  private Path configurationFile() {
    return configurationThatIsThere()
        .orElseThrow(
            () ->
                new UserException(
                    "there is no rollback.yaml here, and none in the configuration directory",
                    "Write one, or name it with --config FILE.",
                    Topic.CONFIGURATION));
  }

  /** The configuration that commands use, where one is named or found. */
  Optional<Path> configurationThatIsThere() {
    var environment = world.environment();
    var named =
        options
            .config()
            .or(() -> Optional.ofNullable(environment.get("ROLLBACK_CONFIG")).map(Path::of));
    if (named.isPresent()) {
      return named;
    }
    var here = Path.of("rollback.yaml");
    var home =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .map(Path::of)
            .or(() -> Optional.ofNullable(environment.get("HOME")).map(h -> Path.of(h, ".config")))
            .map(c -> c.resolve("rollback").resolve("rollback.yaml"));
    return Stream.concat(Stream.of(here), home.stream())
        .filter(p -> Files.exists(world.directory().resolve(p)))
        .findFirst();
  }
}
