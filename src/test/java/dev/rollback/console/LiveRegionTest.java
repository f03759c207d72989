package dev.rollback.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console at a terminal whose screen can be looked at. */
class LiveRegionTest {
  private static final List<String> VIEW =
      List.of("-- a run ----------", "> 3  in progress  12 s  fallback", "Ctrl-C: stop");

  private volatile Size size = Size.of(80, 24);
  private volatile List<String> view = VIEW;
  private final VirtualScreen screen = new VirtualScreen(80, 24);
  private final Redactor redactor = new Redactor();
  private final OutputStream terminal = new Terminal();
  private final PipedWriter keyboard = new PipedWriter();
  private volatile Optional<IOException> failure = Optional.empty();
  private volatile Optional<CountDownLatch> stuck = Optional.empty();

  /** Gives what it gets to the screen. */
  private final class Terminal extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      try {
        if (stuck.isPresent()) {
          stuck.get().await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      // A terminal in its usual mode makes two characters of a line break.
      var text = new String(bytes, offset, length, StandardCharsets.UTF_8);
      screen.write(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }
  }

  private TerminalConsole console(Map<String, String> environment) {
    try {
      var stream = new PrintStream(terminal, false, StandardCharsets.UTF_8);
      return new TerminalConsole(
          new BufferedReader(new PipedReader(keyboard)),
          stream,
          stream,
          redactor,
          () -> 80,
          false,
          () -> Screen.of(environment, terminal, StandardCharsets.UTF_8, () -> Optional.of(size)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TerminalConsole console() {
    return console(Map.of("TERM", "xterm-256color"));
  }

  @AfterEach
  void endOfInput() throws IOException {
    keyboard.close();
  }

  private void awaitShown(String text) {
    await().atMost(5, TimeUnit.SECONDS).until(() -> screen.text().contains(text));
  }

  /** The screen ends with this. */
  private void awaitBottom(List<String> lines) {
    await()
        .atMost(5, TimeUnit.SECONDS)
        .until(
            () -> {
              var shown = screen.shown().reversed().stream().dropWhile(String::isEmpty).toList();
              return shown.size() >= lines.size()
                  && shown.subList(0, lines.size()).equals(lines.reversed());
            });
  }

  @Test
  void linesArePrintedAboveItAndNothingElseIsLeft() {
    var console = console();
    console.print("before");
    try (var _ = console.live((_, _) -> view)) {
      awaitBottom(VIEW);
      IntStream.range(0, 100).forEach(i -> console.print("line " + i));
      console.error("a message\nof two lines");
      awaitShown("of two lines\n" + VIEW.getFirst());
      view = List.of("shorter");
      awaitBottom(List.of("shorter"));
      view = VIEW;
      awaitBottom(VIEW);
      console.print("last");
    }
    console.print("after");
    var lines = new ArrayList<>(List.of("before"));
    IntStream.range(0, 100).forEach(i -> lines.add("line " + i));
    lines.addAll(List.of("a message", "of two lines", "last", "after"));
    assertThat(screen.text().lines()).containsExactlyElementsOf(lines);
  }

  @Test
  void onlyWhatDiffersIsDrawnAgain() {
    try (var _ = console().live((_, _) -> view)) {
      awaitBottom(VIEW);
      screen.cells();

      var next = List.of(VIEW.get(0), "> 3  in progress  13 s  fallback", VIEW.get(2));
      view = next;
      awaitBottom(next);

      assertThat(screen.cells()).as("one digit has changed").isBetween(1L, 3L);
    }
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() {
    var asked = new CountDownLatch(8);
    try (var _ =
        console()
            .live(
                (_, _) -> {
                  asked.countDown();
                  return VIEW;
                })) {
      awaitBottom(VIEW);
      screen.cells();
      await().until(() -> asked.getCount() == 0);
      assertThat(screen.cells()).isZero();
    }
  }

  @Test
  void aWindowThatGetsNarrowerAndWiderLeavesNoTrace() {
    var wide = List.of("=".repeat(70), "-".repeat(75), "Ctrl-C: stop");
    var narrow = List.of("=".repeat(30), "Ctrl-C: stop");
    var console = console();
    try (var _ = console.live((width, _) -> width < 60 ? narrow : wide)) {
      console.print("first " + "x".repeat(60));
      awaitBottom(wide);
      for (var columns : new int[] {40, 100, 50, 80}) {
        screen.resize(columns, 24);
        size = Size.of(columns, 24);
        raiseWindowChange();
        awaitBottom(columns < 61 ? narrow : wide);
        console.print("at " + columns);
        awaitShown("at " + columns + "\n");
      }
    }
    assertThat(screen.text().lines())
        .containsExactly("first " + "x".repeat(60), "at 40", "at 100", "at 50", "at 80");
  }

  /** To this process, as a terminal does. */
  private static void raiseWindowChange() {
    try {
      var kill = new ProcessBuilder("kill", "-WINCH", Long.toString(ProcessHandle.current().pid()));
      assertThat(kill.start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void itMakesRoomForAQuestion() throws Exception {
    var console = console();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var _ = console.live((_, _) -> view)) {
      awaitBottom(VIEW);
      var answer = threads.submit(() -> console.ask(Prompt.yesNo("\nGATE  Go on?")));
      awaitShown("GATE  Go on? [yes/no]");
      console.print("told incidents");
      awaitShown("told incidents\nGATE  Go on? [yes/no]");
      assertThat(screen.text()).doesNotContain(VIEW.getFirst());

      keyboard.write("yes\n");
      screen.write("yes\r\n"); // the terminal shows what is typed
      assertThat(answer.get(5, TimeUnit.SECONDS)).contains(Prompt.YES);
      awaitBottom(VIEW);
    }
    assertThat(screen.text())
        .isEqualTo("\nGATE  Go on? [yes/no]\ntold incidents\nGATE  Go on? [yes/no] yes");
  }

  @Test
  void longLinesAreCutAndSecretsMaskedBefore() {
    redactor.learn(Sensitive.of("hunter22hunter22"));
    view = List.of("x".repeat(70) + " hunter22hunter22", "\u001b[1;31m" + "y".repeat(99));
    try (var _ = console().live((_, _) -> view)) {
      awaitBottom(List.of("x".repeat(70) + " ***", "y".repeat(78) + "…"));
      assertThat(screen.text()).doesNotContain("hunt");
    }
  }

  @Test
  void whoeverPrintsDoesNotWaitForATerminalThatIsStuck() {
    var console = console();
    var open = new CountDownLatch(1);
    var live = console.live((_, _) -> view);
    awaitBottom(VIEW);
    stuck = Optional.of(open);
    IntStream.range(0, 50).forEach(i -> console.print("line " + i));
    assertThat(screen.text()).as("the terminal takes nothing").doesNotContain("line 0");
    open.countDown();
    live.close();
    assertThat(screen.text()).startsWith("line 0\n").endsWith("line 49");
  }

  @Test
  void aViewThatCannotBeMadeIsGivenUpAndThatIsSaidOnce() {
    var console = console();
    try (var _ =
        console.live(
            (_, _) -> {
              throw new IllegalStateException("no view");
            })) {
      awaitShown("note: the live view has ended");
      console.print("one");
      console.print("two");
    }
    assertThat(screen.text())
        .isEqualTo(
            "note: the live view has ended (java.lang.IllegalStateException: no view). The lines go"
                + " on without it.\none\ntwo");
  }

  @Test
  void aTerminalThatIsGoneDoesNotStopWhoPrints() {
    var console = console();
    try (var _ = console.live((_, _) -> view)) {
      awaitBottom(VIEW);
      failure = Optional.of(new IOException("Input/output error"));
      console.print("into the void");
    }
    console.print("still");
    assertThat(screen.text()).doesNotContain("still");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM=dumb", "TERM=", "TERM=xterm CI=true"})
  void wherePlainLinesAreBetterThereIsNone(String environment) {
    var variables = new HashMap<String, String>();
    for (var variable : environment.split(" ", -1)) {
      var parts = variable.split("=", -1);
      variables.put(parts[0], parts[1]);
    }
    var console = console(variables);
    try (var _ =
        console.live(
            (_, _) -> {
              throw new AssertionError("nobody asks for it");
            })) {
      console.print("one");
    }
    assertThat(screen.text()).isEqualTo("one");
  }

  @Test
  void nobodyAtTheTerminalSeesOne() {
    var console = new UnattendedConsole(console());
    try (var _ = console.live((_, _) -> view)) {
      console.print("one");
    }
    assertThat(screen.text()).isEqualTo("one");
  }
}
