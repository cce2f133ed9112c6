"""Diary exports, recognised by content, read into entries."""
