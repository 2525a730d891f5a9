package dev.imagemirror.cli;

/// Which imagemirror this is.
final class Version {
    /// What all messages begin with.
    static final String PROGRAM = "imagemirror";

    private Version() {}

    /// Without a package there is no version.
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return PROGRAM + " " + (version == null ? "(development)" : version);
    }
}
