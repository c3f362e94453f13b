package io.github.faxnummer.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.faxnummerde.FaxnummerApi;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Clients that go through Jenkins' proxy: one for each account and endpoint, for as long as it is used. */
@Extension
public final class ClientPool {

    /** Where requests go unless the global configuration names another endpoint. */
    public static final Endpoint DEFAULT_ENDPOINT = FaxnummerApi.ENDPOINT;

    private static final Duration KEPT = Duration.ofMinutes(2);

    /** Identifies a client. Contains secrets and is never shown. */
    private record Key(Endpoint endpoint, String login, Secret secret, Optional<HttpProxy> proxy) {
        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    private static final class Entry {
        private final FaxProvider client;
        private int uses;
        private long lastUse = System.nanoTime();

        Entry(FaxProvider client) {
            this.client = client;
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();

    public static ClientPool get() {
        return ExtensionList.lookupSingleton(ClientPool.class);
    }

    /** A client in use. */
    public final class Lease implements AutoCloseable {
        private final Entry entry;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        public FaxProvider client() {
            return entry.client;
        }

        @Override
        public void close() {
            release(entry);
        }
    }

    public Lease open(AccountCredentials.Found found, Endpoint endpoint) {
        Key key = new Key(endpoint, found.account().login(), found.secret(), proxy(endpoint));
        synchronized (this) {
            Entry entry = entries.computeIfAbsent(
                    key,
                    it -> new Entry(FaxnummerClient.builder(found.account())
                            .endpoint(endpoint)
                            .proxy(it.proxy())
                            .build()));
            entry.uses++;
            return new Lease(entry);
        }
    }

    /** Closes unused clients; recently used ones only if they will not be used again. */
    public synchronized void clean(boolean isIdle) {
        long now = System.nanoTime();
        entries.values().removeIf(entry -> {
            boolean unused = entry.uses == 0 && (isIdle || now - entry.lastUse > KEPT.toNanos());
            if (unused) {
                entry.client.close();
            }
            return unused;
        });
    }

    private synchronized void release(Entry entry) {
        entry.uses--;
        entry.lastUse = System.nanoTime();
    }

    /**
     * Jenkins' proxy, unless the endpoint's host is excluded. Core does not use it for plain HTTP to
     * loopback.
     */
    private static Optional<HttpProxy> proxy(Endpoint endpoint) {
        ProxyConfiguration configuration = Jenkins.get().getProxy();
        if (configuration == null
                || !(configuration.createProxy(endpoint.host()).address() instanceof InetSocketAddress address)) {
            return Optional.empty();
        }
        String user = configuration.getUserName();
        String password = Secret.toString(configuration.getSecretPassword());
        return Optional.of(
                new HttpProxy(address.getHostString(), address.getPort(), user == null ? "" : user, password));
    }
}
