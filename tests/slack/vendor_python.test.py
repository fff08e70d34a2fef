#!/usr/bin/env python3
"""Slack's own client for Python takes the fake Slack for the real one: its built-in client over plain connections, the
aiohttp client over TLS. One line for each says what it did."""
import asyncio
import json
import os
import ssl
import subprocess
import sys
import time
import urllib.parse
import urllib.request

try:
    import aiohttp  # noqa: F401
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError
    from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
    from slack_sdk.socket_mode import SocketModeClient
    from slack_sdk.socket_mode.aiohttp import SocketModeClient as AiohttpClient
    from slack_sdk.socket_mode.response import SocketModeResponse
    from slack_sdk.web.async_client import AsyncWebClient
except ImportError as missing:
    print(f"{missing}: deploy/test_tools puts it into build/tools")
    sys.exit(77)

BOT_TOKEN, APP_TOKEN = "xoxb-fake-bot-token", "xapp-fake-app-token"
MODAL = {
    "type": "modal",
    "callback_id": "declare",
    "title": {"type": "plain_text", "text": "Declare"},
    "submit": {"type": "plain_text", "text": "Declare"},
    "blocks": [{"type": "input", "block_id": "title", "label": {"type": "plain_text", "text": "Title"},
                "element": {"type": "plain_text_input", "action_id": "a"}}],
}


class Fake:
    """The fake Slack as a process, steered as slack_server.cpp describes."""

    def __init__(self, *options):
        self.process = subprocess.Popen([os.environ["TOCSIN_FAKE_SLACK"], *options], stdout=subprocess.PIPE, text=True)
        self.base = self.process.stdout.readline().strip()
        self.context = None
        if "--ca-out" in options:
            self.context = ssl.create_default_context(cafile=options[options.index("--ca-out") + 1])

    def _send(self, what, data=None):
        address = self.base.removesuffix("api/") + "control/" + what
        with urllib.request.urlopen(address, data=data, context=self.context, timeout=10) as answer:
            return json.load(answer)

    def tell(self, what, **arguments):
        return self._send(what, json.dumps(arguments).encode())

    def ask(self, what, **query):
        return self._send(what + "?" + urllib.parse.urlencode(query))

    def newest(self, user, channel):
        return self.ask("seen", user=user, channel=channel)[-1]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def until(what, test, seconds=30):
    """Asks again and again until `test` gives something true."""
    end = time.monotonic() + seconds
    while not (found := test()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return found


def refused(call, error):
    try:
        call()
    except SlackApiError as refusal:
        assert refusal.response["error"] == error, refusal.response
        return refusal.response
    raise AssertionError(f"it was not refused with {error}")


def web_client(fake, client):
    assert client.auth_test()["bot_id"] == "B0TOCSIN1"
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*INC-7* & more"}}]
    posted = client.chat_postMessage(channel="C0OPS", text="INC-7", blocks=blocks)
    client.chat_update(channel="C0OPS", ts=posted["ts"], text="edited", blocks=blocks)
    refused(lambda: client.conversations_create(name="ops"), "name_taken")
    limit = {"method": "users.info", "what": "rate_limited", "delay_ms": 1000}
    fake.tell("fault", api=limit)
    assert refused(lambda: client.users_info(user="U0MEI"), "ratelimited").headers["Retry-After"] == "1"
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    fake.tell("fault", api=limit)
    assert client.users_info(user="U0MEI")["user"]["real_name"] == "Mei Lin"  # after a second of its own
    for i in range(25):
        fake.tell("type", user="mei", channel="#secret", text=f"line {i}")
    texts = []
    pages = 0
    for page in client.conversations_history(channel="C0SECRET", limit=10):
        pages += 1
        texts = [m["text"] for m in reversed(page["messages"])] + texts
    assert pages == 3 and texts == [f"line {i}" for i in range(25)], texts
    client.files_upload_v2(channel="C0OPS", filename="draft.md", title="Draft", content="# Post-mortem\n")
    shared = client.conversations_history(channel="C0OPS", limit=1)["messages"][0]["files"][0]
    assert (shared["title"], shared["size"]) == ("Draft", 14), shared


def builtin():
    fake = Fake("--plain")
    web = WebClient(BOT_TOKEN, base_url=fake.base)
    web_client(fake, web)
    heard = []
    client = SocketModeClient(app_token=APP_TOKEN, web_client=WebClient(base_url=fake.base), ping_interval=1)

    def listener(client, request):
        payload = None
        if request.type == "slash_commands":
            payload = {"text": "INC-7 is open."}
        if request.payload.get("type") == "view_submission":
            payload = {"response_action": "errors", "errors": {"title": "Say more."}}
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))
        if request.payload.get("type") == "shortcut":
            web.views_open(trigger_id=request.payload["trigger_id"], view=MODAL)
        heard.append(request)

    client.socket_mode_request_listeners.append(listener)
    client.connect()
    fake.tell("type", user="mei", channel="#ops", text="x" * 70_000)
    until("a frame of 70 KB", lambda: [h for h in heard if len(h.payload.get("event", {}).get("text", "")) == 70_000])
    fake.tell("command", user="mei", channel="#ops", text="declare sev2")
    until("the answer", lambda: fake.newest("mei", "#ops")["text"] == "INC-7 is open.")
    acks = [r for r in fake.ask("record") if r["kind"] == "ack"]
    assert acks[0]["payload"] == {} and acks[-1]["payload"] == {"text": "INC-7 is open."}, acks
    fake.tell("shortcut", user="mei", callback_id="declare_incident")
    until("the modal", lambda: fake.ask("modal", user="mei"))
    fake.tell("submit", user="mei", values={"title": "no"})
    until("the error in the form", lambda: fake.ask("view_errors", user="mei").get("title"))
    # It writes the id of its session into each ping and reads it back from the pong.
    begun = client.current_session.last_ping_pong_time
    until("a pong with its session id", lambda: client.current_session.last_ping_pong_time != begun)
    first = client.session_id()
    fake.tell("fault", disconnect="warning")
    until("a new session", lambda: client.session_id() != first and client.is_connected())
    fake.tell("type", user="mei", channel="#ops", text="after the refresh")
    until("a message on the new session", lambda: [h for h in heard if h.payload.get("event", {}).get("text") == "after the refresh"])
    client.close()
    until("no socket is left", lambda: fake.ask("state")["num_connections"] == 0)
    assert fake.ask("state")["complaints"] == []
    fake.stop()
    print("slack_sdk: posted, edited, was refused, waited for 429, read 3 pages of history, uploaded a file; took 70 KB, "
          "answered a command, opened a form, read its session id in a pong, and lived through a refresh")


async def wait_for(what, test, seconds=30):
    end = time.monotonic() + seconds
    while not (found := test()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.05)
    return found


async def aiohttp_client(fake):
    web = AsyncWebClient(base_url=fake.base, ssl=fake.context)
    client = AiohttpClient(app_token=APP_TOKEN, web_client=web)
    heard = []

    async def listener(client, request):
        payload = {"text": "INC-7 is open."} if request.type == "slash_commands" else None
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))
        heard.append(request)

    client.socket_mode_request_listeners.append(listener)
    await client.connect()
    fake.tell("command", user="mei", channel="#ops", text="declare sev2")
    await wait_for("the answer", lambda: [s for s in fake.ask("seen", user="mei", channel="#ops") if s["text"] == "INC-7 is open."])
    first = await client.session_id()
    fake.tell("fault", disconnect="refresh_requested")
    end = time.monotonic() + 60
    while await client.session_id() == first or not await client.is_connected():
        assert time.monotonic() < end, "no new session"
        await asyncio.sleep(0.05)
    fake.tell("type", user="mei", channel="#ops", text="after the refresh")
    await wait_for("a message on the new session",
                   lambda: [h for h in heard if h.payload.get("event", {}).get("text") == "after the refresh"], 90)
    await client.close()
    assert fake.ask("state")["complaints"] == []
    print("slack_sdk with aiohttp over TLS: answered a command and lived through a refresh")


builtin()
tls = Fake("--ca-out", "authority.pem")
asyncio.run(aiohttp_client(tls))
tls.stop()
