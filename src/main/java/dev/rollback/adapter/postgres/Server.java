package dev.rollback.adapter.postgres;

/**
 * What a server says about itself and this session.
 *
 * @param product PostgreSQL, or what speaks like it
 * @param version as the server writes it
 * @param standby whether it only follows another server
 * @param database the database of this session
 * @param user the role of this session
 * @param pooled whether the session that answers is not the one that was opened: there is a pooler
 *     in between, which may give each statement to another session
 */
public record Server(
    String product, String version, boolean standby, String database, String user, boolean pooled) {

  /** {@code primary} or {@code standby}. */
  public String role() {
    return standby ? "standby" : "primary";
  }

  /** {@code PostgreSQL 18.6, primary, database grid}. */
  String label() {
    return "%s %s, %s, database %s".formatted(product, version, role(), database);
  }
}
