#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compiles each plugin of src/main/c into target/native, and into folders there those that need files beside them.
set -e
cd "$(dirname "$0")/../.."
build=../../plugin.host/sdk/build_plugin.sh
out=target/native

for source in src/main/c/*.c src/main/c/*.cpp; do
    name=$(basename "$source")
    sh $build "$source" -o "$out/lib${name%.*}.so"
done
${CC:-cc} -std=c11 -Wall -Wextra -Werror -fPIC -shared -I ../../plugin.host/sdk/include src/main/c/plain.c \
    -o $out/libplain.so
CXXFLAGS=-fgnu-unique sh $build src/main/c/unique.cpp -o $out/libunique.so

folder=$out/companion
mkdir -p $folder/data
LDFLAGS=-Wl,-soname,libgreeting.so sh $build src/main/c/companion/greeting.c -o $folder/libgreeting.so
LDFLAGS="-L$folder -lgreeting -Wl,-rpath,\$ORIGIN" sh $build src/main/c/companion/companion.c -o $folder/libcompanion.so
printf 'words of its own' > $folder/data/words
