package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rollback.action.Action;
import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Observed;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {
  @Doc("The lamp's switch.")
  record Lamp(@Doc("On or off.") boolean on) {}

  @Doc("Switches a lamp. Undo switches it back.")
  record SwitchLamp(
      @Doc("Which lamp | which room.") String lamp,
      @Doc("On or off.") @Default("true") boolean on,
      @Doc("How fast.") Optional<Duration> fade,
      @Doc("Labels to be set.") Map<String, String> labels,
      @Doc("Who may.") SecretRef key,
      @Doc("The colour.") Risk colour)
      implements Action<Lamp, String, String> {
    @Override
    public Target target() {
      return Target.of(lamp);
    }

    @Override
    public List<Requirement<String>> requirements() {
      return List.of();
    }

    @Override
    public Risk risk(Lamp before, Lamp after) {
      return Risk.REVERSIBLE;
    }

    @Override
    public Trust trust() {
      return Trust.EXACT;
    }

    @Override
    public Undo undo() {
      return Undo.RESTORE;
    }

    @Override
    public Observed<Lamp> observe(String system) {
      return Observed.of(new Lamp(!on), "");
    }

    @Override
    public Lamp desired(Lamp before) {
      return new Lamp(on);
    }

    @Override
    public void write(Observed<Lamp> from, Lamp to, String system) {
      throw new UnsupportedOperationException("the reference page writes nothing");
    }
  }

  record Light(@Doc("Candela per square metre.") double brightLevel, @Doc("The lamp.") Lamp lamp) {}

  @Doc("Reads how bright it is.")
  record ReadLight(@Doc("Which lamp.") String lamp) implements Check<Light, String> {
    @Override
    public Target target() {
      return Target.of(lamp);
    }

    @Override
    public List<Requirement<String>> requirements() {
      return List.of();
    }

    @Override
    public Optional<String> expectation() {
      return Optional.empty();
    }

    @Override
    public Reading<Light> read(String system) {
      return new Reading.Nothing<>("the reference page reads nothing");
    }
  }

  @Doc("A house.")
  record House(@Doc("Its address.") String address) {}

  static final class Lamps implements Adapter<House, String, String> {
    @Override
    public String system() {
      return "lamps";
    }

    @Override
    public Class<House> settings() {
      return House.class;
    }

    @Override
    public List<StepType<String, String>> steps() {
      return List.of(
          StepType.action("lamps.switch", SwitchLamp.class, Lamp.class),
          StepType.check("lamps.light", ReadLight.class, Light.class));
    }

    @Override
    public Connection<String, String> connect(House settings, Pin pin, Secrets secrets) {
      throw new UnsupportedOperationException("the reference page connects to nothing");
    }
  }

  private final Catalog catalog = new Catalog(List.of(new Lamps()));

  private StepType<?, ?> type(String name) {
    return catalog.find(name).orElseThrow().type();
  }

  @Test
  void list() {
    Golden.assertSame("actions.txt", CatalogText.list(catalog, Layout.DEFAULT));
  }

  @Test
  void pageOfAnAction() {
    Golden.assertSame("action.txt", CatalogText.page(type("lamps.switch"), Layout.DEFAULT));
  }

  @Test
  void pageOfACheck() {
    Golden.assertSame("check.txt", CatalogText.page(type("lamps.light"), Layout.DEFAULT));
  }

  @Test
  void markdown() {
    var page = CatalogMarkdown.system(new Lamps());
    Golden.assertSame("catalog.md", CatalogMarkdown.index(catalog) + "\n" + page);
    ReportTest.assertTables(page);
  }

  @Test
  void anExampleIsYamlWithEveryRequiredKey() throws Exception {
    var step =
        new ObjectMapper(new YAMLFactory()).readTree(ExampleYaml.of(type("lamps.switch"))).get(0);
    assertThat(step.at("/action").asText()).isEqualTo("lamps.switch");
    assertThat(step.at("/with").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("lamp", "labels", "key", "colour");
    assertThat(step.at("/with/key/env").isTextual()).isTrue();
    var check =
        new ObjectMapper(new YAMLFactory()).readTree(ExampleYaml.of(type("lamps.light"))).get(0);
    assertThat(check.at("/expect").asText()).isEqualTo("bright_level < 0.5");
  }
}
