"""Renderings of an `Assessment`: one document, shown as text, Markdown or HTML."""
