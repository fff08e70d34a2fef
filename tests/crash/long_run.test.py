#!/usr/bin/env python3
"""P11: five asks a second over fifty incidents, with restarts in between: a bot that has run for long holds no more memory
than one that was just started on the same data, and no more descriptors. long_run.test.py [SECONDS], 120 without; 3600 is
the long form.
"""
import atexit
import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time

TOCSIN, PORT = os.environ["TOCSIN"], int(os.environ["TOCSIN_PORT"])
SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 120
LIVES, A_SECOND, INCIDENTS = 4, 5, 50
MEMORY_SHARE, MEMORY_MORE = 1.25, 12 << 20  # of a fresh process, and bytes
DESCRIPTORS_MORE = 4
LINES = ("note the queue of shop {n} grows", "impact start level=partial shop {n} is slow", "task @mei 10m look at shop {n}",
         "question who knows shop {n}?", "update internal Shop {n} is slow since 10:00 UTC. We are looking.", "sitrep", "timeline",
         "hypothesis the deploy of shop {n}", "decide roll back shop {n}", "nonsense {n}", "undo")


def start():
    # What the sanitizer keeps of freed memory would hide what Tocsin keeps.
    env = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}
    bot = subprocess.Popen([TOCSIN, "run", "--data", "data", "--port", str(PORT)], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True, env=env)
    atexit.register(bot.kill)
    for line in bot.stdout:
        if "Open " in line:
            threading.Thread(target=bot.stdout.read, daemon=True).start()
            return bot
    sys.exit("tocsin did not start")


def memory(bot):
    with open(f"/proc/{bot.pid}/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def descriptors(bot):
    return len(os.listdir(f"/proc/{bot.pid}/fd"))


def ask(connection, key, text, room):
    connection.request("POST", "/api/v1/ask", json.dumps({"room": room, "who": "ana", "text": "/incident " + text, "key": key}),
                       {"Authorization": "Bearer " + token})
    reply = connection.getresponse()
    body = reply.read()
    assert reply.status == 200, f"{reply.status} {body}"


bot = start()
token = open("data/token", encoding="ascii").read().strip()
numbers = itertools.count()
c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
for n in range(INCIDENTS):
    ask(c, f"d{n}", f"declare sev{3 + n % 3} shop {n} is slow", "#ops")
c.close()

ended = []
for life in range(LIVES):
    at_start = descriptors(bot)
    until = time.monotonic() + SECONDS / LIVES
    while time.monotonic() < until:
        began = time.monotonic()
        c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)  # a connection each second, closed again
        for _ in range(A_SECOND):
            n = next(numbers)
            ask(c, f"n{n}", LINES[n % len(LINES)].format(n=n), f"#inc-{1 + n % INCIDENTS}")
        c.request("GET", f"/api/v1/incidents/INC-{1 + n % INCIDENTS}/draft", headers={"Authorization": "Bearer " + token})
        c.getresponse().read()
        c.close()
        time.sleep(max(0, 1 - (time.monotonic() - began)))  # five a second
    at_end = descriptors(bot)
    assert at_end <= at_start + DESCRIPTORS_MORE, f"descriptors grew from {at_start} to {at_end}"
    used = memory(bot)
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(30) == 0, "SIGTERM did not end it cleanly"
    bot = start()
    c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    ask(c, f"q{life}", "list", "#ops")
    c.close()
    fresh = memory(bot)
    ended.append((used, fresh))
    assert used <= fresh * MEMORY_SHARE + MEMORY_MORE, \
        f"after {SECONDS / LIVES:.0f} s it held {used >> 20} MiB, a fresh one holds {fresh >> 20} MiB"
bot.send_signal(signal.SIGTERM)
assert bot.wait(30) == 0, "SIGTERM did not end it cleanly"
subprocess.run([TOCSIN, "verify", "--data", "data"], check=True, stdout=subprocess.DEVNULL)
print(f"{next(numbers)} asks in {LIVES} lives of {SECONDS / LIVES:.0f} s; memory at the end and of a fresh process, MiB: "
      + ", ".join(f"{used >> 20} {fresh >> 20}" for used, fresh in ended))
