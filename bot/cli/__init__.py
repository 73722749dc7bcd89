"""The command line. Commands are imported when they are asked for, so that `rapport --help` answers at once."""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "demo": "A sample company, and a console in the browser to try Rapport in.",
    "import": "Bring in any CRM's CSV export.",
    "source": "What the record hears from: mailboxes, calendars, help desks, folders.",
    "sync": "Look at the sources now.",
    "ask": "Ask a question of the record.",
    "answers": "What people thought of answers.",
    "log": "Turn a sentence into an entry of the record.",
    "read": "What Rapport sees in a text.",
    "correct": "Say what a mood, a client or a summary really is.",
    "reactions": "What Rapport notices by itself: list it, switch it on or off.",
    "digest": "Digests for managers: see one, fill it, schedule it.",
    "nudges": "What Rapport suggests to people, and what became of it.",
    "words": "The team's own words, and what they stand for.",
    "set": "What holds for the whole team: time zone, fiscal year.",
    "audit": "Who did and saw what; whether anybody tampered with that.",
    "rights": "Who sees which accounts and fields.",
    "users": "Users and roles: add, role, team, manager, deactivate.",
    "features": "What the whole team has, or does without.",
    "columns": "Columns that sources added or changed: keep or ignore.",
    "run": "The bot: Slack, workers and schedule.",
    "index": "Bring the search index up to date.",
    "model": "The language model: how it is, fetch it, load it.",
    "forget": "Forget a person, or a whole workspace, everywhere.",
    "access": "Everything about one person, as a file to hand over.",
    "why": "How a contact came to be known.",
    "consent": "What a contact agreed to, and took back.",
    "retention": "How long what is kept, and what would go.",
    "check": "Whether index, originals and keys agree with the record.",
    "backup": "Everything of one moment in one file.",
    "restore": "Bring a backup back, on any database.",
    "vault": "The keys of originals: how they are kept; new ones.",
    "doctor": "What is up, what is not, and what to do about it.",
    "migrate": "Bring the record to the newest schema.",
}
MODULES = {"import": "importing", "set": "team"}  # a module may not be called import, and set is a built-in


class LazyGroup(click.Group):
    """Knows its commands by name and loads each when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bot.cli.{MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", metavar="FOLDER", help="The data folder (else RAPPORT_HOME, else ~/.rapport).")
@click.version_option(package_name="rapport")
@click.pass_context
def rapport(ctx: click.Context, home: str | None) -> None:
    """A CRM that writes itself, lives in Slack and runs on your own hardware."""
    ctx.obj = home


def main() -> None:
    """Runs a command; ends with 0 done, 1 failed, 2 misused."""
    try:
        rapport.main(standalone_mode=True)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
