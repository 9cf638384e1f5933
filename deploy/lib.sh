# Shared by the scripts of deploy; sourced, never run. Needs bash, coreutils, util-linux.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# packages SECTION…: the packages of the sections, one a line.
packages() {
  local wanted=" $* " section='' line
  while read -r line; do
    case $line in
      '' | '#'*) ;;
      '['*) section=${line//[\[\]]/} ;;
      *) [[ $wanted != *" $section "* ]] || say "$line" ;;
    esac
  done <"$root/deploy/packages"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "needs root for: $* (no sudo here; run it as root and start again)"
  fi
}

# missing_packages SECTION…: those that are not installed.
missing_packages() {
  local name
  while read -r name; do
    dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -q '^installed$' || say "$name"
  done < <(packages "$@")
}

# install_packages SECTION…: installs what is missing; says what it does.
install_packages() {
  local missing
  command -v dpkg-query >/dev/null || fail "this is no Debian; install by hand: $(packages "$@" | xargs)"
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing packages: ${missing[*]}"
  as_root apt-get -qq update || fail "apt-get update failed; is there a network?"
  case " ${missing[*]} " in *' postgresql-15 '*) without_main_cluster ;; esac
  apt_install "${missing[@]}"
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" \
    >/dev/null || fail "apt-get could not install: $*"
}

# Debian's package makes and starts a cluster of its own on port 5432; nobody asked for that one.
without_main_cluster() {
  local settings=/etc/postgresql-common/createcluster.conf
  apt_install postgresql-common
  as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' "$settings"
}

# The unprivileged user that PostgreSQL runs as when root starts it.
ensure_user() {
  [ "$(id -u)" = 0 ] || return 0
  id crm >/dev/null 2>&1 && return 0
  say "making the system user crm, as whom PostgreSQL runs"
  useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin crm
}

# unprivileged COMMAND…: as crm or postgres when root, since PostgreSQL refuses to run as root.
unprivileged() {
  local user=postgres
  if [ "$(id -u)" != 0 ]; then
    "$@"
    return
  fi
  ! id crm >/dev/null 2>&1 || user=crm
  setpriv --reuid="$user" --regid="$user" --init-groups -- "$@"
}

# default_data: var in the repository, or /var/lib/crm where the unprivileged user cannot enter it.
default_data() {
  if unprivileged test -x "$root"; then say "$root/var"; else say /var/lib/crm; fi
}

postgres_bin() {
  local place
  for place in "${CRM_POSTGRES_BIN:-}" /usr/lib/postgresql/15/bin; do
    [ ! -x "$place/postgres" ] || { say "$place" && return 0; }
  done
  fail "PostgreSQL 15 is missing: apt-get install postgresql-15"
}

check_swift() {
  command -v swift >/dev/null || fail "no swift in PATH; install Swift 6.3 from https://swift.org/install"
}

# stale BINARY: whether a source is newer than what was built from it.
stale() {
  [ ! -x "$1" ] || [ -n "$(find "$root/Package.swift" "$root/Sources" -newer "$1" -print -quit)" ]
}

# build_release: builds the program unless it is up to date; its path is $crm.
build_release() {
  crm=$root/.build/release/crm
  stale "$crm" || return 0
  check_swift
  say "building the release; the first time takes some minutes"
  build -c release --product crm --static-swift-stdlib || fail "the build failed"
  touch "$crm"
}

# build_debug: the same for tests, quickly built.
build_debug() {
  crm=$root/.build/debug/crm
  check_swift
  build --product crm || fail "the build failed"
}

# build OPTION…: swift build; on a terminal it shows its own progress, else a line every 15 s.
build() {
  local log status=0 pid
  if [ -t 1 ]; then
    swift build --package-path "$root" "$@"
    return
  fi
  log=$(mktemp)
  swift build --package-path "$root" "$@" >"$log" 2>&1 &
  pid=$!
  while sleep_while "$pid" 15; do say "building … $(tail -n 1 "$log" | cut -c 1-90)"; done
  wait "$pid" || status=$?
  [ "$status" = 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

# sleep_while PID SECONDS: sleeps while the process lives; false when it has ended.
sleep_while() {
  local tenth
  for ((tenth = 0; tenth < $2 * 10; tenth++)); do
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.1
  done
}

# throwaway_start: a cluster for tests, fast and forgetful: in memory where it can, fsync off,
# every local user trusted. Exports CRM_TEST_SOCKET_DIR.
throwaway_start() {
  local bin place=/tmp
  bin=$(postgres_bin) || exit 1
  [ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -lt 4000000 ] || place=/dev/shm
  throwaway=$(unprivileged mktemp -d "$place/crm-test-XXXXXX")
  unprivileged "$bin/initdb" -D "$throwaway/data" -U postgres --auth=trust --no-sync \
    --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  unprivileged tee -a "$throwaway/data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$throwaway'
fsync = off
full_page_writes = off
autovacuum_naptime = 60s
max_connections = 400
shared_buffers = 256MB
max_wal_size = 512MB
timezone = 'UTC'
log_lock_waits = on
jit = off
shared_preload_libraries = 'pg_stat_statements'
SETTINGS
  unprivileged "$bin/pg_ctl" -D "$throwaway/data" -l "$throwaway/log" -w -s start ||
    { cat "$throwaway/log" >&2 && fail "the throwaway cluster did not start"; }
  export CRM_TEST_SOCKET_DIR=$throwaway
}

throwaway_stop() {
  [ -n "${throwaway:-}" ] || return 0
  local pid
  pid=$(head -n 1 "$throwaway/data/postmaster.pid" 2>/dev/null || true)
  [ -z "$pid" ] || kill -QUIT "$pid" || true
  [ -z "$pid" ] || ! sleep_while "$pid" 10 || say "process $pid does not end"
  rm -rf "$throwaway"
  throwaway=''
}

# superuser DATABASE OPTION…: psql on the throwaway cluster.
superuser() {
  local database=$1
  shift
  "$(postgres_bin)/psql" -X -q -v ON_ERROR_STOP=1 -h "$CRM_TEST_SOCKET_DIR" -U postgres \
    -d "$database" "$@"
}

# fresh_database NAME: a database with roles and the schema of this release, made by $crm.
fresh_database() {
  superuser postgres -c "create database $1"
  superuser "$1" -v database="$1" -f "$root/deploy/roles.sql" >/dev/null
  "$crm" migrate --sql "$root/sql" \
    --database "host=$CRM_TEST_SOCKET_DIR user=crm_migrator dbname=$1"
}
