#!/usr/bin/env bash
# Guess:    HylaFAX' dial rules for Europe make one number of "+49 030 …" and "+49 30 …", or refuse the first.
# Seen:     the canonical form keeps the trunk zero, and the string that goes to the modem replaces +49 by 0, so the
#           zeros meet: 00 30 …, the international prefix and the code of Greece. Letters become keypad digits, but Q
#           and Z have no rule: the name of the destination loses them, the dial string keeps them. A slash stays in
#           the dial string, too.
# Versions: hylafax-server 6.0.7 (Debian 3:6.0.7-5), dialrules.europe, run by its own dialtest.
# Matters:  "+49 030" is a common slip in German signatures; the fax is billed, and reaches a stranger abroad.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -qq -o APT::Sandbox::User=root download hylafax-{server,client}=3:6.0.7-5 ||
  { echo "HylaFAX 3:6.0.7-5 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH=$work/root/usr/lib/hylafax
cat > numbers <<'E'
+49 30 23125-016
+49 030 23125-016
+49 30 23125-016 Fax
030/23125-016 Quiz
E
echo "HylaFAX 6.0.7, etc/hylafax/dialrules.europe, area code 211, country 49, prefixes 00 and 0:"
root/usr/lib/hylafax/bin/dialtest -a 211 -c 49 -i 00 -l 0 root/etc/hylafax/dialrules.europe < numbers \
  > full.out 2>&1 || true
grep -E '^(canonical|dial-string|display) = ' full.out | paste -d' ' - - - | tee seen.out
diff seen.out - <<'E'
canonical = "+493023125016" dial-string = "03023125016" display = "+49 30 23125-016"
canonical = "+4903023125016" dial-string = "003023125016" display = "+49 030 23125-016"
canonical = "+493023125016329" dial-string = "03023125016329" display = "+49 30 23125-016 Fax"
canonical = "+49302312501684" dial-string = "030/23125016Q84z" display = "030/23125-016 Quiz"
E
echo "As recorded."
