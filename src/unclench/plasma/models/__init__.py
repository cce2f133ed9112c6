"""Slow models: intake, sweat and kidneys to blood levels, over hours to months."""
