package dev.rollback.sandbox.service;

import java.time.Duration;
import java.util.Map;

/**
 * All that the service reads from its environment.
 *
 * @param port 0 takes any free port
 * @param databaseUser empty: as the URL says
 * @param apiKeySecret keys the hashes of the new authentication
 * @param tokenKey signs the tokens that a login hands out
 * @param redisRequired whether it needs Redis to start and to be ready
 * @param passwordColumn where the release reads the keyed form of passwords
 * @param authSystem true for the new authentication, false for the fallback
 * @param loginsPerMinute of one user, before 429 is answered
 * @param hardened whether the release behaves as {@link Hardening} does
 * @param rateLimit of one address
 * @param pages how the page with the nodes is made
 */
record GridSettings(
    String host,
    int port,
    String databaseUrl,
    String databaseUser,
    String databasePassword,
    String redisUrl,
    boolean redisRequired,
    String passwordColumn,
    String apiKeySecret,
    String tokenKey,
    boolean authSystem,
    boolean maintenance,
    String release,
    Duration keyCacheTtl,
    Duration sessionTtl,
    int loginsPerMinute,
    boolean hardened,
    RateLimit rateLimit,
    PageSettings pages) {

  /**
   * Reads the environment.
   *
   * @throws StartupException when something is missing without which nothing works
   */
  static GridSettings of(Map<String, String> environment) throws StartupException {
    try {
      return new GridSettings(
          environment.getOrDefault("HOST", "0.0.0.0"),
          Integer.parseInt(environment.getOrDefault("PORT", "8000")),
          required(environment, "DATABASE_URL"),
          environment.getOrDefault("DATABASE_USER", ""),
          environment.getOrDefault("DATABASE_PASSWORD", ""),
          required(environment, "REDIS_URL"),
          Boolean.parseBoolean(environment.getOrDefault("GRID_REDIS_REQUIRED", "true")),
          environment.getOrDefault("GRID_PASSWORD_COLUMN", "password_keyed"),
          required(environment, "API_KEY_SECRET"),
          required(environment, "MOTHERSHIP_SECRET_KEY"),
          Boolean.parseBoolean(environment.getOrDefault("AUTH_SYSTEM_ENABLED", "true")),
          Boolean.parseBoolean(environment.getOrDefault("GRID_MAINTENANCE_MODE", "false")),
          environment.getOrDefault("RELEASE", "unknown"),
          Duration.ofSeconds(
              Long.parseLong(environment.getOrDefault("API_KEY_CACHE_TTL_SECONDS", "3600"))),
          Duration.ofSeconds(
              Long.parseLong(environment.getOrDefault("SESSION_TTL_SECONDS", "3600"))),
          Integer.parseInt(environment.getOrDefault("LOGIN_RATE_LIMIT", "600")),
          Boolean.parseBoolean(environment.getOrDefault("GRID_HARDENED", "false")),
          RateLimit.of(environment),
          PageSettings.of(environment));
    } catch (NumberFormatException e) {
      throw new StartupException("a setting is not a number: " + e.getMessage(), e);
    }
  }

  private static String required(Map<String, String> environment, String name)
      throws StartupException {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new StartupException(name + " is not set");
    }
    return value;
  }

  /** The method in words, for health and logs. */
  String authentication() {
    return authSystem ? "keyed" : "fallback";
  }
}
