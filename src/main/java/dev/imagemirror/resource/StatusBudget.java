package dev.imagemirror.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cuts tag lists so that a status stays within its bytes: etcd takes 1.5 MiB, and every watcher gets each write.
/// What is not Present comes first, with what is Present and lacks something.
///
/// @param bytes for the whole status, of which [#RESERVE] are kept for all that is not in `sources`
record StatusBudget(int bytes) {
    /// Conditions with long messages, summary, times.
    static final int RESERVE = 8 * 1024;

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    List<SourceStatus> cut(List<SourceStatus> sources) {
        int room = bytes - RESERVE;
        List<List<TagStatus>> kept = new ArrayList<>();
        for (SourceStatus source : sources) {
            kept.add(new ArrayList<>());
            room -= size(with(source, List.of()));
        }
        room = keep(sources, kept, true, room);
        keep(sources, kept, false, room);
        List<SourceStatus> cut = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            boolean whole = kept.get(i).size() == sources.get(i).tags().size();
            cut.add(whole ? sources.get(i) : with(sources.get(i), kept.get(i)));
        }
        return cut;
    }

    /// The bytes of a value as it is stored.
    static int size(Object value) {
        try {
            return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8).length + 1;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status can always be written", e);
        }
    }

    private static int keep(List<SourceStatus> sources, List<List<TagStatus>> kept, boolean notable, int room) {
        int left = room;
        for (int i = 0; i < sources.size(); i++) {
            for (TagStatus tag : sources.get(i).tags()) {
                if (isNotable(tag) != notable) {
                    continue;
                }
                left -= size(tag);
                if (left < 0) {
                    return left;
                }
                kept.get(i).add(tag);
            }
        }
        return left;
    }

    private static boolean isNotable(TagStatus tag) {
        return tag.state() != TagState.Present || tag.reason() != null;
    }

    private static SourceStatus with(SourceStatus source, List<TagStatus> tags) {
        return new SourceStatus(
                source.specification(),
                source.repository(),
                source.target(),
                source.counts(),
                source.lastScanTime(),
                source.scannedGeneration(),
                source.error(),
                tags);
    }
}
