"""DB-API 2.0, as the package `storeql` has it."""

from storeql import *  # noqa: F403
from storeql import connect

__all__ = ["connect"]
