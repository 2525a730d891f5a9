package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import java.util.Locale;
import java.util.Optional;

/// The phases of a copy that the client knows (requirements, F): an operation, and the request of it that goes
/// wrong.
enum FaultPhase {
    RESOLVE("P1", RequestKind.MANIFEST_HEAD, Side.SOURCE),
    LIST("P2", RequestKind.TAGS, Side.SOURCE),
    READ_MANIFEST("P3", RequestKind.MANIFEST_GET, Side.SOURCE),
    LOOK("P4", RequestKind.BLOB_HEAD, Side.TARGET),
    MOUNT("P5", RequestKind.UPLOAD_POST, Side.TARGET),
    BEGIN("P6", RequestKind.UPLOAD_POST, Side.TARGET),
    READ_BLOB("P7", RequestKind.BLOB_GET, Side.SOURCE),
    WRITE_BLOB("P8", RequestKind.UPLOAD_PATCH, Side.TARGET),
    COMMIT("P9", RequestKind.UPLOAD_PUT, Side.TARGET),
    /// From memory, in one request.
    PUT_BLOB("P9", RequestKind.UPLOAD_PUT, Side.TARGET),
    PUT_MANIFEST("P10", RequestKind.MANIFEST_PUT, Side.TARGET),
    PUT_TAG("P11", RequestKind.MANIFEST_PUT, Side.TARGET),
    VERIFY("P12", RequestKind.MANIFEST_HEAD, Side.TARGET),
    REFERRERS("P13", RequestKind.REFERRERS, Side.SOURCE),
    DELETE("P15", RequestKind.MANIFEST_DELETE, Side.TARGET);

    private static final String DONE = FaultRow.DONE;

    final String number;
    final RequestKind request;
    final Side side;

    FaultPhase(String number, RequestKind request, Side side) {
        this.number = number;
        this.request = request;
        this.side = side;
    }

    /// What came of it: `done`, `absent`, or what a deletion says.
    ///
    /// @throws dev.imagemirror.content.ContentException as the client does
    String run(FaultBench bench) {
        return switch (this) {
            case RESOLVE -> word(bench.source().resolve(FaultBench.TAG));
            case LIST -> word(bench.source().tags());
            case READ_MANIFEST -> word(bench.source().fetch(FaultBench.TAG));
            case LOOK -> {
                look(bench);
                yield DONE;
            }
            case MOUNT -> mounted(bench);
            case PUT_BLOB -> copied(bench, bench.small);
            case BEGIN, READ_BLOB, WRITE_BLOB, COMMIT -> copied(bench, bench.large);
            case PUT_MANIFEST, PUT_TAG -> written(bench);
            case VERIFY -> word(bench.target().resolve(FaultBench.TAG));
            case REFERRERS -> {
                bench.source().referrers(bench.manifest.digest());
                yield DONE;
            }
            case DELETE -> bench.target().delete(FaultBench.TAG).name().toLowerCase(Locale.ROOT);
        };
    }

    private static String word(Optional<?> found) {
        return found.isPresent() ? DONE : "absent";
    }

    /// Where mounts are refused, a blob is looked for; on a fresh connection, since an old one that is reset is not
    /// counted as a try.
    private static void look(FaultBench bench) {
        bench.to.fault(
                RequestKind.UPLOAD_POST, 1, new Fault.Answer(TestAnswer.of(405).with("Connection", "close")));
        ContentTarget target = bench.target();
        target.mount(bench.small, target.repository());
    }

    private static String mounted(FaultBench bench) {
        boolean mounted = bench.target().mount(bench.small, bench.to.repository("other"));
        return mounted ? DONE : copied(bench, bench.small);
    }

    private static String copied(FaultBench bench, Descriptor blob) {
        try (Blob opened = bench.source().open(blob)) {
            bench.target().push(opened);
        }
        return word(bench.to.blob(FaultBench.REPOSITORY, blob.digest()));
    }

    private String written(FaultBench bench) {
        bench.fillTarget();
        ContentTarget target = bench.target();
        if (this == PUT_MANIFEST) {
            Harness.written(target.push(bench.manifest));
            return DONE;
        }
        Harness.written(target.tag(bench.manifest, FaultBench.TAG));
        return word(bench.to.tagged(FaultBench.REPOSITORY, "v1").filter(bench.manifest.digest()::equals));
    }
}
