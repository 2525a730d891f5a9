package dev.imagemirror.resource;

import com.google.re2j.Pattern;
import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.api.Source;
import dev.imagemirror.api.SourceTarget;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.PathSeparator;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagRules;
import dev.imagemirror.sync.TargetMapping;
import dev.imagemirror.sync.Template;
import dev.imagemirror.sync.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the sources of a specification and where they go.
final class SourceReader {
    private static final int MAX_SOURCES = 256;

    private final ImageMirrorSpec spec;

    SourceReader(ImageMirrorSpec spec) {
        this.spec = spec;
    }

    /// @throws MalformedException naming the field
    List<SyncSource> read() {
        if (spec.sources().isEmpty()) {
            throw new MalformedException("spec.sources is empty: name at least one repository");
        }
        SpecReader.checkSize("spec.sources", spec.sources(), MAX_SOURCES);
        TargetMapping mapping = SpecReader.at("spec.target", this::mapping);
        List<SyncSource> sources = new ArrayList<>();
        for (int i = 0; i < spec.sources().size(); i++) {
            sources.add(source("spec.sources[" + i + "]", spec.sources().get(i), mapping));
        }
        return sources;
    }

    /// Those that can be understood: what another mirror means to write counts though it is not in order.
    List<SyncSource> readWhatCanBe() {
        List<SyncSource> sources = new ArrayList<>();
        for (Source source : spec.sources()) {
            try {
                sources.add(source("", source, mapping()));
            } catch (MalformedException e) {
                // Its own mirror says so.
            }
        }
        return sources;
    }

    static List<Pattern> expressions(String place, List<String> texts) {
        SpecReader.checkSize(place, texts, TagRules.MAX_EXPRESSIONS);
        return each(place, texts, TagRules::expression);
    }

    private SyncSource source(String place, Source source, TargetMapping mapping) {
        RepositorySpecification line =
                SpecReader.at(place + ".repository", () -> RepositorySpecification.parse(source.repository()));
        dev.imagemirror.api.@Nullable TagRules tags = source.tags();
        RepositorySpecification chosen = tags == null ? line : with(place + ".tags", line, tags);
        RepositorySpecification whole = chosen.with(new OptionsReader(spec.defaults()).read(source, place));
        @Nullable SourceTarget own = source.target();
        TargetMapping ours = own == null
                ? mapping
                : SpecReader.at(
                        place + ".target",
                        () -> mapping.with(template(own.path(), mapping.path()), template(own.tag(), mapping.tag())));
        return SpecReader.at(place, () -> SyncSource.of(whole, ours));
    }

    private static Template template(@Nullable String own, Template common) {
        return own == null ? common : new Template(own);
    }

    private static RepositorySpecification with(
            String place, RepositorySpecification line, dev.imagemirror.api.TagRules tags) {
        SpecReader.checkSize(place + ".assume", tags.assume(), RepositorySpecification.MAX_ASSUMED);
        List<Tag> assumed = each(place + ".assume", tags.assume(), Tag::parse);
        List<Pattern> include = expressions(place + ".include", tags.include());
        List<Pattern> exclude = expressions(place + ".exclude", tags.exclude());
        @Nullable String range = tags.semver();
        @Nullable
        VersionRange semver = range == null ? null : SpecReader.at(place + ".semver", () -> VersionRange.parse(range));
        int newest = SpecReader.at(place + ".newest", () -> newest(tags.newest()));
        return SpecReader.at(place, () -> line.with(new TagRules(null, include, exclude, semver, newest), assumed));
    }

    private static int newest(@Nullable Integer newest) {
        if (newest != null && newest < 1) {
            throw new MalformedException("%d is not 1 to 1000".formatted(newest));
        }
        return newest == null ? 0 : newest;
    }

    private TargetMapping mapping() {
        return new TargetMapping(
                Registry.parse(spec.target().registry()),
                spec.target().prefix(),
                PathSeparator.parse(spec.target().pathSeparator().toString()),
                new Template(spec.target().path()),
                new Template(spec.target().tag()));
    }

    private static <T> List<T> each(String place, List<String> texts, Function<String, T> read) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            all.add(SpecReader.at(place + "[" + i + "]", () -> read.apply(text)));
        }
        return all;
    }
}
