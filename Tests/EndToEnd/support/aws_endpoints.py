"""A stand-in for the services that hand out AWS keys: STS, IAM Identity Center, a container's endpoint, and EC2's metadata.

Every key that it hands out is made from what it was asked with, so that two clients get the same key only if they asked for the same
with the same.
"""

import hashlib
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: The token that the container's endpoint asks for.
CONTAINER_TOKEN = "container-token"
EXPIRATION = "2099-01-01T00:00:00Z"


def key_id(*parts: str | None) -> str:
    """A key id that stands for `parts`."""
    digest = hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()
    return "ASIA" + digest[:16].upper()


def document(name: str, token_name: str = "Token") -> str:
    """Keys as the metadata endpoints and programs write them."""
    return json.dumps(
        {"Code": "Success", "Version": 1, "AccessKeyId": key_id(name), "SecretAccessKey": "s-" + name, token_name: "t-" + name, "Expiration": EXPIRATION}
    )


class Endpoints:
    """The stand-in on a port of its own; use it as a context."""

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        action = form["Action"]
        signer = self.headers.get("Authorization", "").partition("Credential=")[2].partition("/")[0]
        if action == "AssumeRole" and not signer:
            return self.answer(403, "<ErrorResponse><Error><Code>MissingAuthenticationToken</Code></Error></ErrorResponse>")
        name = form["RoleSessionName"]
        own_name = None if name.startswith("botocore-session-") or name == "hublake" else name
        key = key_id(
            action, signer, self.headers.get("X-Amz-Security-Token"), form["RoleArn"], form.get("ExternalId"), own_name,
            form.get("DurationSeconds", "3600"), form.get("WebIdentityToken"),
        )
        self.answer(
            200,
            f"""<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
            <AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:{name}</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/x/{name}</Arn></AssumedRoleUser>
            <Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s-{key}</SecretAccessKey>
            <SessionToken>t-{key}</SessionToken><Expiration>{EXPIRATION}</Expiration></Credentials>
            </{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>""",
        )

    def do_PUT(self):
        self.answer(200, "imds-token") if self.path == "/latest/api/token" else self.answer(404, "")

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        if url.path == "/federation/credentials":
            return self.identity_center(query)
        if url.path == "/container":
            allowed = self.headers.get("Authorization") == CONTAINER_TOKEN
            return self.answer(200, document("container")) if allowed else self.answer(401, "{}")
        if self.headers.get("X-aws-ec2-metadata-token") == "imds-token":
            if url.path == "/latest/meta-data/iam/security-credentials/":
                return self.answer(200, "instance-role")
            if url.path == "/latest/meta-data/iam/security-credentials/instance-role":
                return self.answer(200, document("instance"))
        self.answer(404, "")

    def identity_center(self, query):
        token = self.headers.get("x-amz-sso_bearer_token")
        if not token.startswith("sso-"):
            return self.answer(401, json.dumps({"message": "Session token not found or invalid"}))
        key = key_id("sso", token, query["role_name"], query["account_id"])
        keys = {"accessKeyId": key, "secretAccessKey": "s-" + key, "sessionToken": "t-" + key, "expiration": 4070908800000}
        self.answer(200, json.dumps({"roleCredentials": keys}))

    def answer(self, status, body):
        body = body.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
