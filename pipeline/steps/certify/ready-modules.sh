# Makes modules of a package ready to load, in the sandbox: uncompressed, below /tmp/out/ready. Its arguments are the
# release and the files. Prints for each: FILE SHA-256 SIGNER, with tabs; the digest is of the file in the package.
set -eu -o pipefail
release=$1
shift
cd "root/lib/modules/$release"
for file; do
	[ -f "$file" ] && [ ! -L "$file" ]
	to=/tmp/out/ready/${file%.ko*}.ko
	mkdir -p "${to%/*}"
	case $file in
	*.xz) xz -dc "$file" ;;
	*.zst) zstd -qdc "$file" ;;
	*.gz) gzip -dc "$file" ;;
	*) cat "$file" ;;
	esac >"$to"
	digest=$(sha256sum <"$file")
	printf '%s\t%s\t%s\n' "$file" "${digest%% *}" "$(/usr/sbin/modinfo -F signer "$to" | head -n 1)"
done
