package dev.rollback.adapter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Pin;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines as connections: what they are, and what is refused of their settings. */
final class HostConnectionTest {
  @TempDir Path folder;

  private static HostSettings settings(String ssh, String container) {
    return new HostSettings(
        Optional.of(ssh).filter(s -> !s.equals("-")),
        Optional.of(container).filter(c -> !c.equals("-")),
        false,
        Duration.ofSeconds(10));
  }

  @Test
  void theMachineTellsWhatItIsAndNotItsId() {
    var here = TestHosts.here(System.getenv(), folder);
    assertThat(here.address()).isEqualTo("this machine");
    assertThat(here.ping()).startsWith(System.getProperty("os.name") + " ");
    var id = TestSshd.read(Path.of("/etc/machine-id")).strip();
    var fact = here.fact("machine");
    assertThat(fact).isEqualTo(here.identity());
    assertThat(fact.isPresent()).isEqualTo(!id.isEmpty());
    fact.ifPresent(f -> assertThat(f).matches(HostConnection.FACTS.getFirst().form()));
    fact.ifPresent(f -> assertThat(id).doesNotContain(f));
  }

  @Test
  void anotherMachineThanThePinnedOneIsNotMoved() {
    var adapter = new HostAdapter(System.getenv(), folder);
    var pin = new Pin(adapter.facts(), Map.of("machine", "00000000"), "rollback target pin x");
    try (var here =
        adapter.connect(
            settings("-", "-"),
            pin,
            reference -> {
              throw new AssertionError("no secret is needed: " + reference);
            })) {
      assertThatThrownBy(here::confirm)
          .isInstanceOfSatisfying(
              SystemException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
          .hasMessageContaining("this machine is not the system that is meant: its machine is ");
    }
  }

  @Test
  void settingsThatLeadNowhereOrToTwoPlacesAreRefused() {
    assertThatThrownBy(() -> settings("ops@cache-1", "lab")).hasMessageContaining("not both");
    for (var destination : List.of("", " ", "-oProxyCommand=x", "a b", "a\nb")) {
      assertThatThrownBy(() -> settings(destination, "-"))
          .as(destination)
          .hasMessageContaining("is no destination for ssh");
    }
    for (var container : List.of("", "--privileged", "a b", "a/b", "@a", "a@", "a\nb")) {
      assertThatThrownBy(() -> settings("-", container))
          .as(container)
          .hasMessageContaining("cannot be the name of a container");
    }
    for (var good : List.of("cache-1", "ops@10.0.0.1", "ssh://ops@[::1]:2222")) {
      assertThat(settings(good, "-").ssh()).contains(good);
    }
    assertThat(settings("-", "65534@lab-systemd").container()).isPresent();
  }
}
