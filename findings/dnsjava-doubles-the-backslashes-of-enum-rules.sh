#!/usr/bin/env bash
# Guess:    the rule of an ENUM record (NAPTR), which turns a telephone number into an address, is the same text in each
#           DNS library, to be applied as it is.
# Seen:     getRegexp() of dnsjava, and the JDK's JNDI, hand out the notation of zone files, where each backslash is
#           two. The rule "!^\+4930(.*)$!...\1!", as Node.js and dns-packet give it, then asks for backslashes in the
#           number, and no number fits.
# Versions: dnsjava 3.6.3, JDK 17, Node.js 20, dns-packet 5.6.1 (the server is in the script).
# Matters:  rules without a backslash work ("!^.*$!...!"), so that a test passes; the fax to a number whose rule has an
#           escaped plus or a group finds no server.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$support/databases.sh"
drivers dnsjava:dnsjava:3.6.3 > maven.log
npm install --silent --no-audit --no-fund --prefix "$work" --cache "$work/npm" dns-packet@5.6.1
cat > Enum.java <<'E'
import java.util.*;
import javax.naming.directory.InitialDirContext;
import org.xbill.DNS.*;
class Enum {
    public static void main(String[] args) throws Exception {
        var lookup = new Lookup(args[1], Type.NAPTR);
        var resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(Integer.parseInt(args[0]));
        lookup.setResolver(resolver);
        System.out.println(((NAPTRRecord) lookup.run()[0]).getRegexp());
        var settings = new Hashtable<>(Map.of(
                "java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory",
                "java.naming.provider.url", "dns://127.0.0.1:" + args[0]));
        var records = new InitialDirContext(settings).getAttributes(args[1], new String[] {"NAPTR"}).get("NAPTR");
        System.out.println(((String) records.get()).split(" ")[4]);
    }
}
E
cat > enum.js <<'E'
const { createSocket } = require('dgram'), { Resolver } = require('dns').promises, packet = require('dns-packet')
const run = require('util').promisify(require('child_process').execFile)
const rule = process.argv[2], name = '6.1.0.5.2.1.3.2.0.3.9.4.e164.arpa'
const text = value => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
// One NAPTR record: order 100, preference 10, no replacement.
const data = Buffer.concat([Buffer.from([0, 100, 0, 10]), text('u'), text('E2U+fax:tel'), text(rule), Buffer.from([0])])
function answer(query) {
  let end = 12
  while (query[end]) end += query[end] + 1
  const head = Buffer.from([query[0], query[1], 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0])
  const record = Buffer.from([0xc0, 12, 0, 35, 0, 1, 0, 0, 0, 60, 0, data.length])
  return Buffer.concat([head, query.subarray(12, end + 5), record, data])
}
function print(library, rule) {
  const [, pattern, target] = rule.replace(/^"|"$/g, '').split('!'), number = '+493023125016'
  const result = new RegExp(pattern).test(number)
    ? number.replace(new RegExp(pattern), target.replace(/\\(\d)/g, '$$$1'))
    : 'no match'
  console.log(`${library}: ${rule} -> ${result}`)
}
const server = createSocket('udp4')
server.on('message', (query, from) => server.send(answer(query), from.port, from.address))
server.bind(0, '127.0.0.1', async () => {
  const { port } = server.address(), resolver = new Resolver()
  resolver.setServers([`127.0.0.1:${port}`])
  print('Node.js', (await resolver.resolveNaptr(name))[0].regexp)
  const query = packet.encode({ type: 'query', id: 1, questions: [{ type: 'NAPTR', name }] })
  print('dns-packet', packet.decode(answer(query)).answers[0].data.regexp)
  const java = (await run('java', ['-cp', 'lib/*', 'Enum.java', port, name])).stdout.split('\n')
  print('dnsjava', java[0])
  print('JNDI', java[1])
  server.close()
})
E
for rule in '!^.*$!tel:+493023125016!' '!^\+4930(.*)$!tel:+4930\1!'; do node enum.js "$rule"; done | tee seen.out
diff seen.out - <<'E'
Node.js: !^.*$!tel:+493023125016! -> tel:+493023125016
dns-packet: !^.*$!tel:+493023125016! -> tel:+493023125016
dnsjava: !^.*$!tel:+493023125016! -> tel:+493023125016
JNDI: !^.*$!tel:+493023125016! -> tel:+493023125016
Node.js: !^\+4930(.*)$!tel:+4930\1! -> tel:+493023125016
dns-packet: !^\+4930(.*)$!tel:+4930\1! -> tel:+493023125016
dnsjava: !^\\+4930(.*)$!tel:+4930\\1! -> no match
JNDI: "!^\\+4930(.*)$!tel:+4930\\1!" -> no match
E
echo "As recorded."
