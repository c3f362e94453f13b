#!/usr/bin/env bash
# Guess:    a search for a fax number in an LDAP directory ignores blanks and hyphens as one for a phone number does, or
#           wants the text as it is stored.
# Seen:     facsimileTelephoneNumber has a syntax but no matching rule in the standard's schema (RFC 4519). With
#           OpenLDAP no search for a value finds anything, nor does its negation, so that "all but this number" is
#           nobody, without an error; only (facsimileTelephoneNumber=*) works. A second number cannot be added to an
#           entry, nor one of two be deleted. UnboundID's in-memory server, which tests use, finds and changes them.
# Versions: slapd 2.5.13 (Debian 2.5.13+dfsg-5) with its core schema, unboundid-ldapsdk 7.0.2.
# Matters:  "is this recipient in our directory?" is always no, and a list of those who want no fax counts for nobody.
set -euo pipefail
support=$(cd "$(dirname "${BASH_SOURCE[0]}")/support" && pwd)
work=$(mktemp -d)
. "$support/databases.sh"
trap 'stop_databases; rm -rf "$work"' EXIT
cd "$work"
drivers com.unboundid:unboundid-ldapsdk:7.0.2
unpack slapd=2.5.13+dfsg-5 libldap-2.5-0=2.5.13+dfsg-5 libltdl7 libodbc2 libwrap0
cat > slapd.conf <<E
include $work/root/etc/ldap/schema/core.schema
include $work/root/etc/ldap/schema/cosine.schema
include $work/root/etc/ldap/schema/inetorgperson.schema
modulepath $work/root/usr/lib/ldap
moduleload back_mdb
database mdb
suffix dc=example
rootdn cn=admin,dc=example
rootpw secret
directory $work/directory
E
cat > book.ldif <<'E'
dn: dc=example
objectClass: domain
dc: example

dn: cn=Quality,dc=example
objectClass: inetOrgPerson
cn: Quality
sn: Quality
telephoneNumber: +49 30 23125-015
facsimileTelephoneNumber: +49 30 23125-016

dn: cn=Sales,dc=example
objectClass: inetOrgPerson
cn: Sales
sn: Sales
telephoneNumber: +49 30 23125-017
facsimileTelephoneNumber: +49 30 23125-018
E
mkdir directory
LD_LIBRARY_PATH=$(echo "$work"/root/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH
root/usr/sbin/slapadd -f slapd.conf -l book.ldif > slapadd.log 2>&1
root/usr/sbin/slapd -f slapd.conf -h ldap://127.0.0.1:33891 -d 0 > slapd.log 2>&1 &
started+=($!)
unset LD_LIBRARY_PATH
wait_for_port 33891
cat > Book.java <<'E'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.sdk.*;
class Book {
    static void look(String name, LDAPConnection directory) throws Exception {
        System.out.println(name);
        for (String filter : new String[] {"(telephoneNumber=+49 30 23125-015)", "(telephoneNumber=+493023125015)",
                "(!(telephoneNumber=+49 30 23125-015))", "(facsimileTelephoneNumber=*)",
                "(facsimileTelephoneNumber=+49 30 23125-016)", "(facsimileTelephoneNumber=*-016)",
                "(!(facsimileTelephoneNumber=+49 30 23125-016))"})
            System.out.println("  " + filter + ": "
                    + directory.search("dc=example", SearchScope.ONE, filter).getEntryCount() + " of 2");
        for (var type : new ModificationType[] {ModificationType.ADD, ModificationType.DELETE}) {
            String number = "+49 30 23125-01" + (type == ModificationType.ADD ? 9 : 6);
            String said;
            try {
                said = directory.modify("cn=Quality,dc=example",
                        new Modification(type, "facsimileTelephoneNumber", number)).getResultCode().toString();
            } catch (LDAPException e) {
                said = e.getResultCode().toString();
            }
            System.out.println("  " + type + " " + number + ": " + said);
        }
    }

    public static void main(String[] args) throws Exception {
        try (var slapd = new LDAPConnection("127.0.0.1", 33891, "cn=admin,dc=example", "secret")) {
            look("slapd 2.5.13", slapd);
        }
        var server = new InMemoryDirectoryServer(new InMemoryDirectoryServerConfig("dc=example"));
        server.importFromLDIF(true, "book.ldif");
        server.startListening();
        try (var inMemory = server.getConnection()) {
            look("UnboundID in-memory server 7.0.2", inMemory);
        }
        server.shutDown(true);
    }
}
E
java -cp 'lib/*' Book.java | tee seen.out
diff seen.out - <<'E'
slapd 2.5.13
  (telephoneNumber=+49 30 23125-015): 1 of 2
  (telephoneNumber=+493023125015): 1 of 2
  (!(telephoneNumber=+49 30 23125-015)): 1 of 2
  (facsimileTelephoneNumber=*): 2 of 2
  (facsimileTelephoneNumber=+49 30 23125-016): 0 of 2
  (facsimileTelephoneNumber=*-016): 0 of 2
  (!(facsimileTelephoneNumber=+49 30 23125-016)): 0 of 2
  ADD +49 30 23125-019: 18 (inappropriate matching)
  DELETE +49 30 23125-016: 18 (inappropriate matching)
UnboundID in-memory server 7.0.2
  (telephoneNumber=+49 30 23125-015): 1 of 2
  (telephoneNumber=+493023125015): 1 of 2
  (!(telephoneNumber=+49 30 23125-015)): 1 of 2
  (facsimileTelephoneNumber=*): 2 of 2
  (facsimileTelephoneNumber=+49 30 23125-016): 1 of 2
  (facsimileTelephoneNumber=*-016): 1 of 2
  (!(facsimileTelephoneNumber=+49 30 23125-016)): 1 of 2
  ADD +49 30 23125-019: 0 (success)
  DELETE +49 30 23125-016: 0 (success)
E
echo "As recorded."
