"""A proxy before an AWS server that answers chosen calls of STS itself: what the server behind it never says."""

import contextlib
import http.client
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REGION_DISABLED = (
    403, "RegionDisabledException",
    "STS is not activated in this region for account:111111111111. Your account administrator can activate STS in this region "
    "using the IAM Console.",
)  # fmt: skip


@contextlib.contextmanager
def running(upstream: str, answers: dict[str, tuple[int, str, str]]):
    """The URL of a proxy that answers the actions of `answers` with their status, code and message, and passes on all else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(urllib.parse.urlsplit(upstream).netloc, answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _handler(upstream: str, answers: dict[str, tuple[int, str, str]]):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            action = urllib.parse.parse_qs(body.decode()).get("Action", [""])[0]
            if action in answers:
                status, code, message = answers[action]
                text = (
                    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
                    f"<Code>{code}</Code><Message>{message}</Message></Error><RequestId>proxy-1</RequestId></ErrorResponse>"
                )
                self._answer(status, [("Content-Type", "text/xml")], text.encode())
                return
            # The headers stay as they are, `Host` with them: the signature covers it.
            connection = http.client.HTTPConnection(upstream, timeout=30)
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
            headers = [(n, v) for n, v in answer.getheaders() if n.lower() not in ("content-length", "transfer-encoding")]
            connection.close()
            self._answer(answer.status, headers, content)

        def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes):
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
