package dev.rollback.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases over HTTP: what a Kubernetes 1.20 refuses is refused. */
class LeaseRulesTest {
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

  private record Answer(int code, String body) {}

  private final Cluster cluster = start();
  private final HttpClient http = HttpClient.newHttpClient();

  private static Cluster start() {
    try {
      return Cluster.start(
          (_, _, _) -> {
            throw new IllegalStateException("no pod runs here");
          },
          Clock.systemUTC(),
          () -> UUID.randomUUID().toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void one() throws Exception {
    assertThat(send("POST", LEASES, lease("one", "")).code()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    http.close();
    cluster.close();
  }

  private static String lease(String name, String more) {
    return """
    {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"%s"%s},
     "spec":{"holderIdentity":"","renewTime":"2026-11-22T03:00:00.120000Z",
             "leaseDurationSeconds":30,"leaseTransitions":1}}
    """
        .formatted(name, more);
  }

  private Answer send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(cluster.uri() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  @Test
  void timesKeepTheirSixDigitsAndAnEmptyHolderStays() throws Exception {
    assertThat(send("GET", LEASES + "/one", "").body())
        .contains("\"renewTime\":\"2026-11-22T03:00:00.120000Z\"", "\"holderIdentity\":\"\"");
    for (var bad : new String[] {"03:00:00Z", "03:00:00.12Z", "03:00:00.123456789Z"}) {
      var body = lease("two", "").replace("03:00:00.120000Z", bad);
      assertThat(send("POST", LEASES, body).code()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void whatIsNoLeaseIsRefused() throws Exception {
    assertThat(send("POST", LEASES, lease("One_", ""))).matches(a -> a.code() == 422);
    var none = lease("two", "").replace(":30", ":0");
    assertThat(send("POST", LEASES, none).body()).contains("must be greater than 0");
    var less = lease("two", "").replace(":1}", ":-1}");
    assertThat(send("POST", LEASES, less).code()).isEqualTo(422);
  }

  @Test
  void aSecondOfOneNameAndAnOldVersionAreConflicts() throws Exception {
    assertThat(send("POST", LEASES, lease("one", "")).body()).contains("AlreadyExists");
    var old = lease("one", ",\"resourceVersion\":\"1\"");
    assertThat(send("PUT", LEASES + "/one", old))
        .matches(a -> a.code() == 409 && a.body().contains("\"Conflict\""));
  }

  @Test
  void aPutMakesALeaseUnlessItSaysWhichOneItMeans() throws Exception {
    var gone = "00000000-0000-0000-0000-000000000000";
    var meant = lease("two", ",\"resourceVersion\":\"1\",\"uid\":\"" + gone + "\"");
    assertThat(send("PUT", LEASES + "/two", meant).code()).isEqualTo(409);
    assertThat(send("GET", LEASES + "/two", "").code()).isEqualTo(404);
    var made = send("PUT", LEASES + "/two", lease("two", ",\"resourceVersion\":\"1\""));
    assertThat(made.body()).contains("\"uid\"").doesNotContain("\"resourceVersion\":\"1\"");
    assertThat(send("PUT", LEASES + "/three", lease("two", "")).code()).isEqualTo(400);
    assertThat(send("PUT", LEASES.replace("default", "none") + "/x", lease("x", "")).code())
        .isEqualTo(404);
  }

  @Test
  void discoveryNamesThemWithoutAStatus() throws Exception {
    assertThat(send("GET", "/apis/coordination.k8s.io/v1", "").body())
        .contains("\"name\":\"leases\"", "\"kind\":\"Lease\"")
        .doesNotContain("leases/status");
    assertThat(send("GET", LEASES + "/one/status", "").code()).isEqualTo(404);
    assertThat(send("GET", "/apis/apps/v1", "").body()).contains("deployments/status");
  }
}
