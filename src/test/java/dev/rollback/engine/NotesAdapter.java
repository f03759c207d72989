package dev.rollback.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Action;
import dev.rollback.action.Adapter;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Capture;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.action.Observed;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.action.Target;
import dev.rollback.action.TimedOneWayAction;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The adapter of {@link Notes}: as small as an adapter can be. */
final class NotesAdapter implements Adapter<NotesAdapter.Settings, Notes, Notes> {
  private final Notes notes;

  NotesAdapter(Notes notes) {
    this.notes = notes;
  }

  @Doc("The notes.")
  record Settings() {}

  @Override
  public String system() {
    return "notes";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<StepType<Notes, Notes>> steps() {
    return List.of(
        StepType.action("notes.set", SetNote.class, Note.class),
        StepType.action("notes.clear", ClearNotes.class, Cleared.class),
        StepType.oneWay("notes.announce", Announce.class),
        StepType.oneWay("notes.post", Post.class),
        StepType.capture("notes.copy", CopyNotes.class),
        StepType.check("notes.read", ReadNote.class, Content.class));
  }

  @Override
  public List<Fact> facts() {
    return List.of(new Fact("book", "[a-z]+", true, "The name of the book that they stand in."));
  }

  @Override
  public Connection<Notes, Notes> connect(Settings settings, Pin pin, Secrets secrets) {
    return new Connection<>() {
      @Override
      public String address() {
        return "the notes";
      }

      @Override
      public Notes reader() {
        return notes;
      }

      @Override
      public Notes writer() {
        return notes;
      }

      @Override
      public String ping() {
        return notes.ping();
      }

      @Override
      public Optional<Time> time() {
        return notes.time().map(at -> new Time(at, Duration.ZERO));
      }

      @Override
      public Optional<String> fact(String name) {
        return Optional.of(notes.book());
      }

      @Override
      public Pin pin() {
        return pin;
      }

      @Override
      public void close() {}
    };
  }

  @Doc("A note.")
  record Note(@Doc("Its text.") Optional<String> text) {}

  @Doc("Writes a note.")
  record SetNote(
      @Doc("The note's name.") String note,
      @Doc("The text.") String text,
      @Doc("Whether it can be undone.") @Default("true") boolean undoable)
      implements Action<Note, Notes, Notes> {
    @Override
    public Target target() {
      return Target.of(note);
    }

    @Override
    public List<Requirement<Notes>> requirements() {
      return List.of(Requirement.both("write notes", _ -> new Requirement.Finding.Met()));
    }

    @Override
    public Risk risk(Note before, Note after) {
      return Risk.REVERSIBLE;
    }

    @Override
    public Trust trust() {
      return Trust.EXACT;
    }

    @Override
    public Undo undo() {
      return undoable ? Undo.RESTORE : Undo.impossible("the note is read aloud");
    }

    @Override
    public Map<String, Long> magnitude(Note before, Note after) {
      return Map.of("rows", before.equals(after) ? 0L : 1L);
    }

    @Override
    public Observed<Note> observe(Notes system) {
      return Observed.of(new Note(system.get(note)), Long.toString(system.version(note)));
    }

    @Override
    public Note desired(Note before) {
      return new Note(Optional.of(text));
    }

    @Override
    public void write(Observed<Note> from, Note to, Notes system) {
      if (!from.version().equals(Long.toString(system.version(note)))) {
        throw SystemException.refused("the note has changed meanwhile", "Observe again.");
      }
      system.put(note, to.text());
    }
  }

  @Doc("Notes whose name begins so.")
  record Cleared(@Doc("Their names.") List<String> names) {}

  /** One write for each note, as a system without transactions does it. */
  @Doc("Removes the notes whose name begins so.")
  record ClearNotes(@Doc("How their names begin.") String prefix)
      implements BulkAction<Cleared, Notes, Notes> {
    @Override
    public Target target() {
      return Target.of(prefix + "*");
    }

    @Override
    public List<Requirement<Notes>> requirements() {
      return List.of();
    }

    @Override
    public Risk risk(Cleared before, Cleared after) {
      return Risk.DESTRUCTIVE;
    }

    @Override
    public Trust trust() {
      return Trust.BOUNDED;
    }

    @Override
    public Undo undo() {
      return Undo.RESTORE;
    }

    @Override
    public Map<String, Long> magnitude(Cleared before, Cleared after) {
      return Map.of("rows", (long) Math.abs(before.names().size() - after.names().size()));
    }

    @Override
    public Observed<Cleared> observe(Notes system) {
      return Observed.of(new Cleared(List.copyOf(system.beginning(prefix).keySet())), "");
    }

    @Override
    public Cleared desired(Cleared before) {
      return new Cleared(List.of());
    }

    @Override
    public void save(Observed<Cleared> from, Notes system, dev.rollback.action.Content.Sink sink) {
      system
          .beginning(prefix)
          .forEach((name, text) -> sink.put((name + "=" + text).getBytes(UTF_8)));
    }

    @Override
    public void write(
        Observed<Cleared> from,
        Cleared to,
        Notes system,
        dev.rollback.action.Content content,
        Progress progress) {
      content.forEach(
          entry -> {
            var saved = new String(entry, UTF_8).split("=", 2);
            var there = system.get(saved[0]).isPresent();
            if (there && to.names().isEmpty()) {
              system.put(saved[0], Optional.empty());
            } else if (!there && !to.names().isEmpty()) {
              system.put(saved[0], Optional.of(saved[1]));
            }
          });
    }

    @Override
    public boolean partway(Cleared from, Cleared to, Cleared now) {
      return true;
    }
  }

  @Doc("Says something where one can look whether it was said.")
  record Post(@Doc("What.") String text) implements TimedOneWayAction<Notes, Notes> {
    @Override
    public Target target() {
      return Target.of("posts");
    }

    @Override
    public List<Requirement<Notes>> requirements() {
      return List.of();
    }

    @Override
    public Risk risk() {
      return Risk.DISRUPTIVE;
    }

    @Override
    public String preview() {
      return "post: " + text;
    }

    @Override
    public String execute(Notes system) {
      system.put("posted", Optional.of(text));
      return "posted";
    }

    @Override
    public String execute(Notes system, Duration patience, Consumer<String> progress) {
      system.put("posted", Optional.of(text + " within " + patience));
      return "posted";
    }

    @Override
    public Optional<Boolean> done(Notes system) {
      return Optional.of(system.get("posted").isPresent());
    }
  }

  @Doc("Says something.")
  record Announce(@Doc("What.") String text) implements OneWayAction<Notes, Notes> {
    @Override
    public Target target() {
      return Target.of("announcements");
    }

    @Override
    public List<Requirement<Notes>> requirements() {
      return List.of();
    }

    @Override
    public Risk risk() {
      return Risk.DISRUPTIVE;
    }

    @Override
    public String preview() {
      return "say: " + text;
    }

    @Override
    public String execute(Notes system) {
      system.put("announced", Optional.of(text));
      return "said";
    }
  }

  @Doc("Copies the notes whose name begins so, a file for each.")
  record CopyNotes(@Doc("How their names begin.") String prefix) implements Capture<Notes> {
    @Override
    public Target target() {
      return Target.of(prefix + "*");
    }

    @Override
    public List<Requirement<Notes>> requirements() {
      return List.of(
          Requirement.apply(
              "notes " + prefix + "*",
              notes ->
                  notes.beginning(prefix).isEmpty()
                      ? new Requirement.Finding.Missing("There are none.", "Look for others.")
                      : new Requirement.Finding.Met()));
    }

    @Override
    public String preview() {
      return "a file for each note that begins with " + prefix;
    }

    @Override
    public String collect(Notes system, Files files) {
      var found = system.beginning(prefix);
      if (found.isEmpty()) {
        throw SystemException.refused("there are no notes " + prefix + "*", "Look for others.");
      }
      found.forEach((name, text) -> files.keep(name + ".txt", text.lines()));
      return "";
    }
  }

  @Doc("What a note says.")
  record Content(@Doc("Whether it is there.") boolean there, @Doc("Its text.") String text) {}

  @Doc("Reads a note.")
  record ReadNote(@Doc("The note's name.") String note) implements Check<Content, Notes> {
    @Override
    public Target target() {
      return Target.of(note);
    }

    @Override
    public List<Requirement<Notes>> requirements() {
      return List.of();
    }

    @Override
    public Optional<String> expectation() {
      return Optional.of("there");
    }

    @Override
    public Reading<Content> read(Notes system) {
      return new Reading.Values<>(
          new Content(system.get(note).isPresent(), system.get(note).orElse("")));
    }
  }
}
