"""What can drift, and the comparison that shows it; nothing here writes or prints."""
