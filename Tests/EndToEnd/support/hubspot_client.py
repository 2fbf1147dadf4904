"""A simulated account as HubSpot's own Python client sees it, and how what was read is held against the truth."""

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import hubspot

#: What dated paths show and v3/v4 paths do not.
NEWER_FIELDS = {"url", "dataSensitivity", "numberDisplayHint", "textDisplayHint", "dateDisplayHint"}
#: Times of the answer itself, and links that repeat the call's own path.
OWN_FIELDS = {"startedAt", "completedAt", "collectedAt", "correlationId", "link"}


class Server:
    """A running simulator and its control calls."""

    def __init__(self, hello: dict):
        self.url, self.token, self.portal_id = hello["url"], hello["token"], hello["portalId"]
        self.client = hubspot.HubSpot(access_token=self.token, host=self.url)

    def truth(self, name: str) -> list[dict]:
        return [json.loads(line) for line in self.send(f"/_simulator/truth/{name}")[2].splitlines()]

    def read(self, path: str):
        """A call that the client has not, or makes to no other host than HubSpot's."""
        status, _, body = self.send(path)
        assert status == 200
        return json.loads(body)

    def send(self, path: str, body=None, headers=None):
        """Status, headers and bytes of a call outside the client."""
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", **(headers or {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read()


def started(bin_dir, *flags: str):
    """A simulator without limits, for as long as the generator lives."""
    unlimited = ["--limit-general=0", "--limit-search=0", "--limit-associations=0"]
    command = [bin_dir / "hubspot-simulator", "--seed=11", *unlimited, *flags]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield Server(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(timeout=20)


def names_of(server: Server, type_id: str) -> list[str]:
    definitions = server.truth("property_definitions")
    return [row["name"] for row in definitions if row["objecttypeid"] == type_id and not row["archived"]]


def iso(moment) -> str | None:
    """A datetime of the client in HubSpot's spelling."""
    return moment and moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def rows_of(records, type_id: str, names: list[str]) -> dict:
    return {
        record.id: {
            "objecttypeid": type_id,
            "objectid": record.id,
            "createdat": iso(record.created_at),
            "updatedat": iso(record.updated_at),
            "properties": {name: record.properties[name] for name in names},
        }
        for record in records
    }


def expected_rows(server: Server, type_id: str, names: list[str]) -> dict:
    rows = server.truth(f"objects/{type_id}")
    return {
        row["objectid"]: {**row, "properties": {name: row["properties"][name] for name in names}} for row in rows
    }


def assert_alike(server, old, dated, rest, body, status=None):
    left, _, older = server.send(old + rest, body)
    right, _, newer = server.send(dated + rest, body)
    assert left == right == (status or left)
    older, newer = json.loads(older), json.loads(newer)
    assert without(older, NEWER_FIELDS) == older
    assert without(older, OWN_FIELDS) == without(newer, NEWER_FIELDS | OWN_FIELDS)


def by(rows: list[dict], *key: str) -> list[dict]:
    return sorted(rows, key=lambda row: [str(row[name]) for name in key])


def without(value, names: set[str]):
    """The value without members of these names, at any depth."""
    if isinstance(value, dict):
        return {name: without(inner, names) for name, inner in value.items() if name not in names}
    return [without(inner, names) for inner in value] if isinstance(value, list) else value
