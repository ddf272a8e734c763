# Takes the modules out of an initramfs, in the sandbox: they come in the place of those that are in root/. Its arguments
# are, for each archive in it, the byte that it begins at and the tool that decompresses it. Prints, with tabs, bytes SIZE
# for each archive, of all files in it, and release NAME for each folder of modules.
set -eu
rm -rf root/lib/modules
mkdir -p root/lib/modules initramfs
archive() { tail --bytes="+$(($1 + 1))" /tmp/in/initramfs | $2; }
while [ $# -gt 0 ]; do
	# A decompressor complains of what stands behind the archive, as padding does. Whether that is whole, cpio sees.
	archive "$1" "$2" | cpio --list --verbose --quiet |
		awk '/^-/ { size += $5 } END { printf "bytes\t%.0f\n", size }'
	archive "$1" "$2" |
		cpio --extract --quiet --directory=initramfs --make-directories --no-absolute-filenames \
			'lib/modules/*' 'usr/lib/modules/*'
	shift 2
done
for path in initramfs/lib/modules/* initramfs/usr/lib/modules/*; do
	if [ -d "$path" ] && [ ! -L "$path" ]; then
		mv "$path" root/lib/modules/
		printf 'release\t%s\n' "${path##*/}"
	fi
done
