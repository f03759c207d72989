package dev.rollback.cli;

import dev.rollback.report.DiagnosticJson;
import dev.rollback.shape.Doc;
import java.util.List;

/** What every document for programs says besides its content. */
@Doc("How the command ended.")
public record AnswerHead(
    @Doc("The exit code of the process.") int exit,
    @Doc("What the exit code means, in a word.") ExitCode verdict,
    @Doc("What went wrong or keeps it from going on; also on standard error, for people.")
        List<DiagnosticJson.Form> problems,
    @Doc("What else a person is told.") List<String> notes) {}
