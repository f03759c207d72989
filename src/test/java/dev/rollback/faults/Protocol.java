package dev.rollback.faults;

/** What a proxy carries: where a message ends, and which requests may change something. */
public enum Protocol {
  /** HTTP/1.1, the Kubernetes API above all. Whole replies are carried, so no watches. */
  HTTP,
  /** The protocol of Redis, versions 2 and 3. */
  REDIS,
  /** The protocol of PostgreSQL, version 3, without TLS. */
  POSTGRES,
  /** Any other: a message is what one read of the socket gives, and each may write. */
  RAW;

  /** The understanding of one connection. */
  Talk begin() {
    return switch (this) {
      case HTTP -> new HttpTalk();
      case REDIS -> new RedisTalk();
      case POSTGRES -> new PostgresTalk();
      case RAW -> new RawTalk();
    };
  }

  /** What is understood of one connection. Each direction is asked by one thread. */
  interface Talk {
    /** The length of the request at the beginning of these bytes; 0 while it is not whole. */
    int request(byte[] bytes);

    /** What the next request is and does; called once for each, in order. */
    Meaning meaning(byte[] request);

    /** The length of the reply at the beginning of these bytes; 0 while it is not whole. */
    int reply(byte[] bytes, Request to);

    /** Whether each request has one reply, in order; else a reply belongs to the last request. */
    default boolean inOrder() {
      return true;
    }
  }

  /** What a request is, and whether it may change something. */
  record Meaning(String what, boolean writes) {}

  private static final class RawTalk implements Talk {
    @Override
    public int request(byte[] bytes) {
      return bytes.length;
    }

    @Override
    public Meaning meaning(byte[] request) {
      return new Meaning(request.length + " bytes", true);
    }

    @Override
    public int reply(byte[] bytes, Request to) {
      return bytes.length;
    }

    @Override
    public boolean inOrder() {
      return false;
    }
  }
}
