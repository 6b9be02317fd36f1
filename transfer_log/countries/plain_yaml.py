"""Read YAML in which every value is text: the schema, not the parser, says what is a number, a date or a yes.

YAML 1.1 reads the code of Norway (`NO`) as false, `yes` as true and `3` as a number. Country files are edited by hand, by
people who should not have to know that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

    _Loader = yaml.SafeLoader
else:
    # The C loader reads all profiles in a third of the time; not every wheel of PyYAML carries it.
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableYAML(ValueError):
    """Say in English why a text is no YAML, with line and column."""


class _TextLoader(_Loader):
    """Build mappings, lists and text, and nothing else; refuse a key that stands twice."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - PyYAML's own name and shape

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Build the mapping; YAML lets a second key of the same name win silently, this does not."""
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) < len(node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value} stands twice", key.start_mark
                    )
                seen.add(key.value)
        return mapping


def read_yaml(path: Path) -> object:
    """Return the file as nested dicts and lists of text.

    :raises UnreadableYAML: if the file is not UTF-8 or no YAML, or a key stands twice.
    :raises OSError: if the file cannot be read.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_TextLoader)  # noqa: S506 - a safe loader with less in it
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableYAML(" ".join(str(error).split())) from error
