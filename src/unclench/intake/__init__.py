"""What somebody eats: foods, diaries, usual intake, adequacy."""
