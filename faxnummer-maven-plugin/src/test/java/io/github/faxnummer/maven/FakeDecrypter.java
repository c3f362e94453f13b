package io.github.faxnummer.maven;

import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** Reads {@code {secret}} as {@code secret}, and finds a problem with every {@code {broken}}, which it leaves as it is. */
final class FakeDecrypter implements SettingsDecrypter {

    private static final String BROKEN = "{broken}";

    @Override
    public SettingsDecryptionResult decrypt(SettingsDecryptionRequest request) {
        List<Server> servers = request.getServers().stream().map(Server::clone).toList();
        servers.forEach(server -> server.setPassword(plain(server.getPassword())));
        List<Proxy> proxies = request.getProxies().stream().map(Proxy::clone).toList();
        proxies.forEach(proxy -> proxy.setPassword(plain(proxy.getPassword())));
        boolean broken = Stream.concat(
                        servers.stream().map(Server::getPassword),
                        proxies.stream().map(Proxy::getPassword))
                .anyMatch(BROKEN::equals);
        return new Result(servers, proxies, broken ? List.of(problem()) : List.of());
    }

    private static String plain(String password) {
        return password == null ? "" : password.equals(BROKEN) ? password : password.replaceAll("[{}]", "");
    }

    private static SettingsProblem problem() {
        return new DefaultSettingsProblem(
                "cannot be decrypted", SettingsProblem.Severity.ERROR, "settings.xml", -1, -1, null);
    }

    private record Result(List<Server> servers, List<Proxy> proxies, List<SettingsProblem> problems)
            implements SettingsDecryptionResult {

        @Override
        public Server getServer() {
            return servers.get(0);
        }

        @Override
        public List<Server> getServers() {
            return servers;
        }

        @Override
        public Proxy getProxy() {
            return proxies.get(0);
        }

        @Override
        public List<Proxy> getProxies() {
            return proxies;
        }

        @Override
        public List<SettingsProblem> getProblems() {
            return problems;
        }
    }
}
