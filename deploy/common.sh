# What deploy/run and tests/run share: packages, build, progress. Sourced by bash from the top of the repository.

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# step NAME COMMAND...: runs it with its own output, then says how long it took.
step() {
    local name=$1 begun=$SECONDS
    shift
    say "== $name"
    "$@"
    say "== $name: done in $((SECONDS - begun)) s"
}

# shown LOG: passes standard input to LOG. A terminal sees the newest line and the seconds on one line, a file a
# sign of life every quarter of a minute.
shown() {
    local log=$1 piece='' line='' newest='' begun=$SECONDS told=$SECONDS status
    : >"$log"
    while true; do
        status=0
        IFS= read -r -t 1 piece || status=$?
        if ((status == 0)); then
            printf '%s\n' "$line$piece" >>"$log"
            newest=$line$piece
            line=''
        elif ((status > 128)); then
            line+=$piece # only the second has passed
        else
            printf '%s' "$line$piece" >>"$log"
            break
        fi
        tell_progress
    done
    if [[ -t 1 ]]; then printf '\r\033[K'; fi
}

# Part of `shown`, whose variables it reads.
tell_progress() {
    local pause=15
    if [[ -t 1 ]]; then pause=1; fi
    ((SECONDS >= told + pause)) || return 0
    told=$SECONDS
    if [[ -t 1 ]]; then printf '\r\033[K'; fi
    printf '%4d s  %.90s' $((SECONDS - begun)) "$newest"
    if [[ ! -t 1 ]]; then printf '\n'; fi
}

# missing_packages ROLE...: those that are not installed, but for those whose command is there from elsewhere.
missing_packages() {
    local role package command wanted=()
    while read -r role package command; do
        [[ $role && $role != '#'* && " $* " == *" $role "* ]] || continue
        [[ $command ]] && command -v "$command" >/dev/null && continue
        wanted+=("$package")
    done <deploy/packages
    ((${#wanted[@]})) || return 0
    if ! command -v dpkg-query >/dev/null; then
        printf '%s\n' "${wanted[@]}"
        return 0
    fi
    local installed
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
    for package in "${wanted[@]}"; do
        [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || printf '%s\n' "$package"
    done
}

# install_packages ROLE...: what is missing of them; nothing to do needs neither root nor network.
install_packages() {
    local missing root=()
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ! command -v apt-get >/dev/null; then
        say "This is no Debian. These Debian packages (or what they are called here) are needed: ${missing[*]}"
        say "Going on with what is there."
        return 0
    fi
    local line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    if ((EUID != 0)); then
        # sudo that would ask for a password needs somebody to type it.
        if command -v sudo >/dev/null && { [[ -t 0 && -t 2 ]] || sudo -n true 2>/dev/null; }; then
            root=(sudo)
        else
            say "Packages are missing, and only root may install them. As root, once:" >&2
            say "  $line" >&2
            exit 3
        fi
    fi
    mkdir -p build
    say "missing packages: ${missing[*]}"
    step "installing ${#missing[@]} packages and what they need" apt_install build/apt.log "${missing[@]}"
}

apt_install() {
    local log=$1 apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0)
    shift
    # One password prompt, before the output is piped away.
    if ((${#root[@]})); then sudo -v 2>/dev/null || true; fi
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; } 2>&1 </dev/null | shown "$log" || {
        tail -n 20 "$log" >&2
        fail "apt-get did not finish, see $log. Tried: $*"
    }
}

# How many compilations at once: a Beast translation unit takes up to 0.9 GB.
jobs_that_fit() {
    local cpus jobs key value _ free_kb=4000000
    cpus=$(nproc)
    while read -r key value _; do
        [[ $key != MemAvailable: ]] || free_kb=$value
    done 2>/dev/null </proc/meminfo || true
    jobs=$((free_kb / 1000000))
    ((jobs < cpus)) || jobs=$cpus
    ((jobs >= 1)) || jobs=1
    echo "$jobs"
}

# build FOLDER TARGETS CMAKE_OPTIONS...: configures where something may have changed, then ninja with its progress.
build() {
    local folder=$1 targets=$2 log=$1/configure.log
    shift 2
    mkdir -p "$folder"
    step "configuring $folder" configure "$folder" "$log" "$@"
    local jobs
    jobs=$(jobs_that_fit)
    # shellcheck disable=SC2086  # targets are words
    NINJA_STATUS='[%f/%t, %e s] ' step "building $folder, $jobs at a time" ninja -C "$folder" -j "$jobs" $targets
}

configure() {
    local folder=$1 log=$2
    shift 2
    cmake -S . -B "$folder" -G Ninja "$@" >"$log" 2>&1 || {
        tail -n 30 "$log" >&2
        fail "cmake could not configure $folder, see $log"
    }
}
