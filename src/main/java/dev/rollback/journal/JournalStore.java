package dev.rollback.journal;

import dev.rollback.action.Content;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.shape.Redaction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * All runs of one state directory: {@code runs/<run>/} with {@code journal.jsonl}, {@code lock},
 * and the saved contents. A process makes one store and keeps it, because its locks belong to it.
 *
 * <p>Every method throws {@link SystemException} when the disk does not do what is needed.
 */
public final class JournalStore {
  /** The word for the newest run. */
  public static final String LATEST = "latest";

  static final String JOURNAL = "journal.jsonl";
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path state;
  private final Writer writer;
  private final Clock clock;
  private final Map<Path, Holder> held = RunLock.none();
  private final JournalFormat format = new JournalFormat();
  private final JournalReader reader = new JournalReader(format);
  private final Redaction redaction;
  private final Redactor redactor;
  private final UnaryOperator<Journal> opened;

  /**
   * A store; nothing is read or created yet.
   *
   * @param state the state directory, see {@link StateDirectory#of}
   * @param writer this process, for the message to another that finds a run locked
   * @param clock gives the entries their times; it may go backwards
   * @param redactor masks what is written, as it stands at each append
   */
  public JournalStore(Path state, Writer writer, Clock clock, Redactor redactor) {
    this(state, writer, clock, redactor, UnaryOperator.identity());
  }

  /**
   * The same, with something before each journal that is opened for writing.
   *
   * @param opened gives what is written to in its place
   */
  public JournalStore(
      Path state, Writer writer, Clock clock, Redactor redactor, UnaryOperator<Journal> opened) {
    this.state = state.toAbsolutePath().normalize();
    this.writer = writer;
    this.clock = clock;
    this.redactor = redactor;
    this.opened = opened;
    this.redaction = new Redaction(redactor, format.codec().shape());
  }

  /**
   * Makes the directory of a new run and opens its journal, which is empty.
   *
   * @param run an id of letters, digits, dots, underscores and hyphens that no run has yet
   * @throws SystemException if there is such a run, or others can write the state directory
   */
  public Journal create(String run) {
    if (!RUN.matcher(run).matches() || run.equals(LATEST)) {
      throw new IllegalArgumentException("no id of a run: " + run);
    }
    StateDirectory.prepare(state);
    var files = files(run);
    try {
      Durable.createDirectory(files.directory());
      var lock = RunLock.take(files.lock(), me(run), held, RunLock.Refusal.ofRun(run));
      try {
        Durable.createFile(files.journal());
        Durable.syncDirectory(files.directory());
        return journal(files, lock, Reading.nothing());
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw SystemException.refused(
          "there is a run " + run + " already in " + files.directory(), "Start the run again.", e);
    } catch (IOException e) {
      throw Failures.failed("create the record of a run in", files.directory(), e);
    }
  }

  /**
   * Opens a run to go on with it. An unfinished line at the end of its journal is moved to a file
   * {@code torn-<n>}.
   *
   * @throws UserException if there is no such run
   * @throws SystemException naming the holder if another process writes it, or the damage
   */
  public Journal open(String run) {
    return open(run, Reading.nothing());
  }

  /**
   * The same of a run that this process has just read, and so checked: what was read is not read
   * again, but what another process has recorded since is.
   *
   * @param before what {@link #readIntact} has read of it
   */
  public Journal open(String run, Reading before) {
    var files = existing(run);
    StateDirectory.prepare(state);
    try {
      var lock = RunLock.take(files.lock(), me(run), held, RunLock.Refusal.ofRun(run));
      try {
        return journal(files, lock, before);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failures.failed("open the record of a run in", files.directory(), e);
    }
  }

  private Journal journal(RunFiles files, RunLock lock, Reading before) throws IOException {
    var reading = reader.readOn(files.journal(), before);
    reading.orThrow();
    var file = new RandomAccessFile(files.journal().toFile(), "rw");
    try {
      files.dropParts();
      if (reading.torn() > 0) {
        files.setTornAside(file, reading);
      }
      return opened.apply(
          new FileJournal(files, file, lock, reading, format, redaction, redactor, clock));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * The entries of a run, whoever writes it now.
   *
   * @throws UserException if there is no such run
   * @throws SystemException naming the damage, if there is one
   */
  public List<JournalEntry> read(String run) {
    return readIntact(run).orThrow();
  }

  /**
   * The entries of a run up to the first damage, and the damage.
   *
   * @throws UserException if there is no such run
   */
  public Reading readIntact(String run) {
    return readOn(run, Reading.nothing());
  }

  /**
   * The same, after what this process has read, and so checked, before: only what was recorded
   * since is read.
   *
   * @param before what was read of this run
   */
  public Reading readOn(String run, Reading before) {
    var files = existing(run);
    try {
      return reader.readOn(files.journal(), before);
    } catch (IOException e) {
      throw Failures.failed("read", files.journal(), e);
    }
  }

  /**
   * What a step of a run has saved, checked to its last byte.
   *
   * @throws UserException if there is no such run
   * @throws SystemException naming the damage, if there is one
   */
  public Content read(String run, BlobRef blob) {
    var entries = readIntact(run).entries();
    return BlobContent.open(existing(run).directory(), blob, RunFiles.seqOf(blob, entries));
  }

  /** All runs, newest first; of each, two lines are read. */
  public List<RunSummary> list() {
    return ids().stream().map(this::summary).sorted(newestFirst()).toList();
  }

  private static Comparator<RunSummary> newestFirst() {
    return Comparator.comparing(
            (RunSummary s) -> s.first().map(JournalEntry::at).orElse(Instant.MIN))
        .thenComparing(RunSummary::run)
        .reversed();
  }

  private RunSummary summary(String run) {
    var files = files(run);
    try {
      return reader.ends(run, files.journal());
    } catch (IOException e) {
      throw Failures.failed("read", files.journal(), e);
    }
  }

  private List<String> ids() {
    var runs = state.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try {
      return Durable.names(runs).stream()
          .filter(name -> RUN.matcher(name).matches() && Files.exists(files(name).journal()))
          .toList();
    } catch (IOException e) {
      throw Failures.failed("list the runs in", runs, e);
    }
  }

  /**
   * The id of a run that a person has named: in full, by its beginning, or {@value #LATEST}.
   *
   * @throws UserException if there is none, or if there are several
   */
  public String resolve(String named) {
    if (named.equals(LATEST)) {
      return list().stream().map(RunSummary::run).findFirst().orElseThrow(() -> noRun(named));
    }
    var ids = ids();
    var matching = ids.stream().filter(id -> id.startsWith(named)).toList();
    if (ids.contains(named)) {
      return named;
    } else if (named.isEmpty() || matching.isEmpty()) {
      throw noRun(named);
    } else if (matching.size() > 1) {
      throw new UserException(
          "'" + named + "' is the beginning of several runs: " + String.join(", ", matching),
          "Write more of the run's id.");
    }
    return matching.getFirst();
  }

  /**
   * Writes a document beside a run's journal, over an earlier one of that name. It can be made
   * again from the journal at any time, so it need not survive a crash.
   *
   * @return where it is
   * @throws UserException if there is no such run
   */
  public Path attach(String run, String name, String text) {
    var file = existing(run).directory().resolve(name);
    try {
      Files.deleteIfExists(file);
      Durable.createFile(file);
      return Files.writeString(file, redactor.redact(text));
    } catch (IOException e) {
      throw Failures.failed("write", file, e);
    }
  }

  /** The right to move a target, as long as it is held; it ends with the process at the latest. */
  public interface TargetLock extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes the right to move a target, on this machine.
   *
   * @param target its name
   * @param addresses where its connections lead: the same name elsewhere is another target
   * @param run the run that will move it
   * @throws SystemException naming the holder, if there is one
   */
  public TargetLock lockTarget(String target, Map<String, String> addresses, String run) {
    var path = targetFile(target, addresses, ".lock");
    try {
      var lock = RunLock.take(path, me(run), held, RunLock.Refusal.ofTarget(target));
      return () -> release(lock, path);
    } catch (IOException e) {
      throw Failures.failed("lock", path, e);
    }
  }

  /**
   * A file of this machine's that belongs to a target; its directory is there.
   *
   * @param addresses where its connections lead: the same name elsewhere is another target
   * @param suffix of the file's name
   */
  public Path targetFile(String target, Map<String, String> addresses, String suffix) {
    StateDirectory.prepare(state);
    var key = new TreeMap<>(addresses).toString().getBytes(StandardCharsets.UTF_8);
    var name = target.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + Sha256.hex(key, 0, key.length);
    var path = state.resolve("targets").resolve(name + suffix);
    try {
      Durable.createDirectories(Durable.parentOf(path));
      return path;
    } catch (IOException e) {
      throw Failures.failed("lock", path, e);
    }
  }

  private static void release(RunLock lock, Path path) {
    try {
      lock.close();
    } catch (IOException e) {
      throw Failures.failed("unlock", path, e);
    }
  }

  /**
   * Where the log of a run goes: beside its record, of which it is no part.
   *
   * @throws UserException if there is no such run
   */
  public Path log(String run) {
    return existing(run).directory().resolve("log");
  }

  /**
   * Where it stands how far the steps of a run have come: beside its record, of which it is no
   * part.
   *
   * @throws UserException if there is no such run
   */
  public ProgressFile progress(String run) {
    return new ProgressFile(existing(run).directory(), redactor);
  }

  /** Who writes a run now; empty when nobody does. */
  public Optional<Holder> holder(String run) {
    var files = existing(run);
    try {
      return RunLock.holder(files.lock(), me(run), held);
    } catch (IOException e) {
      throw Failures.failed("ask who holds", files.lock(), e);
    }
  }

  /**
   * Checks every line of a run's journal and every byte of what its steps have saved.
   *
   * @throws UserException if there is no such run
   */
  public Verification verify(String run) {
    return RunVerifier.verify(run, existing(run), readIntact(run));
  }

  private Holder me(String run) {
    return new Holder(writer.user(), writer.host(), writer.pid(), clock.instant(), run);
  }

  private RunFiles files(String run) {
    return new RunFiles(state.resolve("runs").resolve(run));
  }

  private RunFiles existing(String run) {
    var files = files(run);
    if (!RUN.matcher(run).matches() || !Files.exists(files.journal())) {
      throw noRun(run);
    }
    return files;
  }

  private UserException noRun(String named) {
    return ids().isEmpty()
        ? new UserException(
            "no run is recorded in " + state.resolve("runs"),
            "Runs are recorded where they were started: by this user, on this machine.")
        : new UserException(
            "there is no run '" + named + "' in " + state.resolve("runs"),
            "See `rollback runs` for the runs there are.");
  }
}
