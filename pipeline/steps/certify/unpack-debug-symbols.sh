# Takes every vmlinux out of a package with debug information, in the sandbox: /tmp/in/file -> found/. Prints for each:
# vmlinux PATH BUILD-ID LINES, with tabs; LINES is 1 where it says which line of the source an address is of.
set -eu -o pipefail
mkdir root found
case $(head -c 4 /tmp/in/file | od -An -tx1 | tr -d ' ') in
213c6172) dpkg-deb --fsys-tarfile /tmp/in/file | tar --extract --directory root --no-same-owner --wildcards '*/vmlinux*' ;;
edabeedb) bsdtar --extract --file /tmp/in/file --directory root --no-same-owner --include '*/vmlinux*' ;;
7f454c46) cp /tmp/in/file root/vmlinux ;;
*)
	echo 'it is neither an ELF file nor a package' >&2
	exit 1
	;;
esac
number=0
find root -type f -name 'vmlinux*' | sort | head -n 16 | while read -r path; do
	id=$(readelf --notes "$path" 2>/dev/null | sed -n 's/^ *Build ID: //p' | head -n 1)
	lines=$(readelf --section-headers --wide "$path" 2>/dev/null | grep -c ' \.z\?debug_line ' || [ $? = 1 ])
	mv "$path" "found/vmlinux$number"
	printf 'vmlinux\tvmlinux%s\t%s\t%s\n' "$number" "$id" "$lines"
	number=$((number + 1))
done
rm -rf root
