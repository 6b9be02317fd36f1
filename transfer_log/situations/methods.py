"""List the ways in which data is given, and how it can be protected on the way."""

from __future__ import annotations

from typing import Final

from transfer_log.errors import Text

METHODS: Final[dict[str, Text]] = {
    "view": Text("閲覧", "viewing"),
    "email": Text("メール", "e-mail"),
    "portal": Text("ポータル", "portal"),
    "fax": Text("ファクス", "fax"),
    "letter": Text("郵送", "letter"),
    "courier": Text("宅配便", "courier"),
    "media": Text("記録媒体", "storage medium"),
    "oral": Text("口頭", "by word of mouth"),
    "api": Text("システム連携（API）", "API"),
}
PROTECTIONS: Final[dict[str, Text]] = {
    "tls": Text("通信の暗号化（TLS）", "TLS"),
    "password": Text("パスワード付きファイル", "file with a password"),
    "encrypted_file": Text("ファイルの暗号化", "encrypted file"),
    "registered_mail": Text("書留・追跡できる郵送", "registered mail"),
    "sealed": Text("封かん・手渡し", "sealed, by hand"),
    "access_control": Text("閲覧権限の制限", "access control"),
    "none": Text("なし", "none"),
    "unknown": Text("不明", "not known"),
}
