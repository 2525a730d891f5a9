package dev.imagemirror.registry;

import static dev.imagemirror.registry.FaultPhase.BEGIN;
import static dev.imagemirror.registry.FaultPhase.COMMIT;
import static dev.imagemirror.registry.FaultPhase.DELETE;
import static dev.imagemirror.registry.FaultPhase.LIST;
import static dev.imagemirror.registry.FaultPhase.LOOK;
import static dev.imagemirror.registry.FaultPhase.MOUNT;
import static dev.imagemirror.registry.FaultPhase.PUT_BLOB;
import static dev.imagemirror.registry.FaultPhase.PUT_MANIFEST;
import static dev.imagemirror.registry.FaultPhase.PUT_TAG;
import static dev.imagemirror.registry.FaultPhase.READ_BLOB;
import static dev.imagemirror.registry.FaultPhase.READ_MANIFEST;
import static dev.imagemirror.registry.FaultPhase.REFERRERS;
import static dev.imagemirror.registry.FaultPhase.RESOLVE;
import static dev.imagemirror.registry.FaultPhase.VERIFY;
import static dev.imagemirror.registry.FaultPhase.WRITE_BLOB;
import static dev.imagemirror.registry.FaultRow.always;
import static dev.imagemirror.registry.FaultRow.once;
import static dev.imagemirror.registry.FaultRow.row;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The rows of the fault matrix that one request, or every request, of a phase shows.
final class FaultRows {
    private static final Set<FaultPhase> ALL = EnumSet.allOf(FaultPhase.class);
    private static final Set<FaultPhase> READS = EnumSet.of(RESOLVE, LIST, READ_MANIFEST, LOOK, VERIFY, REFERRERS);
    /// A stream of which some was sent cannot be sent again; the copy begins the blob anew.
    private static final Set<FaultPhase> STREAM = EnumSet.of(WRITE_BLOB);

    /// Between two bytes.
    private static final Duration SLOW = Duration.ofMillis(50);

    private FaultRows() {}

    static List<FaultRow> all() {
        return Stream.of(
                        connections(), access(), throttling(), troubles(), uploads(), manifests(), lists(), deletions())
                .flatMap(List::stream)
                .toList();
    }

    private static List<FaultRow> connections() {
        return List.of(
                once("F-1", "reset before the answer", new Fault.Drop(), READS),
                always("F-1", "reset before every answer", new Fault.Drop(), READS)
                        .fails(FailureKind.UNREACHABLE),
                once("F-2", "reset in the body", new Fault.Cut(1_000_000), List.of(READ_BLOB))
                        .within(2),
                always("F-2", "reset in every body", new Fault.Cut(0), List.of(READ_BLOB))
                        .fails(FailureKind.UNREACHABLE)
                        .within(1 + Download.MAX_RESUMES),
                once("F-3", "reset in the request", new Fault.Drop(), List.of(WRITE_BLOB, BEGIN))
                        .fails(FailureKind.UNREACHABLE)
                        .within(1),
                once("F-3", "reset in the request", new Fault.Drop(), List.of(PUT_BLOB)),
                once("F-4", "answer lost", new Fault.Lose(), List.of(PUT_BLOB, COMMIT, PUT_MANIFEST, PUT_TAG, DELETE)),
                once("F-4", "answer lost", new Fault.Lose(), List.of(BEGIN)).fails(FailureKind.UNREACHABLE),
                once("F-5", "silence", new Fault.StallBeforeAnswer(), without(ALL, MOUNT, DELETE))
                        .on(FaultBench::hurried)
                        .fails(FailureKind.TIMEOUT)
                        .within(1),
                once("F-5", "silence", new Fault.StallBeforeAnswer(), List.of(MOUNT))
                        .on(FaultBench::hurried),
                once("F-5", "silence in the body", new Fault.StallInBody(1_000_000), List.of(READ_BLOB))
                        .on(FaultBench::hurried)
                        .within(2),
                once("F-6", "a byte now and then", new Fault.Trickle(SLOW), List.of(READ_BLOB))
                        .on(FaultBench::hurried)
                        .within(2),
                always("F-6", "a byte now and then", new Fault.Trickle(SLOW), List.of(READ_BLOB, READ_MANIFEST))
                        .on(FaultBench::hurried)
                        .fails(FailureKind.TIMEOUT)
                        .within(1 + Download.MAX_RESUMES));
    }

    private static List<FaultRow> access() {
        Fault denied = new Fault.Answer(TestAnswer.error(403, "DENIED", "requested access is denied"));
        return List.of(
                row("F-7", "token expired", without(ALL, WRITE_BLOB, DELETE), FaultRows::expire)
                        .on(() -> FaultBench.patient().locked()),
                row("F-7", "token expired", STREAM, FaultRows::expire)
                        .on(() -> FaultBench.patient().locked())
                        .fails(FailureKind.UNREACHABLE)
                        .within(1),
                always("F-9", "403", denied, without(ALL, MOUNT, RESOLVE, VERIFY))
                        .fails(FailureKind.DENIED)
                        .within(4),
                row("F-9", "403", List.of(RESOLVE, VERIFY), (bench, phase) -> {
                            // The reason stands in the answer to GET only, which is asked for once.
                            bench.at(phase.side).faultAlways(phase.request, denied);
                            bench.at(phase.side).faultAlways(RequestKind.MANIFEST_GET, denied);
                        })
                        .fails(FailureKind.DENIED)
                        .within(1),
                once("F-9", "403", denied, List.of(MOUNT)),
                always("F-10", "404, no such repository", unknown(), List.of(RESOLVE, LIST, READ_MANIFEST))
                        .gives("absent")
                        .within(1),
                always("F-10", "404, no such repository", unknown(), List.of(BEGIN, PUT_MANIFEST, PUT_TAG))
                        .fails(FailureKind.NOT_FOUND)
                        .within(1));
    }

    /// The phase's next request shows a token that was good until now.
    private static void expire(FaultBench bench, FaultPhase phase) {
        phase.run(bench);
        TestAnswer challenge = TestAnswer.of(401)
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"%s/token\",service=\"test\",error=\"invalid_token\""
                                .formatted(bench.at(phase.side).url()));
        bench.at(phase.side).fault(phase.request, 1, new Fault.Answer(challenge));
    }

    private static List<FaultRow> throttling() {
        List<FaultRow> rows = new ArrayList<>(List.of(
                once("F-11", "429, Retry-After: 2", retryAfter("2"), without(ALL, WRITE_BLOB)),
                once("F-11", "429, Retry-After: 2", retryAfter("2"), STREAM)
                        .fails(FailureKind.RATE_LIMITED)
                        .within(1)));
        for (String value : List.of(
                "1795341660", "Sun, 22 Nov 2026 10:00:30 GMT", "Sun, 22 Nov 2026 09:00:00 GMT", "-1", "1e30", "soon")) {
            rows.add(always("F-12", "429, Retry-After: " + value, retryAfter(value), List.of(RESOLVE, PUT_TAG))
                    .fails(FailureKind.RATE_LIMITED));
        }
        return rows;
    }

    private static List<FaultRow> troubles() {
        List<FaultRow> rows = new ArrayList<>();
        for (int status : new int[] {500, 502, 503, 504}) {
            rows.add(always("F-14", status + " without end", Fault.status(status), without(ALL, MOUNT, READ_BLOB))
                    .fails(FailureKind.UNREACHABLE)
                    .within(6));
            rows.add(once("F-14", status + " once", Fault.status(status), List.of(MOUNT)));
        }
        for (int status : new int[] {502, 503, 504}) {
            rows.add(once("F-14", status + " once", Fault.status(status), READS));
        }
        return rows;
    }

    private static List<FaultRow> uploads() {
        Fault lost = error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        List<FaultRow> rows = new ArrayList<>(List.of(
                once("F-15", "413", Fault.status(413), STREAM).fails(FailureKind.UNREACHABLE),
                always("F-15", "413", Fault.status(413), List.of(PUT_MANIFEST, PUT_TAG))
                        .fails(FailureKind.LIMIT_EXCEEDED),
                once("F-16", "416", error(416, "RANGE_INVALID", "invalid content range"), STREAM)
                        .fails(FailureKind.UNREACHABLE),
                once("F-18", "data dropped", error(400, "DIGEST_INVALID", "digest"), List.of(COMMIT))
                        .fails(FailureKind.DIGEST_MISMATCH),
                once("F-19", "upload lost", lost, List.of(WRITE_BLOB, COMMIT)).fails(FailureKind.UNREACHABLE),
                once("F-19", "upload lost", lost, List.of(PUT_BLOB)),
                always("F-19", "every upload lost", lost, List.of(PUT_BLOB)).fails(FailureKind.UNREACHABLE)));
        for (int status : new int[] {200, 201, 204}) {
            rows.add(once("F-17", "PATCH " + status, changed(status), STREAM).within(1));
        }
        for (int status : new int[] {202, 400, 401, 404, 405, 500}) {
            rows.add(once("F-21", "mount " + status, changed(status), List.of(MOUNT)));
        }
        for (FaultPhase phase : List.of(BEGIN, COMMIT, PUT_MANIFEST, PUT_TAG)) {
            rows.add(always("F-32", "no room", error(403, "DENIED", "quota exceeded: 10 GiB"), List.of(phase))
                    .fails(FailureKind.QUOTA_EXCEEDED));
            rows.add(
                    always("F-32", "read-only", error(403, "DENIED", "the system is in read only mode"), List.of(phase))
                            .fails(FailureKind.PUSH_REJECTED));
        }
        return rows;
    }

    private static List<FaultRow> manifests() {
        Fault immutable = error(412, "PRECONDITION", "the tag is immutable");
        Fault page = new Fault.Answer(TestAnswer.text(200, "text/html", "<html><body>Moved</body></html>"));
        return List.of(
                once("F-22", "a wrong byte", Fault.corrupt(), List.of(READ_BLOB, READ_MANIFEST))
                        .fails(FailureKind.DIGEST_MISMATCH)
                        .within(1),
                once("F-23", "less than announced", new Fault.Cut(10), List.of(READ_MANIFEST))
                        .fails(FailureKind.UNREACHABLE),
                once("F-23", "another length announced", Fault.longer(0), List.of(READ_BLOB))
                        .fails(FailureKind.DIGEST_MISMATCH),
                once("F-23", "more than announced", Fault.longer(50), List.of(READ_BLOB, READ_MANIFEST)),
                always("F-25", "blob gone", error(404, "BLOB_UNKNOWN", "blob unknown"), List.of(READ_BLOB))
                        .fails(FailureKind.NOT_FOUND)
                        .within(1),
                row("F-31", "the same image under the tag", List.of(PUT_TAG), (bench, phase) -> {
                    phase.run(bench);
                    bench.to.faultAlways(RequestKind.MANIFEST_PUT, immutable);
                }),
                always("F-20", "a blob is gone", incomplete(400), List.of(PUT_MANIFEST, PUT_TAG))
                        .fails(FailureKind.PUSH_REJECTED)
                        .within(1),
                always("F-30", "a blob is gone", incomplete(404), List.of(PUT_MANIFEST, PUT_TAG))
                        .fails(FailureKind.NOT_FOUND)
                        .within(1),
                always("F-31", "another image under the tag", immutable, List.of(PUT_TAG))
                        .fails(FailureKind.TAG_IMMUTABLE)
                        .within(1),
                always("F-33", "415", error(415, "MANIFEST_INVALID", "x"), List.of(PUT_MANIFEST, PUT_TAG))
                        .fails(FailureKind.PUSH_REJECTED)
                        .within(1),
                row(
                                "F-49",
                                "a page of HTML",
                                List.of(RESOLVE, LIST, READ_MANIFEST, PUT_TAG, VERIFY),
                                (bench, phase) -> {
                                    bench.at(phase.side).faultAlways(RequestKind.MANIFEST_HEAD, page);
                                    bench.at(phase.side).faultAlways(RequestKind.MANIFEST_GET, page);
                                    bench.at(phase.side).faultAlways(phase.request, page);
                                })
                        .fails(FailureKind.NOT_A_REGISTRY));
    }

    private static List<FaultRow> lists() {
        return List.of(
                once("F-34", "API gone", Fault.status(404), List.of(REFERRERS)).within(1),
                row("F-36", "page 2 fails", List.of(LIST), (bench, phase) -> {
                            bench.from.fault(RequestKind.TAGS, 2, Fault.status(400));
                        })
                        .fails(FailureKind.NOT_A_REGISTRY),
                row("F-36", "page 2 is page 1", List.of(LIST), (bench, phase) -> {
                            Fault loop = new Fault.Change(answer ->
                                    answer.without("Link").with("Link", "</v2/app/tags/list?n=1&last=0>; rel=next"));
                            bench.from.faultAlways(RequestKind.TAGS, loop);
                        })
                        .fails(FailureKind.LIMIT_EXCEEDED),
                row("F-36", "page 2 went away", List.of(LIST), (bench, phase) -> {
                            bench.from.fault(RequestKind.TAGS, 2, Fault.status(404));
                        })
                        .within(4));
    }

    private static List<FaultRow> deletions() {
        List<FaultRow> rows = new ArrayList<>();
        for (Fault fault : List.of(
                error(405, "UNSUPPORTED", "x"), error(400, "UNSUPPORTED", "x"), new Fault.Answer(TestAnswer.of(404)))) {
            rows.add(always("F-39", "deletion not offered", fault, List.of(DELETE))
                    .gives("unsupported"));
        }
        rows.add(always("F-40", "202, and the tag stays", Fault.status(202), List.of(DELETE))
                .gives("ineffective")
                .within(1));
        return rows;
    }

    private static Fault retryAfter(String value) {
        return new Fault.Answer(TestAnswer.of(429).with("Retry-After", value));
    }

    private static Fault error(int status, String code, String message) {
        return new Fault.Answer(TestAnswer.error(status, code, message));
    }

    private static Fault incomplete(int status) {
        return error(status, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry");
    }

    private static Fault unknown() {
        return error(404, "NAME_UNKNOWN", "repository name not known to registry");
    }

    /// The right answer with another status.
    private static Fault changed(int status) {
        return new Fault.Change(answer -> answer.with(status));
    }

    private static Set<FaultPhase> without(Collection<FaultPhase> phases, FaultPhase... others) {
        Set<FaultPhase> rest = EnumSet.copyOf(phases);
        List.of(others).forEach(rest::remove);
        return rest;
    }
}
