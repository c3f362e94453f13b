package io.github.faxnummer.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Toxic proxies in a process of their own, as in reality a network is nothing of the program's. It needs no class but the
 * JDK's and this package's. A line in, a line out:
 *
 * <pre>
 * open TARGET-PORT TOXIC...   its port; a toxic for each of the first connections, as Toxic writes it
 * connections PORT            how many there were
 * held PORT                   how many are held
 * delivered PORT              what clients were given: NUMBER:BASE64...
 * close PORT                  ok
 * </pre>
 *
 * It ends with its input.
 */
public final class FaultyProxyMain {

    private final Map<String, FaultyProxy> proxies = new HashMap<>();

    private FaultyProxyMain() {}

    public static void main(String[] args) throws IOException {
        FaultyProxyMain main = new FaultyProxyMain();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(main.answer(List.of(line.split(" ", -1))));
        }
    }

    private String answer(List<String> words) throws IOException {
        if (words.get(0).equals("open")) {
            FaultyProxy proxy = new FaultyProxy(
                    Integer.parseInt(words.get(1)),
                    words.stream().skip(2).map(FaultyProxy.Toxic::parse).toList());
            String port = String.valueOf(proxy.port());
            proxies.put(port, proxy);
            return port;
        }
        FaultyProxy proxy = proxies.get(words.get(1));
        if (proxy == null) {
            return "no such port";
        }
        return switch (words.get(0)) {
            case "connections" -> String.valueOf(proxy.connections());
            case "held" -> String.valueOf(proxy.held());
            case "delivered" ->
                proxy.delivered().stream()
                        .map(it -> it.connection() + ":"
                                + Base64.getEncoder().encodeToString(it.text().getBytes(UTF_8)))
                        .collect(Collectors.joining(" "));
            case "close" -> {
                proxies.remove(words.get(1)).close();
                yield "ok";
            }
            default -> "no such command";
        };
    }

    /** The delivered in an answer. */
    static List<FaultyNetwork.Delivered> delivered(String answer) {
        return Arrays.stream(answer.split(" ", -1))
                .filter(it -> !it.isEmpty())
                .map(it -> it.split(":", 2))
                .map(it -> new FaultyNetwork.Delivered(
                        Integer.parseInt(it[0]), new String(Base64.getDecoder().decode(it[1]), UTF_8)))
                .toList();
    }
}
