package dev.imagemirror.registry;

/// What one host was seen to do, as far as hosts differ in it. Safe for use by many threads.
final class Habits {
    private final UploadHabits uploads = new UploadHabits();

    UploadHabits uploads() {
        return uploads;
    }
}
