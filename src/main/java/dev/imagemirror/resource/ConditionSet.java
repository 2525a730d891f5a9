package dev.imagemirror.resource;

import dev.imagemirror.api.Condition;
import dev.imagemirror.api.ConditionStatus;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.Reason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Conditions on their way from one status to the next. A transition time changes only with the status it is about.
/// Not safe for use by several threads.
final class ConditionSet {
    private final Map<ConditionType, Condition> conditions = new EnumMap<>(ConditionType.class);
    private final long generation;
    private final Instant now;

    /// @param generation that new observations are about
    ConditionSet(List<Condition> before, long generation, Instant now) {
        before.forEach(condition -> conditions.put(condition.type(), condition));
        this.generation = generation;
        this.now = now;
    }

    ConditionSet set(ConditionType type, ConditionStatus status, Reason reason, String message) {
        @Nullable Condition before = conditions.get(type);
        Instant since = before != null && before.status() == status ? before.lastTransitionTime() : now;
        conditions.put(type, new Condition(type, status, reason, message, since, generation));
        return this;
    }

    /// There while it is true, gone otherwise.
    ConditionSet setWhile(boolean holds, ConditionType type, Reason reason, String message) {
        return holds ? set(type, ConditionStatus.True, reason, message) : remove(type);
    }

    ConditionSet remove(ConditionType type) {
        conditions.remove(type);
        return this;
    }

    List<Condition> list() {
        return List.copyOf(conditions.values());
    }
}
