"""Sizes of simulated accounts, and the simulator's control calls."""

import json
import urllib.request

#: Small enough that a sync takes a moment, with at least a row in every table.
TINY = {"contacts": 12, "companies": 4, "deals": 5, "custom": 3}
#: HubSpot's call limits out of the way, where a test is about something else.
UNLIMITED = {"limit_general": 100_000, "limit_associations": 0, "limit_search": 0}


def get(url: str):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def delete(url: str):
    with urllib.request.urlopen(urllib.request.Request(url, method="DELETE"), timeout=60):
        pass


def post(url: str, body):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
    return json.loads(text) if text else None
