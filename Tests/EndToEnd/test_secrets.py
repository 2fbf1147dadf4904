"""A token, a key and somebody's e-mail address never show up where they must not, whatever goes wrong.

The e-mail address may stand in the tables (it is what they are for) and nowhere else: not in an output, an error, the catalog, a
report or a metadata file.
"""

import base64

import pytest

from conftest import TOKEN, bucket_place, folder_place
from support import s3server

ADDRESS = "seeded.secret.address@example.com"
ANOTHER_TOKEN = "pat-eu1-0ther000-5ec2-4e75-8000-abcdefabcdef"
SECRET_KEY = "e2eSeededSecretKeyThatNobodyMaySee000001"


def spellings(secret: str) -> list[bytes]:
    """The secret as it is, reversed, and in base64 and hex: what a careless encoder could make of it."""
    plain = secret.encode()
    return [plain, plain[::-1], base64.b64encode(plain).rstrip(b"=")[:-1], plain.hex().encode()]


def check(where: str, data: bytes, *secrets: str):
    for secret in secrets:
        for spelling in spellings(secret):
            assert spelling not in data, f"{where} has a secret in it"


@pytest.fixture
def account(simulator):
    one = simulator()
    contact = one.truth().records("0-1")[2]["objectid"]
    one.change(
        {"kind": "update", "type": "0-1", "id": contact, "properties": {"email": ADDRESS, "annualrevenue": ADDRESS, "birthday": ADDRESS}}
    )
    return one


@pytest.fixture
def speak(hublake, account):
    """Runs a command in both forms and checks all that it says."""
    hublake.secrets |= {ADDRESS, ANOTHER_TOKEN, SECRET_KEY}

    def run(*arguments, env=None):
        results = [hublake(*arguments, *form, env=env) for form in ([], ["--json"])]
        for result in results:
            for text in (result.out, result.err):
                check(" ".join(map(str, arguments)), text.encode(), TOKEN, ADDRESS, ANOTHER_TOKEN, SECRET_KEY)
        return results

    return run


def test_everything_that_goes_well(account, speak, folder):
    sync = ["sync", "--hubspot-url", account.url, "--organization", "both", *folder.flags]
    for command in (sync, ["tables", *folder.flags], ["describe", "objects_contacts", *folder.flags],
                    ["config", "check", *folder.flags], ["version"]):  # fmt: skip
        for result in speak(*command):
            result.must(0)
    for key, data in folder.lake.contents().items():
        if not key.endswith(".parquet"):
            check(key, data, TOKEN)
        if not key.endswith((".parquet", ".avro")):
            check(key, data, ADDRESS)
    # The owners' addresses are in their table, and not in the run's report.
    for key, data in folder.lake.contents().items():
        if key.startswith("_hublake/"):
            assert b"@example.com" not in data, key


def test_everything_that_goes_well_in_a_bucket(account, speak, bucket):
    place = bucket("secrets")
    for result in speak("sync", "--hubspot-url", account.url, *place.flags, env=place.env):
        result.must(0)
    for key, data in place.lake.contents().items():
        check(key, data, TOKEN, s3server.KEYS.secret_key)
        if not key.endswith(".parquet"):
            check(key, data, ADDRESS, s3server.KEYS.access_key)


@pytest.mark.parametrize(
    "trouble",
    ["wrong token", "token in the environment and nonsense in the file", "wrong key", "key as a token", "html", "429",
     "not our folder", "unknown flag", "no such table"],
)  # fmt: skip
def test_everything_that_goes_wrong(account, speak, seaweedfs, tmp_path, trouble):
    folder = folder_place(tmp_path / "lake")
    sync = ["sync", "--hubspot-url", account.url, "--retry-for", "1"]
    env, command = {}, [*sync, *folder.flags]
    match trouble:
        case "wrong token":
            env = {"HUBSPOT_TOKEN": ANOTHER_TOKEN}
        case "token in the environment and nonsense in the file":
            (tmp_path / "token").write_text(f"Bearer {ANOTHER_TOKEN} {ADDRESS}")
            command += ["--hubspot-token-file", tmp_path / "token"]
        case "wrong key":
            place = bucket_place(seaweedfs, "secrets-nobody", "x")
            env = place.env | {"AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_SESSION_TOKEN": ANOTHER_TOKEN}
            command = [*sync, *place.flags]
        case "key as a token":
            env = {"HUBSPOT_TOKEN": SECRET_KEY}
        case "html" | "429":
            # Of one type only: each call that is refused is tried for a while.
            path = "/crm/objects/2026-03/contacts"
            account.fail({"path": path, "kind": {"html": "html-200"}.get(trouble, trouble), "times": 100_000})
        case "not our folder":
            (folder.lake.folder / "notes.txt").write_text(f"{ADDRESS} {SECRET_KEY}")
        case "unknown flag":
            command.append("--frobnicate")
        case "no such table":
            command = ["describe", "objects_unicorns", *folder.flags]
    for result in speak(*command, env=env):
        assert result.code != 0


def test_proxies_and_urls_with_passwords(account, speak, folder):
    for result in speak("sync", "--hubspot-url", account.url.replace("://", f"://user:{SECRET_KEY}@"), "--retry-for", "1", *folder.flags):
        assert result.code in (0, 2, 3, 4, 5, 6)
