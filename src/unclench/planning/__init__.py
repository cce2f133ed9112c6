"""The smallest safe change of food."""
