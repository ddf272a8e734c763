# Says what needs what among modules, as the machine that they are installed on would. Its arguments are their folder in
# lib/modules and the release that they are of: depmod takes no other name for the folder.
set -eu
folder=root/lib/modules/$1
release=root/lib/modules/$2
[ "$1" = "$2" ] || mv "$folder" "$release"
/usr/sbin/depmod --basedir root "$2"
[ "$1" = "$2" ] || mv "$release" "$folder"
