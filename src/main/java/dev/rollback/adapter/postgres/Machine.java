package dev.rollback.adapter.postgres;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a step uses of the machine that it runs on.
 *
 * @param environment of the process
 * @param base what relative paths start at
 */
record Machine(Map<String, String> environment, Path base) {
  Machine {
    environment = Map.copyOf(environment);
  }
}
