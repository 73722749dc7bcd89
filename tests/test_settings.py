"""Settings: one reader, private secrets, clear errors."""

from pathlib import Path

import pytest

from bot.settings import ENV_FILE, Settings, read
from crm.errors import FatalError


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path):
    settings = read(tmp_path / "a" / "b")
    assert settings.home.stat().st_mode & 0o777 == 0o700
    assert settings.record_url == f"sqlite:///{tmp_path / 'a' / 'b' / 'rapport.db'}"


def test_secrets_come_from_a_private_file(tmp_path):
    file = tmp_path / ENV_FILE
    file.write_text("RAPPORT_SLACK_BOT_TOKEN=xoxb-1\n")
    file.chmod(0o600)
    settings = read(tmp_path)
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert "xoxb-1" not in repr(settings)


def test_a_secrets_file_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / ENV_FILE
    file.write_text("RAPPORT_SLACK_BOT_TOKEN=xoxb-1\n")
    file.chmod(0o644)
    with pytest.raises(FatalError, match="chmod 600"):
        read(tmp_path)


def test_a_wrong_setting_is_named_and_its_value_is_not(tmp_path, monkeypatch):
    monkeypatch.setenv("RAPPORT_HTTP_PORT", "xoxb-oops")
    with pytest.raises(FatalError, match="RAPPORT_HTTP_PORT") as caught:
        read(tmp_path)
    assert "oops" not in caught.value.message


def test_every_setting_is_documented():
    text = (Path(__file__).parent.parent / "docs" / "admins.md").read_text("utf-8")
    missing = [name for name in Settings.model_fields if f"RAPPORT_{name.upper()}" not in text]
    assert missing == []
