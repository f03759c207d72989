package dev.rollback.approval;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.SignedApproval;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The user's ssh-keygen, which signs and verifies. It reaches nothing but the keys of this machine
 * and, where there is one, the user's ssh-agent.
 */
public final class SshKeygen {
  /** What a signature of ours is made for; one that was made for something else is refused. */
  public static final String NAMESPACE = "rollback-approval";

  /** The principal in the allowed signers that are made for one verification. */
  static final String PRINCIPAL = "person";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int PATIENCE_SECONDS = 20;
  private static final int PATIENCE_WITH_A_PERSON_SECONDS = 300;

  private final Map<String, String> user;

  /** As this user starts it; {@code PATH} is read here. */
  public SshKeygen(Map<String, String> user) {
    this.user = Map.copyOf(user);
  }

  private record Ended(int exit, String out, String err) {}

  /**
   * Signs a text.
   *
   * @param key the private key, or the public one of a key that the ssh-agent holds
   * @param attended whether somebody is at the terminal who can type a passphrase or touch a token
   * @return the armored signature
   * @throws SystemException when it is not signed, and why
   */
  public String sign(Path key, String text, boolean attended) {
    return inScratch(
        scratch -> {
          var file = Files.writeString(scratch.resolve("approval"), text);
          var argv = List.of("-Y", "sign", "-f", key.toString(), "-n", NAMESPACE, file.toString());
          var ended = run("ssh-keygen", argv, Optional.empty(), attended);
          var signature = scratch.resolve("approval.sig");
          if (ended.exit() != 0 || !Files.exists(signature)) {
            throw notSigned(key, ended, attended);
          }
          return Files.readString(signature);
        });
  }

  private static SystemException notSigned(Path key, Ended ended, boolean attended) {
    return SystemException.refused(
        "ssh-keygen has not signed with %s: %s".formatted(key, reason(ended)),
        attended
            ? "Name a private key with --key, or the public key of one that ssh-agent holds."
            : "A key with a passphrase needs a terminal, or ssh-agent: ssh-add "
                + key
                + ", then name its public key with --key.");
  }

  /**
   * Whether a signature is of this text, by one of these keys, now.
   *
   * @param signers allowed signers whose principal is {@value #PRINCIPAL}
   * @return why it is not; empty where it is
   */
  public Optional<String> refuses(String text, String signature, String signers) {
    return refuses(text, signature, signers, List.of());
  }

  /** Whether an approval that was recorded was one when it was signed. */
  public Optional<String> refuses(SignedApproval recorded) {
    // Where keys have times, that of the signature counts; older programs do not know the option.
    var then =
        recorded.signers().contains("valid-")
            ? List.of("-Overify-time=" + TIME.format(recorded.at()))
            : List.<String>of();
    return refuses(recorded.text(), recorded.signature(), recorded.signers(), then);
  }

  private Optional<String> refuses(
      String text, String signature, String signers, List<String> more) {
    return inScratch(
        scratch -> {
          var allowed = Files.writeString(scratch.resolve("signers"), signers);
          var file = Files.writeString(scratch.resolve("signature"), signature);
          var argv =
              List.of(
                  "-Y",
                  "verify",
                  "-f",
                  allowed.toString(),
                  "-I",
                  PRINCIPAL,
                  "-n",
                  NAMESPACE,
                  "-s",
                  file.toString());
          var signed = Files.writeString(scratch.resolve("approval"), text);
          var all = Stream.concat(argv.stream(), more.stream()).toList();
          var ended = run("ssh-keygen", all, Optional.of(signed), false);
          return ended.exit() == 0 ? Optional.empty() : Optional.of(reason(ended));
        });
  }

  /** The public keys that the user's ssh-agent holds, a line each; none where there is no agent. */
  List<String> loaded() {
    if (!user.containsKey("SSH_AUTH_SOCK") || find("ssh-add").isEmpty()) {
      return List.of();
    }
    var ended = run("ssh-add", List.of("-L"), Optional.empty(), false);
    return ended.exit() == 0 ? ended.out().lines().toList() : List.of();
  }

  /** Work in a directory of its own. */
  private interface Work<T> {
    T in(Path scratch) throws IOException;
  }

  private <T> T inScratch(Work<T> work) {
    try {
      var scratch =
          Files.createTempDirectory(
              "rollback-approval",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        return work.in(scratch);
      } finally {
        remove(scratch);
      }
    } catch (IOException e) {
      throw SystemException.refused(
          "ssh-keygen cannot be given what it needs: " + e.getMessage(),
          "Check that there is room in the directory for temporary files (TMPDIR).",
          e);
    }
  }

  private static void remove(Path scratch) throws IOException {
    try (var files = Files.walk(scratch)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Ended run(String program, List<String> arguments, Optional<Path> in, boolean attended) {
    var argv = new ArrayList<String>();
    argv.add(find(program).orElseThrow(() -> missing(program)).toString());
    argv.addAll(arguments);
    try {
      var err = Files.createTempFile("rollback-approval", ".err");
      try {
        return run(builder(argv, in, err, attended), err, attended);
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw SystemException.refused(
          program + " cannot be run: " + e.getMessage(), "Check that it can be run by hand.", e);
    }
  }

  private ProcessBuilder builder(List<String> argv, Optional<Path> in, Path err, boolean attended) {
    var builder = new ProcessBuilder(argv).redirectError(err.toFile());
    // It asks for a passphrase only where its input is a terminal.
    builder.redirectInput(
        attended
            ? ProcessBuilder.Redirect.INHERIT
            : ProcessBuilder.Redirect.from(in.map(Path::toFile).orElse(new File("/dev/null"))));
    builder.environment().clear();
    builder.environment().putAll(user);
    builder.environment().put("LC_ALL", "C");
    if (!attended) {
      // It would open the terminal by itself, whatever its input is.
      builder.environment().put("SSH_ASKPASS", "false");
      builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    }
    return builder;
  }

  private static Ended run(ProcessBuilder builder, Path err, boolean attended) throws IOException {
    var process = builder.start();
    try {
      var patience = attended ? PATIENCE_WITH_A_PERSON_SECONDS : PATIENCE_SECONDS;
      // The limit is kept even if the program never closes its output.
      process.onExit().completeOnTimeout(process, patience, TimeUnit.SECONDS).join();
      if (process.isAlive()) {
        return new Ended(-1, "", "it did not end within " + patience + " s");
      }
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.exitValue(), out, Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private Optional<Path> find(String program) {
    return Arrays.stream(user.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static SystemException missing(String program) {
    return SystemException.refused(
        "there is no " + program + " in the folders of PATH",
        "Install OpenSSH 8.2 or later (the package openssh-client, on some systems"
            + " openssh-clients or openssh), or correct PATH.");
  }

  private static String reason(Ended ended) {
    if (ended.err().contains("unknown option") || ended.err().contains("illegal option")) {
      return "it is older than OpenSSH 8.2 and knows no signatures";
    }
    var said = ended.err().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return said.isEmpty() ? "it ended with exit code " + ended.exit() : said.getLast();
  }
}
