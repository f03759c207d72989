package dev.rollback.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.report.DiagnosticText;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        problem("empty", "# only a comment\n", "1:1 the file is empty"),
        problem("no text at all", "", "1:1 the file is empty"),
        problem("tab", "a:\n\tb: 1\n", "2:1 YAML does not allow tabs as indentation"),
        problem(
            "tab after blanks",
            "a:\n  b: 1\n  \tc: 2\n",
            "3:3 YAML does not allow tabs as indentation"),
        problem(
            "duplicate",
            "a: 1\nb: 2\na: 3\n",
            "3:1 'a' stands here for the second time; the first is in line 1"),
        problem(
            "two duplicates",
            "a: 1\na: 2\nb: {c: 1, c: 2}\n",
            "2:1 'a' stands here for the second time; the first is in line 1",
            "3:11 'c' stands here for the second time; the first is in line 3"),
        problem("anchor", "a: &x 1\n", "1:4 anchors (&name) are not allowed here"),
        problem("alias", "a: *x\n", "1:4 aliases (*name) are not allowed here"),
        problem("alias as a key", "*x : 1\n", "1:1 aliases (*name) are not allowed here"),
        problem("tag", "a: !!str 1\n", "1:4 tags (tag:yaml.org,2002:str) are not allowed here"),
        problem(
            "tag on a mapping",
            "a: !ruby/object {b: 1}\n",
            "1:4 tags (!ruby/object) are not allowed here"),
        problem("merge key", "a:\n  <<: {b: 1}\n", "2:3 merge keys (<<) are not allowed here"),
        problem(
            "second document",
            "a: 1\n---\nb: 2\n",
            "3:1 a second document starts here, after ---; a file holds one"),
        problem(
            "list as a key",
            "? [a, b]\n: 1\n",
            "1:3 a key must be a single word, and this is a list"),
        problem(
            "mapping as a key",
            "{a: 1}: 1\n",
            "1:1 a key must be a single word, and this is a mapping"),
        problem("no key", ": 1\n", "1:1 there is no key before ':'"),
        problem(
            "colon in text",
            "title: Problem: login\n",
            "1:15 a ':' followed by a blank is not allowed here; a key and its value are read"
                + " already, or the line is indented too far"),
        problem(
            "indented too far",
            "a: 1\n  b: 2\n",
            "2:4 a ':' followed by a blank is not allowed here; a key and its value are read"
                + " already, or the line is indented too far"),
        problem(
            "indented too little",
            "a:\n    b: 1\n  c: 2\n",
            "3:3 this does not fit the keys above it: it is indented unlike them, or text follows a"
                + " value that had ended"),
        problem(
            "text after a quote",
            "a: \"b\" c\n",
            "1:8 this does not fit the keys above it: it is indented unlike them, or text follows a"
                + " value that had ended"),
        problem(
            "no colon",
            "a: 1\nb\nc: 2\n",
            "2:1 this line is neither 'key: value' nor part of the value before it"),
        problem("open quote", "a: \"b\nc: 1\n", "1:4 the quote that opens here is never closed"),
        problem(
            "open brace",
            "a: {b: 1\nc: 2\n",
            "1:4 the '{' that opens here is not closed where it should be"),
        problem(
            "parameter without quotes in braces",
            "with: {deployment: ${deployment}}\n",
            "1:7 the '{' that opens here is not closed where it should be"),
        problem(
            "open bracket",
            "a: [b, c\n",
            "1:4 the '[' that opens here is not closed where it should be"),
        problem(
            "text after a bracket",
            "a: [Draft] title\n",
            "1:12 this does not fit the keys above it: it is indented unlike them, or text follows"
                + " a value that had ended"),
        problem("at sign", "owner: @team\n", "1:8 a text cannot start with '@' without quotes"),
        problem("backtick", "run: `date`\n", "1:6 a text cannot start with '`' without quotes"),
        problem("percent", "rate: %d\n", "1:7 a text cannot start with '%' without quotes"),
        problem("star", "keys: *\n", "1:8 a text cannot start with '*' without quotes"),
        problem("escape", "match: \"\\d+\"\n", "1:10 there is no such escape in double quotes"),
        problem(
            "Windows path",
            "path: \"C:\\Users\"\n",
            "1:12 \\x, \\u and \\U need 2, 4 and 8 hexadecimal digits"),
        problem("list beside a key", "a: - b\n", "1:4 a list item ('- ') cannot start here"),
        problem(
            "list after keys",
            "a: 1\n- b\n",
            "2:1 this does not fit the keys above it: it is indented unlike them, or text follows a"
                + " value that had ended"),
        problem(
            "control character",
            "a: b\u0007c\n",
            "1:5 the character U+0007 is not allowed in YAML"));
  }

  private static Arguments problem(String name, String text, String... expected) {
    return Arguments.of(name, text, Stream.of(expected).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void saysWhatIsWrongAndWhere(String name, String text, java.util.List<String> expected) {
    var problems = YamlReader.parse(new SourceFile(name, text)).diagnostics();
    assertThat(problems)
        .extracting(
            p -> p.at().map(a -> a.line() + ":" + a.column() + " ").orElse("") + p.message())
        .containsExactlyElementsOf(expected);
    assertThat(problems).allSatisfy(p -> assertThat(p.advice()).isPresent());
  }

  @Test
  void isRenderedWithTheLineItself() {
    var problems =
        YamlReader.parse(new SourceFile("r.yaml", "a: 1\ntitle: Problem: login\n")).diagnostics();
    assertThat(new DiagnosticText(false).render(problems))
        .isEqualTo(
            """
            error: a ':' followed by a blank is not allowed here; a key and its value are read already, or the line is indented too far
             --> r.yaml:2:15
              |
            2 | title: Problem: login
              |               ^
            help: Put a text that contains ': ' in quotes, or check the indentation.

            1 error
            """);
  }

  @Test
  void anAnchorBombIsRefusedAtOnce() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 2000; i++) {
      bomb.append(
          "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
    }
    var problems =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> YamlReader.parse(new SourceFile("bomb", bomb.toString())).diagnostics());
    assertThat(problems).hasSize(21);
    assertThat(problems.getFirst().message()).isEqualTo("anchors (&name) are not allowed here");
    assertThat(problems.getLast().message()).isEqualTo("there are more problems than these 20");
  }

  @Test
  void deepNestingIsRefusedAtOnce() {
    assertThat(messages("[".repeat(500_000)))
        .containsExactly("this is nested more than 50 levels deep");
    assertThat(messages("[".repeat(51) + "]".repeat(51)))
        .containsExactly("this is nested more than 50 levels deep");
    assertThat(messages("[".repeat(50) + "]".repeat(50))).isEmpty();
  }

  @Test
  void manyKeysInOneLineAreReadInLinearTime() {
    var text = new StringBuilder("{é𝄞: 1");
    for (int i = 0; i < 40_000; i++) {
      text.append(", k").append(i).append(": v");
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(messages(text.append('}').toString())).isEmpty());
  }

  @Test
  void aHugeFileIsRefusedByItsSize(@TempDir Path dir) throws IOException {
    var file = dir.resolve("huge.yaml");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(50L << 20);
    }
    assertThat(YamlReader.read(file).diagnostics())
        .extracting(d -> d.message())
        .containsExactly(
            file + " is too large: 52428800 bytes, and at most 1048576 bytes (1 MiB) are read");
  }

  @Test
  void anEndlessFileIsNotReadToItsEnd() {
    assertThat(YamlReader.read(Path.of("/dev/zero")).diagnostics())
        .extracting(d -> d.message())
        .containsExactly(
            "/dev/zero is too large: more than 1048576 bytes, and at most 1048576 bytes (1 MiB) are"
                + " read");
  }

  @Test
  void filesThatAreNotThere(@TempDir Path dir) {
    var missing = dir.resolve("no.yaml");
    assertThat(YamlReader.read(missing).diagnostics())
        .extracting(d -> d.message())
        .containsExactly("there is no file " + missing);
    assertThat(YamlReader.read(dir).diagnostics())
        .extracting(d -> d.message())
        .containsExactly(dir + " is a directory");
  }

  @Test
  void onlyUtf8IsRead(@TempDir Path dir) throws IOException {
    var file = dir.resolve("latin1.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', '1', '\n', 'b', ':', ' ', (byte) 0xfc, '\n'});
    assertThat(YamlReader.read(file).diagnostics())
        .extracting(d -> d.message())
        .containsExactly(file + " is not UTF-8: byte 0xfc at offset 8, in line 2");
    Files.write(file, "a: 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0, ':', 0});
    assertThat(YamlReader.read(file).diagnostics())
        .extracting(d -> d.advice().orElse(""))
        .containsExactly("Save the file as UTF-8; it looks like UTF-16.");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xc3});
    assertThat(YamlReader.read(file).diagnostics())
        .extracting(d -> d.message())
        .containsExactly(file + " is not UTF-8: byte 0xc3 at offset 3, in line 1");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreRead(@TempDir Path dir) throws IOException {
    var file = dir.resolve("windows.yaml");
    Files.write(file, "\uFEFFa: one\r\nb:\r\n- two\r\n".getBytes(UTF_8));
    var root = (YamlMapping) YamlReader.read(file).orThrow();
    assertThat(root.keys()).containsExactly("a", "b");
    var item = ((YamlSequence) root.entries().get(1).value()).elements().getFirst();
    assertThat(item.at().location()).isEqualTo(file + ":3:3");
    assertThat(root.entries().getFirst().key().at().column()).isEqualTo(1);
  }

  @Test
  void blocksAndQuotesKeepTheirPlaces() {
    var text = "a: |\n  one\n  two\n\nb: >-\n  three\n  four\nc: 'it''s'\nd:\n- {e: \"f\"}\n";
    var root = (YamlMapping) YamlReader.parse(new SourceFile("t", text)).orThrow();
    assertThat(root.entries())
        .extracting(e -> RandomTrees.source(e.value()))
        .containsExactly("|\n  one\n  two", ">-\n  three\n  four", "'it''s'", "- {e: \"f\"}");
    assertThat(root.entries().get(2).value())
        .extracting(n -> ((YamlScalar) n).text())
        .isEqualTo("it's");
    assertThat(RandomTrees.source(root)).isEqualTo(text.stripTrailing());
  }

  private static java.util.List<String> messages(String text) {
    return YamlReader.parse(new SourceFile("t", text)).diagnostics().stream()
        .map(d -> d.message())
        .toList();
  }

  @Test
  void aSingleScalarIsADocumentToo() {
    assertThat(YamlReader.parse(new SourceFile("t", "--- hello\n")))
        .isInstanceOf(Checked.Valid.class);
  }
}
