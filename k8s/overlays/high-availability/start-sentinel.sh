#!/bin/sh
# Two of three agree, after two seconds of silence: in time for the gateway, which answers from its sources meanwhile.
set -eu
. /etc/redis/primary.sh
umask 077
cat >/data/sentinel.conf <<END
port 26379
dir /data
requirepass "$password"
sentinel sentinel-pass "$password"
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $me
sentinel monitor gateway $primary 6379 2
sentinel auth-pass gateway "$password"
sentinel down-after-milliseconds gateway 2000
sentinel failover-timeout gateway 10000
sentinel parallel-syncs gateway 1
END
exec redis-server /data/sentinel.conf --sentinel
