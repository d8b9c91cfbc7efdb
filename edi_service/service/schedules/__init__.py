"""What is done once a day without anybody asking: deadlines, following up, and letting go."""
