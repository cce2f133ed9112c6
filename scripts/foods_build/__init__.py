"""Steps of `scripts/build_foods.py`."""
