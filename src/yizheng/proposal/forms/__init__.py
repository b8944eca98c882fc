"""What people type in, checked: each form tells what is missing, and decides nothing."""
