package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.util.List;

/** A program of this machine that runs a shell on another one, which reads what it is to do. */
interface Transport {
  /** What an engineer would call the other side. */
  String address();

  /** The program and its arguments. Nothing of what is to be run there stands in them. */
  List<String> argv();

  /** Says why no shell came to run there, so that certainly nothing was done. */
  SystemException trouble(Ended ended);
}
