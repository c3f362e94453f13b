#!/usr/bin/env bash
# Guess:    csvsort sorts the rows of a CSV file, and csvjoin joins them; the cells stay as they are.
# Seen:     all cells are written anew as what the column seems to hold. A column of 0 and 1, such as copies or an
#           extension, becomes False and True; the time 10:30 becomes 0:10:30, ten minutes and a half; 1.234,56 becomes
#           1.23456, and 12,50 becomes 1250; a fax number loses its zero, 0711E4 is 7.11E+6. "n/a" and "none" become
#           empty, with --no-inference, too, which keeps the rest. The exit status is 0 and there is no message. csvcut
#           changes nothing.
# Versions: csvkit 1.0.7 (Debian 1.0.7-1), Python 3.11 of Debian 12.
# Matters:  lists of recipients with times to send at, copies and limits of cost that a pipeline sorts or joins before
#           they are used.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p debs/partial
apt-get -qq -y --no-install-recommends --download-only -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
  -o Dir::Cache::archives="$work/debs" install csvkit=1.0.7-1 > apt.log 2>&1 ||
  { echo "csvkit 1.0.7-1 is not to be had (apt-get update?)" >&2; exit 2; }
for package in debs/*.deb; do dpkg -x "$package" root; done
csv() { # TOOL ARGUMENT...
  local tool=$1
  shift
  PYTHONPATH=root/usr/lib/python3/dist-packages LC_ALL=C.UTF-8 /usr/bin/python3 "root/usr/bin/$tool" "$@" 2>> messages
}
cat > faxes.csv <<'C'
name,fax,copies,limit,at,group
Tal,03023125018,0,"12,50",9:15,none
Berg,03023125016,1,"1.234,56",10:30,n/a
Hof,0711E4,1,"1,50",22:00,Nord
C
printf 'name,city\nBerg,Berlin\n' > cities.csv
{
  echo 'csvsort:'
  csv csvsort -c name faxes.csv
  echo 'csvjoin:'
  csv csvjoin -c name faxes.csv cities.csv
  echo 'csvsort --no-inference:'
  csv csvsort --no-inference -c name faxes.csv
  echo "csvcut: $(csv csvcut -c name,fax,copies,limit,at,group faxes.csv | cmp - faxes.csv && echo the same)"
  echo "messages: $(wc -l < messages)"
} | tee seen.out
diff seen.out - <<'D'
csvsort:
name,fax,copies,limit,at,group
Berg,3023125016,True,1.23456,0:10:30,
Hof,7.11E+6,True,150,0:22:00,Nord
Tal,3023125018,False,1250,0:09:15,
csvjoin:
name,fax,copies,limit,at,group,city
Berg,3023125016,True,1.23456,0:10:30,,Berlin
csvsort --no-inference:
name,fax,copies,limit,at,group
Berg,03023125016,1,"1.234,56",10:30,
Hof,0711E4,1,"1,50",22:00,Nord
Tal,03023125018,0,"12,50",9:15,
csvcut: the same
messages: 0
D
echo "As recorded."
