package dev.rollback.target;

import dev.rollback.action.Seal;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads secrets from where their references say, and tells the redactor before anybody else. */
public final class SecretReader implements Secrets {
  private static final int PATIENCE_SECONDS = 10;
  private static final int SHORTEST_KEY = 32;

  /** What the platform puts in place of bytes that the locale has no character for. */
  private static final char UNREADABLE = '\uFFFD';

  private final Map<String, String> environment;
  private final Path directory;
  private final Map<String, SecretRef> named;
  private final Function<SecretRef.SecretKey, Sensitive> kubernetes;
  private final Sealing sealing;
  private final Redactor redactor;
  private Optional<Seal> seal = Optional.empty();

  /**
   * Where the key is that seals secret values.
   *
   * @param named what the target says; a value of at least 32 characters
   * @param own the key of this machine, for a target that says nothing
   */
  public record Sealing(Optional<SecretRef> named, SealingKeyFile own) {}

  /**
   * Reads for one target.
   *
   * @param environment the variables of this process
   * @param directory where relative paths start
   * @param named the target's secrets
   * @param kubernetes reads a value of a Kubernetes Secret; this room knows no adapter
   * @param sealing where the key is that seals secret values; read when it is first needed
   */
  public SecretReader(
      Map<String, String> environment,
      Path directory,
      Map<String, SecretRef> named,
      Function<SecretRef.SecretKey, Sensitive> kubernetes,
      Sealing sealing,
      Redactor redactor) {
    this.environment = environment;
    this.directory = directory;
    this.named = named;
    this.kubernetes = kubernetes;
    this.sealing = sealing;
    this.redactor = redactor;
  }

  @Override
  public Sensitive read(SecretRef reference) {
    try {
      return value(reference);
    } catch (SystemException e) {
      throw e.see(Topic.MISSING_SECRET);
    }
  }

  private Sensitive value(SecretRef reference) {
    return switch (reference) {
      case SecretRef.Env(var name) -> learn("the environment variable " + name, env(name));
      case SecretRef.File(var path) -> learn("the file " + path, file(path));
      case SecretRef.Command(var argv) -> learn("the command " + argv.getFirst(), command(argv));
      case SecretRef.Kubernetes(var key) ->
          learn("the Secret " + key.name(), kubernetes.apply(key).reveal());
      case SecretRef.Named(var name) -> named(name);
    };
  }

  @Override
  public String masked(String text) {
    return redactor.redact(text);
  }

  @Override
  public synchronized Seal seal() {
    var made = seal.orElseGet(() -> new TinkSeal(sealingKey(), redactor));
    seal = Optional.of(made);
    return made;
  }

  private byte[] sealingKey() {
    var key =
        sealing.named().map(named -> read(named).reveal()).orElseGet(() -> sealing.own().read());
    if (key.length() < SHORTEST_KEY) {
      throw SystemException.refused(
          (sealing.named().isPresent() ? "the target's sealing-key" : "this machine's sealing key")
              + " has "
              + key.length()
              + " characters",
          "It needs at least "
              + SHORTEST_KEY
              + " that nobody can guess, as from: openssl rand -base64 32. What was sealed with"
              + " another one cannot be opened with it.");
    }
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private Sensitive learn(String where, String value) {
    if (value.length() < Redactor.SHORTEST) {
      throw SystemException.refused(
          where + " holds a secret of fewer than " + Redactor.SHORTEST + " characters",
          "So short a secret cannot be masked in outputs; use a longer one.");
    }
    var secret = Sensitive.of(value);
    redactor.learn(secret);
    return secret;
  }

  private String env(String name) {
    var value = environment.get(name);
    if (value == null) {
      throw SystemException.refused(
          "the environment variable " + name + " is not set", "Set it, then start again.");
    }
    if (value.indexOf(UNREADABLE) >= 0) {
      throw SystemException.refused(
          "the environment variable "
              + name
              + " has characters that the locale of this process cannot read",
          "Start rollback with LC_ALL=C.UTF-8, or keep the secret in a file.");
    }
    return value;
  }

  private String file(String name) {
    var path = directory.resolve(name);
    try {
      return withoutLastBreak(Files.readString(path));
    } catch (IOException e) {
      throw SystemException.refused(
          "the secret in the file " + path + " cannot be read: " + reason(e),
          "Create it, readable by you alone.",
          e);
    }
  }

  private String command(List<String> argv) {
    try {
      var process =
          new ProcessBuilder(argv)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      try {
        var output = process.inputReader(StandardCharsets.UTF_8);
        // The limit is kept even if the program never closes its output.
        process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (process.isAlive()) {
          throw SystemException.refused(
              argv.getFirst() + " did not end within " + PATIENCE_SECONDS + " s",
              "Run it by hand; it must print the secret and end.");
        }
        var text = String.join("\n", output.readAllLines());
        if (process.exitValue() != 0) {
          throw SystemException.refused(
              argv.getFirst() + " ended with exit code " + process.exitValue(),
              "Run it by hand; it must print the secret and end with 0.");
        }
        return text;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw SystemException.refused(
          "the secret's command cannot be run: " + reason(e), "Check that it is installed.", e);
    }
  }

  private Sensitive named(String name) {
    var reference = named.get(name);
    if (reference == null) {
      throw SystemException.refused(
          "the target has no secret '" + name + "'",
          DidYouMean.among(name, List.copyOf(named.keySet()))
              .map(meant -> "Did you mean '" + meant + "'?")
              .orElse("Add it under `secrets:` of the target in rollback.yaml."));
    }
    if (reference instanceof SecretRef.Named) {
      throw SystemException.refused(
          "the secret '" + name + "' refers to another name",
          "Under `secrets:`, say where it is kept: env, file, command or kubernetes.");
    }
    return read(reference);
  }

  private static String withoutLastBreak(String text) {
    return text.endsWith("\r\n")
        ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "there is no such file";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case IOException other -> String.valueOf(other.getMessage());
    };
  }
}
