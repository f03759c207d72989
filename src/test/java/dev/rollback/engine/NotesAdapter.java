package dev.rollback.engine;

import dev.rollback.action.Action;
import dev.rollback.action.Adapter;
import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Observed;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Secrets;
import dev.rollback.action.StepType;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

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
        StepType.oneWay("notes.announce", Announce.class),
        StepType.check("notes.read", ReadNote.class, Content.class));
  }

  @Override
  public Connection<Notes, Notes> connect(Settings settings, Secrets secrets) {
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
        return "notes";
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
    public Observed<Note> observe(Notes system) {
      return Observed.of(new Note(system.get(note)), Long.toString(system.version()));
    }

    @Override
    public Note desired(Note before) {
      return new Note(Optional.of(text));
    }

    @Override
    public void write(Observed<Note> from, Note to, Notes system) {
      if (!from.version().equals(Long.toString(system.version()))) {
        throw SystemException.refused("the notes have changed meanwhile", "Observe again.");
      }
      system.put(note, to.text());
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
