/// Real servers for tests and the demo: started on free ports of 127.0.0.1, ready when a `start` method returns, and
/// ended with the JVM at the latest. [dev.imagemirror.servers.TestCluster] is the way in for a test that needs a
/// cluster.
@NullMarked
package dev.imagemirror.servers;

import org.jspecify.annotations.NullMarked;
