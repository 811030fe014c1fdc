"""What operators watch: alerts and recording rules for Prometheus, dashboards for Grafana, from one declaration.

``python -m workers.builders.watch`` writes ``deploy/prometheus/rules.yml``, ``alerts.yml`` and
``deploy/grafana/dashboards/*.json`` again.
"""
