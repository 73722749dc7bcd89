"""What deploy/ names exists: settings, commands, volumes, secrets, probes. No image is built here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
CLUSTER = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
INSTRUCTIONS = re.findall(r"^([A-Z]+) (.*)$", re.sub(r"\\\n\s*", " ", DOCKERFILE), re.MULTILINE)


def of_kind(kind: str) -> dict[str, Any]:
    return {each["metadata"]["name"]: each for each in CLUSTER if each["kind"] == kind}


def workloads() -> list[dict[str, Any]]:
    return [*of_kind("Deployment").values(), *of_kind("StatefulSet").values()]


def containers() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for each in workloads():
        for container in each["spec"]["template"]["spec"]["containers"]:
            yield each, container


def environments() -> dict[str, dict[str, str]]:
    image = " ".join(rest for name, rest in INSTRUCTIONS if name == "ENV")
    cluster = of_kind("ConfigMap")["rapport"]["data"] | of_kind("Secret")["rapport"]["stringData"]
    return {
        "Dockerfile": dict(each.split("=", 1) for each in image.split()),
        "compose.yaml": {
            name: re.sub(r"\$\{[^}]+\}", "secret", value)
            for name, value in COMPOSE["services"]["rapport"]["environment"].items()
        },
        "kubernetes.yaml": cluster,
    }


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml", "kubernetes.yaml"])
def test_every_setting_exists_and_is_taken(file, monkeypatch, tmp_path):
    ours = {name: value for name, value in environments()[file].items() if name.startswith("RAPPORT_")}
    assert ours
    for name, value in ours.items():
        assert name.removeprefix("RAPPORT_").lower() in Settings.model_fields, name
        monkeypatch.setenv(name, value)
    settings = Settings()
    for name in ours:
        field = name.removeprefix("RAPPORT_").lower()
        assert getattr(settings, field) != Settings.model_fields[field].default or field == "http_port"


def test_settings_that_comments_name_exist():
    words = "\n".join(path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file())
    named = set(re.findall(r"RAPPORT_([A-Z]+(?:_[A-Z]+)*)", words))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_every_command_exists():
    lines = [COMPOSE["services"]["rapport"]["command"], *(c["args"] for _, c in containers() if "args" in c)]
    lines += [yaml.safe_load(rest) for name, rest in INSTRUCTIONS if name == "CMD"]
    assert len(lines) == 3
    assert all(line[0] in COMMANDS for line in lines)
    assert ("ENTRYPOINT", '["rapport"]') in INSTRUCTIONS


def test_the_image_copies_what_there_is_and_runs_as_nobody_special():
    copied = [word for name, rest in INSTRUCTIONS if name == "COPY" for word in rest.split()[:-1]]
    assert all((ROOT / each).exists() for each in copied)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} & {
        "bot",
        "connectors",
        "crm",
        "indexing",
        "privacy",
    }
    assert packages <= set(copied)
    assert INSTRUCTIONS[0] == ("FROM", "python:3.11-slim")
    assert ("USER", "rapport") in INSTRUCTIONS
    known = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in INSTRUCTIONS} <= known


def test_what_services_of_compose_refer_to_is_there():
    services, volumes = COMPOSE["services"], COMPOSE["volumes"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert {each.partition(":")[0] for each in service.get("volumes", [])} <= set(volumes), name
        assert "image" in service
    assert (DEPLOY / services["rapport"]["build"]["context"]).resolve() == ROOT
    assert (ROOT / services["rapport"]["build"]["dockerfile"]).exists()
    hosts = {"db", "ollama"}
    assert hosts <= set(services)


def test_what_workloads_of_the_cluster_refer_to_is_there():
    claims, maps, secrets = of_kind("PersistentVolumeClaim"), of_kind("ConfigMap"), of_kind("Secret")
    for workload, container in containers():
        template = workload["spec"]["template"]
        assert workload["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
        own = {each["metadata"]["name"] for each in workload["spec"].get("volumeClaimTemplates", [])}
        volumes = template["spec"].get("volumes", [])
        assert {each["persistentVolumeClaim"]["claimName"] for each in volumes} <= set(claims)
        assert {each["name"] for each in container.get("volumeMounts", [])} <= own | {each["name"] for each in volumes}
        for source in container.get("envFrom", []):
            assert source.get("configMapRef", {}).get("name", "rapport") in maps
            assert source.get("secretRef", {}).get("name", "rapport") in secrets
        for variable in container.get("env", []):
            wanted = variable.get("valueFrom", {}).get("secretKeyRef")
            assert wanted is None or wanted["key"] in secrets[wanted["name"]]["stringData"]
        assert {"requests", "limits"} <= set(container["resources"])


def test_services_of_the_cluster_lead_to_workloads():
    labels = {each["spec"]["template"]["metadata"]["labels"]["app"]: each for each in workloads()}
    for name, service in of_kind("Service").items():
        target = labels[service["spec"]["selector"]["app"]]
        (container,) = target["spec"]["template"]["spec"]["containers"]
        ports = {each["name"] for each in container["ports"]}
        assert {each["targetPort"] for each in service["spec"]["ports"]} <= ports, name
    hosts = re.findall(r"(?:@|//)(db|ollama)\b", str(environments()["kubernetes.yaml"]))
    assert set(hosts) == {"db", "ollama"} <= set(of_kind("Service"))


def test_probes_ask_for_pages_that_there_are():
    (container,) = of_kind("Deployment")["rapport"]["spec"]["template"]["spec"]["containers"]
    probes = {name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {name: each["path"] for name, each in probes.items()} == {
        "startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz",
    }  # fmt: skip
    served = (ROOT / "bot" / "web.py").read_text("utf-8")
    assert all(f'"{each["path"]}"' in served for each in probes.values())
    assert {each["port"] for each in probes.values()} == {"http"} == {each["name"] for each in container["ports"]}
