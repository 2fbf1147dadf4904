"""A stand-in between hublake and the simulated account that writes down what is asked."""

import http.client
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    body: dict

    def properties(self) -> set[str]:
        """The properties that a list of records was asked for."""
        return set(",".join(self.query.get("properties", [])).split(",")) - {""}


@dataclass
class Recorder:
    """Passes every call on to `target`, and keeps it."""

    target: str
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> "Recorder":
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                url = urlsplit(self.path)
                recorder.requests.append(
                    Request(self.command, url.path, parse_qs(url.query), json.loads(body) if body else {})
                )
                peer = http.client.HTTPConnection(urlsplit(recorder.target).netloc, timeout=60)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
                peer.request(self.command, self.path, body, headers)
                answer = peer.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                peer.close()

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def lists(self, type_: str) -> list[Request]:
        """Lists of a type's live records, but for the look whether there are any."""
        return [
            request for request in self.requests
            if request.method == "GET" and request.path.endswith(f"/{type_}") and "/objects/" in request.path
            and request.query.get("archived") != ["true"] and request.query.get("limit") != ["1"]
        ]  # fmt: skip

    def read(self, type_: str) -> list[str]:
        """The records of a type that were read by their ids."""
        reads = [request for request in self.requests if request.path.endswith(f"/{type_}/batch/read")]
        return [one["id"] for request in reads for one in request.body["inputs"]]
