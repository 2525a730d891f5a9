package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// From two listings of a hundred thousand tags to what is to be looked at, by an expression and a range.
@State(Scope.Benchmark)
public class PlanPath {
    private static final int TAGS = 100_000;

    private static final TagRules RULES =
            new TagRules(null, List.of(), List.of(Pattern.compile("-rc")), VersionRange.parse(">=1.0.0 <2.0.0"), 0);

    private final SyncRequest request = SyncRequest.of(
            List.of(RepositorySpecification.parse("quay.io/app~/^v/").with(RULES, List.of())),
            TargetMapping.of(Registry.parse("to.example"), "/mirror", PathSeparator.parse("/")),
            8,
            Duration.ofMinutes(10));
    private final List<SourceScan> scans = List.of(new SourceScan.Listed(tags(0), tags(TAGS / 2), true));

    @Benchmark
    public Worklist planHundredThousandTags() {
        return new SyncPlanner(request).plan(scans);
    }

    private static TagList tags(int from) {
        return TagList.of(IntStream.range(from, TAGS)
                .mapToObj(i -> Tag.parse("v1.0." + i))
                .toList());
    }
}
