"""``python -m workers.builders.watch``: write the rule files and the dashboards again."""

from __future__ import annotations

from workers.builders.watch.files import DEPLOY, files

for path, content in files().items():
    (DEPLOY / path).write_text(content, encoding="utf-8")
