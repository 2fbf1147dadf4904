# shellcheck shell=bash
# Sourced by the scripts beside it: steps that say how long they took.

current_step=

# step NAME COMMAND…: runs the command under a heading. A failing one ends the script; say_failed_step tells where.
# The command must not run inside a condition: there bash would go on after an error.
step() {
    local began=$SECONDS
    current_step=$1
    shift
    printf '\n== %s\n' "$current_step"
    "$@"
    printf '== %s: %d s\n' "$current_step" $((SECONDS - began))
    current_step=
}

say_failed_step() {
    [ -z "$current_step" ] || printf '\n== %s: FAILED; %d s since the start\n' "$current_step" "$SECONDS" >&2
}
trap say_failed_step EXIT

# give_up SENTENCE…: ends the script; each argument is a line for the person who has to act.
give_up() {
    printf '%s\n' "$@" >&2
    exit 1
}
