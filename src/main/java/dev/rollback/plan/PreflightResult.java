package dev.rollback.plan;

import dev.rollback.action.Requirement;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;

/** What preflight found for one requirement of one connection. */
@Doc("What preflight found for one requirement of one connection.")
public record PreflightResult(
    @Doc("The system and the connection: kubernetes, redis.sessions.") String connection,
    @Doc("What is needed, in the system's own terms.") String what,
    @Doc("Whether the changes or their undo need it.") Requirement.Use use,
    @Doc("The steps that need it.") List<String> steps,
    @Doc("Whether it is there, or may be missing.") boolean met,
    @Doc("Whether a person should know what was found, although nothing is refused for it.")
        @Default("false")
        boolean warning,
    @Doc("What was found.") String found,
    @Doc("What to do about it; empty where it is there.") String remedy) {}
