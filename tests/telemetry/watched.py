"""A small team whose Rapport is watched: metrics on, spans kept here and sent to a collector of this machine's own."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import SecretStr

from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.process import Process
from bot.settings import Settings
from bot.wiring import Rapport
from crm.capture import Captured
from crm.clock import SystemClock
from crm.model import Account, Deal, Kind, Role, User

CANARY = "Quillfeather"  # in the record, in what is asked, in names: nowhere else


class Collector:
    """Takes OTLP over HTTP as a real collector does; `answers` makes it stumble."""

    def __init__(self):
        self.raw, self.paths, self.answers = [], [], []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.paths.append(self.path)
                status, headers = outer.answers.pop(0) if outer.answers else (200, {})
                if status == 200:
                    outer.raw.append(body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args):
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def spans(self):
        found = []
        for raw in list(self.raw):
            told = ExportTraceServiceRequest.FromString(raw)
            found += [s for resource in told.resource_spans for scope in resource.scope_spans for s in scope.spans]
        return found

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class Watched:
    def __init__(self, home):
        self._stack = ExitStack()
        self.collector = Collector()
        self._stack.callback(self.collector.stop)
        place = Workspace("Northwind", "northwind")
        self.dana = place.add_person("dana", f"Dana {CANARY}", f"dana.{CANARY.lower()}@northwind.example")
        self.guest = place.add_person("tom", "Tom Becker", "tom@agency.example", role="guest")
        place.add_channel("sales", [self.dana])
        for person in (self.dana, self.guest):
            place.dm(person)
        self.console = self._stack.enter_context(Console(place))
        settings = Settings(
            home=home,
            slack_bot_token=SecretStr(self.console.bot_token),
            slack_app_token=SecretStr(self.console.app_token),
            slack_api_url=f"{self.console.url}/api/",
            http_port=0,
            metrics="on",
            traces_endpoint=self.collector.url,
        )
        self.app = Rapport(settings, SystemClock())
        self.kept = InMemorySpanExporter()
        self.app.telemetry.tracer._provider.add_span_processor(SimpleSpanProcessor(self.kept))
        self._fill()
        self.process = Process(self.app)

    def start(self):
        self.process.start()
        assert self.console.wait_connected()
        return self

    def stop(self):
        self.process.stop()
        self._stack.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.process.web.port}"

    def says(self, text, person="dana"):
        ts = self.console.say(person, "dm", text)

        def answers():
            return [each for each in self.console.messages("dm", ts, person=person) if each.bot]

        return self.console.wait_for(answers, timeout=60)

    def _fill(self):
        app, tenant, now = self.app, self.app.tenants.home(), self.app.clock.now()
        stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
        with app.store.write() as session:
            dana = User(name=self.dana.real_name, email=self.dana.email, role=Role.ADMIN, external_id="u1", **stamp)
            session.add(dana)
            session.flush()
            client = Account(name=f"{CANARY} Works", external_id="a1", owner_id=dana.id, **stamp)
            session.add(client)
            session.flush()
            session.add(
                Deal(
                    name=f"{CANARY} renewal", account_id=client.id, owner_id=dana.id, stage="Open", amount=10,
                    external_id="d1", **stamp,
                )
            )  # fmt: skip
            text = f"The {CANARY} invoice is wrong again and we are furious about the pricing."
            mail = Captured("mail", "m1", Kind.EMAIL, now, text=text, direction="in", account_id=client.id)
            app.capture.add(session, tenant, [mail])
        while app.indexer.run_once():
            pass
