package dev.rollback.adapter.postgres;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a step uses of the machine that it runs on.
 *
 * @param environment of the process
 * @param base what relative paths start at
 * @param clock by which plans are made; also tells how old a file is
 */
record Machine(Map<String, String> environment, Path base, Clock clock) {
  Machine {
    environment = Map.copyOf(environment);
  }

  Machine(Map<String, String> environment, Path base) {
    this(environment, base, Clock.systemUTC());
  }
}
