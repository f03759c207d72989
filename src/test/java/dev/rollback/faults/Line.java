package dev.rollback.faults;

import java.util.Locale;

/** The systems to which a command has a line that can fail. */
enum Line {
  KUBERNETES(Protocol.HTTP),
  REDIS(Protocol.REDIS),
  HTTP(Protocol.HTTP),
  POSTGRES(Protocol.POSTGRES);

  private final Protocol protocol;

  Line(Protocol protocol) {
    this.protocol = protocol;
  }

  Protocol protocol() {
    return protocol;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
