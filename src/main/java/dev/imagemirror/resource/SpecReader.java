package dev.imagemirror.resource;

import com.google.re2j.Pattern;
import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.api.OnChange;
import dev.imagemirror.api.Prune;
import dev.imagemirror.api.PruneCause;
import dev.imagemirror.api.PrunePolicy;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.RegistryAccess;
import dev.imagemirror.api.SecretReference;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.sync.PruneRules;
import dev.imagemirror.sync.Recheck;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRules;
import dev.imagemirror.sync.SyncSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a specification in the order of its fields and stops at the first fault. The API server has refused most of
/// them already; files and old objects come here unchecked.
final class SpecReader {
    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private static final int MAX_REGISTRIES = 32;
    private static final int MAX_PULL_SECRETS = 16;

    /// Kubernetes' rule for names of objects, a DNS subdomain.
    private static final java.util.regex.Pattern SECRET_NAME = java.util.regex.Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private final ImageMirrorSpec spec;

    SpecReader(ImageMirrorSpec spec) {
        this.spec = spec;
    }

    SpecReading read() {
        try {
            MirrorSpecification specification = specification();
            Optional<String> conflict =
                    MirrorClaims.of(specification.work().sources()).conflict();
            return conflict.isEmpty()
                    ? new SpecReading.Understood(specification)
                    : new SpecReading.Refused(Reason.TargetConflict, conflict.get());
        } catch (MalformedException e) {
            return new SpecReading.Refused(Reason.InvalidSpec, String.valueOf(e.getMessage()));
        }
    }

    private MirrorSpecification specification() {
        List<SyncSource> sources = new SourceReader(spec).read();
        Duration interval = at("spec.interval", () -> interval(spec.interval()));
        Duration imageTimeout =
                at("spec.imageTimeout", () -> DurationText.parse(spec.imageTimeout(), MINUTE, Duration.ofDays(1)));
        int concurrency = at("spec.concurrency", this::concurrency);
        return new MirrorSpecification(
                interval,
                spec.suspend(),
                new MirrorSpecification.Work(
                        sources, rules(), access(), concurrency, imageTimeout, recheck(), spec.dryRun()));
    }

    private Recheck recheck() {
        return new Recheck(
                at("spec.recheck.source", () -> recheck(spec.recheck().source())),
                at("spec.recheck.target", () -> recheck(spec.recheck().target())));
    }

    private static Duration recheck(@Nullable String text) {
        return text == null ? Duration.ZERO : DurationText.parse(text, Duration.ZERO, WEEK);
    }

    private SyncRules rules() {
        List<Pattern> immutable = SourceReader.expressions("spec.immutableTags", spec.immutableTags());
        PruneRules prune = prune(spec.prune());
        return at("spec", () -> new SyncRules(spec.onChange() == OnChange.Overwrite, immutable, spec.maxTags(), prune));
    }

    private static PruneRules prune(Prune prune) {
        Duration after =
                at("spec.prune.after", () -> DurationText.parse(prune.after(), Duration.ZERO, PruneRules.MAX_AFTER));
        List<Pattern> protect = SourceReader.expressions("spec.prune.protect", prune.protect());
        Set<PruneRules.Cause> when =
                prune.when().stream().map(SpecReader::cause).collect(Collectors.toUnmodifiableSet());
        return at(
                "spec",
                () -> new PruneRules(policy(prune.policy()), when, after, prune.adopt(), protect, prune.maxDeletes()));
    }

    private static PruneRules.Policy policy(PrunePolicy policy) {
        return switch (policy) {
            case Keep -> PruneRules.Policy.KEEP;
            case Report -> PruneRules.Policy.REPORT;
            case Delete -> PruneRules.Policy.DELETE;
        };
    }

    private static PruneRules.Cause cause(PruneCause cause) {
        return switch (cause) {
            case Gone -> PruneRules.Cause.GONE;
            case Deselected -> PruneRules.Cause.DESELECTED;
        };
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
