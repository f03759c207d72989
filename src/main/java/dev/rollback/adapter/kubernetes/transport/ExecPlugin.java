package dev.rollback.adapter.kubernetes.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import dev.rollback.process.Programs;
import dev.rollback.process.Start;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A credential plugin: a program that prints who we are, started when that is first asked for, when
 * what it gave has expired, and when the server did not accept it. It is started as it stands, by
 * no shell, with no terminal.
 */
public final class ExecPlugin implements LiveToken {
  /** Some ask a person in a browser. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int SHOWN = 300;
  private static final int ROOM = 256 * 1024;
  private static final String INFO = "KUBERNETES_EXEC_INFO";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecConfig exec;
  private final Path folder;
  private final Map<String, String> environment;
  private final Optional<JsonNode> cluster;
  private final InstantSource clock;
  private @Nullable ExecCredential given;
  private volatile boolean certificates;

  /**
   * Starts nothing yet.
   *
   * @param folder of the kubeconfig: a command with a path in it is relative to it
   * @param environment of this process, which the program gets as well
   * @param cluster what it is told of the cluster, where the kubeconfig wants that
   */
  ExecPlugin(
      ExecConfig exec,
      Path folder,
      Map<String, String> environment,
      Optional<JsonNode> cluster,
      InstantSource clock) {
    this.exec = exec;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public String getToken() {
    return credential().token().orElse("");
  }

  /**
   * What it gives; the same until it expires or is refused.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when the program cannot be run
   *     or gives nothing
   */
  public synchronized ExecCredential credential() {
    var now = given;
    if (now == null || now.expired(clock.instant())) {
      now = run();
      given = now;
      certificates = now.certificate().isPresent();
    }
    return now;
  }

  /** Whether what was given is no longer good, so that there has to be a new one. */
  public synchronized boolean stale() {
    return given == null || given.expired(clock.instant());
  }

  /** Whether it gave a certificate, when it gave something. */
  public boolean givesCertificates() {
    return certificates;
  }

  @Override
  public synchronized void rejected() {
    given = null;
  }

  private ExecCredential run() {
    if ("Always".equals(exec.getInteractiveMode())) {
      throw failed("wants a terminal (interactiveMode: Always), and has none here", "");
    }
    var ended = started();
    if (ended.cut().isPresent()) {
      throw failed("did not end within %d s".formatted(PATIENCE.toSeconds()), "");
    }
    if (!ended.with(0)) {
      throw failed("ended with exit code " + ended.exit(), said(ended.err().text()));
    }
    return parsed(ended.out().text());
  }

  private Ended started() {
    var variables = new HashMap<>(environment);
    Optional.ofNullable(exec.getEnv())
        .orElse(List.of())
        .forEach(v -> variables.put(v.getName(), v.getValue()));
    variables.put(INFO, info());
    try {
      return Programs.run(new Start(argv(), variables, directory(), "", PATIENCE, ROOM));
    } catch (SystemException e) {
      throw failed("cannot be started: " + e.problem(), installHint());
    }
  }

  /** As kubectl does, where this process was started. */
  private Path directory() {
    return Optional.ofNullable(environment.get("PWD"))
        .map(Path::of)
        .filter(Files::isDirectory)
        .orElse(folder);
  }

  private List<String> argv() {
    var argv = new ArrayList<String>();
    var command = exec.getCommand();
    argv.add(
        command.contains(File.separator)
            ? folder.resolve(command).normalize().toString()
            : command);
    argv.addAll(Optional.ofNullable(exec.getArgs()).orElse(List.of()));
    return argv;
  }

  private String info() {
    var info = JSON.createObjectNode();
    info.put("apiVersion", exec.getApiVersion()).put("kind", "ExecCredential");
    var spec = info.putObject("spec").put("interactive", false);
    cluster.ifPresent(c -> spec.set("cluster", c));
    return info.toString();
  }

  /** The end of what it complained of; never its output, which holds credentials. */
  private static String said(String errors) {
    var text = errors.strip();
    return text.isEmpty()
        ? ""
        : " It said: " + text.substring(Math.max(0, text.length() - SHOWN)) + ".";
  }

  private ExecCredential parsed(String output) {
    JsonNode answer;
    try {
      answer = JSON.readTree(output);
    } catch (JsonProcessingException _) {
      throw failed("printed no JSON", ""); // The parser's own message quotes it.
    }
    var version = answer.path("apiVersion").asText();
    if (!Objects.equals(version, exec.getApiVersion())) {
      throw failed(
          "answered in version '%s', and the kubeconfig says '%s'"
              .formatted(version, exec.getApiVersion()),
          "");
    }
    var credential = ExecCredential.of(answer.path("status"));
    if (credential.empty()) {
      throw failed("gave neither a token nor a certificate with its key", "");
    }
    return credential;
  }

  private String installHint() {
    return Optional.ofNullable(exec.getInstallHint())
        .filter(hint -> !hint.isBlank())
        .map(hint -> " " + hint.strip())
        .orElse("");
  }

  private SystemException failed(String what, String more) {
    return SystemException.refused(
        "The credential plugin '%s' of the kubeconfig %s.%s"
            .formatted(exec.getCommand(), what, more),
        "Log in with it, and see whether kubectl works.");
  }
}
