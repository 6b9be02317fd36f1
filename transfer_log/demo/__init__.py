"""Load plainly fictional data: two operators of one group, their recipients, people and two years of provisions."""

from __future__ import annotations

from transfer_log.demo.load import load_demo

__all__ = ["load_demo"]
