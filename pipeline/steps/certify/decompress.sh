# Decompresses a kernel's payload in the sandbox: /tmp/in/payload -> vmlinux, of at most as many bytes as the first
# argument says; the others are the tool.
set -eu -o pipefail
bytes=$1
shift
"$@" </tmp/in/payload | head -c "$bytes" >vmlinux
