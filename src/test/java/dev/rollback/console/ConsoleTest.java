package dev.rollback.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollback.console.Prompt.Choice;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Redactor redactor = new Redactor();

  private TerminalConsole typing(String input) {
    return console(new StringReader(input));
  }

  private TerminalConsole console(Reader input) {
    return new TerminalConsole(
        new BufferedReader(input), stream(out), stream(err), redactor, () -> 80, false);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void asksAgainUntilTheAnswerIsOne() {
    var answer = typing("\nperhaps\nY\n").ask(Prompt.yesNo("Go on?"));
    assertThat(answer).contains(Prompt.YES);
    assertThat(text(err))
        .isEqualTo("Go on? [yes/no] Please type one of yes/no: Please type one of yes/no: ");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void theEndOfTheInputIsNoAnswer() {
    assertThat(typing("").ask(Prompt.yesNo("Go on?"))).isEmpty();
    assertThat(typing("maybe").ask(Prompt.yesNo("Go on?"))).isEmpty();
  }

  @Test
  void aQuestionIsGivenUpWhileNobodyTypes() throws Exception {
    try (var keyboard = new PipedWriter();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var console = console(new PipedReader(keyboard));
      var answer = threads.submit(() -> console.ask(Prompt.yesNo("Go on?")));
      await().until(() -> text(err).contains("Go on?"));
      assertThat(answer.isDone()).isFalse();

      console.giveUp();

      assertThat(answer.get(5, TimeUnit.SECONDS)).isEmpty();
      keyboard.write("yes\n");
      assertThat(console.ask(Prompt.yesNo("And now?"))).as("nobody is asked any more").isEmpty();
    }
  }

  @Test
  void whatIsSaidMeanwhileLeavesTheQuestionStanding() throws Exception {
    try (var keyboard = new PipedWriter();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var console = console(new PipedReader(keyboard));
      var answer = threads.submit(() -> console.ask(Prompt.yesNo("\nGATE  Go on?")));
      await().until(() -> text(err).contains("Go on?"));

      console.print("told incidents");

      assertThat(text(err)).isEqualTo("\nGATE  Go on? [yes/no] \nGATE  Go on? [yes/no] ");
      assertThat(text(out)).isEqualTo("told incidents\n");
      keyboard.write("yes\n");
      assertThat(answer.get(5, TimeUnit.SECONDS)).contains(Prompt.YES);
      console.print("done");
      assertThat(text(err)).as("it is answered").endsWith("[yes/no] ").hasSize(46);
    }
  }

  @Test
  void anInputThatCannotBeReadIsToldEachTime() {
    var console = console(new BrokenReader());
    for (var i = 0; i < 2; i++) {
      assertThatThrownBy(() -> console.ask(Prompt.yesNo("Go on?")))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("Input/output error");
    }
  }

  private static final class BrokenReader extends Reader {
    @Override
    public int read(char[] into, int from, int length) throws IOException {
      throw new IOException("Input/output error");
    }

    @Override
    public void close() {}
  }

  @Test
  void aTextIsTakenAsItIsTyped() {
    assertThat(typing("\n  Production \n").ask(Prompt.text("Type the target's name.")))
        .contains("Production");
  }

  @Test
  void anAmbiguousBeginningIsNoAnswer() {
    var prompt =
        new Prompt(
            "And now?",
            List.of(
                new Choice("retry", "try again"),
                new Choice("resume", ""),
                new Choice("stop", "")));
    assertThat(prompt.understand("re")).isEmpty();
    assertThat(prompt.understand("ret")).contains("retry");
    assertThat(prompt.understand("S")).contains("stop");
    assertThat(prompt.shown()).isEqualTo("And now?\n  retry: try again\n[retry/resume/stop] ");
  }

  @Test
  void aWordThatBeginsAnotherIsUnderstood() {
    var prompt = new Prompt("?", List.of(new Choice("undo", ""), new Choice("undo-all", "")));
    assertThat(prompt.understand("undo")).contains("undo");
  }

  @Test
  void secretsAreMaskedWhereverTextGoes() {
    redactor.learn(Sensitive.of("hunter22"));
    var console = typing("");
    console.print("out hunter22");
    console.error("err hunter22");
    console.ask(Prompt.yesNo("Use hunter22?"));
    assertThat(text(out)).isEqualTo("out ***\n");
    assertThat(text(err)).contains("err ***\n").contains("Use ***?").doesNotContain("hunter22");
  }

  @Test
  void nobodyIsNeverAsked() {
    var console = new UnattendedConsole(typing("yes\n"));
    assertThat(console.ask(Prompt.yesNo("Go on?"))).isEmpty();
    assertThat(console.interactive()).isFalse();
    assertThat(text(out) + text(err)).isEmpty();
  }

  @Test
  void aScriptRefusesAQuestionThatItDoesNotExpect() {
    var console = new ScriptedConsole(redactor).answer("fallback", "y");
    assertThat(console.ask(Prompt.yesNo("Switch to fallback?"))).contains(Prompt.YES);
    assertThat(console.left()).isZero();
    assertThatThrownBy(() -> console.ask(Prompt.yesNo("Delete it all?")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Delete it all?");
  }

  @Test
  void aScriptRefusesAnotherQuestionAndAnAnswerThatIsNone() {
    assertThatThrownBy(
            () -> new ScriptedConsole(redactor).answer("one", "y").ask(Prompt.yesNo("two")))
        .hasMessageContaining("'one'");
    assertThatThrownBy(
            () -> new ScriptedConsole(redactor).answer("two", "x").ask(Prompt.yesNo("two")))
        .hasMessageContaining("'x' is no answer");
    assertThat(new ScriptedConsole(redactor).endOfInput("two").ask(Prompt.yesNo("two"))).isEmpty();
  }

  @Test
  void coloursFollowTheOptionThenTheEnvironment() {
    assertThat(Colour.AUTO.on(true, Map.of())).isTrue();
    assertThat(Colour.AUTO.on(false, Map.of())).isFalse();
    assertThat(Colour.AUTO.on(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Colour.AUTO.on(true, Map.of("NO_COLOR", ""))).isTrue();
    assertThat(Colour.AUTO.on(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(Colour.ALWAYS.on(false, Map.of("NO_COLOR", "1"))).isTrue();
    assertThat(Colour.NEVER.on(true, Map.of())).isFalse();
  }

  @Test
  void widthComesFromTheEnvironmentWithinReason() {
    assertThat(new TerminalWidth(Map.of("COLUMNS", "100"), false).getAsInt()).isEqualTo(100);
    assertThat(new TerminalWidth(Map.of("COLUMNS", "9999"), false).getAsInt()).isEqualTo(120);
    assertThat(new TerminalWidth(Map.of("COLUMNS", "7"), false).getAsInt()).isEqualTo(40);
    assertThat(new TerminalWidth(Map.of("COLUMNS", "wide"), false).getAsInt()).isEqualTo(80);
    assertThat(Stty.parse("24 132\n")).contains(Size.of(132, 24));
    assertThat(Stty.parse("stty: standard input: not a tty")).isEmpty();
  }
}
