# Sets JAVA_HOME to a JDK 25 or newer, or fails with one sentence that says what to install.
# Sourced by ./mvnw and ./imagemirror. Reads each JDK's `release` file, so no JVM is started to look.

jdk_feature() { # the feature version of the JDK in folder $1, or nothing
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_accept() { # uses the JDK in folder $1 when it is new enough
    jdk_found=$(jdk_feature "$1")
    [ -n "$jdk_found" ] && [ "$jdk_found" -ge 25 ] || return 1
    JAVA_HOME=$1
    export JAVA_HOME
}

jdk_find() {
    [ -n "${JAVA_HOME:-}" ] && jdk_accept "$JAVA_HOME" && return 0
    jdk_javac=$(command -v javac || true)
    if [ -n "$jdk_javac" ]; then
        jdk_javac=$(readlink -f "$jdk_javac" 2>/dev/null || echo "$jdk_javac")
        jdk_accept "${jdk_javac%/bin/javac}" && return 0
    fi
    for jdk_folder in "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" \
        /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$jdk_folder" ] && jdk_accept "$jdk_folder" && return 0
    done
    echo "imagemirror needs a JDK 25 or newer: install one (for example Temurin 25) and set JAVA_HOME to its folder." >&2
    return 1
}

jdk_find
