package dev.rollback.action;

import dev.rollback.shape.Doc;
import java.util.List;

/** Where a secret is kept. References stand in files; values never do. */
@Doc(
    "Where a secret is kept: {env: NAME}, {file: PATH}, {command: [ARGV]},"
        + " {kubernetes: {name: NAME, key: KEY}}, {secret: NAME}.")
public sealed interface SecretRef {
  /** An environment variable of this process. */
  @Doc("An environment variable of this process.")
  record Env(@Doc("The variable's name.") String env) implements SecretRef {}

  /** The content of a file, less one line break at its end. */
  @Doc("The content of a file, less one line break at its end.")
  record File(@Doc("A path; a relative one starts at the directory of rollback.yaml.") String file)
      implements SecretRef {}

  /** What a program prints, less one line break at its end. */
  @Doc("What a program prints, less one line break at its end.")
  record Command(@Doc("The program and its arguments; no shell.") List<String> command)
      implements SecretRef {}

  /** A value of a Secret in the target's own namespace. */
  @Doc("A value of a Secret in the namespace of the target's Kubernetes connection.")
  record Kubernetes(@Doc("Which one.") SecretKey kubernetes) implements SecretRef {}

  /** A value of a Kubernetes Secret. */
  @Doc("A value of a Kubernetes Secret.")
  record SecretKey(@Doc("The Secret's name.") String name, @Doc("The key in it.") String key) {}

  /** A secret of the target, by the name that {@code secrets:} in rollback.yaml gives it. */
  @Doc("A secret of the target, by its name under `secrets:` in rollback.yaml.")
  record Named(@Doc("The name.") String secret) implements SecretRef {}
}
