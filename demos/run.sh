#!/usr/bin/env bash
# What `make demo` runs: memorizes demo.mp4 (the second time it is done before) and asks three questions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export MNEME_MEMORY="${MNEME_MEMORY:-$PWD/.memory}"

show() {
    local word line='$ mneme'
    for word in "$@"; do
        case "$word" in *' '*) line+=" \"$word\"" ;; *) line+=" $word" ;; esac
    done
    printf '\n%s\n' "$line"
    mneme "$@"
}

show index demo.mp4 --started-at 2026-06-01T09:00Z
show people
show ask "Where is the spare battery now?"
show ask "Who works on the radio?"
show ask "What is the launch date shown on the screen?"
