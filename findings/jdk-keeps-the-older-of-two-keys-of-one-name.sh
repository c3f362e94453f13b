#!/usr/bin/env bash
# Guess:    a PKCS#12 file with two keys of one name, as it is after a certificate was renewed, has two entries in Java,
#           or is refused, or the newer one is taken.
# Seen:     certutil and pk12util, the tools of Firefox and Thunderbird, export both keys under the one name, the newer
#           one first. For the JDK there is one entry, and it is the older one, since the last in the file wins; keytool
#           lists one, without a word. OpenSSL prints both, the newer one first.
# Versions: NSS 3.87.1 (libnss3-tools), JDK 17, OpenSSL 3.0.
# Matters:  with the new key store in place reports are still signed with the old certificate, and fail or are invalid
#           from the day on which it expires.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
[[ $(openssl version) == "OpenSSL 3.0."* ]] || { echo "this was seen with OpenSSL 3.0" >&2; exit 2; }
apt-get -qq -o APT::Sandbox::User=root download libnss3{,-tools}=2:3.87.1-1+deb12u4 libnspr4=2:4.35-1 ||
  { echo "NSS 3.87.1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in *.deb; do dpkg -x "$package" root; done
nss() { LD_LIBRARY_PATH="$work/root/usr/lib/$(gcc -print-multiarch)" "root/usr/bin/$@"; }
mkdir db
nss certutil -N -d sql:db --empty-password
for name in older newer; do
  days=30
  [ $name = older ] || days=400
  openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.crt -days $days -subj /CN=Reports 2> req.log
  openssl pkcs12 -export -name reports -inkey $name.key -in $name.crt -out $name.p12 -passout pass:secret
done
bearer() { # SERIAL NUMBER
  for name in older newer; do
    grep -qix "serial=0*$1" <(openssl x509 -in $name.crt -noout -serial) && echo $name
  done
}
for order in 'older newer' 'newer older'; do
  rm -rf db
  mkdir db
  nss certutil -N -d sql:db --empty-password
  for name in $order; do nss pk12util -i $name.p12 -d sql:db -W secret -K '' > import.log; done
  nss pk12util -o both.p12 -d sql:db -n reports -W secret -K '' > export.log
  echo "imported $order:"
  openssl pkcs12 -in both.p12 -passin pass:secret -nodes -out both.pem
  echo "  in the file: $(grep -c 'BEGIN PRIVATE' both.pem) keys, $(grep -c 'BEGIN CERT' both.pem) certificates, named" \
    "$(sed -n 's/.*friendlyName: //p' both.pem | sort -u)"
  echo "  OpenSSL: the $(bearer "$(openssl x509 -in both.pem -noout -serial | cut -d= -f2)")"
  keytool -J-Duser.language=en -list -v -keystore both.p12 -storepass secret > keytool.out
  echo "  JDK: $(grep -c PrivateKeyEntry keytool.out) key, the $(bearer "$(sed -n 's/Serial number: //p' keytool.out)")"
done | tee seen.out
diff seen.out - <<'E'
imported older newer:
  in the file: 2 keys, 2 certificates, named reports
  OpenSSL: the newer
  JDK: 1 key, the older
imported newer older:
  in the file: 2 keys, 2 certificates, named reports
  OpenSSL: the newer
  JDK: 1 key, the older
E
echo "As recorded."
