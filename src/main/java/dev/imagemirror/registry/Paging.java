package dev.imagemirror.registry;

/// In which pages a host sends its lists of tags.
enum Paging {
    /// All at once, as far as anybody has seen.
    WHOLE,
    /// In as large ones as it is asked for, up to a limit of its own.
    ASKED,
    /// In those that it likes: it refuses to be asked.
    OWN
}
