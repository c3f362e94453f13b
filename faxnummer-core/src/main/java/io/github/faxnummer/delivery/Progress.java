package io.github.faxnummer.delivery;

import io.github.faxnummer.client.Refusal;
import io.github.faxnummer.text.Text;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/** How far one transmission is, with what is known in that state and nothing else. */
public sealed interface Progress extends Serializable {

    Outcome outcome();

    /** The provider's job, from the moment it is known. */
    default Optional<Job> job() {
        return Optional.empty();
    }

    /** Why it ended as it did, where the provider's status does not say it. */
    default Optional<Text> reason() {
        return Optional.empty();
    }

    /**
     * To be submitted.
     *
     * @param attempts attempts before this one, all of which certainly sent nothing
     * @param notBefore when to submit it at the earliest
     */
    record Planned(int attempts, Instant notBefore) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.PLANNED;
        }
    }

    /**
     * Written down before the request leaves. Whoever finds this after a crash knows: unknown, never submit again.
     *
     * @param attempts attempts before this one, all of which certainly sent nothing
     */
    record Submitting(int attempts, Instant since) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.SUBMITTING;
        }
    }

    /**
     * Accepted and under way.
     *
     * @param askAt when to ask for its status next
     * @param asked how often the provider was asked
     * @param refusals how often in a row the provider refused to tell
     */
    record Submitted(Job accepted, Instant askAt, int asked, int refusals) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.SUBMITTED;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(accepted);
        }
    }

    /** Finished: {@code DONE-OK} if every fax of the job is, else {@code DONE-ERROR}. */
    record Done(Job finished) implements Progress {
        @Override
        public Outcome outcome() {
            return finished.isDelivered() ? Outcome.DONE_OK : Outcome.DONE_ERROR;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(finished);
        }
    }

    /** The deadline came first. */
    record TimedOut(Job unfinished) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.TIMED_OUT;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(unfinished);
        }

        @Override
        public Optional<Text> reason() {
            return Optional.of(Text.of("delivery.timed-out"));
        }
    }

    /** The provider has the job but refuses to tell about it. */
    record Untold(Job accepted, Refusal refusal) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.UNKNOWN;
        }

        @Override
        public Optional<Job> job() {
            return Optional.of(accepted);
        }

        @Override
        public Optional<Text> reason() {
            return Optional.of(Text.of("delivery.untold", refusal.text()));
        }
    }

    /** Not accepted. */
    record Rejected(Refusal refusal) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.REJECTED;
        }

        @Override
        public Optional<Text> reason() {
            return Optional.of(refusal.text());
        }
    }

    /**
     * The request may have left, and no answer says what became of it.
     *
     * @param at when it left, or was about to
     */
    record Unknown(Text why, Instant at) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.UNKNOWN;
        }

        @Override
        public Optional<Text> reason() {
            return Optional.of(why);
        }
    }

    /** Certainly not sent. */
    record NotSent(Text why) implements Progress {
        @Override
        public Outcome outcome() {
            return Outcome.NOT_SENT;
        }

        @Override
        public Optional<Text> reason() {
            return Optional.of(why);
        }
    }
}
