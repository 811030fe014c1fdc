"""The publisher's own host in an address: behind caches, archives, translations, redirects; or a blog's on its service.

Which services those are is data (``data/hosts.json``).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from workers.normalize.registry import host_of

_DATA: dict[str, Any] = json.loads(files("workers.normalize").joinpath("data/hosts.json").read_text(encoding="utf-8"))
_BLOGS = frozenset(_DATA["blogs"])
_BLOG_LABELS = frozenset(_DATA["blog_label"])
_SHARED = frozenset(_DATA["shared"])
_WRAPPED: tuple[tuple[str, str, str], ...] = tuple((host, path, name) for host, path, name in _DATA["wrapped"])
_PLAIN_LABELS = frozenset(("www", "m", "mobile", "amp", "blog", "blogs", "news"))
MOST_WRAPPINGS = 3

_AMP_PATH = re.compile(r"/(?:amp|[acvwi])/(?:s/)?(?=[^/]+\.)")
_ARCHIVE_PATH = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)")


def publisher_host(url: str) -> str | None:
    """The host of the page itself, lower case: behind AMP caches, web archives, translation proxies and redirects.

    None for a string that is no absolute address of a host with a name.
    """
    host = host_of(url)
    for _ in range(MOST_WRAPPINGS):
        inner = _unwrap(url, host) if host is not None else None
        if inner is None:
            return host
        url, host = inner, host_of(inner)
    return host


def _unwrap(url: str, host: str) -> str | None:
    """The address that this one carries, or None where it carries none."""
    if host.endswith(".translate.goog"):
        # hyphens stand for dots there, two of them for a hyphen
        label = host[: -len(".translate.goog")]
        return "https://" + label.replace("--", "\0").replace("-", ".").replace("\0", "-")
    if host.endswith(".cdn.ampproject.org") or host in ("google.com", "www.google.com", "web.archive.org"):
        path = urlsplit(url.strip()).path
        found = (_ARCHIVE_PATH if host == "web.archive.org" else _AMP_PATH).match(path)
        if found is not None:
            rest = path[found.end() :]
            return rest if rest.startswith("http") else "https://" + rest
    for service, prefix, name in _WRAPPED:
        if host == service or host == "www." + service:
            parts = urlsplit(url.strip())
            if parts.path.startswith(prefix):
                for value in parse_qs(parts.query, max_num_fields=50).get(name, ()):
                    if value.startswith(("http://", "https://")):
                        return value
    return None


@lru_cache(maxsize=4096)
def blog_host(host: str) -> str | None:
    """The blog's own name on its service (``larnby.wordpress.com``): empty for the service itself and for one whose
    blogs share a host; None for any other host."""
    if host.removeprefix("www.") in _SHARED:
        return ""
    labels = host.split(".")
    for index in range(1, len(labels)):
        service = ".".join(labels[index:])
        if service in _BLOGS or labels[index] in _BLOG_LABELS:
            return "" if labels[index - 1] in _PLAIN_LABELS else ".".join(labels[index - 1 :])
    return "" if host in _BLOGS else None
