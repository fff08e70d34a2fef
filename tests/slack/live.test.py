"""Tocsin as people run it in a Slack workspace, over TLS: doctor, declare, the card, a kill -9, and no token in any log."""
import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.request

TOKENS = {"TOCSIN_SLACK_BOT_TOKEN": "xoxb-fake-bot-token", "TOCSIN_SLACK_APP_TOKEN": "xapp-fake-app-token"}
port = int(os.environ["TOCSIN_PORT"])
env = {**os.environ, **TOKENS}
started = []


def wait_for(what, condition, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(f"FAILED: {what} did not happen")


def check(what, condition):
    if not condition:
        sys.exit(f"FAILED: {what}")


fake = subprocess.Popen([os.environ["TOCSIN_FAKE_SLACK"], "--ca-out", "ca.pem"], stdout=subprocess.PIPE, text=True)
started.append(fake)
base = fake.stdout.readline().strip()
control = base.removesuffix("api/") + "control/"
trust = ssl.create_default_context(cafile="ca.pem")


def ask(what, **query):
    text = urllib.parse.urlencode(query)
    with urllib.request.urlopen(f"{control}{what}?{text}", context=trust, timeout=10) as answer:
        return json.load(answer)


def tell(what, **values):
    request = urllib.request.Request(control + what, json.dumps(values).encode(), method="POST")
    with urllib.request.urlopen(request, context=trust, timeout=10) as answer:
        return json.load(answer)


def seen(user, channel):
    try:
        return [json.dumps(m, ensure_ascii=False) for m in ask("seen", user=user, channel=channel)]
    except urllib.error.HTTPError:
        return []  # there is no such channel yet


def sees(user, channel, words):
    return any(words in m for m in seen(user, channel))


def config(name, ca):
    with open(name, "w", encoding="utf-8") as file:
        trusted = f'ca_file = "{ca}"\n' if ca else ""
        file.write(f'[bot]\ndata = "./data"\n{trusted}[room]\nport = {port}\n'
                   f'public_url = "http://127.0.0.1:{port}"\n[slack]\nenabled = true\nbase_url = "{base}"\n'
                   '[audiences]\ninternal = ["#ops"]\n')


def tocsin(*arguments, **settings):
    return subprocess.run([os.environ["TOCSIN"], *arguments], env=env, capture_output=True, text=True, timeout=60,
                          check=False, **settings)


def start():
    log = open("run.log", "a", encoding="utf-8")
    bot = subprocess.Popen([os.environ["TOCSIN"], "run", "--config", "tocsin.toml"], env=env, stdout=log, stderr=log)
    started.append(bot)
    wait_for("hello", lambda: metrics().get("tocsin_slack_connections") == "2")
    return bot


def metrics():
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            return dict(line.split() for line in answer.read().decode().splitlines())
    except OSError:
        return {}


def main():
    config("tocsin.toml", "ca.pem")
    found = tocsin("doctor", "slack", "--config", "tocsin.toml", "--channel", "#ops")
    print(found.stdout)
    check("the doctor finds the workspace in order", found.returncode == 0 and "All is right" in found.stdout)
    tell("settings", scopes=["chat:write", "commands", "channels:read", "groups:read"])
    found = tocsin("doctor", "slack", "--config", "tocsin.toml")
    check("the doctor names a missing scope, what is lost and where to add it",
          found.returncode == 1 and "Scope pins:write: missing" in found.stdout and "OAuth & Permissions" in found.stdout)
    tell("settings", scopes=["app_mentions:read", "bookmarks:read", "bookmarks:write", "channels:history", "channels:join",
                             "channels:manage", "channels:read", "chat:write", "commands", "files:write", "groups:history",
                             "groups:read", "groups:write", "im:history", "im:read", "im:write", "pins:read", "pins:write",
                             "reactions:read", "reactions:write", "team:read", "usergroups:read", "users:read",
                             "users:read.email"])
    config("untrusting.toml", "")
    found = tocsin("doctor", "slack", "--config", "untrusting.toml")
    check("an unknown authority is refused with what to do", found.returncode == 1 and "ca_file" in found.stdout + found.stderr)

    bot = start()
    tell("command", user="ana", channel="#ops", command="/incident", text="declare sev2 Card payments fail")
    wait_for("the answer", lambda: sees("ana", "#ops", "INC-1 is open"))
    wait_for("the card", lambda: sees("ana", "#inc-1", "SEV2 INC-1 Card payments fail"))
    tell("join", user="mei", channel="#inc-1")
    tell("type", user="mei", channel="#inc-1", text="@tocsin note the gateway answers 500")
    wait_for("the answer in the thread", lambda: sees("mei", "#inc-1", "N1 noted"))

    bot.send_signal(signal.SIGKILL)
    bot.wait()
    tell("type", user="mei", channel="#inc-1", text="typed while it was dead")
    bot = start()
    wait_for("the report of the gap", lambda: sees("mei", "#inc-1", "I could not hear Slack"))
    tell("command", user="mei", channel="#inc-1", command="/incident", text="timeline")
    wait_for("the timeline", lambda: sees("mei", "#inc-1", "1 line recovered"))
    check("one channel was made", [c["name"] for c in ask("state")["channels"]].count("inc-1") == 1)

    bot.send_signal(signal.SIGTERM)
    check("it stops in order", bot.wait(10) == 0)
    check("Slack has nothing to complain about", ask("state")["complaints"] == [])
    with open("run.log", encoding="utf-8") as file:
        log = file.read()
    for secret in (*TOKENS.values(), "ticket="):
        check("no secret in the log", secret not in log)
    check("no line of chat in the log", "gateway answers" not in log)
    print("doctor, declare, card, thread, kill -9, gap, stop: in order")


try:
    main()
finally:
    for process in started:
        process.kill()
