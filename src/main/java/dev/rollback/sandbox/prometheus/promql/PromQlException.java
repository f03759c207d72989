package dev.rollback.sandbox.prometheus.promql;

/** A query that cannot be answered, in the words and by the kinds of Prometheus's API. */
public final class PromQlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whose fault it is. */
  public enum Kind {
    /** The query's, whatever the data. */
    BAD_DATA("bad_data"),
    /** The query does not fit to the data. */
    EXECUTION("execution");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As the API writes it. */
    public String word() {
      return word;
    }
  }

  private final Kind kind;

  private PromQlException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A query that is none, or one that is not known here. */
  public static PromQlException badData(String message) {
    return new PromQlException(Kind.BAD_DATA, message);
  }

  /** A query that cannot be computed of these data. */
  static PromQlException execution(String message) {
    return new PromQlException(Kind.EXECUTION, message);
  }

  /** Whose fault it is. */
  public Kind kind() {
    return kind;
  }

  /** What is wrong. */
  public String what() {
    return String.valueOf(getMessage());
  }
}
