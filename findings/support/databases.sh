# Sourced by the scripts about databases in their temporary folder: drivers GROUP:ARTIFACT:VERSION..., which puts JDBC
# drivers into lib, and start_mariadb and start_postgresql, which start servers on loopback and set their JDBC URLs.
started=()
stop_databases() {
  [ -z "${started[*]}" ] || { kill "${started[@]}"; wait "${started[@]}"; } > /dev/null 2>&1 || true
}
drivers() {
  local driver
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>'
    echo '<packaging>pom</packaging><dependencies>'
    for driver in "$@" org.slf4j:slf4j-api:1.7.36 org.slf4j:slf4j-nop:1.7.36; do
      IFS=: read -r group artifact version <<< "$driver"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
      echo "<version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } > pom.xml
  mvn -q -B -Dmaven.repo.local="$work/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory=lib
}
unpack() { # PACKAGE...
  local package
  apt-get -qq -o APT::Sandbox::User=root download "$@" || { echo "$* is not to be had (apt-get update?)" >&2; exit 2; }
  for package in *.deb; do dpkg -x "$package" root; done
}
# Takes the place of the calling (sub)shell. Both servers refuse to run as root.
unprivileged() {
  [ "$(id -u)" != 0 ] || set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  exec "$@"
}
data_folder() {
  chmod 755 "$work"
  mkdir -m 700 "$1"
  [ "$(id -u)" != 0 ] || chown 65534:65534 "$1"
}
wait_for_port() {
  local i
  for ((i = 0; i < 150; i++)); do
    sleep 0.2
    ! (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null || return 0
  done
  echo "no server on port $1" >&2
  exit 2
}
start_mariadb() {
  unpack mariadb-server-core=1:10.11.19-0+deb12u1
  data_folder mariadb
  unprivileged root/usr/sbin/mariadbd --no-defaults --skip-grant-tables --datadir="$work/mariadb" \
    --socket="$work/mariadb/socket" --lc-messages-dir="$work/root/usr/share/mysql" --port=33471 \
    --character-sets-dir="$work/root/usr/share/mysql/charsets" --bind-address=127.0.0.1 > mariadb.log 2>&1 &
  started+=($!)
  wait_for_port 33471
  mariadb="jdbc:mariadb://127.0.0.1:33471/t?createDatabaseIfNotExist=true"
  mysql="jdbc:mysql://127.0.0.1:33471/t?createDatabaseIfNotExist=true"
}
start_postgresql() {
  unpack postgresql-15=15.18-0+deb12u1
  data_folder postgresql
  (unprivileged root/usr/lib/postgresql/15/bin/initdb -A trust -U postgres -D "$work/postgresql" > initdb.log 2>&1)
  unprivileged root/usr/lib/postgresql/15/bin/postgres -D "$work/postgresql" -k "$work/postgresql" -p 54471 \
    -c listen_addresses=127.0.0.1 > postgresql.log 2>&1 &
  started+=($!)
  wait_for_port 54471
  postgresql="jdbc:postgresql://127.0.0.1:54471/postgres?user=postgres"
}
