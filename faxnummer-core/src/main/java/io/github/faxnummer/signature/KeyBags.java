package io.github.faxnummer.signature;

import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;

/** The keys of a PKCS#12 file. The JDK shows only one of several that have the same name. */
final class KeyBags {

    private KeyBags() {}

    /**
     * How many encrypted keys there are, without those in safes that are encrypted themselves.
     *
     * @throws IllegalArgumentException or another runtime exception if it cannot be read
     */
    static long count(byte[] file) {
        ASN1Encodable safes = Pfx.getInstance(file).getAuthSafe().getContent();
        return Stream.of(AuthenticatedSafe.getInstance(octets(safes)).getContentInfo())
                .filter(it -> it.getContentType().equals(PKCSObjectIdentifiers.data))
                .map(ContentInfo::getContent)
                .flatMap(it -> Stream.of(ASN1Sequence.getInstance(octets(it)).toArray()))
                .map(SafeBag::getInstance)
                .filter(it -> it.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag))
                .count();
    }

    private static byte[] octets(ASN1Encodable content) {
        return ASN1OctetString.getInstance(content).getOctets();
    }
}
