package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Set;

/// A source and a target of which one image and what refers to it are copied.
class ReferrerScene {
    final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app");
    final Descriptor image = source.addImage("image");

    /// Nothing has digest tags.
    static ReferrerScope listed() {
        return new ReferrerScope(true, DigestTags.of(Set.of()), DigestTags.of(Set.of()));
    }

    ImageCopier copier(ReferrerScope scope) {
        return new ImageCopier(
                source,
                new TargetContents(target, Prior.TAGS, new Siblings(), new Refusals()),
                Crews.none(),
                new Progress(),
                CopyScope.whole(scope));
    }

    ReferrerResult copied(ImageCopier copier) {
        return copied(copier, "1");
    }

    static ReferrerResult copied(ImageCopier copier, String tag) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        CopyResult result =
                attempt.run(() -> copier.copy(Tag.parse(tag), Tag.parse(tag), Expectation.ANYTHING, attempt));
        return ((CopyResult.Copied) result).referrers();
    }

    /// Of the image, which the target has.
    ReferrerResult followed(ReferrerScope scope) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        return attempt.run(() -> copier(scope).bringReferrers(image, attempt));
    }

    static Failure failure(ReferrerResult result) {
        assertThat(result).isInstanceOf(ReferrerResult.Failed.class);
        return ((ReferrerResult.Failed) result).failure();
    }

    List<Digest> referrers(Descriptor subject) {
        return target.referrers(subject.digest()).stream()
                .map(Referrer::descriptor)
                .map(Descriptor::digest)
                .toList();
    }
}
