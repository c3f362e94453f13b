package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.Verification;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Checks the signature of a report, what it covers, and its time stamp. Needs no network and trusts no certificate, unless the
 * options say so.
 */
public final class SignatureVerifier {

    /** What was found. */
    public static final class Checked {
        private final List<Verification> checks;
        private final Optional<SignatureLevel> level;
        private final byte[] revision;
        private final boolean isSigned;
        private final boolean isReadable;

        private Checked(
                List<Verification> checks,
                Optional<SignatureLevel> level,
                byte[] revision,
                boolean isSigned,
                boolean isReadable) {
            this.checks = List.copyOf(checks);
            this.level = level;
            this.revision = revision;
            this.isSigned = isSigned;
            this.isReadable = isReadable;
        }

        public List<Verification> checks() {
            return checks;
        }

        /** The level that the signature reaches; empty if there is none, or none that is valid. */
        public Optional<SignatureLevel> level() {
            return level;
        }

        /** Whether there is a signature, valid or not. */
        public boolean isSigned() {
            return isSigned;
        }

        /** The bytes of the file as they were signed, from which its contents are to be read; without a signature all. */
        public byte[] revision() {
            return revision.clone();
        }

        /** Whether the file is a PDF. */
        public boolean isReadable() {
            return isReadable;
        }
    }

    private final byte[] file;
    private final VerificationOptions options;
    private final List<Verification> checks = new ArrayList<>();

    private SignatureVerifier(byte[] file, VerificationOptions options) {
        this.file = file;
        this.options = options;
    }

    /** Checks a PDF. Any bytes may be given. */
    public static Checked verify(byte[] file) {
        return verify(file, VerificationOptions.NONE);
    }

    /** Checks a PDF, and what its signature must have. Any bytes may be given. */
    public static Checked verify(byte[] file, VerificationOptions options) {
        return new SignatureVerifier(file, options).run();
    }

    /**
     * Whether a signed report is what an earlier, unsigned or signed form of it is, with nothing but a signature and its
     * validation data added. Signatures are not checked.
     */
    public static boolean isSignedForm(byte[] signed, byte[] earlier) {
        try {
            Optional<SignedPdf> form = SignedPdf.of(signed);
            Optional<SignedPdf> before = SignedPdf.of(earlier);
            if (form.isEmpty()
                    || (form.get().isContinued()
                            && ValidationUpdate.behind(form.get()).isEmpty())) {
                return false;
            }
            if (before.isPresent()) {
                return MessageDigest.isEqual(form.get().content(), before.get().content());
            }
            SigningUpdate.check(earlier, form.get().revision());
            return form.get().begin() > earlier.length;
        } catch (IOException | SigningException | RuntimeException e) {
            return false;
        }
    }

    private Checked run() {
        Optional<SignedPdf> signed;
        try {
            signed = SignedPdf.of(file);
        } catch (SigningException e) {
            checks.add(new Verification(Verification.Result.NOT_MET, e.problem()));
            return new Checked(checks, Optional.empty(), file, true, true);
        } catch (IOException | RuntimeException e) {
            checks.add(Verification.notMet("verify.report.unreadable", String.valueOf(e.getMessage())));
            return new Checked(checks, Optional.empty(), file, false, false);
        }
        if (signed.isEmpty()) {
            if (options.signatureRequired()) {
                checks.add(Verification.notMet("verify.signature.required"));
            }
            return new Checked(checks, Optional.empty(), file, false, true);
        }
        Optional<SignatureLevel> level = Optional.empty();
        try {
            level = Optional.of(verify(signed.get()));
        } catch (SigningException e) {
            checks.add(new Verification(Verification.Result.NOT_MET, e.problem()));
        } catch (LinkageError e) {
            checks.add(Verification.notMet("verify.signature.no-library", String.valueOf(e.getMessage())));
        }
        boolean isMet = checks.stream().noneMatch(it -> it.result() == Verification.Result.NOT_MET);
        return new Checked(checks, level.filter(it -> isMet), signed.get().revision(), true, true);
    }

    private SignatureLevel verify(SignedPdf pdf) throws SigningException {
        CmsSignature cms = pdf.cms();
        cms.verify();
        checks.add(Verification.met("verify.signature.valid", Certificates.name(cms.certificate())));
        Optional<TimeStampToken> token = cms.token();
        Optional<TimeStamp> stamp =
                token.isPresent() ? Optional.of(TimeStamp.check(token.get(), cms.value())) : Optional.empty();
        Instant time = stamp.map(TimeStamp::time).orElseGet(pdf::claimed);
        Verification path = verifyPath(cms.path(), cms.certificates(), time, options.signers());
        if (stamp.isPresent()) {
            checks.add(path);
            List<X509Certificate> stamped = stamp.get().path();
            // Without its root the path of a stranger looks the same.
            checks.add(new Verification(
                    Certificates.isSelfSigned(stamped.get(stamped.size() - 1))
                                    || options.timeServers().pathTo(stamped).isPresent()
                            ? Verification.Result.MET
                            : Verification.Result.NOTE,
                    Message.of(
                            "verify.signature.time",
                            time,
                            Certificates.name(stamp.get().signer()))));
            checks.add(verifyPath(stamped, stamp.get().certificates(), time, options.timeServers()));
            Certificates.notValid(stamped, options.clock().instant())
                    .filter(it -> Certificates.isValidAt(it, time))
                    .ifPresent(it -> checks.add(Verification.note(
                            "verify.signature.time.ended",
                            Certificates.name(it),
                            it.getNotAfter().toInstant())));
        } else {
            checks.addAll(judgedNow(path, cms, time));
            checks.add(Verification.note("verify.signature.no-time", time));
        }
        verifyRevocation(cms.path(), stamp.map(TimeStamp::time), options.signers());
        stamp.ifPresent(it -> verifyRevocation(it.path(), Optional.of(it.time()), options.timeServers()));
        ValidationData data = verifyRest(pdf, cms, stamp);
        SignatureLevel level = level(cms, stamp, data, time);
        checks.add(Verification.note("verify.signature.level", level.text()));
        return level;
    }

    /**
     * Only the signer says when a signature without time stamp was made: with a key whose certificate has expired it may have
     * been made since.
     *
     * @param then the check of the path at the time that the signer claims
     */
    private List<Verification> judgedNow(Verification then, CmsSignature cms, Instant claimed) {
        Verification now =
                verifyPath(cms.path(), cms.certificates(), options.clock().instant(), options.signers());
        if (then.result() == Verification.Result.NOT_MET || now.result() != Verification.Result.NOT_MET) {
            return List.of(then);
        }
        return List.of(
                new Verification(Verification.Result.NOTE, then.text()),
                new Verification(
                        options.areTimeStampsExpected() ? Verification.Result.NOT_MET : Verification.Result.NOTE,
                        Message.of("verify.signature.path.now", now.text(), claimed)));
    }

    /** Each certificate signed by the next, and all of them valid at the time; and nothing beside them. */
    private static Verification verifyPath(
            List<X509Certificate> path, List<X509Certificate> all, Instant time, TrustedRoots roots) {
        X509Certificate last = path.get(path.size() - 1);
        String names = path.stream().map(Certificates::name).collect(Collectors.joining(" < "));
        Optional<X509Certificate> invalid = Certificates.notValid(path, time);
        boolean isForeign = all.stream().anyMatch(it -> isForeign(it, path, all));
        if (invalid.isPresent()) {
            return Verification.notMet("verify.signature.path.not-valid", Certificates.name(invalid.get()), time);
        } else if (isForeign) {
            return Verification.notMet("verify.signature.path.broken", names);
        } else if (!roots.isEmpty()) {
            return verifyTrust(path, names, time, roots);
        } else if (Certificates.isSelfSigned(last)) {
            return Verification.met("verify.signature.path", names, Certificates.sha256(last));
        } else {
            return Verification.note(
                    "verify.signature.path.open",
                    names,
                    Sanitizer.line(last.getIssuerX500Principal().getName(), 200),
                    Certificates.sha256(last));
        }
    }

    private static Verification verifyTrust(
            List<X509Certificate> path, String names, Instant time, TrustedRoots roots) {
        Optional<List<X509Certificate>> trusted = roots.pathTo(path);
        if (trusted.isEmpty()) {
            return Verification.notMet(
                    "verify.signature.path.untrusted",
                    names,
                    Certificates.sha256(path.get(path.size() - 1)),
                    roots.parameter());
        }
        X509Certificate anchor = trusted.get().get(trusted.get().size() - 1);
        if (!Certificates.isValidAt(anchor, time)) {
            return Verification.notMet("verify.signature.path.not-valid", Certificates.name(anchor), time);
        }
        return Certificates.brokenRule(trusted.get(), time)
                .map(it -> Verification.notMet("verify.signature.path.rule", names, it))
                .orElseGet(() -> Verification.met(
                        "verify.signature.path.trusted", names, Certificates.name(anchor), roots.parameter()));
    }

    /** As far up as it is known: what is trusted may be the signer itself, and can be revoked all the same. */
    private static List<X509Certificate> asked(List<X509Certificate> path, TrustedRoots roots) {
        return roots.pathTo(path)
                .filter(it ->
                        it.size() > path.size() || (it.size() > 1 && Certificates.isSelfSigned(it.get(it.size() - 1))))
                .orElse(path);
    }

    /** @param time of the time stamp; without one only the signer says when it was signed, and what is true now counts */
    private void verifyRevocation(List<X509Certificate> path, Optional<Instant> time, TrustedRoots roots) {
        if (options.revocation().isEmpty()) {
            return;
        }
        String name = Certificates.name(path.get(0));
        if (Certificates.isSelfSigned(path.get(0))) {
            checks.add(Verification.note(
                    "verify.signature.revocation-unknown",
                    name,
                    Message.of("signature.no-revocation-data", name, "-")));
            return;
        }
        RevocationCheck.Answer answer = options.revocation().get().ask(asked(path, roots), time);
        if (answer.revoked().isPresent()) {
            checks.add(Verification.notMet("verify.signature.revoked", name));
        } else if (answer.unknown().isPresent()) {
            checks.add(Verification.note(
                    "verify.signature.revocation-unknown",
                    name,
                    answer.unknown().get()));
        } else {
            checks.add(Verification.met("verify.signature.not-revoked", name));
        }
    }

    /** Whether the certificate does not belong there, or was changed: its issuer is there, by name, but did not sign it. */
    private static boolean isForeign(X509Certificate it, List<X509Certificate> path, List<X509Certificate> all) {
        boolean isIssued = Certificates.isSelfSigned(it) || all.stream().anyMatch(by -> Certificates.isIssued(it, by));
        boolean hasIssuer =
                all.stream().anyMatch(by -> by.getSubjectX500Principal().equals(it.getIssuerX500Principal()));
        return !isIssued && (hasIssuer || !path.contains(it));
    }

    /** What follows the signed bytes must be the validation data of this program, to the byte. */
    private ValidationData verifyRest(SignedPdf pdf, CmsSignature cms, Optional<TimeStamp> stamp)
            throws SigningException {
        if (!pdf.isContinued()) {
            checks.add(Verification.met("verify.signature.covers"));
            return new ValidationData(List.of(), List.of(), List.of());
        }
        Optional<ValidationData> data = ValidationUpdate.behind(pdf);
        if (data.isPresent() && isOf(data.get(), cms, stamp)) {
            checks.add(Verification.met(
                    "verify.signature.covers-but-data",
                    data.get().certificates().size(),
                    data.get().lists().size() + data.get().responses().size()));
            return data.get();
        }
        throw new SigningException(Message.of("verify.signature.added"));
    }

    private static boolean isOf(ValidationData data, CmsSignature cms, Optional<TimeStamp> stamp) {
        try {
            List<X509Certificate> stored = data.parsed();
            List<List<X509Certificate>> paths = new ArrayList<>();
            paths.add(Certificates.path(cms.certificate(), joined(cms.certificates(), stored)));
            stamp.ifPresent(it -> paths.add(Certificates.path(it.signer(), joined(it.certificates(), stored))));
            return data.isWhole(paths);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<X509Certificate> joined(List<X509Certificate> own, List<X509Certificate> stored) {
        return Stream.concat(own.stream(), stored.stream()).distinct().toList();
    }

    private SignatureLevel level(CmsSignature cms, Optional<TimeStamp> stamp, ValidationData data, Instant time)
            throws SigningException {
        if (stamp.isEmpty()) {
            return SignatureLevel.B;
        }
        boolean isComplete = !data.certificates().isEmpty();
        try {
            List<X509Certificate> stored = data.parsed();
            if (isComplete
                    && !(stored.containsAll(cms.path())
                            && stored.containsAll(stamp.get().path()))) {
                throw new SigningException(Message.of("verify.signature.added"));
            }
            for (List<X509Certificate> own :
                    List.of(cms.certificates(), stamp.get().certificates())) {
                List<X509Certificate> all = joined(own, stored);
                X509Certificate first = own == cms.certificates() ? cms.certificate() : own.get(0);
                ValidationData.Status status = data.status(Certificates.path(first, all), time);
                if (status == ValidationData.Status.REVOKED) {
                    throw new SigningException(Message.of("verify.signature.revoked", Certificates.name(first)));
                }
                isComplete &= status == ValidationData.Status.GOOD;
            }
        } catch (GeneralSecurityException e) {
            throw new SigningException(Message.of("verify.signature.added"), e);
        }
        return isComplete ? SignatureLevel.LT : SignatureLevel.T;
    }
}
