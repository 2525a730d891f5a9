package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.Optional;

/// Where a source's repositories and tags go at the target.
///
/// @param registry the target registry
/// @param prefix `""`: the source's host with dots as slashes; `/`: nothing; otherwise a path
/// @param separator joins the segments of the source's path
/// @param path template of the target path
/// @param tag template of the target tag
public record TargetMapping(Registry registry, String prefix, PathSeparator separator, Template path, Template tag) {
    private static final int MAX_PREFIX = 255;

    public TargetMapping {
        checkPrefix(prefix);
        path.checkPath();
        tag.checkTag();
    }

    /// The mapping without templates of one's own.
    public static TargetMapping of(Registry registry, String prefix, PathSeparator separator) {
        return new TargetMapping(registry, prefix, separator, Template.DEFAULT_PATH, Template.DEFAULT_TAG);
    }

    /// The same with other templates, as for a single source.
    public TargetMapping with(Template ownPath, Template ownTag) {
        return new TargetMapping(registry, prefix, separator, ownPath, ownTag);
    }

    /// Where this source repository goes.
    ///
    /// @throws MalformedException when prefix, template and source give no valid repository
    public Repository map(Repository source) {
        String joined = String.join(separator.text(), source.segments());
        String target = path.fill(name -> switch (name) {
            case "registry" -> source.registry().host();
            case "prefix" -> prefixFor(source);
            case "path" -> joined;
            case "name" -> source.segments().getLast();
            default -> throw new IllegalStateException("unchecked placeholder " + name);
        });
        return new Repository(registry, target);
    }

    /// What this is called at the target; empty when that is no tag: too long, with what the template adds.
    public Optional<Tag> map(Reference source) {
        if (source instanceof Tag plain && tag.equals(Template.DEFAULT_TAG)) {
            return Optional.of(plain);
        }
        String name = tag.fill(placeholder -> source.text());
        return Tag.isValid(name) ? Optional.of(new Tag(name)) : Optional.empty();
    }

    /// What is called this at the target.
    ///
    /// @param selection chooses it, and says what it is when the template does not show it
    Optional<Reference> unmap(Tag target, Selection selection) {
        if (tag.count("tag") == 1) {
            return tag.read("tag", target.text()).filter(Tag::isValid).map(Tag::new);
        }
        return selection.named().stream()
                .filter(name -> map(name).filter(target::equals).isPresent())
                .<Reference>map(name -> name)
                .findFirst();
    }

    /// Refuses a tag template that would give many tags of a selection one name, or a digest none.
    ///
    /// @throws MalformedException naming the template
    public void check(Selection selection) {
        int count = tag.count("tag");
        switch (selection) {
            case Selection.OneTag one -> {}
            case Selection.OneDigest one -> {
                if (count > 0) {
                    throw new MalformedException(
                            "a digest needs a tag to go to, and '%s' does not say one: set the source's own target.tag"
                                    .formatted(tag.text()));
                }
            }
            case Selection.AssumedTags many -> checkOnce(count);
            case Selection.ListedTags many -> checkOnce(count);
        }
    }

    private void checkOnce(int count) {
        if (count != 1) {
            throw new MalformedException(
                    "the tag template '%s' must hold {tag} once, so that every tag of the source has a name of its own"
                            .formatted(tag.text()));
        }
    }

    private String prefixFor(Repository source) {
        if (prefix.equals("/")) {
            return "";
        }
        if (!prefix.isEmpty()) {
            String start = prefix.startsWith("/") ? prefix.substring(1) : prefix;
            return start.endsWith("/") ? start : start + "/";
        }
        if (source.registry().isDockerHub()) {
            return "registry/hub/docker/com/";
        }
        if (source.registry().host().startsWith("[")) {
            throw new MalformedException(
                    "the source %s is an IPv6 address, of which no path can be made: set target.prefix"
                            .formatted(source));
        }
        return source.registry().host().replace('.', '/') + "/";
    }

    private static void checkPrefix(String prefix) {
        if (prefix.length() > MAX_PREFIX) {
            throw new MalformedException("the prefix is longer than 255 characters");
        }
        if (prefix.contains(":")) {
            throw new MalformedException(
                    "the prefix '%s' must be a path below the registry, for example /mirror".formatted(prefix));
        }
        String path = prefix.replaceFirst("^/", "").replaceFirst("/$", "");
        if (!path.isEmpty()) {
            checkPath(prefix, path);
        }
    }

    private static void checkPath(String prefix, String path) {
        try {
            new Repository(Registry.DOCKER_HUB, path);
        } catch (MalformedException e) {
            throw new MalformedException("the prefix '%s' cannot be used: %s".formatted(prefix, e.getMessage()), e);
        }
    }
}
