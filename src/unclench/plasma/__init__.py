"""Blood tests read and interpreted; models from intake to blood levels."""
