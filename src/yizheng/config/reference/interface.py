"""The JSON interface as an OpenAPI document."""

from __future__ import annotations

import json


def interface() -> str:
    """Write the schema of the interface; `{committee}` stands for the committee's part of the address."""
    from yizheng.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/{committee}/")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
