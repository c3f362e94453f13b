#!/usr/bin/env bash
# Guess:    a reader of RFC 3161 time stamps takes every fraction of a second: the standard asks that zeros at its end
#           be left out, so that a stamp to the millisecond has none to three digits.
# Seen:     @sigstore/core takes none or exactly three. Of the stamps of one server one in ten is an "invalid time", by
#           chance, and all are of a server that counts microseconds or tenths. Where it takes the fraction, it drops
#           it. Bouncy Castle, pkijs and OpenSSL read all of them.
# Versions: @sigstore/core 4.0.1, pkijs 4.0.0 (Node.js 20), Bouncy Castle 1.83 (JDK 17), OpenSSL 3.0 (the server, whose
#           clock is set here).
# Matters:  a test of stamped fax reports passes, and one report in ten is called damaged later.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'rm -rf "$work"' EXIT
cd "$work"
drivers org.bouncycastle:bcpkix-jdk18on:1.83
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" @sigstore/core@4.0.1 pkijs@4.0.0
cat > clock.c <<'E'
#include <stdlib.h>
#include <sys/time.h>
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    time->tv_sec = 1795998123;
    time->tv_usec = atoi(getenv("MICROSECONDS"));
    return 0;
}
E
gcc -shared -fPIC -o clock.so clock.c
cat > server.cnf <<'E'
[req]
distinguished_name = name
prompt = no
[name]
CN = Time
[stamps]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = server
[server]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
clock_precision_digits = 6
E
echo 01 > serial
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out server.pem -days 36500 -config server.cnf \
  -extensions stamps 2> req.log
echo "the fax report" > report
openssl ts -query -data report -sha256 -cert -out query 2> query.log
cat > Read.java <<'E'
import java.nio.file.*;
import org.bouncycastle.tsp.TimeStampResponse;
class Read {
    public static void main(String[] files) throws Exception {
        for (String file : files)
            System.out.println(new TimeStampResponse(Files.readAllBytes(Path.of(file))).getTimeStampToken()
                    .getTimeStampInfo().getGenTime().toInstant().toString().substring(11));
    }
}
E
cat > read.js <<'E'
const { readFileSync } = require('fs'), { RFC3161Timestamp } = require('@sigstore/core'), pkijs = require('pkijs')
for (const file of process.argv.slice(2)) {
  let time
  try {
    time = RFC3161Timestamp.parse(readFileSync(file)).signingTime.toISOString().slice(11)
  } catch (e) {
    time = e.message
  }
  const signed = new pkijs.SignedData({
    schema: pkijs.TimeStampResp.fromBER(new Uint8Array(readFileSync(file))).timeStampToken.content
  })
  const info = pkijs.TSTInfo.fromBER(signed.encapContentInfo.eContent.getValue())
  console.log(`${time}|${info.genTime.toISOString().slice(11)}`)
}
E
stamps=()
for microseconds in 0 500000 270000 271000 271828; do
  stamps+=("stamp.$microseconds")
  MICROSECONDS=$microseconds LD_PRELOAD=$work/clock.so openssl ts -reply -queryfile query -signer server.pem \
    -inkey key.pem -config server.cnf -out "stamp.$microseconds" 2> reply.log
  openssl ts -reply -in "stamp.$microseconds" -text 2>> reply.log | sed -n 's/^Time stamp: //p' >> openssl.out
  openssl ts -verify -queryfile query -in "stamp.$microseconds" -CAfile server.pem > verify.out 2>&1
done
java -cp 'lib/*' Read.java "${stamps[@]}" > bc.out
node read.js "${stamps[@]}" > node.out
paste -d'|' openssl.out bc.out node.out | sed 's/|/, Bouncy Castle /; s/|/, sigstore /; s/|/, pkijs /' | tee seen.out
diff seen.out - <<'E'
Nov 30 00:22:03 2026 GMT, Bouncy Castle 00:22:03Z, sigstore 00:22:03.000Z, pkijs 00:22:03.000Z
Nov 30 00:22:03.5 2026 GMT, Bouncy Castle 00:22:03.500Z, sigstore invalid time, pkijs 00:22:03.500Z
Nov 30 00:22:03.27 2026 GMT, Bouncy Castle 00:22:03.270Z, sigstore invalid time, pkijs 00:22:03.270Z
Nov 30 00:22:03.271 2026 GMT, Bouncy Castle 00:22:03.271Z, sigstore 00:22:03.000Z, pkijs 00:22:03.271Z
Nov 30 00:22:03.271828 2026 GMT, Bouncy Castle 00:22:03.271Z, sigstore invalid time, pkijs 00:22:03.271Z
E
echo "As recorded."
