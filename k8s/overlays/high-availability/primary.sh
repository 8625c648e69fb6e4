# Sourced by both starts. Who is the primary? Whom a sentinel names; where none answers, nobody has begun yet, and the first server is.
domain=${REDIS_DOMAIN:-gateway-redis}
me=$(hostname).$domain
password=$(cat /run/redis/password)
primary=
for peer in 0 1 2; do
  primary=$(REDISCLI_AUTH=$password timeout 2 redis-cli -h "gateway-redis-$peer.$domain" -p 26379 --raw \
    sentinel get-master-addr-by-name gateway 2>/dev/null | head -n 1)
  case $primary in
    gateway-redis-?.$domain) break ;;
    *) primary= ;;
  esac
done
primary=${primary:-gateway-redis-0.$domain}
