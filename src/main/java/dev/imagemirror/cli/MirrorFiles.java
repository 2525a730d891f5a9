package dev.imagemirror.cli;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.resource.MirrorClaims;
import dev.imagemirror.resource.MirrorSpecification;
import dev.imagemirror.resource.SpecReading;
import dev.imagemirror.sync.SyncSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/// The files that commands work on.
///
/// @param files may have `-`, standard input
record MirrorFiles(List<Path> files) {
    static final Option OPTION = Option.builder("f")
            .longOpt("filename")
            .argName("FILE")
            .hasArgs()
            .required()
            .desc("YAML files with ImageMirror and Secret documents, or - for standard input.")
            .get();

    static MirrorFiles of(CommandLine line) {
        return new MirrorFiles(
                Arrays.stream(line.getOptionValues(OPTION)).map(Path::of).toList());
    }

    /// Refuses any document before one is run, so that a mistake in the last one has no half-done work before it.
    List<Job> jobs() {
        Documents documents = Documents.read(files);
        List<MirrorClaims> claims = documents.mirrors().stream()
                .map(mirror -> MirrorClaims.of(mirror.spec()))
                .toList();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            Documents.Mirror mirror = documents.mirrors().get(i);
            MirrorSpecification specification = understood(mirror);
            checkAgainstEarlier(documents, claims, i);
            jobs.add(new Job(mirror.name(), specification, documents.secretsBeside(mirror), others(claims, i)));
        }
        return jobs;
    }

    private static MirrorSpecification understood(Documents.Mirror mirror) {
        return switch (SpecReading.of(mirror.spec())) {
            case SpecReading.Understood(MirrorSpecification specification) -> specification;
            case SpecReading.Refused(var reason, String message) ->
                throw new MalformedException("%s: %s: %s".formatted(mirror.place(), reason, message));
        };
    }

    /// The earlier document is the older mirror.
    private static void checkAgainstEarlier(Documents documents, List<MirrorClaims> claims, int later) {
        Optional<String> conflict = claims.get(later).chain(claims.subList(0, later + 1));
        for (int earlier = 0; earlier < later && conflict.isEmpty(); earlier++) {
            String name = documents.mirrors().get(earlier).name();
            conflict = claims.get(later).conflict(name, claims.get(earlier));
        }
        if (conflict.isPresent()) {
            throw new MalformedException("%s: TargetConflict: %s"
                    .formatted(documents.mirrors().get(later).place(), conflict.get()));
        }
    }

    private static List<SyncSource> others(List<MirrorClaims> claims, int own) {
        List<SyncSource> others = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            if (i != own) {
                others.addAll(claims.get(i).sources());
            }
        }
        return others;
    }
}
