"""``dateline learn-furniture``: the lines that each source repeats, from files of articles, with no broker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from workers.commands.arguments import RecordFiles
from workers.commands.console import progress, say
from workers.decode import decode
from workers.files import STANDARD_INPUT, InputError, find_files, read_records
from workers.furniture_file import write_furniture
from workers.model import Options, RawArticle, RawMessage
from workers.normalize.address import canonical_url
from workers.normalize.furniture import Learner, source_key

OPTIONS = Options()


def learn_furniture(
    files: RecordFiles,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where it goes. Default: standard output.")] = None,
    least: Annotated[int, typer.Option(min=2, help="A line repeats from so many articles of a source on.")] = 4,
    share: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="And in so large a share of the source's articles.")
    ] = 0.05,
) -> None:
    """Find the lines that each source repeats in its articles (raw or enriched ones), and write them as JSON.

    DATELINE_FURNITURE names that file for the workers: such lines are then furniture wherever they stand.
    """
    paths = find_files(files)
    if out is not None and any(each != STANDARD_INPUT and out.exists() and out.samefile(each) for each in paths):
        raise InputError(f"{out}: is one of the files to read; name another file to write to")
    learner = Learner()
    read = left_out = 0
    with progress("learn-furniture", None, "articles") as bar:
        for path in paths:
            for _, message in read_records(path):
                read += 1
                source, text, identity = read_article(message)
                left_out += not (source and text and learner.add(source, text, identity))
                bar.advance()
    found = learner.repeated(least, share)
    data = write_furniture(found)
    if out is None or out == STANDARD_INPUT:
        typer.echo(data.decode(), nl=False)
    else:
        try:
            out.write_bytes(data)
        except OSError as error:
            raise InputError(f"{out}: cannot be written ({error.strerror})") from None
    lines = sum(map(len, found.values()))
    say(
        f"{read:,} articles, {left_out:,} left out (no source, no text, or seen before): "
        f"{lines:,} lines of {len(found):,} of {len(learner.articles):,} sources"
    )


def read_article(message: RawMessage) -> tuple[str | None, str, str | None]:
    """The source's id (None: not known), the text, and the canonical URL or id, of a raw or an enriched article; no
    text where the record is neither."""
    event = enriched(message.value)
    if event is not None:
        source = event.get("source")
        identity = source.get("id") if isinstance(source, dict) else None
        return identity, str(event.get("text") or ""), event.get("id")
    decoded = decode(message, OPTIONS)
    if not isinstance(decoded, RawArticle):
        return None, "", None
    return source_key(decoded), decoded.text, canonical_url(decoded.url) or decoded.id


def enriched(value: bytes | None) -> dict[str, Any] | None:
    """The enriched event that a record holds, or None where it is anything else."""
    if value is None or b"enriched_article/" not in value[:200]:
        return None
    try:
        event = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) else None
