# The example configuration passes the bot's own check, and a mistake in it is found with its line.
set -euo pipefail
example=$TOCSIN_SOURCE/deploy/tocsin.example.toml
"$TOCSIN" check --config "$example"

sed 's/^grace_seconds/grace_secnds/' "$example" >wrong.toml
if said=$("$TOCSIN" check --config wrong.toml 2>&1); then
    echo "a misspelt key passed: $said"
    exit 1
fi
line=$(grep -n grace_secnds wrong.toml | cut -d: -f1)
echo "$said"
[[ $said == *wrong.toml*$line*grace_secnds*grace_seconds* ]]
