"""The app that Faust's own command finds: ``faust -A workers.stories.app worker``, settings from the environment."""

from __future__ import annotations

from workers.settings import load_settings
from workers.stories.worker import build_app

app = build_app(load_settings())
