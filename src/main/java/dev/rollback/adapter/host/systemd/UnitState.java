package dev.rollback.adapter.host.systemd;

import dev.rollback.shape.Doc;

/** What {@code systemd.stop} and {@code systemd.start} move. */
@Doc("Whether a unit runs.")
public record UnitState(
    @Doc(
            "running; stopped, failed or not; or restarting: it failed, and systemd is about to"
                + " start it again.")
        Activity activity) {}
