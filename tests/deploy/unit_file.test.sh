# The systemd unit is as closed as it can be, and systemd understands every line of it.
set -euo pipefail
unit=$TOCSIN_SOURCE/deploy/tocsin.service
if ! command -v systemd-analyze >/dev/null; then
    echo "systemd-analyze is not here"
    exit 77
fi
exposure_max=15 # in tenths, see systemd-analyze security

score=$(systemd-analyze security --offline=true --no-pager "$unit" | sed -n 's/.*exposure level.*: \([0-9]*\)\.\([0-9]\).*/\1\2/p')
echo "exposure, in tenths: $score"
((10#$score < exposure_max))

# The program itself is installed elsewhere; any other complaint is ours.
complaints=$(systemd-analyze verify "$unit" 2>&1 | grep -v 'tocsin is not executable' || true)
echo "$complaints"
[[ ! $complaints ]]
