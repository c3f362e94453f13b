package io.github.faxnummer.provider.faxnummerde;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseDecoderTest {

    private final ResponseDecoder decoder = new ResponseDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WR_Status=ok\nWR_Request_UUID=a-1\nX=",
                "WR_Status=ok\r\nWR_Request_UUID=a-1\r\nX=\r\n",
                "WR_Status=ok\rWR_Request_UUID=a-1\rX=\r",
                "\n\n  WR_Status = ok  \n\n\tWR_Request_UUID\t=\ta-1\t\nX=\n\n",
                "WR_Status=\"ok\"\nWR_Request_UUID=\"a-1\"\nX=\"\"",
                "WR_Status=\"ok\";\nWR_Request_UUID=\"a-1\" ; \nX=\"\";\n",
                "WR_Status=ok;\nWR_Request_UUID=a-1;\nX=;",
                "WR_Status: ok\nWR_Request_UUID: a-1\nX:",
                "WR_Status:ok\r\nWR_Request_UUID :a-1\r\nX: \r\n",
                "WR_Status=ok&WR_Request_UUID=a-1&X=",
                "WR_Status=%6Fk&WR_Request_UUID=a%2D1&X=+\r\n",
                "{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"a-1\",\"X\":\"\"}",
                " { \"WR_Status\" : \"ok\" ,\n \"WR_Request_UUID\" : \"a\\u002d1\", \"X\": null } ",
                "<r><WR_Status>ok</WR_Status><WR_Request_UUID>a-1</WR_Request_UUID><X/></r>",
                "<?xml version=\"1.0\"?><r> <x><WR_Status><![CDATA[ok]]></WR_Status></x>\n<WR_Request_UUID> a<!-- -->&#45;1\n</WR_Request_UUID><X></X>\n</r>\n",
            })
    void decodesEveryFormatInOrder(String written) throws Exception {
        assertThat(fields(written))
                .containsExactly(entry("WR_Status", "ok"), entry("WR_Request_UUID", "a-1"), entry("X", ""));
    }

    @Test
    void allowsSeparatorsInValues() throws Exception {
        assertThat(fields("WR_Status=failed\nWR_Comment=a=b: c; \"d\" & e {<\n"))
                .containsEntry("WR_Comment", "a=b: c; \"d\" & e {<");
        assertThat(fields("WR_Status: failed\nWR_Comment: \"a=b\";")).containsEntry("WR_Comment", "\"a=b\";");
        assertThat(fields("WR_Status=failed&WR_Comment=a%26b%3Dc+d%2B%C3%A4")).containsEntry("WR_Comment", "a&b=c d+ä");
    }

    @Test
    void stripsOnePairOfQuotes() throws Exception {
        assertThat(fields("WR_Status=ok\nA=\"\"x\"\"\nB=\"\nC=\"x\nD=x\""))
                .contains(entry("A", "\"x\""), entry("B", "\""), entry("C", "\"x"), entry("D", "x\""));
    }

    @Test
    void keepsUnknownFields() throws Exception {
        assertThat(fields("WR_Status=ok\nWR_Price=0.05\nfoo_1=bar"))
                .containsEntry("WR_Price", "0.05")
                .containsEntry("foo_1", "bar");
    }

    @Test
    void comparesNamesCaseSensitively() throws Exception {
        assertThatThrownBy(() -> fields("wr_status=ok\nWR_STATUS=ok"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessage("protocol.no-status");
        assertThat(fields("WR_Status=ok\nwr_status=failed"))
                .containsEntry("WR_Status", "ok")
                .containsEntry("wr_status", "failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "OK", "Ok"})
    void ignoresCaseOfOk(String status) throws Exception {
        assertThat(decode("WR_Status=" + status).isOk()).isTrue();
        assertThat(decode("WR_Status=" + status).isFailed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "FAILED", "FaIlEd"})
    void ignoresCaseOfFailed(String status) throws Exception {
        assertThat(decode("WR_Status=" + status).isOk()).isFalse();
        assertThat(decode("WR_Status=" + status).isFailed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "okay", "o k", "not ok", "\u00F6k", "true", "1"})
    void treatsOtherStatusAsNeitherOkNorFailed(String status) throws Exception {
        assertThat(decode("WR_Status=" + status).isOk()).isFalse();
        assertThat(decode("WR_Status=" + status).isFailed()).isFalse();
    }

    @Test
    void readsStatusInTurkishLocale() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(decode("WR_Status=FAILED").isFailed()).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void usesCharsetOfHeaderForDecoding() throws Exception {
        assertThat(decoded("WR_Status=ok\nX=äöü€", Charset.forName("windows-1252")))
                .containsEntry("X", "äöü€");
        assertThat(decoded("WR_Status=ok\nX=ä€", UTF_16)).containsEntry("X", "ä€");
        assertThat(decoded("<r><WR_Status>ok</WR_Status><X>ä</X></r>", ISO_8859_1))
                .containsEntry("X", "ä");
        assertThat(decoder.decode("WR_Status=ok&X=%E4".getBytes(UTF_8), Optional.of(ISO_8859_1))
                        .fields())
                .containsEntry("X", "ä");
    }

    @Test
    void fallsBackToUtf8ThenLatin1() throws Exception {
        assertThat(fields("WR_Status=ok\nX=ä€")).containsEntry("X", "ä€");
        assertThat(decoder.decode("WR_Status=ok\nX=ä".getBytes(ISO_8859_1), Optional.empty())
                        .fields())
                .containsEntry("X", "ä");
        assertThat(fields("WR_Status=ok&X=%E4")).containsEntry("X", "ä");
    }

    @Test
    void readsInvalidUtf8AsLatin1() throws Exception {
        assertThat(decoder.decode("WR_Status=ok\nX=ä".getBytes(ISO_8859_1), Optional.of(UTF_8))
                        .fields())
                .containsEntry("X", "ä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WR_Status=ok\nX=ä", "{\"WR_Status\":\"ok\",\"X\":\"ä\"}", "WR_Status=ok&X=%C3%A4"})
    void prefersByteOrderMarkToHeader(String written) throws Exception {
        byte[] body = ("\uFEFF" + written).getBytes(UTF_8);
        assertThat(decoder.decode(body, Optional.empty()).fields())
                .containsExactly(entry("WR_Status", "ok"), entry("X", "ä"));
        assertThat(decoder.decode(("\uFEFF" + written.replace("%C3%A4", "ä")).getBytes(UTF_8), Optional.of(ISO_8859_1))
                        .fields())
                .containsEntry("X", "ä");
    }

    @Test
    void keepsByteOrderMarkInsideValue() throws Exception {
        assertThat(fields("WR_Status=ok&X=%EF%BB%BFa")).containsEntry("X", "\uFEFFa");
        assertThat(fields("WR_Status=ok\nX=\uFEFFa")).containsEntry("X", "\uFEFFa");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \r\n ",
                "\uFEFF",
                "OK",
                "faxsend-acc-1",
                "WR_Request_UUID=a-1",
                "<!DOCTYPE html><html><head><title>x</title></head><body>WR_Status=ok</body></html>",
                "<html><body><p>WR_Status=ok<br>WR_Request_UUID=a-1</p></body></html>",
                "<html><body><p>WR_Status=ok</p></body></html>",
                "{",
                "{}",
                "[]",
                "[{\"WR_Status\":\"ok\"}]",
                "\"WR_Status=ok\"",
                "null",
                "{\"WR_Status\":\"ok\"",
                "{\"WR_Status\":\"ok",
                "{\"WR_Status\":\"ok\"}}",
                "{\"WR_Status\":\"ok\"} WR_Status=ok",
                "{\"WR_Status\":{\"WR_Status\":\"ok\"}}",
                "{\"WR_Status\":[\"ok\"]}",
                "{\"WR_Status\":\"ok\",\"WR_DataList\":[{\"Status\":\"DONE-OK\"}]}",
                "{'WR_Status':'ok'}",
                "<r>",
                "<r><WR_Status>ok</WR_Status>",
                "<r><WR_Status>ok</r>",
                "<r><WR_Status>ok</WR_Status></r><r/>",
                "<r><WR_Status><b>ok</b></WR_Status></r>",
                "<r WR_Status=\"ok\"/>",
                "<r><!-- <WR_Status>ok</WR_Status> --></r>",
                "WR_Status=ok&X=%",
                "WR_Status=ok&X=%zz",
            })
    void rejectsResponseWithoutStatus(String written) {
        assertThatThrownBy(() -> fields(written)).isInstanceOf(MalformedResponseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x \"ok\">]><r><WR_Status>&x;</WR_Status></r>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><WR_Status>ok</WR_Status><X>&x;</X></r>",
                "<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/evil.dtd\"><r><WR_Status>ok</WR_Status></r>",
                "<!DOCTYPE r [<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;]><r><WR_Status>ok</WR_Status></r>",
                "<!DOCTYPE r><r><WR_Status>ok</WR_Status></r>",
                "<r><WR_Status>&ok;</WR_Status></r>",
                "<r><WR_Status>ok</WR_Status><X>&x;</X></r>",
            })
    void rejectsXmlWithDtdOrEntities(String written) {
        assertThatThrownBy(() -> fields(written)).isInstanceOf(MalformedResponseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html><table><th>a</th><th>b</th></table></html>",
                "<HTML lang=\"de\"><p>WR_Status=ok</p></HTML>",
                "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><p>a</p><p>b</p></html>"
            })
    void reportsWebPageAsSuch(String written) {
        assertThatThrownBy(() -> fields(written))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessage("protocol.html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WR_Status=ok\nWR_Status=failed",
                "WR_Status: failed\nWR_Status: ok",
                "WR_Status=ok&WR_Status=failed",
                "{\"WR_Status\":\"ok\",\"WR_Status\":\"failed\"}",
                "<r><WR_Status>ok</WR_Status><WR_Status>failed</WR_Status></r>",
                "WR_Status=ok\nWR_Request_UUID=a\nWR_Request_UUID=b",
            })
    void rejectsFieldWithTwoValues(String written) {
        assertThatThrownBy(() -> fields(written))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessage("protocol.twice");
    }

    @Test
    void acceptsRepeatedEqualField() throws Exception {
        assertThat(fields("WR_Status=ok\nWR_Status=\"ok\";")).containsExactly(entry("WR_Status", "ok"));
    }

    @Test
    void keepsJsonNumbersAndBooleansAsWritten() throws Exception {
        assertThat(fields("{\"WR_Status\":\"ok\",\"A\":1,\"B\":1.50,\"C\":true}"))
                .contains(entry("A", "1"), entry("B", "1.50"), entry("C", "true"));
    }

    @Test
    void readsListEntriesInOrder() throws Exception {
        assertThat(decode("WR_Status=ok\nWR_DataList_2_Status=NEW\nWR_DataList_ObjectCount=2\n"
                                + "WR_DataList_1_Status=RETRY\nWR_DataList_1_A_B=c")
                        .entries())
                .containsExactly(Map.of("Status", "RETRY", "A_B", "c"), Map.of("Status", "NEW"));
    }

    @Test
    void sharesFieldNamesBetweenEntries() throws Exception {
        String list = "WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_ConnectionDuration=40\n";
        String one = decode(list).entries().get(0).keySet().iterator().next();
        String other = decode(list).entries().get(0).keySet().iterator().next();
        assertThat(one).isEqualTo("ConnectionDuration").isSameAs(other);
    }

    @Test
    void requiresNumberAndNameInEntryField() throws Exception {
        assertThat(decode("WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1=a\nWR_DataList_1_=b\n"
                                + "WR_DataList__Status=c\nWR_DataList_1a_Status=d\nWR_DataList_1_Status=NEW")
                        .entries())
                .containsExactly(Map.of("Status", "NEW"));
    }

    @Test
    void readsEntriesWithDifferentFields() throws Exception {
        assertThat(decode("""
                                WR_Status=ok
                                WR_DataList_ObjectCount=4
                                WR_DataList_1_Status=NEW
                                WR_DataList_1_X=1
                                WR_DataList_2_X=2
                                WR_DataList_2_Status=RETRY
                                WR_DataList_3_Stat=a
                                WR_DataList_3_StatusX=b
                                WR_DataList_1_Y=3
                                WR_DataList_4_X=
                                WR_DataList_1_Z=4
                                """).entries())
                .containsExactly(
                        Map.of("Status", "NEW", "X", "1", "Y", "3", "Z", "4"),
                        Map.of("X", "2", "Status", "RETRY"),
                        Map.of("Stat", "a", "StatusX", "b"),
                        Map.of("X", ""));
    }

    @Test
    void readsEntriesInAnyOrder() throws Exception {
        assertThat(decode("WR_Status=ok\nWR_DataList_ObjectCount=4\nWR_DataList_1_A=1\nWR_DataList_3_A=3\n"
                                + "WR_DataList_4_A=4\nWR_DataList_2_A=2\nWR_DataList_3_B=x\nWR_DataList_2_A=2")
                        .entries())
                .containsExactly(Map.of("A", "1"), Map.of("A", "2"), Map.of("A", "3", "B", "x"), Map.of("A", "4"));
    }

    @Test
    void rejectsEntryFieldWithTwoValues() {
        assertThatThrownBy(() -> fields("WR_Status=ok\nWR_DataList_ObjectCount=2\nWR_DataList_1_A=1\n"
                        + "WR_DataList_2_A=1\nWR_DataList_1_A=2"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessage("protocol.twice");
    }

    @Test
    void limitsFieldsOfEntry() throws Exception {
        StringBuilder text = new StringBuilder("WR_Status=ok\nWR_DataList_ObjectCount=1\n");
        for (int i = 1; i <= 100; i++) {
            text.append("WR_DataList_1_X").append(i).append('=').append(i).append('\n');
        }
        assertThat(decode(text.toString()).entries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry).hasSize(100).containsEntry("X1", "1").containsEntry("X100", "100"));
        assertThatThrownBy(() -> decode(text + "WR_DataList_1_Y=1"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessage("protocol.many-fields-of-entry");
    }

    @Test
    void keepsReplacementCharacter() throws Exception {
        assertThat(fields("WR_Status=ok\nX=ä\uFFFDß")).containsEntry("X", "ä\uFFFDß");
    }

    @Test
    void readsEmptyList() throws Exception {
        assertThat(decode("WR_Status=ok\nWR_DataList_ObjectCount=0").entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing announced
                "WR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=1",
                "WR_DataList_ObjectCount=2\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_1_Status=DONE-OK\nWR_DataList_2_Status=DONE-OK",
                "WR_DataList_ObjectCount=0\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_2_Status=DONE-OK",
                "WR_DataList_ObjectCount=2\nWR_DataList_1_Status=DONE-OK\nWR_DataList_3_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_0_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_01_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_1_Status=DONE-OK\nWR_DataList_0_Status=DONE-ERROR",
                "WR_DataList_ObjectCount=1\nWR_DataList_1_Status=DONE-OK\nWR_DataList_02_Status=DONE-ERROR",
                "WR_DataList_ObjectCount=1\nWR_DataList_1_Status=DONE-OK\nWR_DataList_9999999999_Status=DONE-ERROR",
                "WR_DataList_ObjectCount=-1",
                "WR_DataList_ObjectCount=x\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=99999999999999999999\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=2147483647",
                "WR_DataList_ObjectCount=4294967297\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_999999999_Status=DONE-OK",
            })
    void rejectsCountThatDiffersFromEntries(String list) throws Exception {
        DecodedResponse answer = decode("WR_Status=ok\n" + list);
        assertThatThrownBy(answer::entries).isInstanceOf(MalformedResponseException.class);
    }

    @ParameterizedTest
    @Timeout(10)
    @ValueSource(
            strings = {
                "{", "[", "{\"a\":", "{\"a\":\"", "[{", "<", "<a>", "<a b=\"", "<![CDATA[", "<!--", "&", "a&", "a=&",
                        "=", ":",
                " ", "\n", "a", "\"", "a=\"", "%", "&amp;", "\u0000", "]]>", "<?", "WR_", "a ", "\t\u00a0", ";", "0"
            })
    void rejectsLargeNonsenseQuickly(String part) {
        String nonsense = part.repeat(200_000 / part.length());
        for (String written : new String[] {nonsense, "{\"WR_Statu\":" + nonsense, "<r>" + nonsense, "a=" + nonsense}) {
            assertThatThrownBy(() -> fields(written)).isInstanceOf(MalformedResponseException.class);
        }
    }

    private Map<String, String> fields(String written) throws MalformedResponseException {
        return decode(written).fields();
    }

    private DecodedResponse decode(String written) throws MalformedResponseException {
        return decoder.decode(written.getBytes(UTF_8), Optional.empty());
    }

    private Map<String, String> decoded(String written, Charset charset) throws MalformedResponseException {
        return decoder.decode(written.getBytes(charset), Optional.of(charset)).fields();
    }
}
