package dev.rollback.sandbox;

import java.io.IOException;

/** Which port a server tries next. It may be taken between the choice of it and the start. */
@FunctionalInterface
interface Ports {
  /** How many are tried. */
  int ATTEMPTS = 3;

  /** What servers write when somebody else listens at their port. */
  String TAKEN = "Address already in use";

  /** One that is free now. */
  int next() throws IOException;
}
