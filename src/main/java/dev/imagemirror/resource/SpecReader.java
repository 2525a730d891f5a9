package dev.imagemirror.resource;

import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.RegistryAccess;
import dev.imagemirror.api.SecretReference;
import dev.imagemirror.api.Source;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.PathSeparator;
import dev.imagemirror.sync.Recheck;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.Selection;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.TargetMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a specification in the order of its fields and stops at the first fault. The API server has refused most of
/// them already; files and old objects come here unchecked.
final class SpecReader {
    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private static final int MAX_SOURCES = 256;
    private static final int MAX_REGISTRIES = 32;
    private static final int MAX_PULL_SECRETS = 16;

    /// Kubernetes' rule for names of objects, a DNS subdomain.
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private final ImageMirrorSpec spec;

    SpecReader(ImageMirrorSpec spec) {
        this.spec = spec;
    }

    SpecReading read() {
        try {
            MirrorSpecification specification = specification();
            @Nullable String conflict = conflict(specification.work());
            return conflict == null
                    ? new SpecReading.Understood(specification)
                    : new SpecReading.Refused(Reason.TargetConflict, conflict);
        } catch (MalformedException e) {
            return new SpecReading.Refused(Reason.InvalidSpec, String.valueOf(e.getMessage()));
        }
    }

    private MirrorSpecification specification() {
        List<RepositorySpecification> sources = sources();
        TargetMapping mapping = at("spec.target", this::mapping);
        for (int i = 0; i < sources.size(); i++) {
            RepositorySpecification source = sources.get(i);
            at("spec.sources[" + i + "]", () -> mapping.map(source.repository()));
        }
        Duration interval = at("spec.interval", () -> interval(spec.interval()));
        Duration imageTimeout =
                at("spec.imageTimeout", () -> DurationText.parse(spec.imageTimeout(), MINUTE, Duration.ofDays(1)));
        int concurrency = at("spec.concurrency", this::concurrency);
        return new MirrorSpecification(
                interval,
                spec.suspend(),
                new MirrorSpecification.Work(
                        sources, mapping, access(), concurrency, imageTimeout, recheck(), spec.dryRun()));
    }

    private Recheck recheck() {
        return new Recheck(
                at("spec.recheck.source", () -> recheck(spec.recheck().source())),
                at("spec.recheck.target", () -> recheck(spec.recheck().target())));
    }

    private static Duration recheck(@Nullable String text) {
        return text == null ? Duration.ZERO : DurationText.parse(text, Duration.ZERO, WEEK);
    }

    private List<RepositorySpecification> sources() {
        if (spec.sources().isEmpty()) {
            throw new MalformedException("spec.sources is empty: name at least one repository");
        }
        checkSize("spec.sources", spec.sources(), MAX_SOURCES);
        OptionsReader options = new OptionsReader(spec.defaults());
        List<RepositorySpecification> sources = new ArrayList<>();
        for (Source source : spec.sources()) {
            String place = "spec.sources[" + sources.size() + "]";
            sources.add(
                    at(place + ".repository", () -> source(source.repository())).with(options.read(source, place)));
        }
        return sources;
    }

    private static RepositorySpecification source(String text) {
        RepositorySpecification source = RepositorySpecification.parse(text);
        if (source.selection() instanceof Selection.OneDigest) {
            throw new MalformedException(
                    "'%s' names a digest, for which the target tag cannot be told yet; name a tag".formatted(text));
        }
        return source;
    }

    private TargetMapping mapping() {
        return TargetMapping.of(
                Registry.parse(spec.target().registry()),
                spec.target().prefix(),
                PathSeparator.parse(spec.target().pathSeparator().text()));
    }

    private static Duration interval(@Nullable String text) {
        return text == null ? DEFAULT_INTERVAL : DurationText.parse(text, MINUTE, WEEK);
    }

    private int concurrency() {
        int concurrency = spec.concurrency();
        if (concurrency < 1 || concurrency > SyncRequest.MAX_CONCURRENCY) {
            throw new MalformedException("%d is not 1 to 64".formatted(concurrency));
        }
        return concurrency;
    }

    private MirrorAccess access() {
        checkSize("spec.registries", spec.registries(), MAX_REGISTRIES);
        Map<Registry, MirrorAccess.Door> doors = new HashMap<>();
        for (int i = 0; i < spec.registries().size(); i++) {
            String place = "spec.registries[" + i + "]";
            RegistryAccess entry = spec.registries().get(i);
            Registry host = at(place + ".host", () -> Registry.parse(entry.host()));
            var door = new MirrorAccess.Door(
                    secret(place + ".secretRef", entry.secretRef()),
                    secret(place + ".certSecretRef", entry.certSecretRef()),
                    entry.plainHTTP());
            if (doors.put(host, door) != null) {
                throw new MalformedException("%s.host: %s has an entry already".formatted(place, host));
            }
        }
        var target = new MirrorAccess.Door(
                secret("spec.target.secretRef", spec.target().secretRef()),
                secret("spec.target.certSecretRef", spec.target().certSecretRef()),
                spec.target().plainHTTP());
        return new MirrorAccess(doors, target, pullSecrets());
    }

    private List<String> pullSecrets() {
        checkSize("spec.imagePullSecrets", spec.imagePullSecrets(), MAX_PULL_SECRETS);
        List<String> names = new ArrayList<>();
        for (SecretReference reference : spec.imagePullSecrets()) {
            names.add(secretName("spec.imagePullSecrets[" + names.size() + "]", reference));
        }
        return names;
    }

    private static @Nullable String secret(String place, @Nullable SecretReference reference) {
        return reference == null ? null : secretName(place, reference);
    }

    private static String secretName(String place, SecretReference reference) {
        if (!SECRET_NAME.matcher(reference.name()).matches()) {
            throw new MalformedException(
                    "%s.name: '%s' is not the name of a Secret: lower-case letters, digits, - and ., without a namespace"
                            .formatted(place, reference.name()));
        }
        return reference.name();
    }

    /// Conflicts that the specifications show: a repository that is its own target, or one tag asked for from two
    /// repositories that go to one place.
    private static @Nullable String conflict(MirrorSpecification.Work work) {
        Map<Repository, RepositorySpecification> targets = new HashMap<>();
        for (RepositorySpecification source : work.sources()) {
            targets.put(work.mapping().map(source.repository()), source);
        }
        for (RepositorySpecification source : work.sources()) {
            @Nullable RepositorySpecification other = targets.get(source.repository());
            if (other != null) {
                return "'%s' is mirrored to %s, which '%s' reads: a repository cannot be target and source; change spec.target"
                        .formatted(other, source.repository(), source);
            }
        }
        return new NamedTags(work).conflict();
    }

    static void checkSize(String field, List<?> list, int max) {
        if (list.size() > max) {
            throw new MalformedException("%s has %d entries; %d are allowed".formatted(field, list.size(), max));
        }
    }

    static <T> T at(String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (MalformedException e) {
            throw new MalformedException(field + ": " + e.getMessage(), e);
        }
    }
}
