package dev.imagemirror.api;

/// The grammars that the API server checks, as RE2 and CEL for the annotations of the specification. The command line
/// has no API server and parses; a test holds both against the same vectors.
final class Grammar {
    /// The CEL function `duration` alone would also take `+5m` and `1.5h`.
    private static final String DURATION = "self.matches('^([0-9]+(ms|s|m|h))+$') && ";
    private static final String UP_TO = DURATION + "duration(self) <= ";
    private static final String FROM_A_MINUTE = DURATION + "duration(self) >= duration('1m') && duration(self) <= ";

    static final String RECHECK_RULE = UP_TO + "duration('168h')";
    static final String RECHECK_MESSAGE = "must be a duration from 0s to 168h, for example 0s, 30m or 12h";
    static final String PRUNE_AFTER_RULE = UP_TO + "duration('8760h')";
    static final String PRUNE_AFTER_MESSAGE = "must be a duration from 0s to 8760h, for example 0s, 24h or 720h";
    static final String INTERVAL_RULE = FROM_A_MINUTE + "duration('168h')";
    static final String INTERVAL_MESSAGE = "must be a duration from 1m to 168h, for example 90s, 30m or 1h30m";
    static final String IMAGE_TIMEOUT_RULE = FROM_A_MINUTE + "duration('24h')";
    static final String IMAGE_TIMEOUT_MESSAGE = "must be a duration from 1m to 24h, for example 90s, 30m or 1h30m";

    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String IPV6 = "\\[[0-9A-Fa-f:.]+\\]";
    static final String PORT =
            ":([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]" + "|6553[0-5])";
    private static final String WORDS = "[a-z0-9]+((_|__|-+)[a-z0-9]+)*";
    private static final String SEGMENT = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final String TAGS = "=" + TAG + "(," + TAG + ")*";
    private static final String DIGEST = "@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})";

    /// A host in a field of its own, where a name without a dot is a host too.
    private static final String HOST = "^(" + LABEL + "(\\." + LABEL + ")*|" + IPV6 + ")(" + PORT + ")?$";
    /// A first segment that is a registry: it holds a dot or a colon, or is localhost.
    static final String REGISTRY =
            "((localhost|" + LABEL + "(\\." + LABEL + ")+|" + IPV6 + ")(" + PORT + ")?|" + LABEL + PORT + ")/";
    private static final String NAME =
            "(" + REGISTRY + SEGMENT + "(/" + SEGMENT + ")*|" + WORDS + "(/" + SEGMENT + ")+|" + SEGMENT + ")";
    private static final String REST =
            "(:" + TAG + "|" + DIGEST + "|" + TAGS + "|~/[^\\s\\p{Cc}\\p{Z}]+/(" + TAGS + ")?)?";

    static final String HOST_RULE = "self.matches(r'" + HOST + "')";
    static final String HOST_MESSAGE =
            "self.contains('://') ? 'must be a host without ' + self.find('^[^:]*://') + '; plainHTTP: true asks by HTTP'"
                    + " : self.contains('/') ? 'must be a host with an optional port; a path does not belong here'"
                    + " : self.matches(r'^[^:]+:|\\]:') ? 'must be a host with a port of 1 to 65535, for example"
                    + " registry.company.io:5000'"
                    + " : 'must be a host name or address with an optional port, for example registry.company.io:5000'";

    static final String PREFIX_RULE = "self.matches(r'^/?(" + SEGMENT + "(/" + SEGMENT + ")*/?)?$')";
    static final String PREFIX_MESSAGE =
            "self.contains('://') ? 'must be a path such as /mirror, not a URL; the host belongs in target.registry'"
                    + " : self.contains('//') ? 'has an empty path segment; write single slashes'"
                    + " : self.matches('[A-Z]') ? 'has upper-case letters; write ' + self.lowerAscii()"
                    + " : 'must be a path of lower-case letters and digits, joined by . _ __ or - and separated by"
                    + " slashes, for example /mirror'";

    static final String REPOSITORY_RULE = "self.matches(r'^" + NAME + REST + "$')";

    static final String LENGTH_RULE =
            "self.size() <= 255 || self.matches(r'^([^/~=@]{1,254}/)?[^~=@:]{1,255}([~=@:]|$)')";
    static final String LENGTH_MESSAGE = "has a registry or a repository path of more than 255 characters";

    /// Of a whole source.
    static final String DIGEST_RULE = "!self.repository.matches(r'^([^/~=@]*/)?[^~=:@]*" + DIGEST
            + "$') || (has(self.target) && has(self.target.tag) && !self.target.tag.contains('{tag}'))";
    static final String DIGEST_MESSAGE = "names a digest, which needs sources[].target.tag, the tag that it gets";

    private static final String PINNED = ".matches(r'^([^/~=@]*/)?[^~=:@]*(:" + TAG + "|" + DIGEST + ")$')";
    static final String PINNED_RULE = "!has(self.tags) || !self.repository" + PINNED;
    static final String PINNED_MESSAGE =
            "has rules for tags, but the repository names one tag or digest; write it without, or remove tags";

    static final String SOURCE_TAG_RULE =
            "!has(self.target) || !has(self.target.tag) || self.target.tag.contains('{tag}') || self.repository"
                    + PINNED;
    static final String SOURCE_TAG_MESSAGE =
            "has a tag without {tag}, so that every tag of the source would get the same name; write for example"
                    + " {tag}-mirrored";

    /// What stands between `~/` and the last slash that nothing or a tag list follows.
    private static final String FILTER =
            "self.substring(self.indexOf('~/') + 2, self.size() - self.find(r'/(" + TAGS + ")?$').size())";
    private static final String NO_FILTER = "!self.matches(r'^[^~]+~/.+/(" + TAGS + ")?$') || ";
    /// The result of `matches` does not matter, only that it has one: a wrong expression is an error, which names it.
    static final String FILTER_RULE = NO_FILTER + "(''.matches(" + FILTER + ") ? true : true)";
    static final String FILTER_MESSAGE = "has a filter that is no RE2 regular expression";
    static final String FILTER_LENGTH_RULE = NO_FILTER + FILTER + ".size() <= 256";
    static final String FILTER_LENGTH_MESSAGE = "has a filter of more than 256 characters; split it over two sources";

    static final String SECRET_RULE =
            "self.matches(r'^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')";
    static final String SECRET_MESSAGE =
            "must be the name of a Secret of this namespace: lower-case letters, digits, - and ., without a namespace";

    private static final String PLATFORM_PART = "[a-z0-9][a-z0-9._-]{0,31}";
    static final String PLATFORM = "^" + PLATFORM_PART + "(/" + PLATFORM_PART + "){1,2}$";

    static final String EXPRESSIONS_RULE = "self.all(e, ''.matches(e) ? true : true)";
    static final String EXPRESSIONS_MESSAGE =
            "must be RE2 regular expressions of 1 to 256 characters, for example ^v3\\.";
    /// As a pattern: a rule over all tags of all sources costs more than the API server allows.
    static final String TAG_NAME = "^" + TAG + "$";

    private static final String PART = "(x|X|\\*|0|[1-9][0-9]{0,14})";
    private static final String SUFFIX = "[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*";
    private static final String PARTIAL =
            "v?" + PART + "(\\." + PART + "(\\." + PART + "(-" + SUFFIX + ")?(\\+" + SUFFIX + ")?)?)?";
    private static final String COMPARISON = "(>=|<=|~>|>|<|=|~|\\^)? *" + PARTIAL;
    private static final String ALTERNATIVE =
            " *(" + PARTIAL + " +- +" + PARTIAL + "|" + COMPARISON + "( +" + COMPARISON + ")*) *";
    /// Nothing is above or below every version.
    static final String RANGE_RULE = "self.matches(r'^" + ALTERNATIVE + "(\\|\\|" + ALTERNATIVE + ")*$')"
            + " && !self.matches(r'[<>] *v?[xX*]')";
    static final String RANGE_MESSAGE =
            "must be a range of versions as npm writes them, for example '>=1.2.0 <2.0.0', '^1.2' or '1.x || 2.x'";

    private static final String PLACEHOLDER = "\\{(registry|prefix|path|name)\\}";
    static final String PATH_TEMPLATE_RULE = "self.matches(r'^([a-z0-9._/-]|" + PLACEHOLDER + ")+$')";
    static final String PATH_TEMPLATE_MESSAGE =
            "must be lower-case letters, digits and . _ - /, with {registry}, {prefix}, {path} and {name} for what the"
                    + " source has";
    static final String TAG_TEMPLATE_RULE = "self.matches(r'^([A-Za-z0-9_]|\\{tag\\})([A-Za-z0-9._-]|\\{tag\\})*$')"
            + " && self.replace('{tag}', '1').size() <= 128 && self.indexOf('{tag}') == self.lastIndexOf('{tag}')";
    static final String TAG_TEMPLATE_MESSAGE =
            "must be a tag of at most 128 letters, digits, _ . or -, with {tag} once for the source's tag";

    private static final String HUB =
            "['docker.io', 'index.docker.io', 'registry.hub.docker.com', 'registry-1.docker.io']";
    /// The list is keyed by host as it is written; names in another case and Docker Hub's other names are the same
    /// host.
    static final String ONE_ENTRY_RULE = "self.all(r, self.exists_one(o, o.host.lowerAscii() == r.host.lowerAscii()))"
            + " && self.filter(r, r.host.lowerAscii() in " + HUB + ").size() <= 1";
    static final String ONE_ENTRY_MESSAGE =
            "must have one entry per host; case does not count, and Docker Hub's names are one host, docker.io";

    private static final String NO_PREFIX = "!has(self.target.prefix) || self.target.prefix == ''";
    private static final String OWN_PATH = "has(s.target) && has(s.target.path)";
    static final String IPV6_RULE = "!(" + NO_PREFIX + ") || self.sources.all(s, !s.repository.startsWith('[') || !("
            + OWN_PATH + " ? s.target.path : self.target.path).contains('{prefix}'))";
    static final String IPV6_MESSAGE =
            "must be set, for example /mirror: no path follows from a source's host that is an IPv6 address";

    /// Only the prefix `/` keeps a source's path. Another separator changes it when there is something to separate.
    private static final String NO_REGISTRY = "!s.repository.matches('^(localhost|[^/~=@]*[.:][^/~=@]*)/')";
    private static final String TARGET = "self.target.registry.lowerAscii()";
    static final String LOOP_RULE = "!has(self.target.prefix) || self.target.prefix != '/'"
            + " || self.target.path != '{prefix}{path}' || !self.sources.exists(s, !(" + OWN_PATH + ") && ("
            + "s.repository.lowerAscii().startsWith(" + TARGET + " + '/')"
            + " && (self.target.pathSeparator == '/' || !s.repository.matches('^[^/]*/[^/~=]*/'))"
            + " || " + TARGET + " in " + HUB + " && self.target.pathSeparator == '/' && (" + NO_REGISTRY
            + " || " + HUB + ".exists(h, s.repository.startsWith(h + '/')))))";
    static final String LOOP_MESSAGE =
            "is also the registry of a source, and the prefix / keeps its name, so it would be copied to itself; set"
                    + " target.prefix to a path";

    static final String TARGET_TAG_RULE = "self.target.tag.contains('{tag}') || self.sources.all(s,"
            + " has(s.target) && has(s.target.tag) || s.repository" + PINNED + ")";
    static final String TARGET_TAG_MESSAGE =
            "must hold {tag}, so that every tag of a source has a name of its own; write for example {tag}-mirrored";

    private Grammar() {}
}
