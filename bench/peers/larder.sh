# Larder as a peer of a harness that starts and stops servers by such files. LARDER is the distribution to run.
PORT=9080 CAPS="hit miss store connect setup idle mem"
start() {
  local larder=${LARDER:-$(dirname "$(peer_file larder)")/../../app/target/larder}
  spawn "$larder/bin/larder" --cache=memory --memory-size=1g --port $PORT --listen 127.0.0.1 --admin-port=none \
    --connect-ports 1-65535 --max-connections 20000 --quiet
}
