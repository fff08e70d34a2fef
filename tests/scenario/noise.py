"""Counts what a replayed incident was told without asking (VOICE 5): noise.py SCRIPT DATABASE.

Pages and LATE lines stand apart from the budget, edits of the card, updates and the answers to typed lines are not
part of it. Prints the counts, ends with 1 if a limit is passed.
"""
import datetime
import json
import sqlite3
import sys

HOUR_MS = 3_600_000
ROOM_AN_HOUR = 5  # of sev2, the strictest of the scripts
PERSON_AN_HOUR = 4
LINES_FOR_ONE = 3  # lines people write for each unasked one


def milliseconds(written):
    return int(datetime.datetime.fromisoformat(written.replace("Z", "+00:00")).timestamp() * 1000)


def busiest_hour(times):
    times = sorted(times)
    return max((sum(1 for t in times if start <= t < start + HOUR_MS) for start in times), default=0)


def main(script, database):
    with open(script, encoding="utf-8") as lines:
        people = [json.loads(line) for line in lines if line.strip()]
    asked = {milliseconds(line["at"]) for line in people}
    rows = sqlite3.connect(database).execute("SELECT room, person, made_at, body, page, id, card FROM outbox"
                                             " WHERE (card = '' OR person > 0) AND upd = 0 AND incident > 0"
                                             " ORDER BY id")
    rooms, persons, sentences, twice, edited = {}, {}, set(), [], set()
    for room, person, made, body, page, number, card in rows:
        if card in edited:
            continue  # the message that stands there already
        edited.add(card or number)
        body = json.loads(body)
        words = json.dumps(body["lines"], sort_keys=True, ensure_ascii=False)
        if made in asked or page:
            continue
        if person:
            persons.setdefault(person, []).append(made)
            continue
        if (room, words) in sentences:
            twice.append(f"{number}: {body['phone']}")
        sentences.add((room, words))
        if body["tone"] != "late":
            rooms.setdefault(room, []).append(made)
    unasked = sum(map(len, rooms.values()))
    room = max(map(busiest_hour, rooms.values()), default=0)
    person = max(map(busiest_hour, persons.values()), default=0)
    print(f"unasked lines {unasked} for {len(people)} written, at most {room} an hour in a room, "
          f"{person} an hour to one person, {len(twice)} twice in a room")
    for line in twice:
        print("  twice:", line)
    return room <= ROOM_AN_HOUR and person <= PERSON_AN_HOUR and not twice and unasked * LINES_FOR_ONE < len(people)


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
