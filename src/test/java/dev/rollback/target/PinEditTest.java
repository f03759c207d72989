package dev.rollback.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Doc;
import dev.rollback.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins are all that changes in a file; whatever else stands in it stays byte for byte. */
class PinEditTest {
  @Doc("A box.")
  record Settings(@Doc("Where.") String at, @Doc("A note.") Optional<String> note) {}

  /** Tells two facts, or one. */
  record Box(String system, List<Fact> facts) implements Adapter<Settings, String, String> {
    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public List<StepType<String, String>> steps() {
      return List.of();
    }

    @Override
    public Connection<String, String> connect(Settings settings, Pin pin, Secrets secrets) {
      throw new UnsupportedOperationException("nothing is reached here");
    }
  }

  private static final Fact SERIAL = new Fact("serial", "[0-9a-z]+", true, "Its serial number.");
  private static final Fact SIDE = new Fact("side", "left|right", true, "Its side.");
  private static final Catalog CATALOG =
      new Catalog(
          List.of(
              new Box("one", List.of(SERIAL)),
              new Box("two", List.of(SERIAL, SIDE)),
              new Box("mute", List.of())));

  private static final String FILE =
      """
      apiVersion: rollback/v1   # the format
      targets:

        # the real one
        production:
          protected: true
          one: {at: 'here',   note: "x, }"}   # one
          two:
            left:   # the left one
              at: there
              # a comment at the end
            right:
              note: >
                folded
                text
              at: "elsewhere"

          mute: {at: nowhere}
        staging:
          one:
            at: away
            identity: abc # known
          two: {at: away, identity: {side: left}, }
      """;

  private static Configuration read(SourceFile file) {
    return YamlReader.parse(file).then(tree -> Configuration.of(tree, CATALOG)).orThrow();
  }

  private static String with(String text, String target, Map<String, Map<String, String>> pins) {
    var file = new SourceFile("rollback.yaml", text);
    return new PinEdit(file, read(file), CATALOG).with(target, pins);
  }

  private static final Map<String, Map<String, String>> ALL =
      Map.of(
          "one", Map.of("serial", "1a"),
          "two.left", Map.of("serial", "2b"),
          "two.right", Map.of("side", "right"));

  @Test
  void eachConnectionIsPinnedInTheWayItIsWritten() {
    assertThat(with(FILE, "production", ALL))
        .isEqualTo(
            FILE.replace("\"x, }\"}", "\"x, }\", identity: \"1a\"}")
                .replace(
                    "        at: there\n",
                    "        at: there\n        identity: {serial: \"2b\"}\n")
                .replace(
                    "        at: \"elsewhere\"\n",
                    "        at: \"elsewhere\"\n        identity: {side: \"right\"}\n"));
  }

  @Test
  void pinsAreReplacedWhereTheyStand() {
    assertThat(
            with(
                FILE,
                "staging",
                Map.of(
                    "one", Map.of("serial", "9z"),
                    "two", Map.of("side", "right"))))
        .isEqualTo(
            FILE.replace("identity: abc # known", "identity: \"9z\" # known")
                .replace("{side: left}", "{side: \"right\"}"));
  }

  @Test
  void aFactMoreIsAddedToThoseThatArePinned() {
    var more = Map.of("two", Map.of("side", "left", "serial", "7"));
    assertThat(with(FILE, "staging", more))
        .isEqualTo(FILE.replace("{side: left}", "{side: \"left\", serial: \"7\"}"));
    var block =
        FILE.replace(
            "{at: away, identity: {side: left}, }",
            "\n      at: away\n      identity:\n        side: left # of the room\n");
    assertThat(with(block, "staging", more))
        .isEqualTo(
            block.replace(
                "side: left # of the room\n",
                "side: \"left\" # of the room\n        serial: \"7\"\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void lineEndsStay(String ending) {
    var text = FILE.replace("\n", ending);
    var pinned = with(text, "production", ALL);
    assertThat(pinned.replace(ending, "\n")).isEqualTo(with(FILE, "production", ALL));
    assertThat(pinned.split("\n", -1)).hasSameSizeAs(pinned.split(ending, -1));
  }

  @Test
  void aFileMayEndWithoutALineBreak() {
    var text = "apiVersion: rollback/v1\ntargets:\n  t:\n    one:\n      at: x";
    assertThat(with(text, "t", Map.of("one", Map.of("serial", "1"))))
        .isEqualTo(text + "\n      identity: \"1\"");
  }

  @Test
  void whatCannotBeChangedSafelyIsNotChanged() {
    // Line breaks at the end belong to this block, and so would the new line.
    var text =
        """
        apiVersion: rollback/v1
        targets:
          t:
            one:
              at: x
              note: |+
                text

        """;
    assertThatThrownBy(() -> with(text, "t", Map.of("one", Map.of("serial", "1"))))
        .isInstanceOfSatisfying(
            UserException.class,
            e ->
                assertThat(e.problems().getFirst().advice().orElseThrow())
                    .isEqualTo("Write them by hand: under one: identity: {serial: \"1\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity: {seriall: abc} | this kind of system has no 'seriall' | Did you mean 'serial'?",
        "identity: {side: top} | 'top' is no side | Its side.",
        "identity: [a] | must be a value or a mapping | identity: {serial: …, side: …}",
        "identity: | has no value | Write a value",
        "identity: {side: [left]} | 'side' is one value | ",
        "identity: UPPER | 'UPPER' is no serial | Its serial number.",
      })
  void aPinThatSaysNothingIsRefused(String line) {
    var parts = line.split(" \\| ?", -1);
    var problem = problem("two", parts[0]);
    assertThat(problem.message()).contains(parts[1]);
    assertThat(problem.advice().orElse("")).contains(parts[2]);
    assertThat(problem.at()).isPresent();
  }

  @Test
  void whatTellsNothingCannotBePinned() {
    assertThat(problem("mute", "identity: abc").message()).contains("tells nothing");
  }

  private static Diagnostic problem(String system, String line) {
    var text =
        "apiVersion: rollback/v1\ntargets:\n  t:\n    %s:\n      at: x\n      %s\n"
            .formatted(system, line);
    return YamlReader.parse(new SourceFile("f", text))
        .then(tree -> Configuration.of(tree, CATALOG))
        .diagnostics()
        .getFirst();
  }

  @Test
  void anUnknownTargetIsTold() {
    assertThatThrownBy(() -> with(FILE, "prod", Map.of())).isInstanceOf(UserException.class);
  }
}
