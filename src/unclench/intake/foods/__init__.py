"""The food table: search, matching of phrases to foods, import of other tables."""
