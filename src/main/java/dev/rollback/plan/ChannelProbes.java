package dev.rollback.plan;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What preflight asks of the channels that a runbook tells: whether the target has them, whether
 * what is needed to write there can be read, and whether they can be reached. Nothing is sent, and
 * nobody waits long for it.
 */
final class ChannelProbes {
  /** Who needs the channels. */
  static final String BY = "notify";

  private static final Duration LONGEST = Duration.ofSeconds(3);

  private ChannelProbes() {}

  /** One question. */
  record Question(String label, String what, Callable<Finding> ask) {}

  static Question of(Channel.Missing channel) {
    return new Question(
        BY + " " + channel.name(),
        "the channel '" + channel.name() + "'",
        () -> new Finding.Missing(channel.why(), channel.advice()));
  }

  static <R, W extends R> List<Question> of(Channel.Known<R, W> channel) {
    var questions = new ArrayList<Question>();
    for (var needed : channel.messenger().sending("probe", "probe", Instant.EPOCH).requirements()) {
      questions.add(question(channel, needed));
    }
    questions.add(
        new Question(
            channel.way(),
            "reach " + channel.connection().address(),
            () -> soon(() -> reached(channel))));
    return List.copyOf(questions);
  }

  private static <R, W extends R> Question question(
      Channel.Known<R, W> channel, Requirement<R> needed) {
    return new Question(
        channel.way(),
        needed.what(),
        () -> soon(() -> needed.probe().apply(channel.connection().reader())));
  }

  private static Finding reached(Channel.Known<?, ?> channel) {
    channel.connection().ping();
    return new Finding.Met();
  }

  /** A channel that lets one wait is as good as none, and must not let a rollback wait. */
  private static Finding soon(Callable<Finding> ask) throws Exception {
    var answer = new FutureTask<>(ask);
    Thread.ofVirtual().start(answer);
    try {
      return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Finding.Missing(
          "It did not answer within %d s.".formatted(LONGEST.toSeconds()),
          "The run does not wait for it; tell people yourself.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SystemException failed ? failed : e;
    }
  }
}
