# Unpacks packages in the sandbox: tools of this machine read them, and no script of theirs is started.
# Reads /tmp/in/file0, file1, ..., modules.tar and keyring; makes root/ with boot/ and lib/modules/ in /tmp/out. Prints
# a line for what it found, with tabs: package NAME VERSION ARCHITECTURE, complaint WORDS, signed FILE, image PATH,
# config PATH, release NAME.
set -eu -o pipefail
mkdir root control keys
if [ -f /tmp/in/keyring ]; then rpmkeys --dbpath /tmp/out/keys --import /tmp/in/keyring; fi

tell() {
	local IFS=$'\t'
	printf '%s\n' "$*"
}

unpack_deb() {
	rm -rf control
	dpkg-deb --control "$1" control
	dpkg-deb --fsys-tarfile "$1" | tar --extract --directory root --no-same-owner
	tell package "$(dpkg-deb -f "$1" Package)" "$(dpkg-deb -f "$1" Version)" \
		"$(dpkg-deb -f "$1" Architecture)"
	if [ -s control/md5sums ] && [ -f control/md5sums ] && [ ! -L control/md5sums ]; then
		wrong=$(cd root && md5sum --check --quiet --strict ../control/md5sums 2>/dev/null) ||
			tell complaint "the package's md5sums does not hold: $(head -n 1 <<<"$wrong")"
	fi
}

unpack_rpm() {
	rpmkeys --checksig --nosignature "$1" >/dev/null ||
		tell complaint "the digests of the package do not hold"
	if [ -f /tmp/in/keyring ]; then check_signatures "$1"; fi
	bsdtar --extract --file "$1" --directory root --no-same-owner
	tell package "$(rpm_says NAME "$1")" "$(rpm_says 'VERSION}-%{RELEASE' "$1")" \
		"$(rpm_says ARCH "$1")"
}

# Of an unsigned package rpmkeys says "digests OK", and no more.
check_signatures() {
	if rpmkeys --dbpath /tmp/out/keys --checksig "$1" | grep -q 'digests signatures OK$'; then
		tell signed "${1##*/}"
	else
		tell complaint "the package is not signed by a key of the keyring"
	fi
}

rpm_says() {
	rpm --query --package --nosignature --queryformat "%{$1}" "$2"
}

# A unified kernel image is a PE file with the kernel in a section of it; a kernel with an EFI stub is one without.
unpack_image() {
	mkdir -p root/boot
	if [ "$(head -c 2 "$1")" = MZ ] && objdump --section-headers "$1" 2>/dev/null | grep -q ' \.linux '; then
		objcopy --dump-section .linux=root/boot/vmlinuz "$1" unified
	else
		cp "$1" root/boot/vmlinuz
	fi
}

for file in /tmp/in/file*; do
	case $(head -c 4 "$file" | od -An -tx1 | tr -d ' ') in
	213c6172) unpack_deb "$file" ;;
	edabeedb) unpack_rpm "$file" ;;
	*) unpack_image "$file" ;;
	esac
done

# A link in the place of a folder would lead elsewhere.
for folder in root/boot root/lib root/lib/modules root/usr root/usr/lib root/usr/lib/modules; do
	[ ! -L "$folder" ] || rm "$folder"
done
if [ -d root/usr/lib/modules ]; then
	mkdir -p root/lib/modules
	mv root/usr/lib/modules/* root/lib/modules/
fi
if [ -f /tmp/in/modules.tar ]; then
	mkdir -p root/lib/modules/given
	tar --extract --file /tmp/in/modules.tar --directory root/lib/modules/given --no-same-owner
fi

cd root
is_file() { [ -f "$1" ] && [ ! -L "$1" ]; }
for path in boot/vmlinuz* boot/bzImage* lib/modules/*/vmlinuz; do
	if is_file "$path"; then tell image "$path"; fi
done
for path in boot/config* lib/modules/*/config; do
	if is_file "$path"; then tell config "$path"; fi
done
for path in lib/modules/*; do
	if [ -d "$path" ] && [ ! -L "$path" ]; then tell release "${path##*/}"; fi
done
