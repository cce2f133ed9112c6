"""From intake, sweat, kidneys, medicines, gut and sun to blood levels over hours to months."""
