#!/bin/sh
set -eu
. /etc/redis/primary.sh
umask 077
{
  cat /etc/redis/redis.conf
  echo "requirepass \"$password\""
  echo "masterauth \"$password\""
  echo "replica-announce-ip $me"
  if [ "$primary" != "$me" ]; then echo "replicaof $primary 6379"; fi
} >/data/redis.conf
exec redis-server /data/redis.conf
