package dev.rollback.sandbox.git;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What was committed to the service's repository, by whom and when. */
public final class SourceHistory {
  /** Up to the release that runs while all is well. */
  static final List<SourceCommit> RELEASED =
      List.of(
          commit(
              "2025-09-01T09:12:00Z",
              "Ines",
              "The grid over HTTP",
              Map.of("README.md", "# grid-api\n\nThe nodes of the grid, over HTTP.\n"),
              Map.of("service/grid.py", Sources.GRID)),
          commit(
              "2025-09-08T13:40:00Z",
              "Jonas",
              "auth: passwords and API keys",
              Map.of("service/auth.py", Sources.AUTH)),
          commit(
              "2025-09-15T08:05:00Z",
              "Ines",
              "cache: remember answers in Redis",
              Map.of("service/cache.py", Sources.CACHE)),
          commit(
              "2025-10-02T15:31:00Z",
              "Mara",
              "Tests of cache and authentication",
              Map.of("tests/test_auth.py", Sources.TEST_AUTH),
              Map.of("tests/test_redis_caching.py", Sources.TEST_CACHE)),
          commit("2025-10-20T10:00:00Z", "Jonas", "Release 1.8.0", Map.of("VERSION", "1.8.0\n")));

  /** The range that goes wrong: each on top of the one before, and three of them on one file. */
  static final List<SourceCommit> HARDENING =
      List.of(
          commit(
              "2025-11-17T09:20:00Z",
              "Mara",
              "refactor(security): Implement comprehensive security hardening",
              Map.of("service/auth.py", Sources.AUTH_KEYED),
              Map.of("service/cache.py", Sources.CACHE_LIMITED)),
          commit(
              "2025-11-17T14:02:00Z",
              "Mara",
              "test(security): Add comprehensive security hardening test suite",
              Map.of("tests/test_security_hardening.py", Sources.TEST_HARDENING)),
          commit(
              "2025-11-18T08:47:00Z",
              "Mara",
              "test(integration): Add end-to-end tests",
              Map.of("tests/test_end_to_end.py", Sources.TEST_END_TO_END)),
          commit(
              "2025-11-19T11:15:00Z",
              "Jonas",
              "Redis asks for a password",
              Map.of("service/cache.py", Sources.CACHE_LIMITED + Sources.CACHE_LOGIN)),
          commit(
              "2025-11-20T16:58:00Z",
              "Mara",
              "Benchmark of the cache",
              Map.of("tests/benchmark_cache_performance.py", Sources.BENCHMARK)),
          commit(
              "2025-11-21T07:30:00Z",
              "Mara",
              "Release 2.0.0: docs of what was hardened",
              Map.of("security.md", "# What was hardened\n\nCache, API keys, login.\n"),
              Map.of("VERSION", "2.0.0\n")));

  /** What somebody needed at once, and what has nothing to do with the range below it. */
  public static final SourceCommit HOTFIX =
      commit(
          "2025-11-21T12:44:00Z",
          "Ines",
          "grid: names of nodes may have umlauts",
          Map.of("service/grid.py", Sources.GRID.replace("ascii", "utf-8")));

  private SourceHistory() {}

  @SafeVarargs
  private static SourceCommit commit(
      String at, String author, String message, Map<String, String>... files) {
    var all = new java.util.TreeMap<String, String>();
    for (var some : files) {
      all.putAll(some);
    }
    return new SourceCommit(Instant.parse(at), author, message, all);
  }
}
