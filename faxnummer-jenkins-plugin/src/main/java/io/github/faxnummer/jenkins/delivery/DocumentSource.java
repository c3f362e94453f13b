package io.github.faxnummer.jenkins.delivery;

import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.AgentOfflineException;
import io.github.faxnummer.jenkins.agent.AgentRemovedException;
import io.github.faxnummer.jenkins.agent.AgentTimeoutException;
import io.github.faxnummer.jenkins.agent.DocumentUpload;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.pdf.PdfLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.util.SystemProperties;
import org.jspecify.annotations.Nullable;

/** The source of a delivery's documents, and how long it waits for the agent that has them. */
final class DocumentSource implements AutoCloseable {

    private static final int DEFAULT_AGENT_TIMEOUT = 300;

    private final DocumentUpload upload;
    private final Consumer<String> console;
    private volatile @Nullable Instant missedSince;

    DocumentSource(Path folder, Consumer<String> console) {
        upload = new DocumentUpload(folder);
        this.console = console;
    }

    /** Whether the agent is not connected. */
    boolean isAgentMissed() {
        return missedSince != null;
    }

    void agentAnswered() {
        missedSince = null;
    }

    /** True if the agent is missed for too long. */
    boolean missAgent(Instant now, String node) {
        Instant before = missedSince;
        Instant since = before == null ? now : before;
        missedSince = since;
        if (before == null) {
            console.accept(Messages.DeliveryTask_agentAway(node));
        }
        return Duration.between(since, now).toSeconds()
                >= SystemProperties.getInteger(DeliveryTask.AGENT_TIMEOUT, DEFAULT_AGENT_TIMEOUT);
    }

    boolean has(String document) {
        return upload.content(document).isPresent();
    }

    DocumentContent content(String document) {
        return upload.content(document).orElseThrow(() -> new IllegalStateException("The document is not fetched."));
    }

    /** Fetches a document. Afterwards it is there, or the agent is missed. The reason, if it never can be had. */
    Optional<Message> fetch(Workspace workspace, Document document, Instant now)
            throws IOException, InterruptedException {
        String node = workspace.node();
        try {
            upload.fetch(
                    workspace,
                    document,
                    FaxnummerConfiguration.get().limits().value().orElse(PdfLimits.DEFAULT));
        } catch (AgentOfflineException e) {
            if (!missAgent(now, e.node())) {
                return Optional.empty();
            }
            agentAnswered();
            return Optional.of(Message.of("delivery.agent-gone", e.node()));
        } catch (AgentRemovedException e) {
            agentAnswered();
            return Optional.of(Message.of("delivery.agent-gone", node));
        } catch (AgentTimeoutException e) {
            agentAnswered();
            return Optional.of(Message.of("delivery.agent-timeout", node));
        }
        agentAnswered();
        return Optional.empty();
    }

    /** Deletes the copy of the document. */
    @Override
    public void close() {
        upload.close();
    }
}
