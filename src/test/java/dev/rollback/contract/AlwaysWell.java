package dev.rollback.contract;

import dev.rollback.action.Adapter;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.action.Target;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** A check that always passes, for runbooks of systems that have none: each must end with one. */
public final class AlwaysWell implements Adapter<AlwaysWell.Settings, String, String> {
  /** The section that a runbook ends with. */
  public static final String AFTER = "after:\n  - {check: always.well}\n";

  /** Nothing is to be said. */
  @Doc("Nothing.")
  public record Settings() {}

  @Override
  public String system() {
    return "always";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<StepType<String, String>> steps() {
    return List.of(StepType.check("always.well", Well.class, Values.class));
  }

  /** A way to nowhere. */
  public Connection<String, String> connect() {
    return connect(
        new Settings(),
        Pin.none(),
        reference -> {
          throw new AssertionError("no secret is needed: " + reference);
        });
  }

  @Override
  public Connection<String, String> connect(Settings settings, Pin pin, Secrets secrets) {
    return new Connection<>() {
      @Override
      public String address() {
        return "nowhere";
      }

      @Override
      public String reader() {
        return "";
      }

      @Override
      public String writer() {
        return "";
      }

      @Override
      public String ping() {
        return "";
      }

      @Override
      public void close() {}
    };
  }

  /** What was read. */
  @Doc("Nothing much.")
  public record Values(@Doc("Always true.") boolean well) {}

  /** The check. */
  @Doc("Always passes.")
  public record Well() implements Check<Values, String> {
    @Override
    public Target target() {
      return Target.of("all");
    }

    @Override
    public List<Requirement<String>> requirements() {
      return List.of();
    }

    @Override
    public Optional<String> expectation() {
      return Optional.of("well");
    }

    @Override
    public Reading<Values> read(String system) {
      return new Reading.Values<>(new Values(true));
    }
  }
}
