#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds a plugin from C and C++ sources and prints the path of the library.
# Honours CC, CXX, CFLAGS, CXXFLAGS and LDFLAGS.
set -eu

fail() {
    echo "build_plugin.sh: $1" >&2
    exit 1
}

usage="usage: build_plugin.sh SOURCE... [-o OUT]"
sdk=$(cd "$(dirname "$0")" && pwd)
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
trap 'exit 1' HUP INT TERM

case $(uname -s) in
    Linux | *BSD) extension=.so ;;
    Darwin) extension=.dylib ;;
    MINGW* | MSYS* | CYGWIN*) extension=.dll ;;
    *) fail "the system must be Linux, BSD, macOS or Windows (MSYS): $(uname -s)" ;;
esac

# Own functions first, even those named like libc's; and nothing that keeps an unloaded library mapped.
position=-fPIC
own_first=
case $extension in
    .so) own_first=-Wl,-Bsymbolic ;;
    .dll) position= ;;
esac

# Whether the compiler in $1 (a command, perhaps with options) knows the option $2.
knows() {
    echo 'int hawser;' > "$objects/probe.cc"
    $1 "$2" -Werror -c "$objects/probe.cc" -o "$objects/probe.o" 2> /dev/null
}

compile() {
    object=$objects/$count.o
    case $1 in
        *.c)
            ${CC:-cc} -std=c11 -O2 $position -fvisibility=hidden -I"$sdk/include" ${CFLAGS:-} -c "$1" -o "$object"
            ;;
        *.cpp | *.cc | *.cxx | *.C)
            linker=${CXX:-c++}
            unique=
            if knows "$linker" -fno-gnu-unique; then unique=-fno-gnu-unique; fi
            $linker -std=c++17 -O2 $position -fvisibility=hidden $unique -I"$sdk/include" ${CXXFLAGS:-${CFLAGS:-}} \
                -c "$1" -o "$object"
            ;;
        *) fail "a source must end in .c, .cc, .cpp, .cxx or .C: $1" ;;
    esac
}

out=
first=
count=0
linker=${CC:-cc}
while [ $# -gt 0 ]; do
    case $1 in
        -o)
            [ $# -gt 1 ] || fail "-o needs a file name; $usage"
            out=$2
            shift
            ;;
        -h | --help)
            echo "$usage"
            exit 0
            ;;
        -*) fail "unknown option: $1; $usage" ;;
        *)
            [ -f "$1" ] || fail "no such source: $1"
            count=$((count + 1))
            [ -n "$first" ] || first=$1
            compile "$1"
            ;;
    esac
    shift
done

[ "$count" -gt 0 ] || fail "a source is needed; $usage"
if [ -z "$out" ]; then
    base=${first##*/}
    out=lib${base%.*}$extension
fi
rm -f "$objects/probe.o"
mkdir -p "$(dirname "$out")"
$linker -shared $own_first "$objects"/*.o ${LDFLAGS:-} -o "$out"
echo "$out"
