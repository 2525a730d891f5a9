package dev.imagemirror.api;

/// Finds the fault in a one-line repository specification that the grammar refuses, as a CEL message: the first
/// question that is true names it. The questions go from the coarse to the fine, so later ones may assume the earlier.
final class RepositoryFault {
    private static final String WHOLE = """
            '"' + self + '" ' + (self.matches(r'[\\s\\p{Cc}\\p{Z}]') ? 'has a blank; remove it'
            : self.matches('^[A-Za-z][A-Za-z0-9+.-]*://') ?
              'starts with ' + self.find('^[^:]*://') + '; write host/repository without it'
            : self.startsWith('/') ? 'has no registry before the first slash; remove the slash'
            """;

    private static final String FILTER = """
            : self.matches('^[^~]*=[^~]*~') ? 'has its list before its filter; write ~/REGEX/=TAG,TAG'
            : self.matches('^[^~]*~([^/]|$)') ? 'has ~ without a filter; write it as ~/REGEX/'
            : self.matches('^[^~]*~/[^/]*$') ? 'has a filter that is not closed; write it as ~/REGEX/'
            : self.matches('^[^~]*~//(=.*)?$') ? 'has an empty filter; leave ~// out to take every listed tag'
            """;

    /// A tag or digest with more behind it, or no digest at all. The colon of a port has a slash behind it.
    private static final String PIN = """
            : self.matches('^([^~=@]*/)?[^/~=@]*(:[^/~=@]*[~=@]|@[^/~=]*[~=])') ?
              'names one tag or digest and more; :TAG and @DIGEST stand alone, =TAG,TAG names several'
            : self.matches('^[^~=]*@') ?
              'has no digest after @; write sha256: and 64 or sha512: and 128 lower-case hexadecimal digits'
            """;

    private static final String REGISTRY = """
            : self.matches(r'^([^/:~=]*|\\[[^/\\]]*\\]):[^/~=]*/') && !self.matches(r'^[^/~=]*""" + Grammar.PORT + """
            /') ? 'has a registry with a wrong port; it must be 1 to 65535'
            : self.matches(r'^[^/~=]*[.:][^/~=]*/') && !self.matches(r'^""" + Grammar.REGISTRY + """
            ') ? 'starts with ' + self.find('^[^/]*') + ', which is no host name or address'
            """;

    private static final String PATH = """
            : self.matches('^([^/~=@]*:[^/~=@]*/)?([^:~=@]*/)?(/|$|[:~=@])') ?
              'has an empty path segment; name a repository and write single slashes'
            : (self.matches('^[^/~=]*[.:][^/~=]*/') ? self.matches('^[^/]*/[^:~=@]*[A-Z]')
                                                    : self.matches('^[^:~=@]*[A-Z]')) ?
              'has upper-case letters in the repository; write them in lower case'
            """;

    private static final String TAGS = """
            : self.matches('^([^~=@]*/)?[^/~=@]*:') ?
              'has a wrong tag after the colon; a tag is 1 to 128 letters, digits, _ . or -, and starts with none of . -'
            : self.matches('(^[^~]*|/)=[^/]*$') ?
              'has a wrong list after =; write tags with commas between them, each 1 to 128 letters, digits, _ . or -'
            : self.contains('~') ? 'has text after the filter; only =TAG,TAG may follow its closing slash'
            : 'is not a repository; its path is lower-case letters and digits, joined by . _ __ or -')
            """;

    static final String MESSAGE = WHOLE + FILTER + PIN + REGISTRY + PATH + TAGS;

    private RepositoryFault() {}
}
