package dev.rollback.sandbox.git;

/** The files of the service's repository: small, and such that changes to them can conflict. */
final class Sources {
  static final String GRID =
      """
      \"""The nodes of the grid.\"""


      def nodes(rows):
          return [row["name"].encode("ascii").decode() for row in rows]
      """;

  static final String AUTH =
      """
      \"""Passwords and API keys.\"""
      import hashlib


      def form(salt, secret):
          return hashlib.sha256((salt + secret).encode()).hexdigest()


      def login(user, password):
          if user is None:
              return False
          return form(user.salt, password) == user.password
      """;

  static final String AUTH_KEYED =
      """
      \"""Passwords and API keys, under a secret.\"""
      import hashlib
      import hmac

      from service.settings import API_KEY_SECRET


      def form(secret):
          return hmac.new(API_KEY_SECRET, secret.encode(), hashlib.sha256).hexdigest()


      def login(user, password):
          stored = user.password if user else form("nobody")
          return hmac.compare_digest(form(password), stored) and user is not None
      """;

  static final String CACHE =
      """
      \"""Answers that are remembered in Redis.\"""
      import pickle


      def get(redis, name):
          return pickle.loads(redis.get(name))


      def put(redis, name, value):
          return redis.set(name, pickle.dumps(value))


      def names(redis, pattern):
          return redis.keys(pattern)
      """;

  static final String CACHE_LIMITED =
      """
      \"""Answers that are remembered in Redis.\"""
      import json

      LARGEST = 10 * 1024 * 1024


      def get(redis, name):
          return json.loads(redis.get(name))


      def put(redis, name, value, seconds=3600):
          text = json.dumps(value)
          if len(text) > LARGEST or not 1 <= seconds <= 86400:
              return False
          return redis.set(name, text, ex=seconds)


      def names(redis, pattern):
          return redis.scan_iter(pattern)
      """;

  static final String CACHE_LOGIN =
      """


      def open(redis, password):
          redis.execute_command("AUTH", password)
          return redis
      """;

  static final String TEST_AUTH =
      """
      from service.auth import form


      def test_the_salt_counts():
          assert form("a", "secret") != form("b", "secret")
      """;

  static final String TEST_CACHE =
      """
      from service import cache


      def test_what_was_put_is_got(redis):
          cache.put(redis, "a", 1)
          assert cache.get(redis, "a") == 1
      """;

  static final String TEST_HARDENING =
      """
      from service import cache


      def test_large_values_are_refused(redis):
          assert not cache.put(redis, "a", "x" * (cache.LARGEST + 1))
      """;

  static final String TEST_END_TO_END =
      """
      def test_a_user_can_log_in(service):
          assert service.login("smoke@grid.example", "secret").status_code == 200
      """;

  static final String BENCHMARK =
      """
      import timeit

      from service import cache


      def run(redis):
          return timeit.timeit(lambda: list(cache.names(redis, "*")), number=100)
      """;

  private Sources() {}
}
