# Where the functions of some names stand in a vmlinux, in the sandbox: /tmp/out/found/FILE, the first argument; the
# others are the names. Prints NAME FROM TO for each; TO is where the next symbol stands, as kallsyms counts it.
set -eu -o pipefail
file=found/$1
shift
printf '%s\n' "$@" >names
nm --numeric-sort --defined-only "$file" >symbols
awk '
NR == FNR { wanted[$1]; next }
$1 != at {
	for (name in open) { print name, at, $1; delete open[name] }
	at = $1
}
$2 ~ /^[tTwW]$/ && $3 in wanted { open[$3] }
' names symbols
