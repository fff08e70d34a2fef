#!/usr/bin/env python3
"""P1, P5: the disk under the real program is full, slow, not writable, or the file is taken away. Each time the asker is
told that nothing was recorded, with the file and the next step; questions are still answered; the service goes on by
itself once the disk is back; nothing acknowledged is lost. Needs a small file system of its own (tmpfs, mount namespace).
"""
import atexit
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

CANNOT_RUN = 77
TOCSIN, PORT = os.environ["TOCSIN"], int(os.environ["TOCSIN_PORT"])
SMALL = pathlib.Path("small").resolve()

def on_a_small_disk():
    """This program once more, in a mount namespace where `small` is a file system of 8 MiB."""
    SMALL.mkdir(exist_ok=True)
    again = ["sh", "-c", 'mount -t tmpfs -o size=8m none "$1" && exec "$2" "$3" mounted', "sh", str(SMALL), sys.executable,
             os.path.abspath(__file__)]
    for unshare in (["unshare", "-m"], ["unshare", "-rm"]):
        if subprocess.run([*unshare, "mount", "-t", "tmpfs", "none", str(SMALL)], stderr=subprocess.DEVNULL).returncode == 0:
            os.execvp(unshare[0], [*unshare, *again])
    print("This machine lets nobody mount a small file system.")
    sys.exit(CANNOT_RUN)


if sys.argv[1:] != ["mounted"]:
    on_a_small_disk()
assert os.path.ismount(SMALL) and shutil.disk_usage(SMALL).total <= 8 << 20, "not on a small disk: nothing is filled"

SLOW = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>
static void wait_if_slow(void) {
    struct timespec t = {0, 700 * 1000 * 1000};
    if (access("slow", F_OK) == 0) nanosleep(&t, 0);
}
int fsync(int fd) { wait_if_slow(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { wait_if_slow(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


def start(*, may_fail=False, **how):
    bot = subprocess.Popen([TOCSIN, "run", "--data", str(SMALL / "data"), "--port", str(PORT)], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True, **how)
    atexit.register(bot.kill)
    for line in bot.stdout:
        if "Open " in line:
            for pipe in (bot.stdout, bot.stderr):
                threading.Thread(target=pipe.read, daemon=True).start()
            return bot
    if may_fail:
        return bot.stderr.read()
    sys.exit("tocsin did not start: " + bot.stderr.read())


def stop(bot):
    bot.send_signal(signal.SIGTERM)
    assert bot.wait(20) == 0, "SIGTERM did not end it cleanly"


def call(method, path, body=None, timeout=30):
    c = http.client.HTTPConnection("127.0.0.1", PORT, timeout=timeout)
    c.request(method, path, json.dumps(body) if body else None, {"Authorization": "Bearer " + token})
    r = c.getresponse()
    text = r.read().decode()
    c.close()
    return r.status, text


asked, kept = 0, []


def note(size=20):
    global asked
    asked += 1
    key = f"n{asked}"
    status, text = call("POST", "/api/v1/ask", {"room": "#inc-1", "who": "ana", "key": key,
                                                "text": f"/incident note {key}. " + "x" * size})
    if status == 200:
        kept.append(key)
    return status, text


def until(what, holds, tries=200):
    for _ in range(tries):
        if holds():
            return
        time.sleep(0.05)  # polls until it holds; the number of tries is the limit
    sys.exit("never: " + what)


def refused(text, *words):
    for word in ("NOT RECORDED", "tocsin.db", *words):
        assert word in text, f"the answer does not say \"{word}\": {text}"
    status, why = call("GET", "/readyz")
    assert status == 503 and "tocsin.db" in why, f"/readyz: {status} {why}"
    assert call("GET", "/healthz")[0] == 200
    status, shown = call("POST", "/api/v1/ask", {"room": "#inc-1", "who": "ana", "key": f"q{asked}", "text": "/incident show"})
    assert status == 200 and "INC-1" in shown, f"a question is not answered: {status} {shown}"


def nothing_lost(where):
    out = subprocess.run([TOCSIN, "timeline", "INC-1", "--data", str(SMALL / "data"), "--json"], capture_output=True,
                         text=True, check=True).stdout
    for key in kept:
        assert out.count(f"{key}. ") == 1, f"{where}: {key} stands {out.count(key + '. ')} times"
    subprocess.run([TOCSIN, "verify", "--data", str(SMALL / "data")], check=True, stdout=subprocess.DEVNULL)
    print(f"{where}: {len(kept)} of {asked} notes acknowledged, each stands once, the chain verifies", flush=True)


(SMALL / "data").mkdir()
bot = start()
token = (SMALL / "data" / "token").read_text().strip()
assert call("POST", "/api/v1/ask", {"room": "#ops", "who": "ana", "key": "d", "text": "/incident declare sev2 disk"})[0] == 200

# Full: a filler takes what is left.
filler = SMALL / "filler"
with open(filler, "wb", buffering=0) as out:
    try:
        for _ in range(2048):  # 8 MiB: more than there is
            out.write(b"x" * 4096)
    except OSError:
        pass
until("the disk is full", lambda: note(2000)[0] == 503)
refused(note(2000)[1], "no space is left", "Free some")
filler.unlink()
until("room again", lambda: note()[0] == 200)
assert call("GET", "/readyz")[0] == 200
nothing_lost("full disk")

# The file is moved away under the running program, and comes back.
os.rename(SMALL / "data" / "tocsin.db", SMALL / "elsewhere.db")
status, text = note()
assert status == 503, f"was recorded in a file that has no name: {status} {text}"
refused(text, "moved or removed")
os.rename(SMALL / "elsewhere.db", SMALL / "data" / "tocsin.db")
until("the file is back", lambda: note()[0] == 200)
nothing_lost("file moved away")
stop(bot)

# Read-only, and not ours: it does not start, and says why.
subprocess.run(["mount", "-o", "remount,ro", str(SMALL)], check=True)
words = start(may_fail=True)
assert "tocsin.db" in words or str(SMALL / "data") in words, f"does not name the file: {words}"
assert "read" in words or "writ" in words, f"does not say that it cannot write: {words}"
print("read-only:", words.strip().splitlines()[-1], flush=True)
subprocess.run(["mount", "-o", "remount,rw", str(SMALL)], check=True)
os.chmod(SMALL / "data" / "tocsin.db", 0)
if os.geteuid() == 0 and subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", "true"], stderr=subprocess.DEVNULL).returncode == 0:
    words = start(may_fail=True, preexec_fn=lambda: os.setuid(65534))
    assert "tocsin.db" in words or str(SMALL / "data") in words, f"does not name the file: {words}"
    print("no permission:", words.strip().splitlines()[-1], flush=True)
os.chmod(SMALL / "data" / "tocsin.db", 0o600)

# Slow: each write takes 0.7 s to reach the disk. It is waited for, and questions are not.
pathlib.Path("slow.c").write_text(SLOW)
built = subprocess.run(["clang-19", "-shared", "-fPIC", "-o", "slow.so", "slow.c", "-ldl"])
environment = {**os.environ, "LD_PRELOAD": str(pathlib.Path("slow.so").resolve()),
               "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
assert built.returncode == 0
bot = start(env=environment)
pathlib.Path("slow").touch()
answers = []
writers = [threading.Thread(target=lambda: answers.append(note()[0])) for _ in range(1)]
began = time.monotonic()
for w in writers:
    w.start()
status, shown = call("POST", "/api/v1/ask", {"room": "#inc-1", "who": "bo", "key": "while-slow", "text": "/incident sitrep"})
asked_in = time.monotonic() - began
for w in writers:
    w.join()
assert status == 200 and "INC-1" in shown and asked_in < time.monotonic() - began, "a question waited for the disk"
assert answers == [200], f"a slow disk is no reason to refuse: {answers}"
pathlib.Path("slow").unlink()
stop(bot)
nothing_lost("slow disk")
