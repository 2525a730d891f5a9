package dev.imagemirror.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// A layout in a folder. No link inside it is followed, so nothing outside it is ever read.
record FolderFiles(Path folder) implements LayoutFiles {
    @Override
    public Optional<FileSlice> find(String name) throws IOException {
        try {
            Path path = folder;
            Path parts = Path.of(name);
            for (int i = 0; i < parts.getNameCount() - 1; i++) {
                path = path.resolve(parts.getName(i));
                checkFolder(path);
            }
            return Optional.of(plain(path.resolve(parts.getFileName())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// @throws BadLayoutException when this is a link or anything else
    static void checkFolder(Path path) throws IOException {
        if (!attributes(path).isDirectory()) {
            throw BadLayoutException.noLayout("%s is a link or a file; a folder is needed".formatted(path));
        }
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }

    /// A pipe or a device would be read without end.
    private static FileSlice plain(Path path) throws IOException {
        BasicFileAttributes found = attributes(path);
        if (!found.isRegularFile()) {
            throw BadLayoutException.noLayout("%s is a link or no plain file; copy the file there".formatted(path));
        }
        return new FileSlice(path, 0, found.size());
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
