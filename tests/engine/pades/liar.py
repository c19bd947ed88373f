"""A server between us and the time-stamp authority that tells lies."""

import http.server
import threading
from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

import pytest
from asn1crypto import algos, core, tsp

from tests.pki import TestPki

Answer = Callable[[bytes], bytes]


class Liar:
    """A server between us and the time-stamp authority; `answer` makes what it says, None hangs."""

    def __init__(self, tsa_url: str) -> None:
        self.tsa_url = tsa_url
        self.mode: str = "honest"
        self.asked = 0
        self.released = threading.Event()
        liar = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    liar.reply(self, body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    def honest(self, body: bytes) -> bytes:
        with urlopen(Request(self.tsa_url, body)) as response:
            given: bytes = response.read()
        return given

    def reply(self, handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        mode = self.mode
        self.asked += 1
        handler.send_response(500 if mode == "error" else 200)
        handler.send_header("Content-Type", "text/html" if mode == "page" else "application/timestamp-reply")
        handler.end_headers()
        if mode == "endless":
            for _ in range(200):
                handler.wfile.write(b"x" * (1 << 20))
        elif mode == "silence":
            self.released.wait(30)
        elif mode == "drip":
            for byte in self.honest(body):
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if self.released.wait(0.2):
                    return
        else:
            handler.wfile.write(self.said(mode, body))

    def said(self, mode: str, body: bytes) -> bytes:
        request = tsp.TimeStampReq.load(body)
        if mode == "other imprint":
            request["message_imprint"]["hashed_message"] = b"\1" * 32
        elif mode == "other algorithm":
            request["message_imprint"]["hash_algorithm"] = algos.DigestAlgorithm({"algorithm": "sha512"})
        elif mode == "other nonce":
            request["nonce"] = core.Integer(1)
        elif mode == "no nonce":
            del request["nonce"]
        answers: dict[str, Callable[[], bytes]] = {
            "page": lambda: b"<html>Sign in</html>",
            "error": lambda: b"oops",
            "garbage": lambda: b"\x30\x82\xff\xff" + b"x" * 50,
            "nothing": lambda: b"",
            "half": lambda: self.honest(body)[:500],
            "refusal": lambda: tsp.TimeStampResp({"status": {"status": "rejection"}}).dump(),
            "broken signature": lambda: self.broken(body),
            "grown": lambda: self.grown(body),
        }
        return answers[mode]() if mode in answers else self.honest(request.dump())

    def broken(self, body: bytes) -> bytes:
        response = tsp.TimeStampResp.load(self.honest(body))
        signer = response["time_stamp_token"]["content"]["signer_infos"][0]
        value = signer["signature"].native
        signer["signature"] = value[:-1] + bytes([value[-1] ^ 1])
        return response.dump(force=True)

    def grown(self, body: bytes) -> bytes:
        """With so many more certificates that it does not fit where the last one did; they are not signed."""
        response = tsp.TimeStampResp.load(self.honest(body))
        held = response["time_stamp_token"]["content"]["certificates"]
        for _ in range(8):
            held.append(held[0])
        return response.dump(force=True)

    def stop(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="module")
def liar(pki: TestPki) -> Iterator[Liar]:
    running = Liar(pki.made.tsa_url)
    yield running
    running.stop()
