package dev.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.git.Repository;
import dev.rollback.sandbox.site.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A release that fails now and then, and the commits that it was built from. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadCommitsFaultTest {
  private static final int REQUESTS = 60;

  private Sandbox sandbox;
  private GridClient grid;

  @BeforeAll
  void start() {
    sandbox = Sandbox.start();
    grid = new GridClient(sandbox);
  }

  @AfterAll
  void stop() {
    grid.close();
    sandbox.close();
  }

  @Test
  void customersFailNowAndThenUntilTheGoodReleaseIsBack() {
    var parameters = Faults.BAD_COMMITS.parameters(sandbox);
    assertThat(reads()).containsOnly(200);

    sandbox.inject(Faults.BAD_COMMITS);

    assertThat(reads()).contains(200, 500, 401);
    assertThat(logins()).contains(200, 500);
    assertThat(Faults.BAD_COMMITS.parameters(sandbox)).isEqualTo(parameters);
    assertThat(image()).isEqualTo(parameters.get("bad-image"));
    assertThat(grid.get("/api/grid").statusCode()).as("nobody gets in").isIn(401, 500);

    var git = sandbox.git();
    var main = git.range(Repository.GOOD, "main");
    assertThat(main).as("the hotfix is on top").hasSize(7);
    assertThat(String.join(",", main.subList(1, main.size()))).isEqualTo(parameters.get("commits"));
    assertThat(git.difference(Repository.HARDENING, "main"))
        .containsExactly(parameters.get("stays"));

    sandbox.deploy(Release.GOOD);

    assertThat(image()).isEqualTo(parameters.get("good-image"));
    assertThat(reads()).containsOnly(200);
    assertThat(logins()).containsOnly(200);
  }

  private String image() {
    return sandbox
        .object("Deployment", "grid-api")
        .at("/spec/template/spec/containers/0/image")
        .asText();
  }

  private List<Integer> reads() {
    return IntStream.range(0, REQUESTS).mapToObj(_ -> grid.withApiKey()).distinct().toList();
  }

  private List<Integer> logins() {
    var answers = new ArrayList<Integer>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(grid.login().statusCode());
    }
    return answers.stream().distinct().toList();
  }
}
