package dev.rollback.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Check.Reading;
import dev.rollback.action.Requirement;
import dev.rollback.action.SecretRef;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code http.post} against a real server. */
class PostTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SECRET = "s3cret-value-0815";

  private final TestSite site =
      TestSite.answering(_ -> new Reply(200, "{\"hits\": 3, \"user\": \"" + SECRET + "\"}"));

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aMappingIsSentAsJsonAndTheAnswerIsRead() {
    var tree = JSON.objectNode().put("query", "a \"quoted\" text");
    var values = read(post(Optional.of(tree), Map.of(), secret("key")));
    var sent = site.asked().getFirst();
    assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /search");
    assertThat(sent.body())
        .isEqualTo("{\"query\":\"a \\\"quoted\\\" text\",\"key\":\"" + SECRET + "\"}");
    assertThat(sent.header("Content-Type")).isEqualTo("application/json");
    assertThat(sent.header("X-Tenant")).isEqualTo(SECRET);
    assertThat(sent.header("Accept")).isEqualTo("application/json");
    assertThat(values.json().path("hits").asInt()).isEqualTo(3);
    assertThat(values.toString()).doesNotContain(SECRET);
    assertThat(tree.has("key")).as("the input itself is left alone").isFalse();
  }

  @Test
  void aTextIsSentAsItStandsAndAFormWithItsSecrets() {
    read(post(Optional.of(JSON.textNode("line 1\nline 2 é")), Map.of(), Map.of()));
    read(post(Optional.empty(), Map.of("hint", "access token&more"), secret("token")));
    var text = site.asked().getFirst();
    assertThat(text.body()).isEqualTo("line 1\nline 2 é");
    assertThat(text.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    var form = site.asked().getLast();
    assertThat(form.body()).isEqualTo("hint=access%20token%26more&token=" + SECRET);
    assertThat(form.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
  }

  @Test
  void inputsThatMakeNoRequest() {
    var text = Optional.<JsonNode>of(JSON.textNode("x"));
    assertThatThrownBy(() -> post(text, Map.of("a", "b"), Map.of())).hasMessageContaining("either");
    assertThatThrownBy(() -> post(text, Map.of(), secret("k"))).hasMessageContaining("mapping");
    var post = post(text, Map.of(), Map.of());
    assertThat(post.requirements().stream().map(Requirement::what))
        .containsExactly("secret {env: TENANT}");
    assertThat(post.expectation()).contains("status == 200");
  }

  private static Map<String, SecretRef> secret(String field) {
    return Map.of(field, new SecretRef.Env("TOKEN"));
  }

  private static Post post(
      Optional<JsonNode> body, Map<String, String> form, Map<String, SecretRef> secret) {
    return new Post(
        "/search",
        body,
        form,
        secret,
        Optional.empty(),
        Map.of("Accept", "application/json"),
        Map.of("X-Tenant", new SecretRef.Env("TENANT")),
        Optional.empty(),
        Duration.ofSeconds(30));
  }

  private Get.Values read(Post post) {
    try (var connection =
        new HttpAdapter(Path.of(""))
            .connect(new HttpSettings(site.url()), _ -> Sensitive.of(SECRET))) {
      return switch (post.read(connection.reader())) {
        case Reading.Values<Get.Values>(var values) -> values;
        case Reading.Nothing<Get.Values>(var why) -> throw new AssertionError(why);
      };
    }
  }
}
