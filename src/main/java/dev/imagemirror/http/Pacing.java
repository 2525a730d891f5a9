package dev.imagemirror.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How fast each host may be asked, shared by everybody who asks it; one for the life of the process. Hosts know
/// nothing of each other: one that throttles holds up only those who want something of it. Safe for use by many
/// threads.
public final class Pacing {
    /// The longest wait that a worker spends waiting; for a longer one it is sent away.
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Hosts and accounts remembered; beyond it those that nothing is known of are forgotten.
    private static final int MAX_ENTRIES = 10_000;

    private final Ticker ticker;
    private final Duration patience;
    private final Map<Origin, HostPace> hosts = new ConcurrentHashMap<>();
    private final Map<Account, Pace> paces = new ConcurrentHashMap<>();

    /// @param holder compared by `equals`, never shown
    private record Account(Origin host, Object holder) {}

    public Pacing() {
        this(Ticker.SYSTEM, PATIENCE);
    }

    /// @param patience the longest wait that a worker spends waiting
    public Pacing(Ticker ticker, Duration patience) {
        this.ticker = ticker;
        this.patience = patience;
    }

    /// The pace at this host for this account.
    ///
    /// @param holder tells accounts apart by its `equals`; a credential
    public Pace at(Origin host, Object holder) {
        makeRoom();
        HostPace shared = hosts.computeIfAbsent(host, name -> new HostPace(name, ticker));
        return paces.computeIfAbsent(new Account(host, holder), account -> new Pace(shared, ticker, patience));
    }

    /// What hosts said of their quotas and may still be true, one entry for each host and account.
    public List<RateLimit> rateLimits() {
        return paces.values().stream()
                .flatMap(pace -> pace.rateLimit().stream())
                .toList();
    }

    private void makeRoom() {
        if (paces.size() >= MAX_ENTRIES) {
            paces.values().removeIf(Pace::isForgettable);
        }
        if (hosts.size() >= MAX_ENTRIES) {
            hosts.values().removeIf(host -> host.isForgettable() && !isUsed(host));
        }
    }

    private boolean isUsed(HostPace host) {
        return paces.values().stream().anyMatch(pace -> pace.isAt(host));
    }
}
