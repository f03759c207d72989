package dev.rollback.adapter.host.compose;

import dev.rollback.action.Action;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import java.util.List;

/** What the actions on services of a compose project share: what is written under {@code with:}. */
interface OnServices<S extends Record> extends Action<S, HostReader, HostWriter> {
  /** The compose project. */
  String project();

  /** Its compose files. */
  List<String> files();

  /** Which of its services; all where none is named. */
  List<String> services();

  /** These, as one. */
  default Project moved() {
    return Project.of(project(), files(), services());
  }

  @Override
  default Target target() {
    return moved().target();
  }

  @Override
  default List<Requirement<HostReader>> requirements() {
    return moved().requirements();
  }

  @Override
  default Trust trust() {
    return Trust.EXACT;
  }
}
