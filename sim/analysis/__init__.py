"""What runs say: how they stand beside what really happened, and why."""
