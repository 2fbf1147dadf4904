"""Bad input and trouble: the right exit code, a sentence that helps, and a destination that is untouched or whole."""

import json
import os
import shutil
import signal
import subprocess
import textwrap

import pytest
from oracle.comparison import compare, compare_lakes
from oracle.lifecycle import told
from oracle.expectation import expect
from oracle.lake import client
from oracle.readers import read_lake

from conftest import TOKEN, Place, Result, bucket_place, folder_place
from support import s3server

OK, PARTIAL, CONFIGURATION, AUTHORIZATION, GAVE_UP, CONFLICT, INTERRUPTED = 0, 3, 4, 5, 6, 7, 130
UNREADABLE = "This sentence must never be in an error: it stands in a file that is not ours."


def refused(result: Result, code: int, *words: str) -> dict:
    """The run ended with the code and an error of three parts that says each of the words somewhere."""
    result.must(code)
    error = result.error
    for part in ("kind", "what", "why", "remedy"):
        assert error.get(part), f"the error has no {part}: {error}"
    whole = json.dumps(error, ensure_ascii=False)
    for word in words:
        assert word.lower() in whole.lower(), f"the error does not mention {word}: {whole}"
    return error


def says_the_same_as_text(hublake, error: dict, *arguments, env=None):
    """Without --json the same three parts are sentences on standard error."""
    result = hublake(*arguments, env=env)
    for part in ("what", "why", "remedy"):
        # The first letter may have been made a capital; run ids and times differ from run to run.
        assert error[part][1:40] in result.err, f"{part} is not in: {result.err}"


def whole_commits(place: Place, expected: dict, reader: str = "pyarrow"):
    """Each table that is there is complete."""
    for name, table in read_lake(place.lake, reader).items():
        verdict = compare(told(expected[name], table), table)
        assert verdict, str(verdict)


def all_equal(place: Place, expectation):
    verdict = compare_lakes(expectation.tables, read_lake(place.lake, "pyarrow"))
    assert verdict, str(verdict)


# -- the token and what it may see ---------------------------------------------------------------------------------------


def test_wrong_token(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(OK)
    before = folder.lake.contents()
    wrong = {"HUBSPOT_TOKEN": "pat-na1-wr0ng000-c0de-4bad-beef-0123456789ab"}
    result = hublake.sync(account, folder, env=wrong)
    error = refused(result, AUTHORIZATION, "token")
    assert error["kind"] == "authorization"
    assert wrong["HUBSPOT_TOKEN"] not in result.err + result.out
    assert folder.lake.contents() == before
    says_the_same_as_text(hublake, error, "sync", "--hubspot-url", account.url, *folder.flags, env=wrong)


def test_no_token(hublake, simulator, folder):
    result = hublake.sync(simulator(), folder, env={"HUBSPOT_TOKEN": ""})
    refused(result, CONFIGURATION, "HUBSPOT_TOKEN", "--hubspot-token-file")
    assert folder.lake.sizes() == {}


def test_token_from_a_file(hublake, simulator, folder, tmp_path):
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    flags = ["--hubspot-token-file", file, "--tables", "owners"]
    hublake.sync(simulator(), folder, *flags, env={"HUBSPOT_TOKEN": ""}).must(OK)


def test_a_scope_that_is_missing_leaves_out_its_tables_and_says_so(hublake, simulator, folder):
    account = simulator("--without-scope", "crm.objects.deals.read", "--without-scope", "crm.schemas.deals.read")
    result = hublake.sync(account, folder).must(PARTIAL)
    report = result.report
    assert report["status"] == "partial"
    skipped = {entry["table"]: entry for entry in report["skipped"]}
    assert "objects_deals" in skipped and skipped["objects_deals"]["reason"]
    assert any("deals" in scope for scope in skipped["objects_deals"]["missing_scopes"]), skipped["objects_deals"]
    truth = account.truth().without_types("0-3")
    expected = expect(truth).tables
    present = read_lake(folder.lake, "pyarrow")
    named = set(skipped) | {table["name"] for table in report["tables"] if table["warnings"]}
    for name in expected.keys() - present.keys():
        assert name in named, f"{name} is missing and nobody says so"
    for name in ("objects_contacts", "objects_companies", "objects_pets", "owners", "associations_contacts_to_companies"):
        verdict = compare(expected[name], present[name])
        assert verdict, str(verdict)
    assert not any("deals" in name for name in present), sorted(present)


# -- settings ------------------------------------------------------------------------------------------------------------


def test_unknown_key_in_the_configuration(hublake, simulator, folder, tmp_path):
    file = tmp_path / "settings.yaml"
    file.write_text("organization: individual\ndestinatoin: s3://somewhere/\n")
    error = refused(hublake.sync(simulator(), folder, "--config", file), CONFIGURATION, "destinatoin", "destination", "line 2")
    assert folder.lake.sizes() == {}
    says_the_same_as_text(hublake, error, "config", "check", "--config", file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("organization: [", ["not YAML", "line"]),
        ("organization: sideways", ["organization", "individual", "combined", "both"]),
        ("- a\n- b\n", ["map"]),
        ("hubspot-token: pat-na1-0000\n", ["hubspot-token-file"]),
        ("types:\n  contacts.annualrevenue: dezimal\n", ["contacts.annualrevenue"]),
    ],
    ids=["not YAML", "unknown value", "a list", "a secret", "unknown type"],
)
def test_unusable_configuration(hublake, folder, tmp_path, text, words):
    file = tmp_path / "settings.yaml"
    file.write_text(text)
    result = hublake("config", "check", "--json", "--config", file, *folder.flags)
    refused(result, CONFIGURATION, *words)
    assert "pat-na1-0000" not in result.err


def test_no_destination(hublake, simulator):
    result = hublake("sync", "--json", "--hubspot-url", simulator().url)
    refused(result, CONFIGURATION, "--destination")


# -- the destination -----------------------------------------------------------------------------------------------------


def test_folder_that_does_not_exist(hublake, simulator, tmp_path):
    flags = ["sync", "--json", "--hubspot-url", simulator().url, "--destination", f"file://{tmp_path}/misspelt"]
    refused(hublake(*flags), CONFIGURATION, "misspelt")
    assert not (tmp_path / "misspelt").exists()


def test_bucket_that_does_not_exist(hublake, simulator, seaweedfs):
    place = bucket_place(seaweedfs, "no-such-bucket-anywhere", "lake")
    refused(hublake.sync(simulator(), place), CONFIGURATION, "no-such-bucket-anywhere")
    names = [bucket["Name"] for bucket in s3server.administrator(seaweedfs).list_buckets()["Buckets"]]
    assert "no-such-bucket-anywhere" not in names, "nobody asked for a new bucket"


@pytest.mark.parametrize("wrong", ["key", "secret"])
def test_keys_that_are_refused(hublake, simulator, bucket, wrong):
    place = bucket(f"refused-{wrong}")
    variable, value = {
        "key": ("AWS_ACCESS_KEY_ID", "AKIAE2ESTRANGER00001"),
        "secret": ("AWS_SECRET_ACCESS_KEY", "e2eWrongSecretThatMustNotShowUp0000000001"),
    }[wrong]
    hublake.secrets.add("e2eWrongSecretThatMustNotShowUp0000000001")
    refused(hublake.sync(simulator(), place, env={variable: value}), AUTHORIZATION)
    assert place.lake.sizes() == {}


def test_keys_that_are_missing(hublake, simulator, bucket):
    place = bucket("missing-keys")
    none = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    result = hublake.sync(simulator(), place, env=none)
    assert result.code in (CONFIGURATION, AUTHORIZATION)
    refused(result, result.code, "AWS_ACCESS_KEY_ID")
    assert place.lake.sizes() == {}


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_destination_with_somebody_elses_files(hublake, simulator, folder, bucket, seaweedfs, kind):
    place = folder if kind == "folder" else bucket("strangers")
    if kind == "folder":
        (folder.lake.folder / "thesis.txt").write_text(UNREADABLE)
    else:
        client(seaweedfs).put_object(Bucket=place.lake.bucket, Key="strangers/thesis.txt", Body=UNREADABLE.encode())
    result = hublake.sync(simulator(), place)
    refused(result, CONFIGURATION, "empty")
    assert UNREADABLE not in result.err
    assert place.lake.contents() == {"thesis.txt": UNREADABLE.encode()}


def _with_catalog(place: Place, **changes) -> dict[str, bytes]:
    """Writes another value into the catalog and returns what is there now."""
    file = place.lake.folder / "_hublake" / "catalog.json"
    catalog = json.loads(file.read_text())
    assert changes.keys() <= catalog.keys()
    file.write_text(json.dumps(catalog | changes))
    return place.lake.contents()


def test_prefix_of_another_account(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(OK)
    before = _with_catalog(folder, portal_id=123_454_321)
    error = refused(hublake.sync(account, folder), CONFIGURATION, "123454321", str(account.portal_id))
    assert folder.lake.contents() == before
    says_the_same_as_text(hublake, error, "sync", "--hubspot-url", account.url, *folder.flags)


def test_newer_format_version(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(OK)
    before = _with_catalog(folder, format_version=4711)
    refused(hublake.sync(account, folder), CONFIGURATION, "4711", "newer")
    refused(hublake("tables", "--json", *folder.flags), CONFIGURATION, "4711")
    assert folder.lake.contents() == before


def test_catalog_that_is_not_one(hublake, simulator, folder):
    account = simulator()
    hublake.sync(account, folder).must(OK)
    (folder.lake.folder / "_hublake" / "catalog.json").write_text("{ torn")
    before = folder.lake.contents()
    result = hublake.sync(account, folder)
    assert result.code in (1, CONFIGURATION)
    refused(result, result.code, "catalog.json")
    assert folder.lake.contents() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk of its own; run as root to have this tested")
def test_full_disk(hublake, simulator, tmp_path):
    """A disk of a few hundred kilobytes, in a mount namespace that ends with the shell."""
    account = simulator(contacts=2_000)
    disk, copy = tmp_path / "disk", tmp_path / "copy"
    disk.mkdir()
    command = [str(hublake.program), "sync", "--json", "--hubspot-url", account.url, "--destination", f"file://{disk}/lake"]
    script = textwrap.dedent(f"""
        mount -t tmpfs -o size=400k none {disk} && mkdir {disk}/lake || exit 99
        "$@"; code=$?
        cp -a {disk}/lake {copy}
        exit $code
    """)
    began = subprocess.run(
        ["unshare", "--mount", "bash", "-c", script, "bash", *command], env=hublake.environment(), cwd=hublake.home,
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    if began.returncode in (1, 99) and ("unshare" in began.stderr or "mount" in began.stderr):
        pytest.skip(f"no mount namespace to be had here: {began.stderr.strip()}")
    result = Result(began.returncode, began.stdout, began.stderr, 0, 0)
    assert result.code in (PARTIAL, CONFIGURATION), f"{result.code}: {result.err[-2000:]}"
    assert "space" in result.out + result.err or "full" in result.out + result.err
    shutil.copytree(copy, disk / "lake")  # to where its files say that they are
    whole_commits(folder_place(disk / "lake"), expect(account.truth()).tables)


# -- HubSpot -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["cut-body", "not-json", "html-200", "502-html", "500", "503", "reset", "429"])
def test_trouble_that_passes_leaves_no_trace(hublake, simulator, folder, kind):
    account = simulator()
    account.fail({"path": "/crm/objects/", "kind": kind, "times": 2})
    result = hublake.sync(account, folder, timeout=240).must(OK)
    assert result.report["status"] == "complete"
    assert result.report["api_calls"]["retries"] >= 2
    all_equal(folder, expect(account.truth()))


@pytest.mark.parametrize("kind", ["cut-body", "not-json", "html-200", "500", "429"])
def test_trouble_that_stays_ends_and_is_named(hublake, simulator, folder, kind):
    account = simulator()
    for name in ("contacts", "0-1"):
        account.fail({"path": f"/crm/objects/2026-03/{name}", "kind": kind, "times": 1_000_000})
    result = hublake.sync(account, folder, "--retry-for", "3", timeout=240)
    assert result.code in (PARTIAL, GAVE_UP), f"{result.code}: {result.err[-2000:]}"
    report = result.report
    skipped = {entry["table"]: entry for entry in report["skipped"]}
    assert skipped["objects_contacts"]["reason"]
    assert "objects_contacts" not in folder.lake.current_metadata()
    expected = expect(account.truth()).tables
    # All types share the table of the history; what it lacks of this one is said in the report.
    expected["object_properties_history"] = expected["object_properties_history"].without_type("0-1")
    whole_commits(folder, expected)
    shared = next(t for t in report["tables"] if t["name"] == "object_properties_history")
    assert any("contacts" in warning for warning in shared["warnings"])
    assert "objects_companies" in folder.lake.current_metadata(), "one type's trouble stopped another"


def test_hubspot_that_never_answers_anything(hublake, simulator, folder):
    account = simulator()
    account.fail({"path": "", "kind": "503", "times": 1_000_000})
    refused(hublake.sync(account, folder, "--retry-for", "2", timeout=120), GAVE_UP)
    assert folder.lake.current_metadata() == {}


def test_hubspot_that_is_not_there(hublake, simulator, folder):
    account = simulator()
    account.stop()
    refused(hublake.sync(account, folder, "--retry-for", "2", timeout=120), GAVE_UP)
    assert folder.lake.current_metadata() == {}


def test_calls_are_limited_and_the_run_waits(hublake, simulator, folder):
    account = simulator("--limit-general=40", "--limit-associations=40", contacts=300)
    result = hublake.sync(account, folder, timeout=300).must(OK)
    assert sum(wait["seconds"] for wait in result.report["waits"]) > 0, "the waits are not in the report"
    all_equal(folder, expect(account.truth()))


def test_values_that_do_not_fit_are_kept_and_counted(hublake, simulator, folder):
    account = simulator(misfit_share=0.5, contacts=40)
    report = hublake.sync(account, folder).must(OK).report
    expected = expect(account.truth())
    counted = sum(sum(t["unparsed_values"].values()) for t in report["tables"] if t["name"].startswith("objects_"))
    assert counted == expected.unparsed_count > 20
    all_equal(folder, expected)


def test_a_value_of_another_type_in_one_answer(hublake, simulator, folder):
    account = simulator()
    account.fail({"path": "/crm/objects/", "kind": "bad-value", "times": 1_000})
    report = hublake.sync(account, folder, "--tables", "objects_*").must(OK).report
    assert sum(sum(t["unparsed_values"].values()) for t in report["tables"]) > 0
    table = read_lake(folder.lake, "pyarrow")["objects_contacts"]
    kept = [
        text
        for column, cells in table.values.items()
        if column.startswith("property_unparsed_") and column.replace("unparsed_", "") in table.types
        for text, value in zip(cells, table.values[column.replace("unparsed_", "")])
        if text is not None and value is None
    ]
    assert kept, "the text is lost"


# -- signals -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle(hublake, simulator, folder, interrupt, number):
    account = simulator(contacts=400)
    # However slow the machine: the contacts' pages do not come before the signal does.
    slow = {"path": "/crm/objects/2026-03/contacts?", "kind": "delay", "milliseconds": 600_000, "times": 1_000, "after": 1}
    account.fail(slow)
    command = ["sync", "--json", "--hubspot-url", account.url, *folder.flags]
    process = hublake.start(*command)
    interrupt(process, number, when=lambda: len(folder.lake.current_metadata()) >= 1)
    result = hublake.finish(process, 0).must(INTERRUPTED)
    account.forget_faults()
    assert result.report["status"] == "interrupted"
    expected = expect(account.truth())
    tables = folder.lake.current_metadata()
    assert 1 <= len(tables) < len(expected.tables), "the signal came too late to show anything"
    whole_commits(folder, expected.tables)

    hublake.sync(account, folder, timeout=240).must(OK)
    all_equal(folder, expected)


def test_stopped_before_anything_is_written(hublake, simulator, folder, interrupt):
    account = simulator("--latency-ms=5000")
    process = hublake.start("sync", "--json", "--hubspot-url", account.url, *folder.flags)
    interrupt(process, signal.SIGTERM, when=lambda: account.calls()["total"] > 0)
    hublake.finish(process, 0).must(INTERRUPTED)
    assert folder.lake.current_metadata() == {}


# -- two at a time -------------------------------------------------------------------------------------------------------


def test_two_runs_at_once(hublake, simulator, folder):
    """One of them may be told that the other was there; the tables are right in any case."""
    account = simulator("--limit-general=0", "--limit-associations=0", contacts=200)
    hublake.sync(account, folder, "--tables", "owners").must(OK)
    processes = [hublake.start("sync", "--json", "--hubspot-url", account.url, *folder.flags) for _ in range(2)]
    codes = sorted(hublake.finish(process, 0).code for process in processes)
    assert codes[0] in (OK, PARTIAL, CONFLICT) and codes[1] in (OK, PARTIAL, CONFLICT), codes
    whole_commits(folder, expect(account.truth()).tables)
    hublake.sync(account, folder).must(OK)
    all_equal(folder, expect(account.truth()))
