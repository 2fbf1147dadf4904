"""Compares a destination with a simulator's truth: `python -m oracle --truth URL --destination file:///folder`."""

import argparse
import os
import sys

from .account import Account
from .comparison import compare_lakes
from .expectation import expect
from .lake import Keys, open_lake
from .readers import READERS, read_lake


def main() -> int:
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__)
    parser.add_argument("--truth", required=True, help="address of the simulator")
    parser.add_argument("--destination", required=True, help="file:///folder or s3://bucket/prefix")
    parser.add_argument("--organization", default="individual", choices=["individual", "combined", "both"])
    parser.add_argument("--reader", action="append", choices=list(READERS), help="default: all four")
    parser.add_argument("--s3-endpoint", help="keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    options = parser.parse_args()
    keys = options.s3_endpoint and Keys(
        options.s3_endpoint, os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    )
    expected = expect(Account.fetch(options.truth), options.organization)
    lake = open_lake(options.destination, keys)
    equal = True
    for reader in options.reader or READERS:
        verdict = compare_lakes(expected.tables, read_lake(lake, reader))
        print(f"{reader}: {verdict}")
        equal = equal and bool(verdict)
    return 0 if equal else 1


sys.exit(main())
