package dev.rollback.adapter.postgres;

import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import dev.rollback.process.Programs;
import dev.rollback.process.Start;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * ClientPrograms of this machine that work on the database or with its migrations: run without a
 * shell, with an environment of their own, in a bounded time and with bounded output.
 */
public final class ClientPrograms {
  private static final int ROOM = 16 << 20;
  private static final int LONGEST_COMPLAINT = 500;

  /** How PostgreSQL's programs ask for a password. */
  private static final String QUESTION = "Password:";

  /** What is handed on of the environment; all else could lead a program elsewhere. */
  private static final List<String> HANDED_ON = List.of("PATH", "HOME", "USER", "TMPDIR");

  /** The driver's names for TLS, and those of the client library. */
  private static final Map<String, String> TLS =
      Map.of(
          "sslmode", "PGSSLMODE",
          "sslrootcert", "PGSSLROOTCERT",
          "sslcert", "PGSSLCERT",
          "sslkey", "PGSSLKEY");

  private final Machine machine;
  private final Endpoint endpoint;
  private final String user;
  private final Supplier<Sensitive> password;

  ClientPrograms(Machine machine, Endpoint endpoint, String user, Supplier<Sensitive> password) {
    this.machine = machine;
    this.endpoint = endpoint;
    this.user = user;
    this.password = password;
  }

  /**
   * What is to be run.
   *
   * @param program a name that is looked for in PATH, or a path
   * @param arguments without the program
   * @param environment besides PATH, HOME, USER and TMPDIR
   * @param input what it reads
   * @param directory where it is started
   * @param patience how long it may take
   */
  public record Call(
      String program,
      List<String> arguments,
      Map<String, String> environment,
      Sensitive input,
      Path directory,
      Duration patience) {
    /** Keeps its own copies. */
    public Call {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }

    /** One that reads nothing. */
    public Call(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Duration patience) {
      this(program, arguments, environment, Sensitive.of(""), directory, patience);
    }
  }

  /**
   * The way to the database for a program of PostgreSQL.
   *
   * @param arguments whether it asks for the password
   * @param input what it is answered then
   */
  public record Way(Map<String, String> environment, List<String> arguments, Sensitive input) {
    /** Keeps its own copies. */
    public Way {
      environment = Map.copyOf(environment);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * How it ended by itself.
   *
   * @param out all that it printed
   * @param err the end of what it printed on its standard error
   */
  public record Answer(int exit, String out, String err) {
    /** All that it said of what went wrong, on one line, cut at its beginning where it is long. */
    public String complaint() {
      var said = err.startsWith(QUESTION) ? err.substring(QUESTION.length()) : err;
      var line = (said.isBlank() ? out : said).strip().replaceAll("\\s+", " ");
      return line.length() <= LONGEST_COMPLAINT
          ? line
          : "… " + line.substring(line.length() - LONGEST_COMPLAINT);
    }

    /**
     * The last line that it said, of its errors where there are any; empty where it said nothing.
     */
    public String lastSaid() {
      return last(err).or(() -> last(out)).orElse("");
    }

    private static Optional<String> last(String text) {
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((_, l) -> l);
    }
  }

  /** A path of a step; a relative one starts at the folder of rollback.yaml. */
  public Path path(String text) {
    return machine.base().resolve(text).toAbsolutePath().normalize();
  }

  /** What this machine's clock shows. */
  public Instant now() {
    return machine.clock().instant();
  }

  /** Where a program is; empty where there is none. */
  public Optional<Path> find(String program) {
    return Programs.find(
        program.contains(File.separator) ? path(program).toString() : program,
        machine.environment());
  }

  /**
   * What leads a client program to this database. The password stands in no argument, in no file
   * and in no environment, all of which others can read: it is asked for on the input, since a
   * program without a terminal asks there.
   */
  public Way toDatabase() {
    var all = address();
    var word = password.get().reveal();
    if (!word.isEmpty() && Programs.withoutTerminal() && word.lines().count() == 1) {
      return new Way(all, List.of("--password"), Sensitive.of(word + "\n"));
    }
    all.put("PGPASSWORD", word);
    return new Way(all, List.of("--no-password"), Sensitive.of(""));
  }

  private Map<String, String> address() {
    var uri = URI.create(endpoint.url().substring("jdbc:".length()));
    var all = new HashMap<String, String>();
    all.put("PGHOST", uri.getHost().replaceAll("[\\[\\]]", ""));
    all.put("PGPORT", Integer.toString(uri.getPort()));
    all.put("PGDATABASE", endpoint.database());
    all.put("PGUSER", user);
    all.put("PGAPPNAME", PostgresLink.APPLICATION);
    all.put("PGCONNECT_TIMEOUT", "10");
    // A file that is not there: no password but ours is tried.
    all.put("PGPASSFILE", File.separator + "dev" + File.separator + "null");
    if (endpoint.maybeOpen()) {
      all.put("PGREQUIREAUTH", "!password"); // as for the driver; clients before 16 ignore it
    }
    endpoint.options().forEach((name, value) -> all.put(TLS.getOrDefault(name, name), value));
    return all;
  }

  /**
   * Runs it to its end.
   *
   * @throws SystemException when it is not there, cannot be started, does not end in time, or
   *     prints more than there is room for; it has ended by then, with all that it started
   */
  public Answer run(Call call) {
    var program =
        find(call.program())
            .orElseThrow(
                () ->
                    SystemException.refused(
                        "There is no program " + call.program() + " on this machine.",
                        "Install it, or add its folder to PATH."));
    var argv = new ArrayList<String>();
    argv.add(program.toString());
    argv.addAll(call.arguments());
    var ended =
        Programs.run(
            new Start(
                argv,
                environment(call),
                call.directory(),
                call.input().reveal(),
                call.patience(),
                ROOM));
    ended
        .cut()
        .ifPresent(
            cut -> {
              throw cut(call, cut);
            });
    if (ended.out().left() > 0) {
      throw SystemException.refused(
          call.program() + " printed more than " + (ROOM >> 20) + " MiB.",
          "Run it by hand, and see what it prints.");
    }
    return new Answer(ended.exit(), ended.out().text(), ended.err().text());
  }

  private Map<String, String> environment(Call call) {
    var all = new HashMap<String, String>();
    HANDED_ON.forEach(
        name ->
            Optional.ofNullable(machine.environment().get(name))
                .ifPresent(value -> all.put(name, value)));
    all.put("LC_ALL", "C.UTF-8");
    all.putAll(call.environment());
    return all;
  }

  private static SystemException cut(Call call, Ended.Cut cut) {
    return switch (cut) {
      case TOO_LATE ->
          SystemException.refused(
              "%s did not end within %d s, and was ended."
                  .formatted(call.program(), call.patience().toSeconds()),
              "See what it waits for: run it by hand. Give it more time if it only takes longer.");
      case INTERRUPTED ->
          SystemException.refused(
              call.program() + " was interrupted, and was ended.", "Start it again.");
    };
  }
}
