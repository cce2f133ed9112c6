"""From a person's own words to findings, medicines, conditions and exposures."""
