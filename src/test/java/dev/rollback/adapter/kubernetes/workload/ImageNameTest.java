package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "busybox, busybox, '', false",
    "registry.test:5000/grid/api:1.4, registry.test:5000/grid/api, 1.4, false",
    "localhost:5000/api, localhost:5000/api, '', false",
    "a__b/c-d.e:v_1.2-x, a__b/c-d.e, v_1.2-x, false",
    "grid/api:1.4@DIGEST, grid/api, 1.4, true",
    "grid/api@DIGEST, grid/api, '', true",
  })
  void isTakenApart(String text, String repository, String tag, boolean digest) {
    var name = ImageName.parse(text.replace("DIGEST", DIGEST));
    assertThat(name.repository()).isEqualTo(repository);
    assertThat(name.tag().orElse("")).isEqualTo(tag);
    assertThat(name.digest().isPresent()).isEqualTo(digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "grid/Api", "a b", "api:", "api@sha256:12", "api:1\n", "$(x)", "/api"})
  void refusesWhatNoNodeCouldPull(String text) {
    assertThatThrownBy(() -> new SetImage("d", Map.of("app", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no name of an image");
  }

  @Test
  void warnsOfWhatMayBeAnotherImageTomorrow() {
    assertThat(ImageName.parse("grid/api@" + DIGEST).warning()).isEmpty();
    assertThat(ImageName.parse("grid/api:1.4").warning().orElse("")).contains("1.4 is a tag");
    assertThat(ImageName.parse("grid/api:latest").warning().orElse(""))
        .contains("grid/api:latest is whatever was pushed last");
    assertThat(ImageName.parse("grid/api").warning().orElse("")).contains("without a tag");
  }
}
