package dev.rollback.sandbox.site;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The users of one sandbox, with random passwords and API keys, and the secrets of its service.
 *
 * @param apiKeySecret the right one
 * @param tokenKey signs tokens, until somebody sets another
 * @param databasePassword of the service's role, until somebody sets another
 * @param users the first is the smoke user
 */
public record Accounts(
    String apiKeySecret, String tokenKey, String databasePassword, List<User> users) {
  private static final int USERS = 40;

  /** One user with one API key, in the clear: known to nobody else. */
  public record User(String email, String password, String keyId, String keySecret) {
    /** The whole key, as a customer sends it. */
    public String apiKey() {
      return keyId + "." + keySecret;
    }
  }

  /** New users and secrets. */
  public static Accounts random(SecureRandom random) {
    List<User> users =
        IntStream.range(0, USERS)
            .mapToObj(i -> i == 0 ? "smoke@grid.example" : "user%02d@grid.example".formatted(i))
            .map(email -> new User(email, hex(random, 12), "k" + hex(random, 4), hex(random, 16)))
            .toList();
    return new Accounts(hex(random, 32), hex(random, 32), hex(random, 16), users);
  }

  /** Random bytes in hexadecimal. */
  public static String hex(SecureRandom random, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  /** The user whom probes log in as. */
  public User smoke() {
    return users.getFirst();
  }

  /** Writes all users into the tables of the service, in both forms of each hash. */
  public void insert(String jdbcUrl, SecureRandom random) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement user =
            connection.prepareStatement(
                "INSERT INTO users (email, password_salt, password_legacy, password_keyed)"
                    + " VALUES (?, ?, ?, ?)");
        PreparedStatement key =
            connection.prepareStatement(
                "INSERT INTO api_keys (key_id, owner_id, key_legacy, key_keyed)"
                    + " VALUES (?, (SELECT id FROM users WHERE email = ?), ?, ?)")) {
      connection.setAutoCommit(false);
      for (User account : users) {
        String salt = hex(random, 8);
        set(
            user,
            account.email(),
            salt,
            Hashes.salted(salt, account.password()),
            Hashes.keyed(apiKeySecret, account.password()));
        set(
            key,
            account.keyId(),
            account.email(),
            Hashes.salted(account.keyId(), account.keySecret()),
            Hashes.keyed(apiKeySecret, account.keySecret()));
      }
      user.executeBatch();
      key.executeBatch();
      connection.commit();
    }
  }

  private static void set(PreparedStatement statement, String... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
