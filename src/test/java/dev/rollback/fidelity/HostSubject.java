package dev.rollback.fidelity;

import dev.rollback.action.Connection;
import dev.rollback.adapter.host.HostAdapter;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.contract.AlwaysWell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the subjects on hosts have in common. */
abstract class HostSubject implements Subject {
  private final AlwaysWell well = new AlwaysWell();

  abstract Connection<HostReader, HostWriter> connection();

  @Override
  public final Workbench workbench() {
    return new Workbench(
        List.of(new HostAdapter(Map.of(), Path.of("/")), well),
        Map.of("hosts", connection(), well.system(), well.connect()));
  }

  /** A runbook of this one step. */
  static String runbook(String step) {
    return "steps:\n  - {id: it, " + step + "}\n" + AlwaysWell.AFTER;
  }
}
