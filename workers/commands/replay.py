"""``dateline replay``: send dead letters through the enrich worker again."""

from __future__ import annotations

import re
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import typer

from workers.broker.errors import BrokerError
from workers.broker.replay import DeadLetter, Filter, Plan, plan_replay
from workers.broker.replay import replay as run
from workers.commands.console import progress, say
from workers.model import Reason
from workers.settings import load_settings

_LEFT = {
    "already": "were replayed before (--from-beginning sends them again)",
    "attempts": "have been tried too often (DATELINE_REPLAY_ATTEMPTS)",
    "truncated": "cannot be replayed: their value, key or headers were cut, the original bytes are not there",
    "foreign": "have no dlq.original headers: not written by Dateline",
}


def replay(
    reason: Annotated[
        list[str] | None, typer.Option(help="Only this reason (schema, internal...); repeatable.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only those rejected at or after this time (ISO 8601).")] = None,
    until: Annotated[str | None, typer.Option(help="Only those rejected before this time (ISO 8601).")] = None,
    partition: Annotated[int | None, typer.Option(min=0, help="Only this partition of the rejected topic.")] = None,
    offsets: Annotated[str | None, typer.Option(help="Only these offsets of --partition: 17 or 17-40.")] = None,
    key: Annotated[str | None, typer.Option(help="Only records with this key.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many.")] = None,
    rate: Annotated[float | None, typer.Option(min=0.001, help="Records a second at most.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent; send nothing.")] = False,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Also those that an earlier replay has sent.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, also on a terminal.")] = False,
) -> None:
    """Send dead letters onto the replay topic, which the enrich worker reads beside the raw one.

    Key, value and headers stay as they are; dlq.attempts goes up by one. What was sent once is not sent again.
    """
    settings = load_settings()
    wanted = Filter(
        reasons=_reasons(reason),
        since=_moment(since, "--since"),
        until=_moment(until, "--until"),
        partition=partition,
        offsets=_offsets(offsets, partition),
        key=None if key is None else key.encode(),
    )
    plan = plan_replay(settings, wanted, limit=limit, again=from_beginning)
    _tell(plan)
    if dry_run:
        _show(plan.chosen)
        typer.echo(f"dry run: {len(plan.chosen)} dead letters would go to {settings.topic('replay')}; nothing was sent")
        return
    if not plan.chosen:
        typer.echo("0 dead letters to replay")
        return
    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        typer.confirm(f"Send {len(plan.chosen)} dead letters to {settings.topic('replay')}?", abort=True)
    # No more than was shown and agreed to, whatever has been rejected since.
    with progress("replaying", len(plan.chosen), "records") as bar:
        sent = run(settings, wanted, limit=len(plan.chosen), again=from_beginning, rate=rate, advance=bar.advance)
    typer.echo(f"{sent} dead letters sent to {settings.topic('replay')}; the enrich worker takes them from there")


def _tell(plan: Plan) -> None:
    for reason, count in sorted(Counter(each.reason for each in plan.chosen).items()):
        say(f"{reason}: {count} to replay")
    for fate, count in sorted(plan.left.items()):
        say(f"{count} {_LEFT[fate]}")


def _show(chosen: list[DeadLetter]) -> None:
    for each in chosen:
        moment = datetime.fromtimestamp(each.timestamp / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        key = "-" if each.key is None else each.key[:60].decode("utf-8", "backslashreplace")
        tried = f"tried {each.attempts} times" if each.attempts != 1 else "tried once"
        line = f"{each.partition}:{each.offset} {moment} {each.reason} {tried} key {key} {each.message}"
        typer.echo(re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", line))


def _reasons(given: list[str] | None) -> frozenset[str]:
    known = [reason.value for reason in Reason]
    for each in given or []:
        if each not in known:
            raise BrokerError(f"--reason {each}: there is no such reason; the reasons are {', '.join(known)}")
    return frozenset(given or [])


def _moment(text: str | None, option: str) -> int | None:
    """Milliseconds since the epoch of an ISO 8601 time; UTC where it names no offset."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BrokerError(f"{option} {text}: not an ISO 8601 time; give one such as 2026-03-01T12:00:00Z") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _offsets(text: str | None, partition: int | None) -> tuple[int, int] | None:
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,18})(?:-(\d{1,18}))?", text)
    if match is None:
        raise BrokerError(f"--offsets {text}: give one offset or two with a dash, both included (17 or 17-40)")
    if partition is None:
        raise BrokerError("--offsets needs --partition: each partition counts its own offsets")
    return int(match[1]), int(match[2] or match[1])
