#!/usr/bin/env python3
"""P1, P2: kill -9 in the middle of 200 asks from 8 clients, restart, repeat the unanswered ones: nothing lost, nothing
twice. Drives the binary at $TOCSIN on $TOCSIN_PORT in the present (empty) folder."""
import http.client, json, os, re, signal, subprocess, sys, threading

TOCSIN, PORT = os.environ["TOCSIN"], int(os.environ["TOCSIN_PORT"])
CLIENTS, EACH, KILL_AFTER, DEADLINE = 8, 25, 70, 60


def start():
    bot = subprocess.Popen([TOCSIN, "run", "--data", "data", "--port", str(PORT)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in bot.stdout:  # the address is printed once it listens
        if "Open " in line:
            threading.Thread(target=bot.stdout.read, daemon=True).start()
            return bot
    sys.exit("tocsin did not start")


def ask(token, text, key, room="#inc-1"):
    c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    c.request("POST", "/api/v1/ask", json.dumps({"room": room, "who": "ana", "text": text, "key": key}),
              {"Authorization": "Bearer " + token})
    r = c.getresponse()
    body = json.loads(r.read())
    if r.status != 200:
        raise OSError(f"{r.status} {body}")
    return body


bot = start()
token = open("data/token").read().strip()
assert ask(token, "/incident declare sev2 kill test", "declare", "#ops")["incident"] == "INC-1"

answers, lock, killed = {}, threading.Lock(), threading.Event()


def client(n):
    for i in range(EACH):
        key = f"c{n}-{i}"
        try:
            answer = ask(token, f"/incident note {key}", key)
        except (OSError, http.client.HTTPException, ValueError):
            continue  # no answer: asked again after the restart
        with lock:
            answers[key] = answer
            if len(answers) == KILL_AFTER and not killed.is_set():
                killed.set()
                os.kill(bot.pid, signal.SIGKILL)


threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
[t.start() for t in threads]
[t.join(DEADLINE) for t in threads]
bot.wait(DEADLINE)
assert killed.is_set(), "never killed"
keys = [f"c{n}-{i}" for n in range(CLIENTS) for i in range(EACH)]
unanswered = [k for k in keys if k not in answers]
assert unanswered, "everything was answered before the kill"

bot = start()
again = {k: ask(token, f"/incident note {k}", k) for k in keys}  # the answered ones too: they must not count twice
for key, first in answers.items():
    assert again[key]["duplicate"], f"{key} was acknowledged and is not known any more"
    assert again[key]["events"] == first["events"], f"{key}: another answer than the first"
already_there = sum(again[k]["duplicate"] for k in unanswered)

timeline = subprocess.run([TOCSIN, "timeline", "INC-1", "--data", "data", "--json"], capture_output=True, text=True, check=True)
notes = [e["text"] for e in json.loads(timeline.stdout)["entries"] if e["kind"] == "note"]
for key in keys:
    count = sum(re.search(rf"\b{key}\b", text) is not None for text in notes)
    assert count == 1, f"{key} stands {count} times in the timeline"
subprocess.run([TOCSIN, "verify", "--data", "data"], check=True, stdout=subprocess.DEVNULL)
bot.send_signal(signal.SIGTERM)
assert bot.wait(10) == 0, "SIGTERM did not end it cleanly"
print(f"{len(keys)} asks, {len(answers)} acknowledged before kill -9, {len(unanswered)} repeated, "
      f"{already_there} of those were on disk already; each stands once, the chain verifies")
