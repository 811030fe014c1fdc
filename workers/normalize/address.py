"""URLs in one form: two addresses of one article become the same string. Nothing is ever fetched."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

import idna
import orjson

LONGEST = 8_192
"""Characters of a URL as given; a longer one is dropped."""

LONGEST_CANONICAL = 2_048
"""Characters of a canonical URL; it serves as a Kafka key."""

_RULES: dict[str, Any] = orjson.loads(files("workers.normalize").joinpath("data/url_rules.json").read_bytes())
_DROPPED = frozenset(_RULES["tracking"]) | frozenset(_RULES["amp_parameters"])
_SESSION = frozenset(_RULES["session"])
_SESSION_LENGTH: int = _RULES["session_value_from"]  # shorter ones are a page's own numbers (`?sid=4711`)
_DROPPED_PREFIXES = tuple(_RULES["tracking_prefixes"])
_AMP_VALUES: dict[str, list[str]] = _RULES["amp_parameter_values"]

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0]")
_HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_IPV6 = re.compile(r"[0-9a-f:.]{2,45}")
_SAFE_PATH = "/!$&'()*+,;=:@~-._"
_SAFE_QUERY = "=/?!$'()*,;:@~-._"
_PLAIN = re.compile(r"[A-Za-z0-9/!$&'()*+,;=:@~._-]*")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?<=[^/])(?:/amp){1,8}/?$|(?:\.amp){1,8}(?=\.html?$)")
_AMP_CACHE_HOST = re.compile(r"[a-z0-9-]+\.cdn\.ampproject\.org")
_AMP_CACHE_PATH = re.compile(r"/(?:amp|[acvwi])/(s/)?(?=[^/]+\.)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str | None) -> str | None:
    """The canonical form of an absolute http(s) URL, or None for any other string (and for None).

    Scheme and host in lower case, international names in Punycode (UTS 46), no user, default port or fragment; dot
    segments resolved, percent-encoding normalized (RFC 3986, section 6), no slash at the end of a path; tracking,
    session and AMP parts left out (``data/url_rules.json``), the query's other parameters sorted. Never raises.
    """
    if url is None or len(url) > LONGEST:
        return None
    url = url.strip()
    if not _SCHEME.match(url):
        return None
    try:
        canonical = _canonical(url)
    except ValueError:  # a port, an IPv6 address or an international name that is none
        return None
    return canonical if canonical is not None and len(canonical) <= LONGEST_CANONICAL else None


def _canonical(url: str, nested: bool = False) -> str | None:
    parts = urlsplit(url)
    scheme = parts.scheme
    host = _host(parts.hostname or "")
    if host is None:
        return None
    port = parts.port
    netloc = host if port is None or port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"
    path = _PATH_SESSION.sub("", _encode(parts.path, _SAFE_PATH))
    if not nested and (inner := _behind_amp_cache(host, path)) is not None:
        return _canonical(inner + ("?" + parts.query if parts.query else ""), nested=True)
    path = _AMP_PATH.sub("", _resolve(path)).rstrip("/")
    query = _query(parts.query)
    return f"{scheme}://{netloc}{path or '/'}{'?' + query if query else ''}"


def _host(host: str) -> str | None:
    host = host.rstrip(".")
    if ":" in host:
        return f"[{host}]" if _IPV6.fullmatch(host) else None
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode()
        except idna.IDNAError:
            return None
    return host if _HOST.fullmatch(host) else None


def _behind_amp_cache(host: str, path: str) -> str | None:
    """The publisher's address inside that of an AMP cache: Google's viewer or a ``cdn.ampproject.org`` copy."""
    if not (_AMP_CACHE_HOST.fullmatch(host) or (host in ("www.google.com", "google.com") and path.startswith("/amp/"))):
        return None
    found = _AMP_CACHE_PATH.match(path)
    return None if found is None else f"{'https' if found[1] else 'http'}://{path[found.end() :]}"


def _resolve(path: str) -> str:
    """``path`` without dot segments (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _encode(part: str, safe: str) -> str:
    """Percent-encoding in one form: of every byte that needs it, in upper case, and of no other."""
    if _PLAIN.fullmatch(part):
        return part
    reserved_kept = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    # an encoded reserved character is not the same as the character: it stays encoded
    return "".join(
        piece.upper() if index % 2 else quote(unquote_to_bytes(piece), safe=safe)
        for index, piece in enumerate(re.split(r"(%(?:2[13-9A-CFacf]|3[ABDFabdf]|40|5[BDbd]|25))", reserved_kept))
    )


def _query(query: str) -> str:
    if not query:
        return ""
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        key = name.lower()
        if not name or key in _DROPPED or key.startswith(_DROPPED_PREFIXES):
            continue
        if (key in _SESSION and len(value) >= _SESSION_LENGTH) or value.lower() in _AMP_VALUES.get(key, ()):
            continue
        kept.append(_encode(pair.replace("+", "%20"), _SAFE_QUERY))
    kept.sort()
    return "&".join(kept)
