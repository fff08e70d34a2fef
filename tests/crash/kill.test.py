#!/usr/bin/env python3
"""P1, P2, P5, P6: kill -9 again and again while several clients ask, each time the restart is asked what it knows.

A recorder outside the bot notes what was acknowledged. Nothing acknowledged is lost, nothing stands twice, every ask gets
an answer once it is repeated, the chain verifies. Drives the binary at $TOCSIN on $TOCSIN_PORT in the present (empty)
folder. kill.test.py [ROUNDS]
"""
import atexit
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

TOCSIN, PORT = os.environ["TOCSIN"], int(os.environ["TOCSIN_PORT"])
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
CLIENTS, UNDER_LOAD, DEADLINE = 6, (0.02, 0.25), 60  # seconds of load before the kill
rng = random.Random(7)


def start():
    bot = subprocess.Popen([TOCSIN, "run", "--data", "data", "--port", str(PORT)], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
    atexit.register(bot.kill)
    for line in bot.stdout:  # the address is printed once it listens
        if "Open " in line:
            threading.Thread(target=bot.stdout.read, daemon=True).start()
            return bot
    sys.exit("tocsin did not start")


class Asker:
    """One connection, opened anew when the bot is."""

    def __init__(self, token):
        self.token, self.connection = token, None

    def ask(self, text, key, room="#inc-1"):
        if not self.connection:
            self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        try:
            self.connection.request("POST", "/api/v1/ask",
                                    json.dumps({"room": room, "who": "ana", "text": text, "key": key}),
                                    {"Authorization": "Bearer " + self.token})
            reply = self.connection.getresponse()
            body = json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.connection.close()
            self.connection = None
            raise
        if reply.status != 200:
            raise OSError(f"{reply.status} {body}")
        return body


bot = start()
token = open("data/token").read().strip()
assert Asker(token).ask("/incident declare sev2 kill test", "declare", "#ops")["incident"] == "INC-1"

acknowledged, asked, lock = {}, [], threading.Lock()


def client(number, stop):
    asker, n = Asker(token), 0
    while not stop.is_set():
        key = f"r{number}-{n}"
        n += 1
        with lock:
            asked.append(key)
        try:
            answer = asker.ask(f"/incident note {key}.", key)
        except (OSError, http.client.HTTPException, ValueError):
            return  # no answer: asked again after the restart
        with lock:
            acknowledged[key] = answer


repeated = on_disk = 0
for number in range(ROUNDS):
    stop = threading.Event()
    threads = [threading.Thread(target=client, args=(f"{number}c{c}", stop)) for c in range(CLIENTS)]
    asked_before = len(asked)
    for t in threads:
        t.start()
    time.sleep(rng.uniform(*UNDER_LOAD))
    bot.send_signal(signal.SIGKILL)
    bot.wait(DEADLINE)
    stop.set()
    for t in threads:
        t.join(DEADLINE)
    bot = start()
    asker = Asker(token)
    this_round = asked[asked_before:]
    for key in [k for k in this_round if k not in acknowledged]:
        answer = asker.ask(f"/incident note {key}.", key)
        on_disk += answer["duplicate"]
        repeated += 1
        acknowledged[key] = dict(answer, duplicate=False)
    for key in rng.sample(this_round, min(5, len(this_round))):  # what was acknowledged must not count twice
        again = asker.ask(f"/incident note {key}.", key)
        assert again["duplicate"], f"{key} was acknowledged and is not known any more"
        assert again["events"] == acknowledged[key]["events"], f"{key}: another answer than the first"

timeline = subprocess.run([TOCSIN, "timeline", "INC-1", "--data", "data", "--json"], capture_output=True, text=True,
                          check=True)
standing = {}
for entry in json.loads(timeline.stdout)["entries"]:
    if entry["kind"] == "note":
        for key in re.findall(r"r\d+c\d+-\d+", entry["text"]):
            standing[key] = standing.get(key, 0) + 1
for key in asked:
    assert standing.get(key) == 1, f"{key} stands {standing.get(key, 0)} times in the timeline"
assert len(standing) == len(asked), "notes that nobody asked for"
subprocess.run([TOCSIN, "verify", "--data", "data"], check=True, stdout=subprocess.DEVNULL)
bot.send_signal(signal.SIGTERM)
assert bot.wait(10) == 0, "SIGTERM did not end it cleanly"
assert repeated, "no ask was ever without an answer: the kills came between asks"
print(f"{ROUNDS} times kill -9, {len(asked)} asks, {repeated} of them without an answer and repeated, {on_disk} of those "
      "were on disk already; each stands once, the chain verifies")
